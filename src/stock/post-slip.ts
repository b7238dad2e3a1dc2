/** One command: a slip as somebody writes it at the store (receipt, issue, use, loss, quarantine, count) becomes a movement. */
import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Tx } from '../platform/database.ts';
import type { Holding, MovementSource, NewMovement } from './contract.ts';
import { getItem } from './items.ts';
import { matchSlips } from './match-slips.ts';
import { postMovements } from './post-movements.ts';
import { findLots, upsertLots } from './store.ts';
import { amountsUsed } from './use-vials.ts';

export type Slip = Holding &
  Readonly<{
    on: PlainDate;
    slip: string | null;
    counterpart: string | null;
    reason: string | null;
    source: MovementSource;
  }> &
  (
    | Readonly<{ kind: 'receipt'; doses: number; expiresOn: PlainDate | null }>
    | Readonly<{ kind: 'issue' | 'write_off' | 'quarantine' | 'release'; doses: number }>
    | Readonly<{ kind: 'use'; vials: number; injected: number; wasted: number }>
    | Readonly<{ kind: 'stocktake'; counted: number }>
  );

/**
 * Posts one slip and answers the movement's id. Throws `stock_item_unknown`, `stock_lot_unknown` for a lot that no
 * receipt told of, `stock_short`, and `stock_reason_needed` for a loss or a difference without a reason.
 */
export async function postSlip(tx: Tx, actor: Actor, slip: Slip, now: Date): Promise<string> {
  const item = getItem(slip.item);
  if (slip.kind === 'receipt')
    await upsertLots(
      tx,
      actor,
      [
        {
          item: item.code,
          lot: slip.lot,
          expiresOn: slip.expiresOn,
          dosesPerVial: item.dosesPerVial,
          maxDosesPerVial: item.maxDosesPerVial,
        },
      ],
      now,
    );
  const lot = (await findLots({ pool: tx }, slip.lot)).get(`${slip.item}|${slip.lot}`);
  if (lot === undefined) throw new AppError('stock_lot_unknown', 'invalid', { lot: slip.lot });
  const { unitId, facility, on, slip: number, counterpart, reason, source } = slip;
  const base = {
    unitId,
    facility,
    item: slip.item,
    lot: slip.lot,
    on,
    slip: number,
    counterpart,
    reason,
    source,
  };
  const posted = await postMovements(
    tx,
    actor,
    [{ ...base, ...(await movementOf(tx, slip, lot.dosesPerVial)) }],
    now,
  );
  if (slip.kind === 'receipt' || slip.kind === 'issue') await matchSlips(tx, actor, slip, now);
  return posted[0]!.id;
}

type Rest = Pick<NewMovement, 'kind' | 'amounts' | 'short' | 'vials'>;

async function movementOf(tx: Tx, slip: Slip, dosesPerVial: number): Promise<Rest> {
  switch (slip.kind) {
    case 'receipt':
      return { kind: 'receipt', amounts: { external: -slip.doses, on_hand: slip.doses }, short: 'suspense' };
    case 'issue':
      return { kind: 'issue', amounts: { on_hand: -slip.doses, external: slip.doses }, short: 'refuse' };
    case 'quarantine':
      return {
        kind: 'quarantine',
        amounts: { on_hand: -slip.doses, quarantine: slip.doses },
        short: 'refuse',
      };
    case 'release':
      return { kind: 'release', amounts: { quarantine: -slip.doses, on_hand: slip.doses }, short: 'refuse' };
    case 'write_off':
      demandReason(slip);
      return {
        kind: 'write_off',
        amounts: { on_hand: -slip.doses, written_off: slip.doses },
        short: 'refuse',
      };
    case 'use': {
      const labelled = slip.vials * dosesPerVial;
      const used = amountsUsed(labelled, slip.injected, slip.wasted);
      return {
        kind: 'use',
        vials: slip.vials,
        amounts: { ...used, opened: labelled + (used.opened ?? 0), on_hand: -labelled },
        short: 'suspense',
      };
    }
    default: {
      const difference = slip.counted - (await countedBefore(tx, slip));
      if (difference !== 0) demandReason(slip);
      return {
        kind: 'stocktake',
        amounts: { on_hand: difference, adjusted: -difference },
        short: 'suspense',
      };
    }
  }
}

function demandReason({ reason }: Slip): void {
  if (reason === null || reason.trim().length < 3) throw new AppError('stock_reason_needed', 'invalid');
}

/** What the ledger has, held until the difference is posted. */
async function countedBefore(tx: Tx, { unitId, facility, item, lot }: Holding): Promise<number> {
  const { rows } = await tx.query<{ net: number }>(
    `SELECT on_hand + suspense AS net FROM app.stock_balance WHERE unit_id = $1 AND facility = $2 AND item = $3 AND lot = $4 FOR UPDATE`,
    [unitId, facility, item, lot],
  );
  return rows[0]?.net ?? 0;
}
