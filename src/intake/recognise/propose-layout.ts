/** Finds out what a sheet is: header rows, meaning of columns, and what its titles say. A proposal that people can correct. */
import { createHash } from 'node:crypto';
import { detectLegacyOfColumn } from '../../kernel/legacy-text.ts';
import { foldText } from '../../kernel/vietnamese-text.ts';
import { readText } from '../check/words.ts';
import type { ColumnMeaning, Field, SheetLayout } from '../layout.ts';
import type { MergedRange, SheetInfo, SheetRow } from '../workbook.ts';
import { columnMeanings } from './column-meanings.ts';
import { findHeader, headerTexts } from './find-header.ts';
import { guessColumns } from './guess-columns.ts';
import { fieldOfHeader } from './header-words.ts';
import { learnHabits } from './learn-habits.ts';
import { readTitles } from './read-titles.ts';
import { isPersonName, isVietnameseName, Samples } from './samples.ts';

type Head = Readonly<{
  sheet: SheetInfo;
  head: readonly SheetRow[];
  merges: readonly MergedRange[];
  /** Lists often say whose they are in the name of their file only. */
  fileName?: string;
}>;

/** Of these a list of people has one beside the names. */
const BESIDE_NAMES: readonly Field[] = [
  'birthDate',
  'birthDateMale',
  'birthDateFemale',
  'birthYear',
  'age',
  'ageMale',
  'sex',
  'sexMale',
  'sexFemale',
  'id',
  'cccd',
  'cmnd',
  'phone',
  'address',
  'doseDate',
  'hamlet',
  'communeCode',
  'ordinal',
  'currentAddress',
  'registeredAddress',
  'relation',
];
const NAMES: readonly Field[] = ['name', 'familyName', 'givenName'];
const TITLE_ROWS = 8;

/** Proposes the layout of one sheet from its first rows (about 200) and merged ranges. */
export function proposeLayout({ sheet, head, merges, fileName = '' }: Head): SheetLayout {
  const strings = head.flatMap(({ cells }) =>
    cells.flatMap((cell) => (typeof cell === 'string' ? [cell] : [])),
  );
  const encoding = detectLegacyOfColumn(strings.slice(0, 1500)) ?? 'unicode';
  const text = (row: SheetRow, column: number): string =>
    readText(row.cells[column], { encoding }).value ?? '';

  const headerRows = findHeader(head, merges, text);
  const width = Math.max(0, ...head.map(({ cells }) => cells.length));
  const last = headerRows.at(-1)?.row ?? 0;
  const data = head.filter(({ row }) => row > last);
  const rows = data.map((row) => row.cells.map((_, column) => text(row, column)));
  const samples = new Samples(rows);
  const headers = headerTexts(headerRows, merges, width, text);
  const columns = headerRows.length > 0 ? columnMeanings(headers, samples) : guessColumns(width, samples);
  const fields = new Set(columns.map(({ field }) => field));
  const nameColumn = columns.find(({ field }) => field === 'name')?.column;
  const titles = head.filter(({ row, cells }) =>
    headerRows.length > 0
      ? row < headerRows[0]!.row
      : row <= TITLE_ROWS && !(nameColumn !== undefined && cells.filter((cell) => cell !== null).length > 2),
  );
  const title = titles
    .map((row) =>
      row.cells
        .map((_, column) => text(row, column))
        .filter(Boolean)
        .join(' | '),
    )
    .join('\n');
  const facts = readTitles(title, sheet.name, fileName);
  const dosed = columns.some(
    ({ column, field }) => DOSE_FACTS.includes(field) && samples.values(column).length > 0,
  );
  const habits = learnHabits(columns, rows, headers);
  return {
    sheet: sheet.name,
    sheetIndex: sheet.index,
    isList: isListOfPeople(columns, fields, samples, headers),
    kind: dosed || (facts.doses !== null && !facts.ofResidents) ? 'injections' : 'residents',
    ...habits,
    headerRows: headerRows.map(({ row }) => row),
    firstDataRow: last + 1,
    columns,
    asOf: facts.asOf,
    hamlet: facts.hamlet,
    source: facts.source,
    unitText: facts.unitText,
    districtText: facts.districtText,
    residenceKind: facts.residenceKind,
    doses: facts.doses,
    encoding,
    signature: signatureOf(headers, columns),
  };
}

