/** The rows on the screen and what of them is yet to be kept. Pure; the hook beside it talks to the server. */
import { GRID_COLUMNS, MAX_ROWS, REPEATED, type RowCheck, type SheetRow } from '../../backlog/contract.ts';
import { typedDay } from '../app/format.ts';

export type SheetState = Readonly<{
  rows: ReadonlyMap<number, SheetRow>;
  checks: ReadonlyMap<number, RowCheck>;
  /** Rows typed since they were last sent. */
  unsaved: ReadonlySet<number>;
}>;

export const blankRow = (row: number): SheetRow => ({
  row,
  cells: GRID_COLUMNS.map(() => ''),
  chosen: null,
  version: 0,
  state: 'draft',
  errorReason: null,
});

export const startOf = (rows: readonly SheetRow[], checks: readonly RowCheck[]): SheetState => ({
  rows: new Map(rows.map((row) => [row.row, row])),
  checks: new Map(checks.map((check) => [check.row, check])),
  unsaved: new Set(),
});

/** Writes a block of cells from a place on; rows that are closed stay as they are. */
export function write(
  state: SheetState,
  row: number,
  column: number,
  block: readonly (readonly string[])[],
): SheetState {
  const rows = new Map(state.rows);
  const unsaved = new Set(state.unsaved);
  for (const [down, line] of block.entries()) {
    const before = rows.get(row + down) ?? blankRow(row + down);
    if (row + down > MAX_ROWS || before.state === 'in_error') continue;
    const cells = before.cells.map((cell, i) => line[i - column] ?? cell);
    if (cells.every((cell, i) => cell === before.cells[i])) continue;
    rows.set(row + down, { ...before, cells });
    unsaved.add(row + down);
  }
  return { ...state, rows, unsaved };
}

/** The cells that paper registers repeat, from the row above; what is typed already stays. */
export function repeatAbove(state: SheetState, row: number): SheetState {
  const above = state.rows.get(row - 1);
  if (above === undefined) return state;
  const own = state.rows.get(row) ?? blankRow(row);
  const cells = own.cells.map((cell, i) =>
    cell.trim() === '' && REPEATED.includes(GRID_COLUMNS[i]!) ? above.cells[i]! : cell,
  );
  return write(state, row, 0, [cells]);
}

export function choose(state: SheetState, row: number, chosen: string | null): SheetState {
  const rows = new Map(state.rows);
  rows.set(row, { ...(rows.get(row) ?? blankRow(row)), chosen });
  return { ...state, rows, unsaved: new Set(state.unsaved).add(row) };
}

/** What the server says of rows that were sent; a row typed on meanwhile keeps its cells. */
export function answered(
  state: SheetState,
  sent: readonly SheetRow[],
  rows: readonly SheetRow[],
  checks: readonly RowCheck[],
): SheetState {
  const next = new Map(state.rows);
  const unsaved = new Set(state.unsaved);
  for (const row of rows) {
    const now = next.get(row.row);
    const typedOn = now !== undefined && !sent.includes(now);
    next.set(row.row, typedOn ? { ...now, version: row.version, state: row.state } : row);
    if (!typedOn) unsaved.delete(row.row);
  }
  const known = new Map(state.checks);
  for (const { row } of rows) known.delete(row);
  for (const check of checks) known.set(check.row, check);
  return { rows: next, checks: known, unsaved };
}

/** "05062021" as "05/06/2021"; anything that is no day of eight digits stays as typed. */
export function tidyDay(text: string): string {
  const iso = /^\d{8}$/.test(text.trim()) ? typedDay(text) : null;
  return iso === null ? text : iso.split('-').reverse().join('/');
}
