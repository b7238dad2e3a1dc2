/** The SQL of sheets of paper registers. */
import { AppError } from '../kernel/app-error.ts';
import type { Database, Tx } from '../platform/database.ts';
import type { SheetRow } from './contract.ts';

export type Sheet = Readonly<{
  id: string;
  unitId: number;
  facility: string;
  title: string;
  editionId: string | null;
  openedBy: string;
  openedAt: string;
  changedAt: string;
}>;
export type SheetSummary = Sheet & Readonly<{ rows: number; filed: number }>;

const SHEET = `s.id, s.unit_id AS "unitId", s.facility, s.title, s.edition_id AS "editionId", s.opened_by AS "openedBy",
  s.opened_at AS "openedAt", s.changed_at AS "changedAt"`;
type Found<T extends Sheet> = Omit<T, 'openedAt' | 'changedAt'> & { openedAt: Date; changedAt: Date };
const toSheet = <T extends Sheet>(row: Found<T>): T =>
  ({ ...row, openedAt: row.openedAt.toISOString(), changedAt: row.changedAt.toISOString() }) as unknown as T;

/** Sheets of a unit, the last touched first; those of these facilities only, where the asker is held to some. */
export async function findSheets(
  db: Database,
  unitIds: readonly number[],
  facilities: readonly string[] | null,
): Promise<SheetSummary[]> {
  const rows = await db.query<Found<SheetSummary>>(
    `SELECT ${SHEET}, (SELECT count(*)::int FROM app.backlog_row r WHERE r.unit_id = s.unit_id AND r.sheet_id = s.id) AS rows,
       (SELECT count(*)::int FROM app.backlog_row r WHERE r.unit_id = s.unit_id AND r.sheet_id = s.id AND r.record_id IS NOT NULL
          AND r.error_reason IS NULL) AS filed
     FROM app.backlog_sheet s WHERE s.unit_id = ANY($1::int[]) AND ($2::text[] IS NULL OR lower(s.facility) IN (SELECT lower(f) FROM unnest($2::text[]) f))
     ORDER BY s.changed_at DESC, s.id LIMIT 200`,
    [unitIds, facilities],
  );
  return rows.map(toSheet);
}

/** Throws `backlog_sheet_unknown`. */
export async function getSheet(db: Database, id: string): Promise<Sheet> {
  const [row] = await db.query<Found<Sheet>>(`SELECT ${SHEET} FROM app.backlog_sheet s WHERE s.id = $1`, [
    id,
  ]);
  if (row === undefined) throw new AppError('backlog_sheet_unknown', 'not-found', { id });
  return toSheet(row);
}

export type StoredRow = Readonly<{
  row: number;
  cells: readonly string[];
  chosen: string | null;
  recordId: string | null;
  filedCells: readonly string[] | null;
  filedChosen: string | null;
  errorReason: string | null;
  version: number;
}>;

/** The rows of a sheet in their order; some of them, where numbers are given. */
export async function findRows(
  reader: Readonly<{ query: Tx['query'] }>,
  { unitId, id }: Pick<Sheet, 'unitId' | 'id'>,
  numbers: readonly number[] | null = null,
): Promise<StoredRow[]> {
  const { rows } = await reader.query<StoredRow>(
    `SELECT row_no AS row, cells, chosen_id AS chosen, record_id AS "recordId", filed_cells AS "filedCells",
       filed_chosen_id AS "filedChosen", error_reason AS "errorReason", version
     FROM app.backlog_row WHERE unit_id = $1 AND sheet_id = $2 AND ($3::int[] IS NULL OR row_no = ANY($3::int[])) ORDER BY row_no`,
    [unitId, id, numbers],
  );
  return rows;
}

export const isBlank = ({ cells }: Pick<StoredRow, 'cells'>): boolean =>
  cells.every((cell) => cell.trim() === '');

/** Whether the register holds other words of the row than the sheet. */
export const isChanged = ({ cells, chosen, recordId, filedCells, filedChosen }: StoredRow): boolean =>
  recordId !== null &&
  (chosen !== filedChosen || cells.some((cell, i) => cell.trim() !== (filedCells?.[i] ?? '').trim()));

export const toSheetRow = (row: StoredRow): SheetRow => ({
  row: row.row,
  cells: row.cells,
  chosen: row.chosen,
  version: row.version,
  errorReason: row.errorReason,
  state:
    row.errorReason !== null
      ? 'in_error'
      : row.recordId === null
        ? 'draft'
        : isChanged(row)
          ? 'changed'
          : 'filed',
});

export type Revision = Readonly<{
  row: number;
  action: 'filed' | 'corrected' | 'in_error';
  cells: readonly string[];
  reason: string | null;
  by: string;
  at: string;
}>;

/** What was filed, corrected and marked in a sheet, the newest first. */
export async function findRevisions(db: Database, { unitId, id }: Sheet): Promise<Revision[]> {
  const rows = await db.query<Omit<Revision, 'at'> & { at: Date }>(
    `SELECT row_no AS row, action, cells, reason, done_by AS by, done_at AS at FROM app.backlog_revision
     WHERE unit_id = $1 AND sheet_id = $2 ORDER BY done_at DESC, row_no`,
    [unitId, id],
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}
