/** An old .xls comes back as a new .xlsx of the same cells with our answers: its own format cannot be patched part by part. */
import { writeFile } from 'node:fs/promises';
import { writeXlsx } from 'hucre';
import { cellText } from '../check/read.ts';
import type { Cell, Workbook } from '../workbook.ts';
import type { SheetResults } from './row-results.ts';

const FILLS = { error: 'FFC7CD', warning: 'FFEB9B', info: 'DDEBF6' } as const;

/** Writes all sheets of `workbook` to `target`, answers in the column they belong to. */
export async function handBackXls(
  workbook: Workbook,
  target: string,
  results: ReadonlyMap<string, SheetResults>,
): Promise<void> {
  const sheets = [];
  for (const { index, name } of workbook.sheets) {
    const own = results.get(name);
    const rows: (string | number | boolean | null)[][] = [];
    const cells = new Map<string, object>();
    for await (const batch of workbook.rows(index))
      for (const row of batch) {
        while (rows.length < row.row - 1) rows.push([]);
        rows[row.row - 1] = row.cells.map(plainValue);
      }
    const column = own?.resultColumn ?? Math.max(0, ...rows.map((row) => row.length));
    if (own !== undefined && own.headingRow !== null) write(rows, own.headingRow, column, own.heading);
    for (const [row, result] of own?.rows ?? []) {
      write(rows, row, column, result.text.replaceAll('\n', ' | '));
      for (const [at, { severity, text }] of result.cells)
        cells.set(`${row - 1},${at}`, {
          style: { fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: FILLS[severity] } } },
          comment: { author: 'Sổ Tiêm', text },
        });
    }
    sheets.push({ name, rows, cells });
  }
  await writeFile(target, await writeXlsx({ sheets } as never));
}

const plainValue = (cell: Cell): string | number | boolean | null =>
  typeof cell === 'number' || typeof cell === 'boolean' ? cell : cellText(cell);

function write(
  rows: (string | number | boolean | null)[][],
  row: number,
  column: number,
  text: string,
): void {
  const cells = rows[row - 1];
  if (cells === undefined) return;
  while (cells.length < column) cells.push(null);
  cells[column] = text;
}
