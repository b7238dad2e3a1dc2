/** Vials opened, drawn from and thrown away: the evidence of use. Undoing takes back exactly what a movement did. */
import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Tx } from '../platform/database.ts';
import type { Amounts, Holding, Movement, MovementSource, NewMovement } from './contract.ts';
import { postMovements } from './post-movements.ts';
import { findMovement } from './store.ts';

type Where = Readonly<{ id?: string; on: PlainDate; source: MovementSource; reason?: string | null }>;

/** Vials leave the refrigerator: their labelled doses are open. Answers the movement's id, which names the vials from then on. */
export async function openVial(
  tx: Tx,
  actor: Actor,
  holding: Holding,
  { vials, dosesPerVial, ...where }: Where & Readonly<{ vials: number; dosesPerVial: number }>,
  now: Date,
): Promise<string> {
  const doses = vials * dosesPerVial;
  const [posted] = await postMovements(
    tx,
    actor,
    [
      {
        ...holding,
        ...where,
        kind: 'open',
        vials,
        amounts: { on_hand: -doses, opened: doses },
        short: 'suspense',
      },
    ],
    now,
  );
  return posted!.id;
}

/**
 * What became of labelled doses of opened vials: injected, thrown away, more than the label (overfill), or not told
 * (they stay open). Doses beyond the label come from `overfill`; whether they are too many, the reader says.
 */
export function amountsUsed(labelled: number, injected: number, wasted: number): Amounts {
  const extra = Math.max(injected + wasted - labelled, 0);
  return { opened: extra - injected - wasted, injected, wasted, overfill: -extra };
}

/** Posts the use of vials opened before. Throws `stock_short` when more is used than was opened and drawn over. */
export async function closeVial(
  tx: Tx,
  actor: Actor,
  holding: Holding,
  {
    labelled,
    injected,
    wasted,
    vialId,
    ...where
  }: Where & Readonly<{ labelled: number; injected: number; wasted: number; vialId: string | null }>,
  now: Date,
): Promise<string> {
  const [posted] = await postMovements(
    tx,
    actor,
    [
      {
        ...holding,
        ...where,
        kind: 'use',
        refersTo: vialId,
        amounts: amountsUsed(labelled, injected, wasted),
        short: 'suspense',
      },
    ],
    now,
  );
  return posted!.id;
}

/** The movement that takes another back: the same doses, the other way. */
export function reversalOf(movement: Movement, source: MovementSource, reason: string | null): NewMovement {
  const { suspense = 0, on_hand = 0, ...rest } = movement.amounts;
  const opposite = Object.fromEntries(Object.entries(rest).map(([account, doses]) => [account, -doses]));
  const { unitId, facility, item, lot, on, slip, vials } = movement;
  return {
    ...{ unitId, facility, item, lot, on, slip, vials, source, reason },
    kind: 'reversal',
    // What was owed and what was there are one number: a debt that is paid by now comes back as doses.
    amounts: { ...opposite, on_hand: -on_hand - suspense },
    refersTo: movement.id,
    short: 'suspense',
  };
}

/** Takes a movement back on its own day. Throws `stock_movement_unknown`, `stock_already_undone`, `stock_settlement_whole`. */
export async function undoMovement(
  tx: Tx,
  actor: Actor,
  unitId: number,
  id: string,
  { source, reason }: Readonly<{ source: MovementSource; reason: string }>,
  now: Date,
): Promise<string> {
  // One who undoes at a time: the lot's balance is locked only when something is posted.
  await tx.query('SELECT pg_advisory_xact_lock(7326100, hashtext($1))', [id]);
  const movement = await findMovement({ pool: tx }, unitId, id);
  if (movement === undefined) throw new AppError('stock_movement_unknown', 'not-found', { id });
  const { rows } = await tx.query(
    `SELECT 1 FROM app.stock_movement WHERE unit_id = $1 AND refers_to = $2 AND kind = 'reversal'`,
    [unitId, id],
  );
  if (rows.length > 0 || movement.kind === 'reversal')
    throw new AppError('stock_already_undone', 'conflict', { id });
  if (movement.source === 'transfer') await demandNoSettlement(tx, movement);
  const [posted] = await postMovements(tx, actor, [reversalOf(movement, source, reason)], now);
  return posted!.id;
}

/** Both stores and the difference go back together, or none. */
async function demandNoSettlement(tx: Tx, { id, refersTo }: Movement): Promise<void> {
  const { rows } = await tx.query('SELECT 1 FROM app.stock_settlement WHERE id = $1', [refersTo]);
  if (rows.length > 0) throw new AppError('stock_settlement_whole', 'conflict', { id });
}

/** Holds a person's dose against the use of its lot and day; the same dose again moves its allocation. */
export async function allocateDose(
  tx: Tx,
  holding: Holding,
  { doseId, on, vialId }: Readonly<{ doseId: string; on: PlainDate; vialId: string | null }>,
  now: Date,
): Promise<void> {
  await tx.query({
    name: 'allocate-dose',
    text: `INSERT INTO app.stock_allocation (unit_id, dose_id, facility, item, lot, on_day, vial_id, allocated_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
      ON CONFLICT (unit_id, dose_id) DO UPDATE SET facility = excluded.facility, item = excluded.item, lot = excluded.lot,
        on_day = excluded.on_day, vial_id = excluded.vial_id, allocated_at = excluded.allocated_at, undone_at = NULL`,
    values: [
      holding.unitId,
      doseId,
      holding.facility,
      holding.item,
      holding.lot,
      on,
      vialId,
      now.toISOString(),
    ],
  });
}

/** Lets an allocation go; whether there was one. */
export async function releaseDose(tx: Tx, unitId: number, doseId: string, now: Date): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'release-dose',
    text: `UPDATE app.stock_allocation SET undone_at = $3 WHERE unit_id = $1 AND dose_id = $2 AND undone_at IS NULL`,
    values: [unitId, doseId, now.toISOString()],
  });
  return rowCount === 1;
}
