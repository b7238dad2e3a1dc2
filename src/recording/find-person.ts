import type { Database, Tx } from '../platform/database.ts';

/**
 * Whom a device's id of a person stands for now: himself, whoever he was merged into since the device's roster was
 * made, or whoever the device's own new person turned out to be. Undefined: nobody.
 */
export async function findPersonNow(db: Database | Tx, personId: string): Promise<string | undefined> {
  const pool = 'pool' in db ? db.pool : db;
  let id = personId;
  // Merges of merges are short; a ring cannot be made, but a bound costs nothing.
  for (let step = 0; step < 8; step++) {
    const { rows } = await pool.query<{ here: boolean; next: string | null }>({
      name: 'table-person-now',
      text: `SELECT EXISTS (SELECT 1 FROM app.person WHERE id = $1) AS here, coalesce(
          (SELECT kept_id FROM app.person_merge WHERE gone_id = $1 AND undone_at IS NULL LIMIT 1),
          (SELECT person_id FROM app.table_event WHERE kind = 'person_added' AND payload ->> 'personId' = $1::text AND result <> 'refused' LIMIT 1)) AS next`,
      values: [id],
    });
    if (rows[0]!.here) return id;
    const next = rows[0]!.next;
    if (next === null || next === id) return undefined;
    id = next;
  }
  return undefined;
}
