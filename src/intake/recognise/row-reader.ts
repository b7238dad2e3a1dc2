/** One row as its columns mean it: reads cells by field and gathers what there is to say of them. */
import type { Finding } from '../../kernel/finding.ts';
import { type CellNote, cellText, type Read } from '../check/read.ts';
import type { Texts } from '../check/row-texts.ts';
import type { Field, SheetLayout } from '../layout.ts';
import { type Cell, columnLetter } from '../workbook.ts';

export type Columns = ReadonlyMap<Field, readonly number[]>;

export function columnsByField(layout: SheetLayout): Columns {
  const columns = new Map<Field, number[]>();
  for (const { column, field } of layout.columns) columns.set(field, [...(columns.get(field) ?? []), column]);
  return columns;
}

const NONE: readonly number[] = [];

export class RowReader {
  readonly findings: Finding[] = [];
  readonly cells: readonly Cell[];
  readonly texts: readonly string[];
  readonly decoded: Texts['decoded'];
  readonly #sheet: string;
  readonly #row: number;
  readonly #columns: Columns;

  constructor(
    sheet: string,
    row: number,
    columns: Columns,
    cells: readonly Cell[],
    { texts, decoded }: Texts,
  ) {
    this.#sheet = sheet;
    this.#row = row;
    this.#columns = columns;
    this.cells = cells;
    this.texts = texts;
    this.decoded = decoded;
  }

  columns(field: Field): readonly number[] {
    return this.#columns.get(field) ?? NONE;
  }

  /** The first column of the fields that the list has. */
  column(...fields: readonly Field[]): number | null {
    for (const field of fields) {
      const column = this.#columns.get(field)?.[0];
      if (column !== undefined) return column;
    }
    return null;
  }

  tell(notes: readonly CellNote[], column: number | null): void {
    for (const { code, severity, params, suggestion } of notes)
      this.findings.push({
        sheet: this.#sheet,
        row: this.#row,
        column: column === null ? null : columnLetter(column),
        code,
        severity,
        params,
        cell: column === null ? null : cellText(this.cells[column]),
        suggestion,
      });
  }

  /** Reads one cell and tells of it. */
  cell<T>(column: number, reader: (cell: Cell | undefined) => Read<T>): T {
    const { value, notes } = reader(this.cells[column]);
    if (notes.length > 0) this.tell(notes, column);
    return value;
  }

  /** The first value that the columns of a field give. */
  take<T>(field: Field, reader: (cell: Cell | undefined, column: number) => Read<T>): T | null {
    for (const column of this.columns(field)) {
      const value = this.cell(column, (cell) => reader(cell, column));
      if (value !== null) return value;
    }
    return null;
  }

  /** The first text in the columns of a field. */
  text(field: Field): string | null {
    for (const column of this.columns(field)) {
      const text = this.texts[column] ?? '';
      if (text !== '') return text;
    }
    return null;
  }
}
