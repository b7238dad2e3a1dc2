/**
 * Whether what was counted of a unit still holds: every commit that changes a person's residence, dose or postponement
 * leaves a delta with his unit, of zeros where no total moves, and a fold says that it took deltas up.
 */
import { newId } from '../kernel/ids.ts';
import type { Database, Tx } from '../platform/database.ts';
import { DELTA_COLUMNS } from './count-changes.ts';
import { enterTable } from './dose-lock.ts';

/** A name for the state of each unit's people, another after every commit that changes one; units without people have none. */
export async function unitStates(
  db: Database,
  unitIds: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  const { rows } = await db.pool.query<{ unit_id: number; state: string }>({
    name: 'unit-states',
    text: `SELECT unit_id, sum(folds) || ' ' || sum(deltas) AS state FROM (
             SELECT unit_id, changes + 1 AS folds, 0 AS deltas FROM app.count_unit WHERE unit_id = ANY($1::int[])
             UNION ALL SELECT unit_id, 0, 1 FROM app.count_delta WHERE unit_id = ANY($1::int[])) c GROUP BY unit_id`,
    values: [unitIds],
  });
  return new Map(rows.map(({ unit_id, state }) => [unit_id, state]));
}

/** Says that something of a person changed that moves no total. */
export async function touchUnitsOf(tx: Tx, personId: string): Promise<void> {
  // No fold is under way: it would take the delta away without having seen it.
  await enterTable(tx, personId);
  await tx.query(
    `INSERT INTO app.count_delta (${DELTA_COLUMNS.join(', ')})
     SELECT unit_id, $2::uuid, min(residence_kind), 'unknown', 0, 0, 0, 0, 0 FROM app.vaccination_status WHERE person_id = $1 GROUP BY unit_id`,
    [personId, newId()],
  );
}
