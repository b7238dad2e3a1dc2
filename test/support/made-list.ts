/** Lists made in a test, read as a file would be: layout proposed, rows assembled in small batches. */
import type { CheckedRow } from '../../src/intake/claim.ts';
import type { SheetLayout } from '../../src/intake/layout.ts';
import { assembleRows, type SkippedRow } from '../../src/intake/recognise/assemble-rows.ts';
import { proposeLayout } from '../../src/intake/recognise/propose-layout.ts';
import type { Cell, MergedRange, SheetRow } from '../../src/intake/workbook.ts';
import type { PlainDate } from '../../src/kernel/plain-date.ts';

export type MadeRows = readonly (readonly Cell[])[];
type Options = Readonly<{ sheet?: string; file?: string; merges?: readonly MergedRange[] }>;

const BATCH = 7;

/** What is read from rows of cells on 14/12/2021: the layout, the people, and nothing at all from a sheet that is no list. */
export async function readMadeList(
  rows: MadeRows,
  { sheet = 'Sheet1', file = '', merges = [] }: Options = {},
): Promise<{
  layout: SheetLayout;
  people: CheckedRow[];
  claims: CheckedRow['claim'][];
  skipped: SkippedRow[];
}> {
  const all: SheetRow[] = rows
    .map((cells, i) => ({ row: i + 1, cells }))
    .filter(({ cells }) => cells.some((cell) => cell !== null));
  const layout = proposeLayout({
    sheet: { index: 0, name: sheet, state: 'visible' },
    head: all.slice(0, 200),
    merges,
    fileName: file,
  });
  async function* batches() {
    for (let i = 0; i < all.length; i += BATCH) yield all.slice(i, i + BATCH);
  }
  const context = { asOf: '2021-12-14' as PlainDate, firstDose: '2021-03-08' as PlainDate, merges };
  const people: CheckedRow[] = [];
  const skipped: SkippedRow[] = [];
  if (layout.isList)
    for await (const batch of assembleRows(layout, context, batches()))
      for (const one of batch) 'person' in one ? people.push(one.person) : skipped.push(one.skipped);
  return { layout, people, claims: people.map(({ claim }) => claim), skipped };
}

/** A merged range, rows counted from zero as a test's array counts them, ends included. */
export const merged = (
  firstRow: number,
  firstColumn: number,
  lastRow: number,
  lastColumn: number,
): MergedRange => ({ firstRow: firstRow + 1, firstColumn, lastRow: lastRow + 1, lastColumn });
