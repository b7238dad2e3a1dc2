/**
 * The grid in which paper registers are typed: its columns, and how a row stands. The browser uses it too. A sheet is a
 * file of rows that is kept here: its cells go through the same checks, linkage and commit as those of a workbook.
 */

/** In the order in which a paper register has them; one dose a row. */
export const GRID_COLUMNS = [
  'name',
  'birth',
  'sex',
  'id',
  'hamlet',
  'phone',
  'number',
  'vaccine',
  'lot',
  'date',
  'note',
] as const;
export type GridColumn = (typeof GRID_COLUMNS)[number];

/** Cells that one row after the other has alike: filled from the row above with one key. */
export const REPEATED: readonly GridColumn[] = ['number', 'vaccine', 'lot', 'date'];

/** Most rows of one sheet: a register of a day has some hundreds. */
export const MAX_ROWS = 2000;

/**
 * `waiting`: nobody can be identified from it; `new`: somebody the register does not know; `known`: one it knows;
 * `review`: it looks like one, and a person will decide.
 */
export type RowMatch = 'waiting' | 'new' | 'known' | 'review';

export type RowFinding = Readonly<{
  column: GridColumn | null;
  code: string;
  severity: 'error' | 'warning' | 'info';
  message: string;
  /** What the cell could be instead, if one answer is likely. */
  suggestion: string | null;
}>;

/** Somebody whom the row may speak of, the surest first. */
export type Suggestion = Readonly<{
  personId: string;
  name: string;
  birth: Readonly<{ on: string; precision: string }> | null;
  sex: string | null;
  hamlet: string | null;
  nationalId: string | null;
  doses: number;
}>;

export type RowCheck = Readonly<{
  row: number;
  match: RowMatch;
  findings: readonly RowFinding[];
  suggestions: readonly Suggestion[];
}>;

export type SheetRow = Readonly<{
  row: number;
  cells: readonly string[];
  chosen: string | null;
  version: number;
  /** Draft: not in the register yet; changed: it is, and its cells have been corrected since. */
  state: 'draft' | 'filed' | 'changed' | 'in_error';
  errorReason: string | null;
}>;
