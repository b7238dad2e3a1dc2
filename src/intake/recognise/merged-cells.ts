/** Cells merged downwards over several rows keep their value in the first row only; each row below means it too. */
import type { Cell, MergedRange } from '../workbook.ts';

export class MergedCells {
  /** Ranges that span rows, by first row. */
  readonly #starting = new Map<number, MergedRange[]>();
  #active: { column: number; lastRow: number; cell: Cell }[] = [];

  constructor(merges: readonly MergedRange[]) {
    for (const range of merges)
      if (range.lastRow > range.firstRow)
        this.#starting.set(range.firstRow, [...(this.#starting.get(range.firstRow) ?? []), range]);
  }

  /** The row's cells with what is merged into them from above; the same array where nothing is. Rows must come in order. */
  fill(row: number, cells: readonly Cell[]): readonly Cell[] {
    if (this.#starting.size === 0) return cells;
    if (this.#active.length > 0) this.#active = this.#active.filter(({ lastRow }) => lastRow >= row);
    let filled: Cell[] | null = null;
    for (const { column, cell } of this.#active) {
      if ((cells[column] ?? null) !== null) continue;
      filled ??= [...cells];
      while (filled.length <= column) filled.push(null);
      filled[column] = cell;
    }
    for (const { firstColumn, lastRow } of this.#starting.get(row) ?? []) {
      const cell = cells[firstColumn] ?? null;
      if (cell !== null) this.#active.push({ column: firstColumn, lastRow, cell });
    }
    return filled ?? cells;
  }
}
