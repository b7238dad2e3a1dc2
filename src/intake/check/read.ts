import type { Severity } from '../../kernel/finding.ts';
import type { Cell } from '../workbook.ts';

/** Something to tell about one cell; the row assembler turns it into a Finding with sheet, row and column. */
export type CellNote = Readonly<{
  code: string;
  severity: Severity;
  params: Readonly<Record<string, string | number>>;
  suggestion: string | null;
}>;

/** A cell's value as far as it can be used, and what there is to say of it. */
export type Read<T> = Readonly<{ value: T; notes: readonly CellNote[] }>;

export const note = (
  code: string,
  severity: Severity,
  suggestion: string | null = null,
  params: Record<string, string | number> = {},
): CellNote => ({ code, severity, params, suggestion });

export const read = <T>(value: T, ...notes: CellNote[]): Read<T> => ({ value, notes });

/** The cell as the user saw it, for findings, hashes and text columns; null for an empty one. */
export function cellText(cell: Cell | undefined): string | null {
  if (cell === null || cell === undefined) return null;
  if (typeof cell === 'string') return cell.trim() === '' ? null : cell;
  if (typeof cell === 'number') return String(cell);
  if (typeof cell === 'boolean') return cell ? 'TRUE' : 'FALSE';
  if ('text' in cell) return cell.text;
  if ('serial' in cell) return serialText(cell.serial);
  if ('iso' in cell) return cell.iso;
  return cell.error;
}

function serialText(serial: number): string {
  const date = new Date(Math.round((Math.floor(serial) - (serial < 60 ? 25_568 : 25_569)) * 86_400_000));
  if (Number.isNaN(date.getTime())) return String(serial);
  const [year, month, day] = date.toISOString().slice(0, 10).split('-');
  return `${day}/${month}/${year}`;
}
