/**
 * Finds the population form in a sheet: any layout with a header that names series and groups, rows of hamlets or
 * units and a total row; or groups as rows. Answers figures with the cell of each, so that findings can be shown there.
 */
import { cellText } from '../intake/check/read.ts';
import { readTitles } from '../intake/recognise/read-titles.ts';
import { type Cell, columnLetter, type MergedRange, type SheetRow } from '../intake/workbook.ts';
import type { Finding } from '../kernel/finding.ts';
import { type PlainDate, parseDate } from '../kernel/plain-date.ts';
import { foldText, repairText } from '../kernel/vietnamese-text.ts';
import { bandAges, type Figure, type FigureSex, type Series } from './contract.ts';
import {
  agesIn,
  isCount,
  isNoFigure,
  isOfOnePerson,
  isTotal,
  plainColumn,
  readCount,
  seriesIn,
  sexIn,
} from './form-words.ts';

export type FormCell = Readonly<{ row: number; column: number; figure: Omit<Figure, 'hamlet' | 'method'> }>;
export type FormRow = Readonly<{
  row: number;
  /** Text of the row's name; empty for the total. */
  label: string;
  code: string | null;
  total: boolean;
  cells: readonly FormCell[];
}>;
export type PopulationForm = Readonly<{
  sheet: string;
  sheetIndex: number;
  asOf: PlainDate | null;
  unitText: string | null;
  districtText: string | null;
  headerRows: readonly number[];
  resultColumn: number | null;
  rows: readonly FormRow[];
  /** What single cells are about: unreadable and repaired numbers. */
  findings: readonly Finding[];
}>;

type Column =
  | Readonly<{ kind: 'ordinal' | 'label' | 'code' | 'note' | 'result' }>
  | Readonly<{ kind: 'figure'; series: Series | null; band: string; sex: FigureSex }>;

const LONGEST_HEADER = 5;
const TITLE_ROWS = 40;

/** Null when the sheet is no population form. */
export function readForm(
  sheet: { name: string; index: number },
  rows: readonly SheetRow[],
  merges: readonly MergedRange[],
  fileName: string,
): PopulationForm | null {
  const text = (row: SheetRow, column: number): string => repairText(cellText(row.cells[column]) ?? '');
  const head = rows.slice(0, TITLE_ROWS);
  if (head.some(({ cells }) => cells.some((cell) => isOfOnePerson(foldText(cellText(cell) ?? '')))))
    return null;
  const found = findHeader(rows, merges, text);
  if (found === null) return null;
  const { columns, last, headerRows } = found;
  const titles = rows.filter(({ row }) => row < headerRows[0]!).slice(0, TITLE_ROWS);
  const title = titles
    .map(({ cells }) =>
      cells
        .map((cell) => cellText(cell))
        .filter((part) => part !== null)
        .join(' | '),
    )
    .join('\n');
  const facts = readTitles(title, sheet.name, fileName);
  const shared = seriesIn(foldText(`${sheet.name} ${title}`));
  const findings: Finding[] = [];
  const data = rows.filter(({ row }) => row > last);
  const read = data.some((row) => agesIn(foldText(labelOf(row, columns, text))) !== null) ? byGroup : byPlace;
  const formRows = withoutOverlap(
    read(data, columns, shared, text, (finding) => findings.push({ sheet: sheet.name, ...finding })),
  );
  if (formRows.every(({ cells }) => cells.length === 0)) return null;
  return {
    sheet: sheet.name,
    sheetIndex: sheet.index,
    asOf: facts.asOf === null ? null : parseDate(facts.asOf),
    unitText: facts.unitText,
    districtText: facts.districtText,
    headerRows,
    resultColumn: [...columns].find(([, { kind }]) => kind === 'result')?.[0] ?? null,
    rows: formRows,
    findings,
  };
}

