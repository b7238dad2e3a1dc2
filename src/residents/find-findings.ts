import type { Severity } from '../kernel/finding.ts';
import type { Database } from '../platform/database.ts';
import { ofFacilities } from './find-people.ts';

export type StoredFinding = Readonly<{
  id: string;
  file: string | null;
  sheet: string | null;
  row: number | null;
  column: string | null;
  code: string;
  severity: Severity;
  params: Readonly<Record<string, string | number>>;
  cell: string | null;
  suggestion: string | null;
  personId: string | null;
}>;

type FindingRow = {
  id: string;
  file_name: string | null;
  sheet: string | null;
  row_no: number | null;
  col: string | null;
  code: string;
  severity: Severity;
  params: Record<string, string | number>;
  cell: string | null;
  suggestion: string | null;
  person_id: string | null;
};

/** Current findings of units (all when null), of one edition, or of one person; rows in file order, people's own last. */
export async function findFindings(
  db: Database,
  unitIds: readonly number[] | null,
  filter: { editionId?: string; personId?: string; code?: string } = {},
): Promise<StoredFinding[]> {
  const rows = await db.query<FindingRow>(
    `SELECT f.id, e.file_name, coalesce(f.sheet, r.sheet) AS sheet, coalesce(f.row_no, r.row_no) AS row_no, f.col, f.code, f.severity, f.params, f.cell, f.suggestion, f.person_id
     FROM app.finding f
     LEFT JOIN app.source_record r ON r.id = f.record_id
     LEFT JOIN app.list_edition e ON e.id = coalesce(f.edition_id, r.edition_id)
     WHERE ($1::int[] IS NULL OR f.unit_id = ANY($1::int[])) AND ($2::uuid IS NULL OR f.edition_id = $2) AND ($3::uuid IS NULL OR f.person_id = $3) AND ($4::text IS NULL OR f.code = $4)
     ORDER BY e.file_name NULLS LAST, 3, 4, f.col, f.id`,
    [unitIds, filter.editionId ?? null, filter.personId ?? null, filter.code ?? null],
  );
  return rows.map((row) => ({
    id: row.id,
    file: row.file_name,
    sheet: row.sheet,
    row: row.row_no,
    column: row.col,
    code: row.code,
    severity: row.severity,
    params: row.params,
    cell: row.cell,
    suggestion: row.suggestion,
    personId: row.person_id,
  }));
}

/** Kinds of findings of people who live in the units, most people first; what was put right by itself is left out. */
export async function countPeopleByFinding(
  db: Database,
  unitIds: readonly number[],
  facilities: readonly string[] | null = null,
): Promise<{ code: string; severity: Severity; people: number }[]> {
  return db.query(
    `SELECT f.code, max(f.severity) AS severity, count(DISTINCT f.person_id)::int AS people
     FROM app.person p JOIN app.finding f ON f.person_id = p.id
     WHERE p.unit_id = ANY($1::int[]) AND f.severity <> 'info' AND ($2::text[] IS NULL OR ${ofFacilities('p.id', '$2')})
     GROUP BY f.code ORDER BY people DESC, f.code`,
    [unitIds, facilities],
  );
}
