/**
 * What screenings said of a person goes with him when he is taken for another: whoever must not get a dose must not get it
 * under his other number either. Words are copied under their own ids, so that undoing a merge knows which came from whom.
 */
import type { Tx } from '../platform/database.ts';

const WORDS = ['app.postponement', 'app.screening_finding'] as const;

/** Copies the words of `from` to `to`; `from` keeps his. */
export async function carryWords(tx: Tx, from: string, to: string): Promise<void> {
  for (const table of WORDS)
    await tx.query(
      `INSERT INTO ${table} SELECT (jsonb_populate_record(w, jsonb_build_object('person_id', $2::uuid))).* FROM ${table} w WHERE person_id = $1
       ON CONFLICT DO NOTHING`,
      [from, to],
    );
}

/** Takes the words of `from` back from `to`; what was said of `to` since stays his. */
export async function returnWords(tx: Tx, from: string, to: string): Promise<void> {
  for (const table of WORDS)
    await tx.query(
      `DELETE FROM ${table} WHERE person_id = $2 AND id IN (SELECT id FROM ${table} WHERE person_id = $1)`,
      [from, to],
    );
}
