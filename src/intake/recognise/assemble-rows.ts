/**
 * From the rows of a sheet to checked person rows, streaming: classifies each row, carries what headings say
 * (residence kind, hamlet, household, doses), reads each cell by the meaning of its column and gathers the findings.
 * A sheet may hold several tables: where another header stands, the rows below are read by it.
 */
import { hash } from 'node:crypto';
import type { PlainDate } from '../../kernel/plain-date.ts';
import { foldText } from '../../kernel/vietnamese-text.ts';
import { cellText } from '../check/read.ts';
import { RowTexts, type Texts } from '../check/row-texts.ts';
import type { CheckedRow } from '../claim.ts';
import type { Field, SheetLayout } from '../layout.ts';
import type { Cell, MergedRange, SheetRow } from '../workbook.ts';
import { Carried } from './carried.ts';
import { classifyRow, type RowKind } from './classify-row.ts';
import { EvidenceCounter } from './count-evidence.ts';
import { MergedCells } from './merged-cells.ts';
import { DoseReader } from './read-doses.ts';
import { PersonReader } from './read-person.ts';
import { type Columns, columnsByField, RowReader } from './row-reader.ts';
import { inTables } from './split-tables.ts';

export type SkippedRow = Readonly<{
  sheet: string;
  row: number;
  reason: Exclude<RowKind, 'person' | 'waiting'>;
  text: string;
}>;
export type AssembledRow = { person: CheckedRow } | { skipped: SkippedRow };

export type AssembleContext = Readonly<{
  asOf: PlainDate;
  /** First day on which a dose of the campaign can have been given. */
  firstDose: PlainDate;
  /** Merged ranges of the sheet: what is merged downwards over people is said of each of them. */
  merges?: readonly MergedRange[];
}>;

/** Assembles the rows of one sheet; rows before the first data row are titles and header and are not yielded. */
export async function* assembleRows(
  layout: SheetLayout,
  context: AssembleContext,
  batches: AsyncIterable<readonly SheetRow[]>,
): AsyncGenerator<AssembledRow[]> {
  const merged = new MergedCells(context.merges ?? []);
  const carried = new Carried(layout, { asOf: context.asOf, firstPossible: context.firstDose });
  let assembler = new Assembler(layout, context, merged, carried);
  for await (const { table, rows } of inTables(layout, context.merges ?? [], batches)) {
    if (table !== assembler.layout) {
      carried.nextTable(table);
      assembler = new Assembler(table, context, merged, carried);
    }
    const out: AssembledRow[] = [];
    for (const row of rows) {
      const assembled = assembler.row(row);
      if (assembled !== null) out.push(assembled);
    }
    yield out;
  }
}

