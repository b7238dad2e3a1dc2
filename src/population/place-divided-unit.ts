import type { Units } from '../areas/units.ts';
import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import { newId } from '../kernel/ids.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { copyRows } from '../platform/copy-rows.ts';
import type { Database } from '../platform/database.ts';

export type DividedUnit = Readonly<{
  fromId: number;
  /** A day of the map on which the unit is divided. */
  on: PlainDate;
  reason: string;
  /** A hamlet goes whole; an empty hamlet is a share of those in no hamlet named here. */
  parts: readonly Readonly<{ toId: number; hamlet: string; share: number }>[];
}>;

/**
 * States where the people of a divided unit went; the newest statement holds, earlier ones stay. Throws
 * `population_not_divided` for a unit that went over whole, `population_successor_wrong` for a place it did not go
 * to, `population_shares_wrong` when shares add up to more than one or a hamlet goes to two places.
 */
export async function placeDividedUnit(
  db: Database,
  units: Units,
  actor: Actor,
  { fromId, on, reason, parts }: DividedUnit,
  now: Date,
): Promise<void> {
  const { kind, units: successors } = units.nowUnit(fromId, on);
  if (kind !== 'several') throw new AppError('population_not_divided', 'invalid');
  const wrong = parts.find(({ toId }) => !successors.some(({ id }) => id === toId));
  if (wrong !== undefined)
    throw new AppError('population_successor_wrong', 'invalid', { unit: units.get(wrong.toId, on).fullName });
  const hamlets = parts.filter(({ hamlet }) => hamlet !== '');
  const shares = parts.filter(({ hamlet }) => hamlet === '').reduce((sum, { share }) => sum + share, 0);
  if (shares > 1 + 1e-9 || new Set(hamlets.map(({ hamlet }) => hamlet)).size < hamlets.length)
    throw new AppError('population_shares_wrong', 'invalid');
  const statement = newId();
  await db.transaction(actor, (tx) =>
    copyRows(
      tx,
      'app.population_placement',
      ['from_id', 'statement_id', 'hamlet', 'to_id', 'share', 'reason', 'stated_by', 'stated_at'],
      parts.map(({ toId, hamlet, share }) => [
        fromId,
        statement,
        hamlet,
        toId,
        hamlet === '' ? share : 1,
        reason,
        actor.name,
        now.toISOString(),
      ]),
    ),
  );
}
