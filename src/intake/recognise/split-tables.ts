/** Sheets with several tables: each header that differs from the one before begins a table with columns of its own. */
import { foldText } from '../../kernel/vietnamese-text.ts';
import { readText } from '../check/words.ts';
import type { SheetLayout } from '../layout.ts';
import type { MergedRange, SheetRow } from '../workbook.ts';
import { headerFields } from './find-header.ts';
import { proposeLayout } from './propose-layout.ts';

export type TableRows = Readonly<{ table: SheetLayout; rows: readonly SheetRow[] }>;

/** Rows looked at below a new header before its columns are decided. */
const LOOK_AHEAD = 60;
// Cheap: runs on every cell. "Họ và tên", "Tên", "Full name", also in old fonts.
const NAME_HEADER = /^\W{0,2}(h.{1,2}[ ,&_-]{0,2}(v.{1,3} ?)?(t.{1,3}n|ch.{1,2} )|t.{1,3}n\b|full|name)/iu;

/** The data rows of a sheet in their tables, in order; rows above the first table's data are left out. */
export async function* inTables(
  layout: SheetLayout,
  merges: readonly MergedRange[],
  batches: AsyncIterable<readonly SheetRow[]>,
): AsyncGenerator<TableRows> {
  const splitter = new TableSplitter(layout, merges);
  for await (const batch of batches) yield* splitter.push(batch);
  while (splitter.undecided) yield* splitter.decide();
}

class TableSplitter {
  readonly #first: SheetLayout;
  readonly #merges: readonly MergedRange[];
  #table: SheetLayout;
  /** A header and the rows below it, until there are enough to decide its columns. */
  #waiting: SheetRow[] | null = null;

  constructor(layout: SheetLayout, merges: readonly MergedRange[]) {
    this.#first = layout;
    this.#table = layout;
    this.#merges = merges;
  }

  *push(batch: readonly SheetRow[]): Generator<TableRows> {
    let rows: SheetRow[] = [];
    for (const row of batch) {
      if (row.row < this.#first.firstDataRow) continue;
      if (this.#waiting !== null) {
        this.#waiting.push(row);
        if (this.#waiting.length > LOOK_AHEAD) yield* this.decide();
      } else if (this.#startsTable(row)) {
        if (rows.length > 0) yield { table: this.#table, rows };
        rows = [];
        this.#waiting = [row];
      } else rows.push(row);
    }
    if (rows.length > 0) yield { table: this.#table, rows };
  }

  get undecided(): boolean {
    return this.#waiting !== null;
  }

  /** Decides on the waiting header and gives the rows below it, up to the next one. */
  *decide(): Generator<TableRows> {
    const head = this.#waiting ?? [];
    this.#waiting = null;
    const { sheet, sheetIndex } = this.#first;
    const found = proposeLayout({
      sheet: { name: sheet, index: sheetIndex, state: 'visible' },
      head,
      merges: this.#merges,
    });
    if (!found.isList) {
      yield { table: this.#table, rows: head };
      return;
    }
    yield { table: this.#table, rows: head.filter(({ row }) => row < found.firstDataRow) };
    this.#table = { ...found, doses: found.doses ?? this.#first.doses };
    yield* this.push(head.filter(({ row }) => row >= found.firstDataRow));
  }

  /** A header whose words stand over other columns than those of the table at hand. */
  #startsTable(row: SheetRow): boolean {
    if (!row.cells.some((cell) => typeof cell === 'string' && cell.length <= 60 && NAME_HEADER.test(cell)))
      return false;
    const text = (one: SheetRow, column: number): string =>
      readText(one.cells[column], this.#table).value ?? '';
    const { fields, filled } = headerFields(row, text);
    if (fields.size < 3 || fields.size * 2 < filled || !(fields.has('name') || fields.has('givenName')))
      return false;
    const words = new Map(this.#table.columns.map(({ column, header }) => [column, foldText(header)]));
    const same = row.cells.filter((_, column) => {
      const own = text(row, column);
      return own !== '' && (words.get(column) ?? '').includes(foldText(own));
    }).length;
    return same < filled * 0.7;
  }
}