// Written for "the same as above": quotation marks, "nt", "-nt-", "//".
const DITTO = /^\s*(?:["“”″'‘’]{1,2}|-*\s*\/\/\s*-*|-*\s*n\.?t\.?\s*-*|như trên)\s*$/i;
// "Như trên" in the present address means the registered one; names, dates and numbers are nobody else's.
const NEVER_REPEATED = new Set<Field>([
  'ordinal',
  'result',
  'name',
  'familyName',
  'middleName',
  'givenName',
  'birthDate',
  'id',
  'cccd',
  'cmnd',
  'passport',
  'bhyt',
  'currentAddress',
]);

class Assembler {
  readonly layout: SheetLayout;
  readonly #columns: Columns;
  readonly #merged: MergedCells;
  readonly #texts: RowTexts;
  readonly #evidence: EvidenceCounter;
  readonly #people: PersonReader;
  readonly #carried: Carried;
  readonly #nameColumns: readonly number[];
  readonly #ordinal: number;
  /** Our own answers and the running number: not part of what a row says. */
  readonly #unhashed: ReadonlySet<number>;
  readonly #answers: readonly number[];
  readonly #doseColumns: ReadonlySet<number>;
  readonly #otherColumns: ReadonlySet<number>;
  readonly #repeatable: readonly number[];
  #before: { row: number; cells: readonly Cell[] } | null = null;

  constructor(layout: SheetLayout, context: AssembleContext, merged: MergedCells, carried: Carried) {
    const days = { asOf: context.asOf, firstPossible: context.firstDose };
    this.layout = layout;
    this.#carried = carried;
    this.#columns = columnsByField(layout);
    this.#merged = merged;
    this.#texts = new RowTexts(layout.encoding);
    this.#evidence = new EvidenceCounter(layout);
    this.#people = new PersonReader(layout, context.asOf, new DoseReader(layout, days));
    const columns = (field: 'name' | 'familyName' | 'middleName' | 'givenName'): readonly number[] =>
      this.#columns.get(field) ?? [];
    const whole = columns('name').slice(0, 1);
    this.#nameColumns =
      whole.length > 0
        ? whole
        : [...columns('familyName'), ...columns('middleName'), ...columns('givenName')];
    this.#ordinal = this.#columns.get('ordinal')?.[0] ?? -1;
    this.#answers = this.#columns.get('result') ?? [];
    const columnsWhere = (test: (field: Field) => boolean): number[] =>
      layout.columns.flatMap(({ column, field }) => (test(field) ? [column] : []));
    this.#doseColumns = new Set(columnsWhere((field) => field.startsWith('dose')));
    this.#otherColumns = new Set(
      columnsWhere((field) => !field.startsWith('dose') && field !== 'ignore' && field !== 'result'),
    );
    this.#repeatable = columnsWhere((field) => !NEVER_REPEATED.has(field));
    this.#unhashed = new Set([...(this.#columns.get('ordinal') ?? []), ...this.#answers]);
  }

  row({ row, cells: own }: SheetRow): AssembledRow | null {
    const { cells, read, kind } = this.#understand(row, own);
    if (kind === 'blank') return null;
    if (kind === 'person' || kind === 'waiting') {
      this.#carried.closing = false;
      this.#before = kind === 'person' ? { row, cells } : null;
      return { person: this.#person(row, own, cells, read, kind === 'waiting') };
    }
    const said = read.texts
      .filter((text, column) => text !== '' && !this.#answers.includes(column))
      .join(' ');
    const name = kind === 'household' ? this.#name(read.texts) : '';
    this.#carried.heading(kind, name === '' ? said : headingName(read.texts[this.#ordinal] ?? '', name));
    return { skipped: { sheet: this.layout.sheet, row, reason: kind, text: said.slice(0, 200) } };
  }

  /** What the row is, and its cells with what rows above say of it: ditto marks, merged cells, a name written once. */
  #understand(row: number, own: readonly Cell[]): { cells: readonly Cell[]; read: Texts; kind: RowKind } {
    const cells = this.#repeated(own);
    const read = this.#texts.read(cells);
    const merged = this.#merged.fill(row, cells);
    const filled = merged === cells ? read : this.#texts.read(merged);
    // A name merged down over the doses of one person names each of these rows; headings keep their own cells.
    if (this.#name(read.texts) === '' && this.#name(filled.texts) !== '')
      return { cells: merged, read: filled, kind: this.#classify(filled.texts) };
    const kind = this.#classify(read.texts);
    if (kind === 'person') return { cells: merged, read: filled, kind };
    if (kind !== 'waiting' && kind !== 'section') return { cells, read, kind };
    if (this.#evidence.isSubheader(read.texts, this.#name(read.texts)))
      return { cells, read, kind: 'header' };
    if (kind === 'section') return { cells, read, kind };
    const whole = this.#continued(row, cells, read.texts);
    return whole === null
      ? { cells: merged, read: filled, kind }
      : { cells: whole, read: this.#texts.read(whole), kind: 'person' };
  }

  /** Ditto marks mean the cell of the person above; the same array where there are none. */
  #repeated(own: readonly Cell[]): readonly Cell[] {
    const above = this.#before?.cells;
    if (above === undefined) return own;
    let cells: Cell[] | null = null;
    for (const column of this.#repeatable) {
      const cell = own[column];
      if (typeof cell !== 'string' || cell.length > 10 || !DITTO.test(cell)) continue;
      cells ??= [...own];
      cells[column] = above[column] ?? null;
    }
    return cells ?? own;
  }

  #classify(texts: readonly string[]): RowKind {
    const name = this.#name(texts);
    return classifyRow({
      ...this.#evidence.count(texts),
      texts:
        this.#answers.length === 0 ? texts : texts.filter((_, column) => !this.#answers.includes(column)),
      name,
      ordinal: texts[this.#ordinal] ?? '',
      closing: this.#carried.closing,
      isHeader: this.#evidence.isHeader(texts, name, texts[this.#ordinal] ?? ''),
      numberedHouseholds: this.layout.numberedHouseholds,
    });
  }

  #name(texts: readonly string[]): string {
    if (this.#nameColumns.length === 1) return texts[this.#nameColumns[0]!] ?? '';
    return this.#nameColumns
      .map((column) => texts[column] ?? '')
      .filter((text) => text !== '')
      .join(' ');
  }

  /** A further dose of the person in the row above, whose name is written once: the row with that person's cells. */
  #continued(row: number, cells: readonly Cell[], texts: readonly string[]): readonly Cell[] | null {
    const before = this.#before;
    if (before === null || before.row !== row - 1 || (texts[this.#ordinal] ?? '') !== '') return null;
    const filled = (columns: ReadonlySet<number>): boolean =>
      texts.some((text, column) => text !== '' && columns.has(column));
    if (!filled(this.#doseColumns) || filled(this.#otherColumns)) return null;
    return before.cells.map((cell, column) =>
      this.#doseColumns.has(column) ? (cells[column] ?? null) : cell,
    );
  }

  #person(
    row: number,
    own: readonly Cell[],
    cells: readonly Cell[],
    read: Texts,
    waiting: boolean,
  ): CheckedRow {
    const reader = new RowReader(this.layout.sheet, row, this.#columns, cells, read);
    const claim = this.#people.read(reader, this.#carried, waiting);
    return {
      sheet: this.layout.sheet,
      row,
      hash: this.#hash(cells),
      cells: own.map((cell) => cellText(cell)),
      claim,
      findings: reader.findings,
      waiting: waiting || claim.name === null,
    };
  }

  /** The row's own words: without its running number and our result, so that moving or re-reading it changes nothing. */
  #hash(cells: readonly Cell[]): string {
    let words = '';
    cells.forEach((cell, column) => {
      if (!this.#unhashed.has(column)) words += `${cellText(cell)?.trim() ?? ''}\n`;
    });
    return hash('sha256', words.trimEnd(), 'hex').slice(0, 32);
  }
}

/** "3 Nguyễn Văn An" tells two households of one name apart. */
const headingName = (ordinal: string, name: string): string =>
  foldText(ordinal) === '' ? name : `${ordinal} ${name}`;