/** "50–65" beside "từ 65 trở lên" means those over 65: nobody is asked for twice. */
function withoutOverlap(rows: readonly FormRow[]): FormRow[] {
  const ends = new Set(rows.flatMap(({ cells }) => cells.map(({ figure }) => bandAges(figure.band)?.[1])));
  return rows.map((row) => ({
    ...row,
    cells: row.cells.map((cell) => {
      const [first, last] = bandAges(cell.figure.band) ?? [0, 0];
      return last === Number.POSITIVE_INFINITY && ends.has(first)
        ? { ...cell, figure: { ...cell.figure, band: `${first + 1}+` } }
        : cell;
    }),
  }));
}

type TextOf = (row: SheetRow, column: number) => string;
type Tell = (finding: Omit<Finding, 'sheet'>) => void;

/** The run of rows whose columns, read from top to bottom, name most figures. */
function findHeader(rows: readonly SheetRow[], merges: readonly MergedRange[], text: TextOf) {
  let best: {
    columns: ReadonlyMap<number, Column>;
    last: number;
    headerRows: number[];
    score: number;
  } | null = null;
  for (let start = 0; start < Math.min(rows.length, TITLE_ROWS); start++)
    for (let height = 1; height <= LONGEST_HEADER && start + height <= rows.length; height++) {
      const header = rows.slice(start, start + height);
      // A row of figures is no header, and neither is what follows it.
      if (isData(header.at(-1)!)) break;
      const columns = columnsOf(header, merges, text);
      // Columns that mean the same are told apart by a row that is not in yet, or are not told apart at all.
      const figures = new Set(
        [...columns.values()].flatMap((one) =>
          one.kind === 'figure' ? `${one.series}|${one.band}|${one.sex}` : [],
        ),
      ).size;
      const labelled = [...columns.values()].some(({ kind }) => kind === 'label') ? 1 : 0;
      const score = figures * 2 + labelled - height * 0.01;
      if (figures > 0 && labelled > 0 && (best === null || score > best.score))
        best = { columns, last: header.at(-1)!.row, headerRows: header.map(({ row }) => row), score };
    }
  return best;
}

const isData = ({ cells }: SheetRow): boolean =>
  cells.filter(
    (cell) =>
      typeof cell === 'number' || (typeof cell === 'string' && /^\d{1,3}([.,]\d{3})*$/.test(cell.trim())),
  ).length >= 2;

function columnsOf(
  header: readonly SheetRow[],
  merges: readonly MergedRange[],
  text: TextOf,
): Map<number, Column> {
  const width = Math.max(...header.map(({ cells }) => cells.length));
  const lines = header.map((row, i) =>
    spread(row, width, merges, text, i < header.length - 1 ? header.slice(i + 1) : []),
  );
  const columns = new Map<number, Column>();
  for (let column = 0; column < width; column++) {
    const parts = [...new Set(lines.map((line) => foldText(line[column]!)).filter((part) => part !== ''))];
    const leaf = parts.at(-1);
    if (leaf === undefined || /^\(?\d+\)?$/.test(leaf) || isNoFigure(leaf)) continue;
    const series = parts.map(seriesIn).findLast((one) => one !== null) ?? null;
    const band = parts.map(agesIn).findLast((one) => one !== null) ?? null;
    const sex = parts.map(sexIn).findLast((one) => one !== null) ?? null;
    const plain = plainColumn(leaf);
    if (band === null && sex === null && plain !== null && series === null)
      columns.set(column, { kind: plain });
    else if (band !== null || sex !== null || series !== null || isTotal(leaf) || isCount(leaf))
      columns.set(column, { kind: 'figure', series, band: band ?? 'total', sex: sex ?? 'all' });
    else if (plain !== null) columns.set(column, { kind: plain });
  }
  return columns;
}

