import type { Database } from '../platform/database.ts';

export type SourceRow = Readonly<{
  /** Id of the record, as `pairs` and `link` name it; null for a row that waits. */
  id: string | null;
  file: string;
  sheet: string;
  row: number;
  personId: string | null;
  status: 'auto' | 'review' | 'waiting';
}>;

/** Every live row of the open editions of the given units (all when null) with the person it speaks of. */
export async function findSources(db: Database, unitIds: readonly number[] | null): Promise<SourceRow[]> {
  const rows = await db.query<{
    id: string | null;
    file_name: string;
    sheet: string;
    row_no: number;
    person_id: string | null;
    status: string;
  }>(
    `SELECT r.id, e.file_name, r.sheet, r.row_no, l.person_id, l.status
     FROM app.source_record r
     JOIN app.list_edition e ON e.id = r.edition_id
     JOIN app.person_link l ON l.record_id = r.id AND l.superseded_at IS NULL
     WHERE r.replaced_by IS NULL AND ($1::int[] IS NULL OR r.unit_id = ANY($1::int[]))
     UNION ALL
     SELECT NULL, e.file_name, w.sheet, w.row_no, NULL, 'waiting'
     FROM app.waiting_row w JOIN app.list_edition e ON e.id = w.edition_id AND e.superseded_by IS NULL
     WHERE $1::int[] IS NULL OR e.unit_id = ANY($1::int[])
     ORDER BY 2, 3, 4`,
    [unitIds],
  );
  return rows.map((row) => ({
    id: row.id,
    file: row.file_name,
    sheet: row.sheet,
    row: row.row_no,
    personId: row.person_id,
    status: row.status === 'manual' ? 'auto' : (row.status as SourceRow['status']),
  }));
}
