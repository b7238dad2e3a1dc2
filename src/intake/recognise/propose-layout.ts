/** Finds out what a sheet is: header rows, meaning of columns, and what its titles say. A proposal that people can correct. */
import { createHash } from 'node:crypto';
import { detectLegacyOfColumn } from '../../kernel/legacy-text.ts';
import { makeDate } from '../../kernel/plain-date.ts';
import { looksLikePersonName } from '../../kernel/vietnamese-name.ts';
import { foldText } from '../../kernel/vietnamese-text.ts';
import { cellText } from '../check/read.ts';
import { readHamlet, readText } from '../check/words.ts';
import type { ColumnMeaning, Field, SheetLayout } from '../layout.ts';
import type { MergedRange, SheetInfo, SheetRow } from '../workbook.ts';
import { doseOfHeader, fieldOfHeader } from './header-words.ts';

type Head = Readonly<{ sheet: SheetInfo; head: readonly SheetRow[]; merges: readonly MergedRange[] }>;

const HEADER_WITHIN = 60;
// How our own answers begin (hand-back/row-results.ts).
const RESULT_MARK = /^[✓▲✕] /;
const MARKS = /^(x|v|✓|✔|1|co|\+)$/i;

/** Proposes the layout of one sheet from its first rows (about 200) and merged ranges. */
export function proposeLayout({ sheet, head, merges }: Head): SheetLayout {
  const texts = head.flatMap(({ cells }) =>
    cells.flatMap((cell) => (typeof cell === 'string' ? [cell] : [])),
  );
  const encoding = detectLegacyOfColumn(texts.slice(0, 1500)) ?? 'unicode';
  const text = (row: SheetRow, column: number): string =>
    readText(row.cells[column], { encoding }).value ?? '';

  const headerRows = findHeader(head, merges, text);
  const width = Math.max(0, ...head.map(({ cells }) => cells.length));
  const last = headerRows.at(-1)?.row ?? 0;
  const data = head.filter(({ row }) => row > last);
  const headers = Array.from({ length: width }, (_, column) => headerText(headerRows, merges, column, text));
  const columns = headerRows.length > 0 ? nameColumns(headers, data, text) : guessColumns(width, data, text);
  const titles = head.filter(({ row }) =>
    headerRows.length === 0 ? row <= 8 && !hasPerson(columns, row, data) : row < headerRows[0]!.row,
  );
  const title = titles
    .map(({ cells }) =>
      cells
        .map((cell) => readText(cell, { encoding }).value ?? '')
        .filter(Boolean)
        .join(' | '),
    )
    .join('\n');
  const folded = foldText(`${title}\n${sheet.name}`);
  const fields = new Set(columns.map(({ field }) => field));
  const named = fields.has('name') || fields.has('givenName');
  const support = [
    'birthDate',
    'birthDateMale',
    'birthYear',
    'age',
    'sex',
    'sexMale',
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
  ].filter((field) => fields.has(field as Field)).length;
  const doses = columns.filter(
    ({ field }) => field === 'doseDate' || field === 'doseVaccine' || field === 'doseLot',
  );
  const dosed = doses.some(({ column }) => data.some((row) => text(row, column) !== ''));
  const nationalForm =
    fields.has('communeCode') &&
    fields.has('doseVaccine') &&
    (fields.has('priorityGroup') || fields.has('bhyt'));
  return {
    sheet: sheet.name,
    sheetIndex: sheet.index,
    isList: named && support >= 1 && data.length > 0,
    kind: dosed ? 'injections' : 'residents',
    nationalForm: nationalForm || headers.some((header) => /0: ?nam.*1: ?nu/.test(foldText(header))),
    headerRows: headerRows.map(({ row }) => row),
    firstDataRow: last + 1,
    columns,
    asOf: titleDate(title),
    hamlet: readHamlet(sheet.name.replace(/_/g, ' ')) ?? soleHamlet(title),
    source: /cong an/.test(folded)
      ? 'police'
      : /tram y te|benh vien|trung tam y te|tiem chung|so y te|mui \d/.test(folded)
        ? 'health'
        : /\bubnd\b|uy ban nhan dan/.test(folded)
          ? 'commune'
          : null,
    unitText: titleUnit(title),
    districtText:
      /((?:thành phố|thị xã|huyện|quận)\s+[\p{L}][\p{L}\s'-]{0,30}?)(?=\s*(?:$|[|\n,(:;–-]))/iu
        .exec(title)?.[1]
        ?.replace(/\s+/g, ' ') ?? null,
    residenceKind: /vang lai/.test(folded)
      ? 'transient'
      : /tam tru/.test(folded) && !/thuong tru|cu tru/.test(folded)
        ? 'temporary'
        : /tam vang/.test(folded) && !/tam tru|thuong tru/.test(folded)
          ? 'absent'
          : null,
    encoding,
    signature: signatureOf(headers, columns),
  };
}

/** The header's own words: not the answer column that a hand-back added, nor where the sheet's formatting ends. */
function signatureOf(headers: readonly string[], columns: readonly ColumnMeaning[]): string {
  const answers = new Set(columns.flatMap(({ field, column }) => (field === 'result' ? [column] : [])));
  const words = headers.map((header, column) => (answers.has(column) ? '' : foldText(header)));
  return createHash('sha256').update(words.join('|').replace(/\|+$/, '')).digest('hex').slice(0, 32);
}

/** Replaces the meaning of columns by what the user said. */
export const applyCorrection = (layout: SheetLayout, columns: readonly ColumnMeaning[]): SheetLayout => ({
  ...layout,
  columns,
  isList: columns.some(({ field }) => field === 'name' || field === 'givenName'),
  kind: columns.some(({ field }) => field === 'doseDate' || field === 'doseVaccine')
    ? 'injections'
    : 'residents',
});

function findHeader(
  head: readonly SheetRow[],
  merges: readonly MergedRange[],
  text: (row: SheetRow, column: number) => string,
): SheetRow[] {
  let best: { index: number; score: number } | null = null;
  head.slice(0, HEADER_WITHIN).forEach((row, index) => {
    const fields = new Set<Field>();
    let filled = 0;
    row.cells.forEach((_, column) => {
      const value = text(row, column);
      if (value === '') return;
      filled++;
      const field = fieldOfHeader(foldText(value));
      if (field !== null && value.length <= 120) fields.add(field);
    });
    const named = fields.has('name') || fields.has('givenName') || fields.has('familyName');
    const score = fields.size + (named ? 2 : 0) - (filled - fields.size) * 0.3;
    if (named && fields.size >= 2 && (best === null || score > best.score + 1)) best = { index, score };
  });
  if (best === null) return [];
  const found: { index: number } = best;
  const rows = [head[found.index]!];
  const top = rows[0]!;
  // Header cells merged downwards, or groups merged across, continue in the rows below; a numbering row closes the header.
  const depth = Math.max(
    top.row,
    ...merges.filter((m) => m.firstRow === top.row && m.lastRow - m.firstRow < 4).map((m) => m.lastRow),
  );
  for (const row of head.slice(found.index + 1, found.index + 5)) {
    const values = row.cells.map((_, column) => text(row, column)).filter((value) => value !== '');
    const numbering =
      values.length >= 3 &&
      values.every((value) => /^\(?\d{1,2}\)?$|^\(?[a-zA-Z]\)?$/.test(value)) &&
      values.filter((value) => /\d/.test(value)).length >= 3 &&
      ascending(values);
    const below =
      values.length > 0 &&
      values.every(
        (value) =>
          /^(nam|nu|ngay|thang|nam sinh)$/.test(foldText(value)) ||
          fieldOfHeader(foldText(value)) !== null ||
          doseOfHeader(foldText(value)) !== null,
      );
    if (row.row <= depth || numbering || below) rows.push(row);
    else break;
    if (numbering) break;
  }
  // A group row above ("Mũi 1" over date and lot) belongs to the header too.
  const above = head[found.index - 1];
  if (
    above !== undefined &&
    above.row === top.row - 1 &&
    merges.some(
      (m) =>
        m.firstRow === above.row &&
        m.lastColumn > m.firstColumn &&
        m.lastColumn - m.firstColumn < 10 &&
        doseOfHeader(foldText(text(above, m.firstColumn))) !== null,
    )
  )
    rows.unshift(above);
  return rows;
}

function ascending(values: readonly string[]): boolean {
  const numbers = values.flatMap((value) => (/\d/.test(value) ? [Number(value.replace(/\D/g, ''))] : []));
  return numbers.every((number, i) => i === 0 || number === numbers[i - 1]! + 1);
}

/** The words over a column: its own, and those of groups merged across it. */
function headerText(
  rows: readonly SheetRow[],
  merges: readonly MergedRange[],
  column: number,
  text: (row: SheetRow, column: number) => string,
): string {
  const parts: string[] = [];
  for (const row of rows) {
    let value = text(row, column);
    if (value === '') {
      const group = merges.find(
        (m) => m.firstRow === row.row && m.firstColumn <= column && column <= m.lastColumn,
      );
      if (group !== undefined) value = text(row, group.firstColumn);
    }
    if (value !== '' && !/^\(?\d{1,2}\)?$/.test(value) && parts.at(-1) !== value) parts.push(value);
  }
  return parts.join(' / ');
}

type Sample = (row: SheetRow, column: number) => string;

const share = (
  data: readonly SheetRow[],
  column: number,
  text: Sample,
  test: (value: string) => boolean,
): number => {
  const values = data.map((row) => text(row, column)).filter((value) => value !== '');
  return values.length === 0 ? 0 : values.filter(test).length / values.length;
};
const dateLike = (value: string): boolean =>
  /^\d{1,2}[/.\- ]\d{1,2}[/.\- ]\d{2,4}$|^(19|20)\d{2}$|^\d{5}$/.test(value.trim());

function nameColumns(headers: readonly string[], data: readonly SheetRow[], text: Sample): ColumnMeaning[] {
  const own = headers.map((header) => foldText(header.split(' / ').at(-1)!));
  const whole = headers.map(foldText);
  const columns: ColumnMeaning[] = [];
  const hasNu = (column: number): boolean => [column - 1, column + 1].some((i) => own[i] === 'nu');
  const family = whole.some((header, i) => fieldOfHeader(own[i]!) === 'familyName' && header !== '');
  headers.forEach((header, column) => {
    if (header === '') return;
    const name = own[column]!;
    const group = whole[column]!.slice(0, whole[column]!.lastIndexOf(' / '));
    let field = fieldOfHeader(name);
    if (field === null || (field === 'ignore' && group !== ''))
      field = fieldOfHeader(whole[column]!) ?? field;
    if (name === 'nu' || (name === 'nam' && hasNu(column))) {
      const dates = share(data, column, text, dateLike);
      field =
        dates > 0.5
          ? name === 'nu'
            ? 'birthDateFemale'
            : 'birthDateMale'
          : name === 'nu'
            ? 'sexFemale'
            : 'sexMale';
    } else if (name === 'ngay' || name === 'ngay sinh')
      field =
        own[column + 1] === 'thang' || own[column + 1] === 'thang sinh' ? 'birthDay' : (field ?? 'birthDate');
    else if (name === 'thang' || name === 'thang sinh') field = 'birthMonth';
    else if (
      (name === 'nam' || name === 'nam sinh') &&
      ['thang', 'thang sinh'].includes(own[column - 1] ?? '')
    )
      field = 'birthYear';
    if (field === 'givenName' && !family) field = 'name';
    // "Họ tên" beside an empty header: the given name stands in the next column.
    const dose = doseOfHeader(whole[column]!);
    if (
      dose !== null &&
      field !== 'doseNumber' &&
      (field === null || field === 'doseVaccine' || field === 'ignore')
    ) {
      const dates = share(data, column, text, dateLike);
      if (dates > 0.5 && !/vac|vx/.test(name)) field = 'doseDate';
      else if (field === null)
        field =
          share(data, column, text, (value) => MARKS.test(foldText(value))) > 0.5
            ? 'doseMark'
            : 'doseVaccine';
    }
    if (field === null) return;
    columns.push({
      column,
      field,
      dose: field.startsWith('dose') ? (dose?.dose ?? null) : null,
      header,
      confidence: confidence(field, column, data, text),
    });
  });
  const familyColumn = columns.find(
    ({ field }) => field === 'name' && headers[columns.length] === '',
  )?.column;
  const split = splitName(columns, headers, data, text) ?? familyColumn;
  return split === undefined ? columns : columns;
}

/** "Họ và tên" merged over two columns: family and middle name in the first, given name in the second. */
function splitName(
  columns: ColumnMeaning[],
  headers: readonly string[],
  data: readonly SheetRow[],
  text: Sample,
): number | undefined {
  const names = columns.filter(({ field }) => field === 'name');
  const first = names[0];
  if (first === undefined) return undefined;
  const next = columns.find(({ column, field }) => column === first.column + 1 && field === 'name');
  const oneWord = (column: number): number =>
    share(data, column, text, (value) => !/\s/.test(value.trim()) && /^\p{Lu}/u.test(value.trim()));
  const bare =
    headers[first.column + 1] === '' &&
    oneWord(first.column + 1) > 0.9 &&
    data.some((row) => text(row, first.column + 1) !== '');
  if ((next !== undefined && headers[next.column] === headers[first.column]) || bare) {
    const at = columns.indexOf(first);
    columns[at] = { ...first, field: 'familyName' };
    const given: ColumnMeaning = {
      column: first.column + 1,
      field: 'givenName',
      dose: null,
      header: first.header,
      confidence: 0.9,
    };
    if (next === undefined) columns.splice(at + 1, 0, given);
    else columns[columns.indexOf(next)] = given;
    return first.column;
  }
  return undefined;
}

/** How well the values fit what the header says. */
function confidence(field: Field, column: number, data: readonly SheetRow[], text: Sample): number {
  if (field === 'name') return share(data, column, text, looksLikePersonName);
  if (field === 'birthDate' || field === 'doseDate')
    return Math.max(0.3, share(data, column, text, dateLike));
  if (field === 'id' || field === 'cccd' || field === 'cmnd')
    return Math.max(
      0.3,
      share(data, column, text, (value) => /\d{8,12}/.test(value.replace(/\s/g, ''))),
    );
  return 0.8;
}

/** A list without a header: the values alone decide. */
function guessColumns(width: number, data: readonly SheetRow[], text: Sample): ColumnMeaning[] {
  const columns: ColumnMeaning[] = [];
  const used = new Set<Field>();
  const claim = (column: number, field: Field, fit: number): void => {
    if (used.has(field)) return;
    used.add(field);
    columns.push({ column, field, dose: null, header: '', confidence: fit });
  };
  for (let column = 0; column < width; column++) {
    const fit = (test: (value: string) => boolean): number => share(data, column, text, test);
    const digits = (value: string): string => value.replace(/[\s.'-]/g, '');
    if (column === 0 && fit((value) => /^\d{1,5}$/.test(value)) > 0.8) claim(column, 'ordinal', 0.8);
    else if (fit((value) => RESULT_MARK.test(value)) > 0.9) claim(column, 'result', 1);
    else if (fit((value) => looksLikePersonName(value) && / /.test(value)) > 0.8) claim(column, 'name', 0.8);
    else if (fit((value) => /^(nam|nu)$/.test(foldText(value))) > 0.8) claim(column, 'sex', 0.9);
    else if (
      fit((value) => /^\d{9}$|^\d{11,12}$/.test(digits(value)) && !/^0[35789]\d{8}$/.test(digits(value))) >
      0.6
    )
      claim(column, 'id', 0.7);
    else if (fit((value) => /^0?[35789]\d{8}$/.test(digits(value))) > 0.6) claim(column, 'phone', 0.7);
    else if (fit(dateLike) > 0.7) claim(column, 'birthDate', 0.6);
    else if (fit((value) => /khu|thon|duong|so \d|to \d/.test(foldText(value))) > 0.6)
      claim(column, 'address', 0.5);
  }
  return columns;
}

const hasPerson = (columns: readonly ColumnMeaning[], row: number, data: readonly SheetRow[]): boolean => {
  const name = columns.find(({ field }) => field === 'name');
  const found = data.find((one) => one.row === row);
  return (
    name !== undefined &&
    found !== undefined &&
    looksLikePersonName(cellText(found.cells[name.column]) ?? '') &&
    found.cells.filter((cell) => cell !== null).length > 2
  );
};

function titleDate(title: string): string | null {
  const folded = foldText(title);
  const words = /ngay (\d{1,2}) thang (\d{1,2}) nam (\d{4})/.exec(folded);
  const short =
    /(?:den|ngay|tinh)[^\d\n]{0,20}(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})/.exec(folded) ??
    /(?<!thang )\b(\d{1,2})[/.-](\d{1,2})[/.-](20\d{2})\b/.exec(folded);
  const found = words ?? short;
  return found === null ? null : makeDate(Number(found[3]), Number(found[2]), Number(found[1]));
}

function soleHamlet(title: string): string | null {
  const found = new Set(title.split('\n').flatMap((line) => readHamlet(line) ?? []));
  return found.size === 1 ? [...found][0]! : null;
}

function titleUnit(title: string): string | null {
  const match =
    /(?:^|[\s|])((?:phường|xã(?!\s+hội)|thị trấn|đặc khu)\s+[\p{L}\d][\p{L}\d\s'-]{0,40}?)(?=\s*(?:$|[|\n,(:;–-]|tính|năm|ngày|số|tháng))/iu.exec(
      title,
    );
  return match?.[1]?.replace(/\s+/g, ' ').trim() ?? null;
}
