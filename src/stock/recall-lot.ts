/** A lot is called back: every dose of it within a unit goes into quarantine, wherever it lies, and the event is kept. */
import type { Actor } from '../kernel/actor.ts';
import { newId } from '../kernel/ids.ts';
import { dayInVietnam } from '../kernel/vietnam-time.ts';
import type { Tx } from '../platform/database.ts';
import type { Holding } from './contract.ts';
import { postMovements } from './post-movements.ts';

export type StockEvent = Readonly<{
  unitId: number;
  facility: string | null;
  item: string | null;
  lot: string | null;
  kind: 'vvm' | 'temperature' | 'recall';
  happenedAt: string;
  content: Readonly<Record<string, string | number | null>>;
}>;

/** Keeps what happened to a lot or a refrigerator: it moves no dose by itself. */
export async function recordStockEvent(tx: Tx, actor: Actor, event: StockEvent, now: Date): Promise<string> {
  const id = newId();
  await tx.query(
    `INSERT INTO app.stock_event (unit_id, id, facility, item, lot, kind, happened_at, content, recorded_by, account_id, recorded_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      event.unitId,
      id,
      event.facility,
      event.item,
      event.lot,
      event.kind,
      event.happenedAt,
      JSON.stringify(event.content),
      actor.name,
      actor.accountId,
      now.toISOString(),
    ],
  );
  return id;
}

export type Recall = Readonly<{
  unitId: number;
  /** Units of any time in whose stores the lot is looked for. */
  within: readonly number[];
  item: string;
  lot: string;
  reason: string;
}>;

/** Answers how many sites and doses were put in quarantine. Doses in transit stay so, and are told of where they arrive. */
export async function recallLot(
  tx: Tx,
  actor: Actor,
  { unitId, within, item, lot, reason }: Recall,
  now: Date,
): Promise<{ id: string; sites: number; doses: number }> {
  const { rows } = await tx.query<Holding & { doses: number }>(
    `SELECT unit_id AS "unitId", facility, item, lot, on_hand AS doses FROM app.stock_balance
     WHERE item = $1 AND lot = $2 AND unit_id = ANY($3::int[]) ORDER BY unit_id, facility FOR UPDATE`,
    [item, lot, within],
  );
  const held = rows.filter(({ doses }) => doses > 0);
  const doses = held.reduce((sum, one) => sum + one.doses, 0);
  const content = { reason, sites: held.length, doses };
  const id = await recordStockEvent(
    tx,
    actor,
    { unitId, facility: null, item, lot, kind: 'recall', happenedAt: now.toISOString(), content },
    now,
  );
  await postMovements(
    tx,
    actor,
    held.map(({ doses: some, ...at }) => ({
      ...at,
      kind: 'quarantine' as const,
      on: dayInVietnam(now),
      amounts: { on_hand: -some, quarantine: some },
      reason,
      source: 'recall' as const,
      refersTo: id,
      short: 'refuse' as const,
    })),
    now,
  );
  return { id, sites: held.length, doses };
}
