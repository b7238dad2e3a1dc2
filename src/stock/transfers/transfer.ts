/** Doses on their way: requested, sent, received. What is sent leaves the giver; what is received is what the receiver counts. */
import type { Actor } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import { newId } from '../../kernel/ids.ts';
import { addDays, type PlainDate } from '../../kernel/plain-date.ts';
import { dayInVietnam } from '../../kernel/vietnam-time.ts';
import type { Tx } from '../../platform/database.ts';
import type { NewMovement } from '../contract.ts';
import { getItem } from '../items.ts';
import { matchSlips } from '../match-slips.ts';
import { postMovements } from '../post-movements.ts';
import type { Reader } from '../store.ts';
import {
  type Ends,
  type Settlement,
  type Step,
  TRANSFER_STEPS,
  type Transfer,
  type TransferLine,
  type TransferStep,
} from './contract.ts';
import { mayFollow } from './rules.ts';

type StepRow = Ends & Omit<Step, 'at'> & { id: string; at: Date };

const STEPS = `SELECT transfer_id AS id, unit_id AS "toUnitId", to_facility AS "toFacility", from_unit_id AS "fromUnitId",
    from_facility AS "fromFacility", step, lines, note, done_by AS "by", done_at AS at FROM app.stock_transfer_step`;

const SETTLEMENTS = `SELECT s.transfer_id AS "transferId", s.id, s.item, s.lot, s.way, s.doses, s.instead, s.reason, s.done_by AS by, s.done_at AS at,
    CASE WHEN u.id IS NOT NULL THEN json_build_object('reason', u.reason, 'by', u.done_by, 'at', u.done_at) END AS undone
  FROM app.stock_settlement s
  LEFT JOIN app.stock_settlement u ON u.unit_id = s.unit_id AND u.transfer_id = s.transfer_id AND u.undoes = s.id AND u.done_at < $2
  WHERE s.transfer_id = ANY($1::uuid[]) AND s.undoes IS NULL AND s.done_at < $2 ORDER BY s.done_at, s.id`;

/** The steps of transfers with what was settled of their differences before a moment. */
async function gather(db: Reader, rows: readonly StepRow[], before = 'infinity'): Promise<Transfer[]> {
  const found = new Map<string, Transfer>();
  for (const { id, toUnitId, toFacility, fromUnitId, fromFacility, step, lines, note, by, at } of rows) {
    const steps = [...(found.get(id)?.steps ?? []), { step, lines, note, by, at: at.toISOString() }]
      // By what they are, not by clocks: two stores' may differ.
      .sort((a, b) => TRANSFER_STEPS.indexOf(a.step) - TRANSFER_STEPS.indexOf(b.step));
    found.set(id, {
      id,
      toUnitId,
      toFacility,
      fromUnitId,
      fromFacility,
      state: steps.at(-1)!.step,
      steps,
      settlements: [],
    });
  }
  const { rows: settled } = await db.pool.query<Omit<Settlement, 'at'> & { transferId: string; at: Date }>(
    SETTLEMENTS,
    [[...found.keys()], before],
  );
  const settlements = Map.groupBy(settled, ({ transferId }) => transferId);
  return [...found.values()]
    .map((transfer) => ({
      ...transfer,
      settlements: (settlements.get(transfer.id) ?? []).map(({ transferId: _of, at, ...one }) => ({
        ...one,
        at: at.toISOString(),
      })),
    }))
    .sort((a, b) => (a.id < b.id ? 1 : -1));
}

/** Transfers from or to units, the newest first. */
export async function findTransfers(db: Reader, unitIds: readonly number[]): Promise<Transfer[]> {
  const { rows } = await db.pool.query<StepRow>(
    `${STEPS} WHERE unit_id = ANY($1::int[]) OR from_unit_id = ANY($1::int[]) ORDER BY done_at, id`,
    [unitIds],
  );
  return gather(db, rows);
}

/** Those of them that were received otherwise than sent, as they stood at the end of a day. */
export async function findReceivedOtherwise(
  db: Reader,
  unitIds: readonly number[],
  until: PlainDate,
): Promise<Transfer[]> {
  const end = `${addDays(until, 1)}T00:00:00+07:00`;
  const { rows } = await db.pool.query<StepRow>(
    `${STEPS} WHERE (unit_id = ANY($1::int[]) OR from_unit_id = ANY($1::int[])) AND step IN ('sent', 'received') AND done_at < $2
     ORDER BY done_at, id`,
    [unitIds, end],
  );
  const found = Map.groupBy(rows, ({ id }) => id);
  const otherwise = [...found.values()].filter(
    (steps) => steps.length === 2 && linesOf(steps[0]!) !== linesOf(steps[1]!),
  );
  return gather(db, otherwise.flat(), end);
}

