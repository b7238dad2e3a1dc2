/**
 * Keeps a slip that was told twice from counting twice: the second telling stands, and a movement takes its doses aside
 * (`repeated`). Taking that movement back takes the match apart for good; a telling that goes takes its match with it.
 */
import type { Actor } from '../kernel/actor.ts';
import type { Tx } from '../platform/database.ts';
import { balanceOf, type Movement, type NewMovement } from './contract.ts';
import { standing } from './judge-stock.ts';
import { postMovements } from './post-movements.ts';
import { secondTellings } from './slip-halves.ts';
import { findMovements } from './store.ts';
import { reversalOf } from './use-vials.ts';

/** Brings the matches of a store, or of one lot there, to what its slips say now. The same again changes nothing. */
export async function matchSlips(
  tx: Tx,
  actor: Actor,
  at: Readonly<{ unitId: number; facility: string; item?: string; lot?: string }>,
  now: Date,
): Promise<void> {
  const { unitId, facility, item = null, lot = null } = at;
  // Who posts a slip of the lot meanwhile waits, and then sees these matches.
  await tx.query(
    `SELECT 1 FROM app.stock_balance WHERE unit_id = $1 AND facility = $2 AND ($3::text IS NULL OR item = $3) AND ($4::text IS NULL OR lot = $4)
     ORDER BY item, lot FOR UPDATE`,
    [unitId, facility, item, lot],
  );
  const movements = await findMovements({ pool: tx }, { unitIds: [unitId], facility, item, lot });
  const byId = new Map(movements.map((one) => [one.id, one]));
  const stand = standing(movements);
  const matched = stand.filter(({ kind }) => kind === 'matched');
  const second = secondTellings(stand, takenApart(movements));
  const known = new Set(matched.map(({ refersTo }) => refersTo));
  await postMovements(
    tx,
    actor,
    [
      ...matched
        .filter(({ refersTo }) => !second.has(refersTo!))
        .map((movement) => reversalOf(movement, 'match', null)),
      ...[...second.keys()].filter((id) => !known.has(id)).map((id) => aside(byId.get(id)!)),
    ],
    now,
  );
}

/** Tellings whose match somebody took back: they are slips of their own. */
export function takenApart(movements: readonly Movement[]): Set<string> {
  const byPeople = new Set(
    movements.flatMap(({ kind, source, refersTo }) =>
      kind === 'reversal' && source !== 'match' ? [refersTo] : [],
    ),
  );
  return new Set(
    movements.flatMap(({ id, kind, refersTo }) =>
      kind === 'matched' && byPeople.has(id) ? [refersTo!] : [],
    ),
  );
}

function aside({ unitId, facility, item, lot, on, slip, counterpart, id, amounts }: Movement): NewMovement {
  const doses = balanceOf(amounts);
  return {
    ...{ unitId, facility, item, lot, on, slip, counterpart },
    kind: 'matched',
    amounts: { on_hand: -doses, repeated: doses },
    source: 'match',
    refersTo: id,
    short: 'suspense',
  };
}
