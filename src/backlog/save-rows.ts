/** One command: rows of a sheet as they are being typed. Nothing of them is in the register before the sheet is filed. */
import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import { newId } from '../kernel/ids.ts';
import type { Database } from '../platform/database.ts';
import { GRID_COLUMNS, MAX_ROWS } from './contract.ts';
import { findRows, type Sheet, type StoredRow } from './store.ts';

export type NewRow = Readonly<{
  row: number;
  cells: readonly string[];
  chosen: string | null;
  /** The version that was on the screen; 0 for a new row. */
  version: number;
}>;

/** Opens an empty sheet for a place where doses were given. */
export async function openSheet(
  db: Database,
  actor: Actor,
  sheet: Readonly<{ unitId: number; facility: string; title: string }>,
): Promise<string> {
  const id = newId();
  const at = new Date().toISOString();
  await db.transaction(actor, (tx) =>
    tx.query(
      `INSERT INTO app.backlog_sheet (unit_id, id, facility, title, opened_by, account_id, opened_at, changed_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $7)`,
      [sheet.unitId, id, sheet.facility, sheet.title, actor.name, actor.accountId, at],
    ),
  );
  return id;
}

/**
 * Keeps rows as typed and returns them as they stand. Throws `backlog_row_changed` when somebody else has written one of
 * them since, `backlog_row_in_error`, `backlog_too_long`.
 */
export async function saveRows(
  db: Database,
  actor: Actor,
  sheet: Sheet,
  rows: readonly NewRow[],
): Promise<StoredRow[]> {
  const numbers = rows.map(({ row }) => row);
  if (numbers.some((row) => row > MAX_ROWS))
    throw new AppError('backlog_too_long', 'invalid', { rows: MAX_ROWS });
  return db.transaction(actor, async (tx) => {
    await tx.query('SELECT 1 FROM app.backlog_sheet WHERE unit_id = $1 AND id = $2 FOR UPDATE', [
      sheet.unitId,
      sheet.id,
    ]);
    const standing = new Map((await findRows(tx, sheet, numbers)).map((row) => [row.row, row]));
    for (const { row, version } of rows) {
      const known = standing.get(row);
      if ((known?.version ?? 0) !== version) throw new AppError('backlog_row_changed', 'conflict', { row });
      if (known !== undefined && known.errorReason !== null)
        throw new AppError('backlog_row_in_error', 'conflict', { row });
    }
    await tx.query(
      `INSERT INTO app.backlog_row (unit_id, sheet_id, row_no, cells, chosen_id, version)
       SELECT $1, $2, x.row, string_to_array(x.cells, E'\\x1f'), x.chosen, x.version FROM unnest($3::int[], $4::text[], $5::uuid[], $6::int[]) AS x(row, cells, chosen, version)
       ON CONFLICT (unit_id, sheet_id, row_no) DO UPDATE SET cells = excluded.cells, chosen_id = excluded.chosen_id, version = excluded.version`,
      [
        sheet.unitId,
        sheet.id,
        numbers,
        // An array of arrays of one length would be one array to PostgreSQL: a row's cells go as one text.
        rows.map(({ cells }) =>
          GRID_COLUMNS.map((_, i) => (cells[i] ?? '').replaceAll('\x1f', ' ')).join('\x1f'),
        ),
        rows.map(({ chosen }) => chosen),
        rows.map(({ version }) => version + 1),
      ],
    );
    await tx.query('UPDATE app.backlog_sheet SET changed_at = $3 WHERE unit_id = $1 AND id = $2', [
      sheet.unitId,
      sheet.id,
      new Date().toISOString(),
    ]);
    return findRows(tx, sheet, numbers);
  });
}
