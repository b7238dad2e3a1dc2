/**
 * Reads a station's stock book, whatever its layout: sheets of receipts, issues, use and balances, or cards of one lot,
 * recognised by their headers and titles, never by position. Answers rows with the cell of each, and findings.
 */
import { cellText } from '../intake/check/read.ts';
import { MergedCells } from '../intake/recognise/merged-cells.ts';
import { readTitles } from '../intake/recognise/read-titles.ts';
import { columnLetter, type MergedRange, type SheetRow } from '../intake/workbook.ts';
import type { Finding } from '../kernel/finding.ts';
import { type PlainDate, parseDate } from '../kernel/plain-date.ts';
import { repairText } from '../kernel/vietnamese-text.ts';
import {
  type BookColumn,
  type ColumnMeaning,
  facilityIn,
  headingFacts,
  isTotalRow,
  meaningOf,
  roleOf,
  type SheetRole,
} from './book-words.ts';
import { readItem } from './items.ts';

export type BookSheet = Readonly<{
  sheet: string;
  role: SheetRole;
  headerRows: readonly number[];
  columns: ReadonlyMap<BookColumn, Readonly<{ column: number; inVials: boolean }>>;
  title: string;
  asOf: PlainDate | null;
  unitText: string | null;
  districtText: string | null;
  facilityText: string | null;
  rows: readonly BookLine[];
}>;

/** A row of a sheet with what the headings above it say of product, lot and expiry. */
export type BookLine = Readonly<{
  row: SheetRow;
  heading: ReturnType<typeof headingFacts>;
}>;

const TITLE_ROWS = 40;
const LONGEST_HEADER = 3;

/** Null when the sheet is none of a stock book. */
export function readSheet(
  { name }: Readonly<{ name: string }>,
  rows: readonly SheetRow[],
  merges: readonly MergedRange[],
  fileName: string,
): BookSheet | null {
  const found = findHeader(rows, merges);
  if (found === null) return null;
  const { columns, last, headerRows } = found;
  const title = rows
    .filter(({ row }) => row < headerRows[0]!)
    .slice(0, TITLE_ROWS)
    .map(({ cells }) => textsOf(cells).join(' | '))
    .join('\n');
  const told = rows.map(({ cells }) => headingOf(cells)).find(({ lot }) => lot !== null);
  const role = roleOf(new Set(columns.keys()), `${name.replace(/_/g, ' ')} ${title}`, told !== undefined);
  if (role === null) return null;
  const facts = readTitles(title, name, fileName);
  const merged = new MergedCells(merges);
  let heading = knownProduct(headingFacts(title));
  const lines: BookLine[] = [];
  for (const row of rows) {
    const cells = merged.fill(row.row, row.cells);
    if (row.row <= last) continue;
    const texts = textsOf(cells);
    if (texts.length === 0 || isTotalRow(texts) || texts.every((text) => /^\(?\d{1,2}\)?$/.test(text)))
      continue;
    if (texts.length <= 2) {
      const told = headingOf(cells);
      if (told.lot !== null || told.item !== null)
        heading = { item: told.item ?? heading.item, lot: told.lot ?? heading.lot, expiry: told.expiry };
      continue;
    }
    lines.push({ row: { row: row.row, cells }, heading });
  }
  return {
    sheet: name,
    role,
    headerRows,
    columns,
    title,
    asOf: facts.asOf === null ? null : parseDate(facts.asOf),
    unitText: facts.unitText,
    districtText: facts.districtText,
    facilityText: facilityIn(title),
    rows: lines,
  };
}

/** What a row of one or two texts tells of the rows under it; nothing where it names no product that is known. */
const headingOf = (cells: SheetRow['cells']): ReturnType<typeof headingFacts> => {
  const texts = textsOf(cells);
  return knownProduct(texts.length > 4 ? headingFacts('') : headingFacts(texts.join(' | ')));
};

const knownProduct = (told: ReturnType<typeof headingFacts>): ReturnType<typeof headingFacts> => ({
  ...told,
  item: told.item !== null && readItem(told.item) !== null ? told.item : null,
});

