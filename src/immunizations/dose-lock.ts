/**
 * Doses recorded at a table do not wait for lists, nor lists for them. A dose holds this lock shared for the moment of
 * its commit; whoever else writes projections takes it alone at his very end, and takes up the doses that came in while
 * he worked. Both then stand in the projection, whoever was first.
 */
import type { Tx } from '../platform/database.ts';

/** `app.enter_doses` (migration 130) takes the same numbers. */
const DOSE_LOCK = 7_326_003;
const PERSON_LOCK = 7_326_004;

/** The reason on the link of a record that a table made. */
export const AT_TABLE = 'at_table';

/** From here to the end of the transaction no dose of a table is written; those on their way are waited for. */
export const holdDoses = (tx: Tx): Promise<unknown> =>
  tx.query('SELECT pg_advisory_xact_lock($1)', [DOSE_LOCK]);

/** Of the people, those with a dose of a table since this transaction began: its view of them may be without it. */
export async function dosedMeanwhile(tx: Tx, ids: readonly string[]): Promise<string[]> {
  // Ten minutes for the clocks of the machines.
  const { rows } = await tx.query<{ person_id: string }>(
    `SELECT DISTINCT person_id FROM app.person_link
     WHERE reason = 'at_table' AND recorded_at > transaction_timestamp() - interval '10 minutes' AND person_id = ANY($1::uuid[])`,
    [ids],
  );
  return rows.map(({ person_id }) => person_id);
}

/** The turn of one person at a table: beside other people's doses, after a list that is being committed. */
export const enterTable = (tx: Tx, personId: string): Promise<unknown> =>
  tx.query('SELECT pg_advisory_xact_lock_shared($1), pg_advisory_xact_lock($2, hashtext($3))', [
    DOSE_LOCK,
    PERSON_LOCK,
    personId,
  ]);
