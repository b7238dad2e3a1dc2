import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';

/** A list in force: no newer edition has taken its place. */
export type Edition = Readonly<{
  id: string;
  runId: string | null;
  file: string;
  kind: string;
  source: string;
  unitId: number;
  asOf: PlainDate;
  complete: boolean;
  rowsTaken: number;
  rowsWaiting: number;
  loadedBy: string;
  loadedAt: string;
}>;

/** The lists in force of the units, newest first; those of some facilities only when asked; decisions made on a form are no list. At most 500. */
export async function findEditions(
  db: Database,
  unitIds: readonly number[],
  facilities: readonly string[] | null = null,
): Promise<Edition[]> {
  const rows = await db.query<Omit<Edition, 'loadedAt'> & { loadedAt: Date }>(
    `SELECT id, run_id AS "runId", file_name AS file, kind, source, unit_id AS "unitId", as_of AS "asOf", complete,
       rows_taken AS "rowsTaken", rows_waiting AS "rowsWaiting", loaded_by AS "loadedBy", loaded_at AS "loadedAt"
     FROM app.list_edition WHERE unit_id = ANY($1::int[]) AND superseded_by IS NULL AND file_sha256 <> 'form'
       AND ($2::text[] IS NULL OR run_id IN (SELECT id FROM app.import_run WHERE facility = ANY($2::text[])))
     ORDER BY as_of DESC, loaded_at DESC, id DESC LIMIT 500`,
    [unitIds, facilities],
  );
  return rows.map((row) => ({ ...row, loadedAt: row.loadedAt.toISOString() }));
}