const textsOf = (cells: SheetRow['cells']): string[] =>
  cells.flatMap((cell) => repairText(cellText(cell) ?? '') || []);

/** The rows whose words, read from top to bottom, name most columns of a book. */
function findHeader(rows: readonly SheetRow[], merges: readonly MergedRange[]) {
  let best: { columns: BookSheet['columns']; last: number; headerRows: number[]; score: number } | null =
    null;
  const head = rows.slice(0, TITLE_ROWS);
  for (const [start] of head.entries())
    for (let height = 1; height <= LONGEST_HEADER && start + height <= head.length; height++) {
      const header = head.slice(start, start + height);
      if (isData(header.at(-1)!)) break;
      const columns = columnsOf(header, merges, rows);
      const score = columns.size - height * 0.1;
      const named = ['lot', 'item', 'closing', 'issued', 'from', 'to'].some((field) =>
        columns.has(field as BookColumn),
      );
      if (named && columns.size >= 3 && (best === null || score > best.score))
        best = { columns, last: header.at(-1)!.row, headerRows: header.map(({ row }) => row), score };
    }
  return best;
}

const isData = ({ cells }: SheetRow): boolean =>
  cells.filter(
    (cell) => typeof cell === 'number' || (typeof cell === 'object' && cell !== null && 'serial' in cell),
  ).length >= 2;

function columnsOf(
  header: readonly SheetRow[],
  merges: readonly MergedRange[],
  rows: readonly SheetRow[],
): BookSheet['columns'] {
  const width = Math.max(...header.map(({ cells }) => cells.length));
  const columns = new Map<BookColumn, { column: number; inVials: boolean }>();
  const below = rows.filter(({ row }) => row > header.at(-1)!.row).slice(0, 60);
  for (let column = 0; column < width; column++) {
    const words = [
      ...new Set(header.map((row) => wordAt(row, column, merges)).filter((text) => text !== '')),
    ];
    const meaning =
      meaningOf(words.join(' '), ofNumbers(below, column)) ??
      meaningOf(words.at(-1) ?? '', ofNumbers(below, column));
    if (meaning === null) continue;
    const place = placeFor(meaning, columns);
    if (place !== null) columns.set(place, { column, inVials: meaning.inVials });
  }
  const used = columns.get('used');
  // "Số liều sử dụng" beside "Số người tiêm" is what was opened; alone, it is what was injected.
  if (used !== undefined && !columns.has('injected')) columns.set('injected', used);
  else if (used !== undefined && !columns.has('labelled')) columns.set('labelled', used);
  return columns;
}

/** Amounts are told in doses where a book tells them in vials too. */
function placeFor(
  { field, inVials }: ColumnMeaning,
  columns: Map<BookColumn, { inVials: boolean }>,
): BookColumn | null {
  const known = columns.get(field);
  if (known === undefined) return field;
  return known.inVials && !inVials ? field : null;
}

function wordAt({ row, cells }: SheetRow, column: number, merges: readonly MergedRange[]): string {
  const own = repairText(cellText(cells[column]) ?? '');
  if (own !== '') return own;
  const over = merges.find(
    (range) =>
      range.firstRow <= row &&
      row <= range.lastRow &&
      range.firstColumn < column &&
      column <= range.lastColumn,
  );
  return over === undefined ? '' : repairText(cellText(cells[over.firstColumn]) ?? '');
}

const ofNumbers = (rows: readonly SheetRow[], column: number): boolean => {
  const filled = rows.flatMap(({ cells }) => cells[column] ?? []);
  return filled.length > 0 && filled.every((cell) => typeof cell === 'number' && cell < 10_000);
};

export const finding = (
  sheet: string,
  row: number,
  column: number | null,
  {
    code,
    severity,
    params = {},
    suggestion = null,
  }: Pick<Finding, 'code' | 'severity'> & Partial<Pick<Finding, 'params' | 'suggestion'>>,
  cell: string | null = null,
): Finding => ({
  sheet,
  row,
  column: column === null ? null : columnLetter(column),
  code,
  severity,
  params,
  cell,
  suggestion,
});