const DOSE_FACTS: readonly Field[] = ['doseDate', 'doseVaccine', 'doseLot'];

const PERSONAL: readonly Field[] = [
  'birthDate',
  'birthDateMale',
  'birthDateFemale',
  'birthYear',
  'age',
  'ageMale',
  'ageFemale',
  'sex',
  'sexMale',
  'sexFemale',
  'id',
  'cccd',
  'cmnd',
  'relation',
  'doseDate',
  'doseVaccine',
];

/** Catalogues of places, groups and products have columns called "Tên" too: the values must be names of people. */
function isListOfPeople(
  columns: readonly ColumnMeaning[],
  fields: ReadonlySet<Field>,
  samples: Samples,
  headers: readonly string[],
): boolean {
  const headed = headers.some((header) => header !== '');
  if (!BESIDE_NAMES.some((field) => fields.has(field))) return false;
  const name = columns.find(({ field }) => NAMES.includes(field));
  if (name === undefined || samples.rows.length === 0) return false;
  if (name.field !== 'name') return fields.has('givenName') || fields.has('name');
  const personal = columns.some(
    ({ column, field }) => PERSONAL.includes(field) && samples.values(column).length > 0,
  );
  if (!headed) return tellsOfPeople(columns, samples) && samples.share(name.column, isVietnameseName) >= 0.5;
  if (personal) return samples.share(name.column, isPersonName) >= 0.2;
  // "Họ tên chủ hộ, số khẩu" counts the people of households; "Họ tên, chức vụ, điện thoại" is a directory.
  const directory = headers.some((header) => /chuc (vu|danh)|nhiem vu|position/.test(foldText(header)));
  if (directory || fieldOfHeader(foldText(name.header)) === 'headName') return false;
  return samples.share(name.column, isVietnameseName) >= 0.5;
}

/** Without a header, dates beside names are births only if they are of several years: those of a ledger are not. */
function tellsOfPeople(columns: readonly ColumnMeaning[], samples: Samples): boolean {
  return columns.some(({ column, field }) => {
    if (field === 'sex' || field === 'id' || field === 'relation') return true;
    if (field !== 'birthDate') return false;
    const years = samples.values(column).map((text) => /\d{4}/.exec(text)?.[0] ?? text.slice(-2));
    return new Set(years).size >= 3;
  });
}

/** The header's own words: not the answer column that a hand-back added, nor where the sheet's formatting ends. */
function signatureOf(headers: readonly string[], columns: readonly ColumnMeaning[]): string {
  const answers = new Set(columns.flatMap(({ field, column }) => (field === 'result' ? [column] : [])));
  const words = headers.map((header, column) => (answers.has(column) ? '' : foldText(header)));
  return createHash('sha256').update(words.join('|').replace(/\|+$/, '')).digest('hex').slice(0, 32);
}

/** Replaces the meaning of columns by what the user said; the habits of the list are learnt anew from its first rows. */
export const applyCorrection = (
  layout: SheetLayout,
  columns: readonly ColumnMeaning[],
  head: readonly SheetRow[],
): SheetLayout => ({
  ...layout,
  ...learnHabits(
    columns,
    head
      .filter(({ row }) => row >= layout.firstDataRow)
      .map(({ cells }) => cells.map((cell) => readText(cell, layout).value ?? '')),
    columns.map(({ header }) => header),
  ),
  columns,
  isList: columns.some(({ field }) => field === 'name' || field === 'givenName'),
  kind: columns.some(({ field }) => field === 'doseDate' || field === 'doseVaccine')
    ? 'injections'
    : 'residents',
});
