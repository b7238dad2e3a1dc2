/**
 * Settles what was received otherwise than it was sent: says what became of it and moves the doses there. A wrong
 * settlement is taken back by counter-postings; the ledger keeps both.
 */
import type { Actor } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import { newId } from '../../kernel/ids.ts';
import { dayInVietnam } from '../../kernel/vietnam-time.ts';
import type { Tx } from '../../platform/database.ts';
import type { NewMovement } from '../contract.ts';
import { matchSlips } from '../match-slips.ts';
import { postMovements } from '../post-movements.ts';
import { findMovementsOf } from '../store.ts';
import { reversalOf } from '../use-vials.ts';
import type { Ends, Settlement, Transfer } from './contract.ts';
import { differencesOf, waysFor } from './rules.ts';
import { getTransfer, holdTransfer } from './transfer.ts';

export type SettlementWish = Pick<Settlement, 'item' | 'lot' | 'way' | 'doses' | 'instead' | 'reason'>;

/**
 * Settles doses of a difference and answers the settlement's id. Throws `stock_settlement_way` when the difference is not
 * of that kind, and `stock_settlement_doses` for more doses than are open.
 */
export async function settleDifference(
  tx: Tx,
  actor: Actor,
  transferId: string,
  wish: SettlementWish,
  now: Date,
): Promise<string> {
  await holdTransfer(tx, transferId);
  const transfer = await getTransfer({ pool: tx }, transferId);
  const { item, lot, way, doses, reason } = wish;
  const instead = way === 'wrong_lot' ? wish.instead : null;
  const differences = differencesOf(transfer);
  const of = (which: string | null) => differences.find((one) => one.item === item && one.lot === which);
  const difference = of(lot);
  // Who may say so is asked at the door; here it is whether it can be so.
  if (
    difference === undefined ||
    !waysFor(difference, differences, { giver: true, receiver: true }).includes(way)
  )
    throw new AppError('stock_settlement_way', 'conflict', { lot });
  const open = Math.min(
    Math.abs(difference.open),
    way === 'wrong_lot' ? Math.max(-(of(instead)?.open ?? 0), 0) : Number.POSITIVE_INFINITY,
  );
  if (doses > open) throw new AppError('stock_settlement_doses', 'conflict', { lot, open });
  const id = newId();
  await postMovements(tx, actor, movementsOf(id, transfer, { ...wish, instead }, now), now);
  await matchAt(tx, actor, transfer, wish, now);
  await write(tx, actor, transfer, { id, item, lot, way, doses, instead, reason, undoes: null }, now);
  return id;
}

/** Takes a settlement back: the difference is open again. Throws `stock_settlement_unknown`, `stock_already_undone`. */
export async function undoSettlement(
  tx: Tx,
  actor: Actor,
  transferId: string,
  id: string,
  reason: string,
  now: Date,
): Promise<void> {
  await holdTransfer(tx, transferId);
  const transfer = await getTransfer({ pool: tx }, transferId);
  const { undone, ...settlement } = getSettlement(transfer, id);
  if (undone !== null) throw new AppError('stock_already_undone', 'conflict', { id });
  const posted = await findMovementsOf(tx, [transfer.fromUnitId, transfer.toUnitId], id);
  await postMovements(
    tx,
    actor,
    posted.map((movement) => reversalOf(movement, 'transfer', reason)),
    now,
  );
  await matchAt(tx, actor, transfer, settlement, now);
  await write(tx, actor, transfer, { ...settlement, id: newId(), reason, undoes: id }, now);
}

/** What arrived later may stand in the receiver's book already: then it counts once. */
const matchAt = (
  tx: Tx,
  actor: Actor,
  { toUnitId: unitId, toFacility: facility }: Ends,
  { item, lot }: Pick<Settlement, 'item' | 'lot'>,
  now: Date,
): Promise<void> => matchSlips(tx, actor, { unitId, facility, item, lot }, now);

/** Throws `stock_settlement_unknown`. */
export function getSettlement({ settlements }: Transfer, id: string): Settlement {
  const found = settlements.find((one) => one.id === id);
  if (found === undefined) throw new AppError('stock_settlement_unknown', 'not-found', { id });
  return found;
}

/** Where the doses are now: missing ones leave what is in transit, what came unsaid is charged to the giver or taken from the receiver. */
function movementsOf(
  id: string,
  { fromUnitId, fromFacility, toUnitId, toFacility }: Ends,
  { item, lot, way, doses, instead, reason }: SettlementWish,
  now: Date,
): NewMovement[] {
  const shared = {
    ...{ item, lot, reason },
    on: dayInVietnam(now),
    source: 'transfer',
    refersTo: id,
    // What happened is told, not asked for: doses used meanwhile are owed.
    short: 'suspense',
  } as const;
  const giver = { ...shared, unitId: fromUnitId, facility: fromFacility, counterpart: toFacility };
  const receiver = { ...shared, unitId: toUnitId, facility: toFacility, counterpart: fromFacility };
  const neverLeft: NewMovement = {
    ...giver,
    kind: 'sent',
    amounts: { in_transit: -doses, on_hand: doses },
  };
  switch (way) {
    case 'arrived':
      return [
        { ...giver, kind: 'delivered', amounts: { in_transit: -doses, external: doses } },
        { ...receiver, kind: 'receipt', amounts: { external: -doses, on_hand: doses } },
      ];
    case 'lost':
    case 'broken':
      return [{ ...giver, kind: 'write_off', amounts: { in_transit: -doses, written_off: doses } }];
    case 'sent_less':
      return [neverLeft];
    case 'wrong_lot':
      return [
        neverLeft,
        { ...giver, lot: instead!, kind: 'sent', amounts: { on_hand: -doses, external: doses } },
      ];
    case 'sent_more':
      return [{ ...giver, kind: 'sent', amounts: { on_hand: -doses, external: doses } }];
    default:
      return [{ ...receiver, kind: 'receipt', amounts: { on_hand: -doses, external: doses } }];
  }
}

async function write(
  tx: Tx,
  actor: Actor,
  { id: transferId, toUnitId }: Transfer,
  {
    id,
    item,
    lot,
    way,
    doses,
    instead,
    reason,
    undoes,
  }: SettlementWish & Readonly<{ id: string; undoes: string | null }>,
  now: Date,
): Promise<void> {
  await tx.query(
    `INSERT INTO app.stock_settlement (unit_id, transfer_id, id, item, lot, way, doses, instead, reason, undoes, done_by, account_id, done_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      ...[toUnitId, transferId, id, item, lot, way, doses, instead, reason, undoes],
      ...[actor.name, actor.accountId, now.toISOString()],
    ],
  );
}