const linesOf = ({ lines }: StepRow): string =>
  lines
    .map(({ item, lot, doses }) => `${item}|${lot}|${doses}`)
    .sort()
    .join();

/** Throws `stock_transfer_unknown`. */
export async function getTransfer(db: Reader, id: string): Promise<Transfer> {
  const { rows } = await db.pool.query<StepRow>(`${STEPS} WHERE transfer_id = $1 ORDER BY done_at, id`, [id]);
  const [found] = await gather(db, rows);
  if (found === undefined) throw new AppError('stock_transfer_unknown', 'not-found', { id });
  return found;
}

/** One who changes a transfer at a time. */
export const holdTransfer = (tx: Tx, id: string): Promise<unknown> =>
  tx.query('SELECT pg_advisory_xact_lock(7326102, hashtext($1))', [id]);

/**
 * Takes a transfer one step on and posts what moves: sent doses are in transit, received ones on hand, and what was sent
 * but not received stays in transit until it is settled. Throws `stock_transfer_state`, `stock_transfer_lot`,
 * `stock_short`.
 */
export async function takeTransferStep(
  tx: Tx,
  actor: Actor,
  {
    id,
    ends,
    step,
    lines,
    note,
  }: Readonly<{
    id: string | null;
    ends: Ends;
    step: TransferStep;
    lines: readonly TransferLine[];
    note: string | null;
  }>,
  now: Date,
): Promise<string> {
  const transferId = id ?? newId();
  await holdTransfer(tx, transferId);
  const before = id === null ? null : await getTransfer({ pool: tx }, id);
  if (!mayFollow(before?.state ?? null, step))
    throw new AppError('stock_transfer_state', 'conflict', { step });
  for (const { item, lot } of lines) {
    getItem(item);
    if (lot === null && step !== 'requested') throw new AppError('stock_transfer_lot', 'invalid');
  }
  const movements = movementsOf(transferId, ends, step, lines, before, now);
  await postMovements(tx, actor, movements, now);
  for (const { kind, unitId, facility, item, lot } of movements)
    if (kind !== 'delivered') await matchSlips(tx, actor, { unitId, facility, item, lot }, now);
  await tx.query(
    `INSERT INTO app.stock_transfer_step (unit_id, transfer_id, id, step, from_unit_id, from_facility, to_facility, lines, note, done_by, account_id, done_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      ends.toUnitId,
      transferId,
      newId(),
      step,
      ends.fromUnitId,
      ends.fromFacility,
      ends.toFacility,
      JSON.stringify(lines),
      note,
      actor.name,
      actor.accountId,
      now.toISOString(),
    ],
  );
  return transferId;
}

function movementsOf(
  transferId: string,
  { fromUnitId, fromFacility, toUnitId, toFacility }: Ends,
  step: TransferStep,
  lines: readonly TransferLine[],
  before: Transfer | null,
  now: Date,
): NewMovement[] {
  const shared = {
    on: dayInVietnam(now),
    source: 'transfer',
    refersTo: transferId,
    short: 'refuse',
  } as const;
  const giver = { ...shared, unitId: fromUnitId, facility: fromFacility, counterpart: toFacility };
  const receiver = { ...shared, unitId: toUnitId, facility: toFacility, counterpart: fromFacility };
  const whole = lines.flatMap(({ lot, ...line }) =>
    lot === null || line.doses === 0 ? [] : [{ ...line, lot }],
  );
  if (step === 'sent')
    return whole.map(({ item, lot, doses }) => ({
      ...giver,
      item,
      lot,
      kind: 'sent',
      amounts: { on_hand: -doses, in_transit: doses },
    }));
  if (step !== 'received') return [];
  const sent = new Map(before!.steps.at(-1)!.lines.map(({ item, lot, doses }) => [`${item}|${lot}`, doses]));
  return whole.flatMap(({ item, lot, doses }): NewMovement[] => {
    // More than was sent came from somewhere that nobody told of: the giver is charged with what he sent.
    const delivered = Math.min(doses, sent.get(`${item}|${lot}`) ?? 0);
    return [
      ...(delivered === 0
        ? []
        : [
            {
              ...giver,
              item,
              lot,
              kind: 'delivered' as const,
              amounts: { in_transit: -delivered, external: delivered },
            },
          ]),
      { ...receiver, item, lot, kind: 'receipt', amounts: { external: -doses, on_hand: doses } },
    ];
  });
}
