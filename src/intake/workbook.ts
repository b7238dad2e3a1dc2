/**
 * What every reader (xlsx, xls, csv) gives: sheets of rows of cells as they stand in the file. Nothing is
 * interpreted here; a cell keeps enough to show it to the user again and to lose no zero and no date.
 */

export type Cell =
  | null
  | string
  | number
  | boolean
  /** A number shown as a date: the day serial of the 1900 system (1904 workbooks are converted). */
  | { readonly serial: number }
  /** A number shown with leading zeros by its format (00000…): both the number and what the user saw. */
  | { readonly num: number; readonly text: string }
  /** An ISO 8601 date cell (`t="d"`). */
  | { readonly iso: string }
  /** An Excel error such as #N/A. */
  | { readonly error: string };

export type SheetRow = Readonly<{
  /** Row number as the spreadsheet program shows it, from 1. */
  row: number;
  /** Index 0 is column A; holes are null. Trailing empty cells may be absent. */
  cells: readonly Cell[];
}>;

export type SheetInfo = Readonly<{ index: number; name: string; state: 'visible' | 'hidden' }>;

/** A merged range in zero-based columns and one-based rows, ends included. */
export type MergedRange = Readonly<{
  firstRow: number;
  firstColumn: number;
  lastRow: number;
  lastColumn: number;
}>;

export type WorkbookFormat = 'xlsx' | 'xls' | 'csv';

export type Workbook = Readonly<{
  format: WorkbookFormat;
  sheets: readonly SheetInfo[];
  /** For text files: the encoding found, e.g. `utf-8`, `utf-16le`, `windows-1258`, `tcvn3`, `vni`; else null. */
  encoding: string | null;
  /**
   * Rows in file order, in batches. Ends only after the part was verified to its end (length, CRC, closing tag);
   * otherwise throws an AppError (`file_damaged`, `file_encrypted`, `file_too_large`, …): the caller must then
   * keep no row of the file.
   */
  rows(sheetIndex: number): AsyncIterable<readonly SheetRow[]>;
  /** Merged ranges of a sheet (reads the part once; empty for csv). */
  merges(sheetIndex: number): Promise<readonly MergedRange[]>;
  close(): Promise<void>;
}>;

/** Sizes above which a file is refused before or while it is parsed. */
export type ReadLimits = Readonly<{
  maxFileBytes: number;
  maxExpandedBytes: number;
  maxRatio: number;
  maxEntries: number;
  maxSheets: number;
  maxRows: number;
  maxColumns: number;
  maxCellChars: number;
  maxMilliseconds: number;
}>;

export const DEFAULT_LIMITS: ReadLimits = {
  maxFileBytes: 200 * 2 ** 20,
  maxExpandedBytes: 3 * 2 ** 30,
  maxRatio: 200,
  maxEntries: 2000,
  maxSheets: 500,
  maxRows: 1_048_576,
  maxColumns: 1024,
  maxCellChars: 32_767,
  maxMilliseconds: 30 * 60_000,
};

/** For forms that are answered while their sender waits, in the process that answers everybody: small, and soon read. */
export const FORM_LIMITS: ReadLimits = {
  ...DEFAULT_LIMITS,
  maxFileBytes: 10 * 2 ** 20,
  maxExpandedBytes: 100 * 2 ** 20,
  maxSheets: 100,
  maxRows: 100_000,
  maxMilliseconds: 8000,
};

/** `A` for 0, `AA` for 26. */
export function columnLetter(index: number): string {
  let letters = '';
  for (let n = index; n >= 0; n = Math.floor(n / 26) - 1)
    letters = String.fromCharCode(65 + (n % 26)) + letters;
  return letters;
}