/** A header row with the words of merged cells in each of their columns; without merges a group's words go on to the right. */
function spread(
  row: SheetRow,
  width: number,
  merges: readonly MergedRange[],
  text: TextOf,
  below: readonly SheetRow[],
): string[] {
  const line = Array.from({ length: width }, (_, column) => text(row, column));
  const own = merges.filter(({ firstRow, lastRow }) => firstRow <= row.row && row.row <= lastRow);
  for (const { firstColumn, lastColumn } of own)
    for (let column = firstColumn + 1; column <= Math.min(lastColumn, width - 1); column++)
      line[column] = line[column] || line[firstColumn]!;
  if (merges.length === 0)
    for (let column = 1; column < width; column++)
      if (
        line[column] === '' &&
        line[column - 1] !== '' &&
        seriesIn(foldText(line[column - 1]!)) !== null &&
        below.some((next) => text(next, column) !== '')
      )
        line[column] = line[column - 1]!;
  return line;
}

const columnsOfKind = (columns: ReadonlyMap<number, Column>, kind: Column['kind']): number[] =>
  [...columns].filter(([, column]) => column.kind === kind).map(([at]) => at);

/** The name of a row: its label, or the words of a total that stand in the column of running numbers. */
function labelOf(row: SheetRow, columns: ReadonlyMap<number, Column>, text: TextOf): string {
  for (const column of columnsOfKind(columns, 'label'))
    if (text(row, column) !== '') return text(row, column);
  for (const column of columnsOfKind(columns, 'ordinal')) {
    const words = text(row, column);
    if (words !== '' && !/^[\d.)IVX]+$/.test(words)) return words;
  }
  return '';
}

function count(row: SheetRow, column: number, tell: Tell): number | null {
  const cell: Cell | undefined = row.cells[column];
  const { value, notes } = readCount(cell);
  for (const { code, severity, params, suggestion } of notes)
    tell({
      row: row.row,
      column: columnLetter(column),
      code,
      severity,
      params,
      cell: cellText(cell),
      suggestion,
    });
  return value;
}

/** Rows are hamlets or units, columns are groups. */
function byPlace(
  data: readonly SheetRow[],
  columns: ReadonlyMap<number, Column>,
  shared: Series | null,
  text: TextOf,
  tell: Tell,
): FormRow[] {
  const rows: FormRow[] = [];
  for (const row of data) {
    const label = labelOf(row, columns, text);
    const folded = foldText(label);
    // The row of column numbers (1) (2) (3), signatures and blank rows hold no figures.
    if (label === '' || /^\(?\d+\)?$/.test(label)) continue;
    const cells: FormCell[] = [];
    for (const [column, meaning] of columns) {
      if (meaning.kind !== 'figure') continue;
      const series = meaning.series ?? shared ?? 'actual';
      const people = count(row, column, tell);
      if (people !== null)
        cells.push({
          row: row.row,
          column,
          figure: { series, band: meaning.band, sex: meaning.sex, people },
        });
    }
    if (cells.length === 0) continue;
    const code =
      columnsOfKind(columns, 'code')
        .map((column) => text(row, column))
        .find((value) => value !== '') ?? null;
    const total = isTotal(folded);
    rows.push({ row: row.row, label: total ? '' : label, code, total, cells });
  }
  return rows;
}

/** Rows are groups, columns are series or sexes: one unit, turned on its side. */
function byGroup(
  data: readonly SheetRow[],
  columns: ReadonlyMap<number, Column>,
  shared: Series | null,
  text: TextOf,
  tell: Tell,
): FormRow[] {
  const cells: FormCell[] = [];
  for (const row of data) {
    const folded = foldText(labelOf(row, columns, text));
    const band = agesIn(folded) ?? (isTotal(folded) ? 'total' : null);
    if (band === null) continue;
    for (const [column, meaning] of columns) {
      if (meaning.kind !== 'figure') continue;
      const people = count(row, column, tell);
      if (people !== null)
        cells.push({
          row: row.row,
          column,
          figure: { series: meaning.series ?? shared ?? 'actual', band, sex: meaning.sex, people },
        });
    }
  }
  return [{ row: cells[0]?.row ?? 0, label: '', code: null, total: true, cells }];
}
