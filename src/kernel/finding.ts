/** `error`: a value was dropped or the row waits; `warning`: taken, but somebody should look; `info`: repaired. */
export type Severity = 'error' | 'warning' | 'info';

/**
 * Something the reader of a list should know about one row. The sentence is not stored: it is made from
 * `finding.<code>` of the catalogue and `params`, so that it can be read in either language.
 */
export type Finding = Readonly<{
  sheet: string;
  /** Row number as the spreadsheet program shows it, from 1. */
  row: number;
  /** Column letter as the spreadsheet program shows it, or null when the whole row is meant. */
  column: string | null;
  /** Stable snake_case code, e.g. `dob_impossible`. */
  code: string;
  severity: Severity;
  params: Readonly<Record<string, string | number>>;
  /** The cell as it stood. */
  cell: string | null;
  /** What the cell could be instead, if one answer is likely. */
  suggestion: string | null;
}>;
