/** Which rows are the header of a list, and the words that stand over each column. */
import { foldText } from '../../kernel/vietnamese-text.ts';
import type { Field } from '../layout.ts';
import type { MergedRange, SheetRow } from '../workbook.ts';
import { doseOfHeader, fieldOfHeader } from './header-words.ts';

/** Text of a cell, repaired; empty for an empty one. */
export type CellReader = (row: SheetRow, column: number) => string;

const HEADER_WITHIN = 60;
const DEEPEST = 4;
// Words of groups over several columns, which are no field of their own.
const GROUP =
  /thong tin|tiem chung|^tiem\b|noi o|dia chi|nam sinh|ngay sinh|gioi tinh|^tuoi$|do tuoi|nhom tuoi|giay to|cu tru/;
const LETTERHEAD =
  /cong hoa|doc lap|ubnd|uy ban|danh sach|cong an|tram y te|trung tam|benh vien|bieu\b|phu luc/;
const SUBHEAD =
  /^(nam|nu|ngay|thang|nam sinh|so|ma|ten|[<>≥≤]?=? ?\d{1,2}( ?- ?\d{1,2})?( tuoi)?|duoi \d+|tren \d+)$/;

/** Is this a word of a header, of a field or of a group under one? */
export function isHeaderWord(text: string): boolean {
  const folded = foldText(text);
  return SUBHEAD.test(folded) || fieldOfHeader(folded) !== null || doseOfHeader(folded) !== null;
}

/** The fields that the words of one row mean, each once; `filled` counts its cells. */
export function headerFields(row: SheetRow, text: CellReader): { fields: Set<Field>; filled: number } {
  const fields = new Set<Field>();
  let filled = 0;
  row.cells.forEach((cell, column) => {
    if (cell === null) return;
    const value = text(row, column);
    if (value === '') return;
    filled++;
    const field = value.length > 120 ? null : fieldOfHeader(foldText(value));
    if (field !== null) fields.add(field);
  });
  return { fields, filled };
}

const namesPeople = (fields: ReadonlySet<Field>): boolean =>
  fields.has('name') || fields.has('givenName') || fields.has('familyName') || fields.has('headName');

/** A row of running column numbers under the header: (1), (2), (3) … or A, B, 1, 2. */
export function isNumbering(values: readonly string[]): boolean {
  return (
    values.length >= 3 &&
    values.every((value) => /^\(?\d{1,2}\)?$|^\(?[a-zA-Z]\)?$/.test(value)) &&
    values.filter((value) => /\d/.test(value)).length >= 3 &&
    ascending(values)
  );
}

function ascending(values: readonly string[]): boolean {
  const numbers = values.flatMap((value) => (/\d/.test(value) ? [Number(value.replace(/\D/g, ''))] : []));
  return numbers.every((number, i) => i === 0 || number === numbers[i - 1]! + 1);
}

/** The header rows of a list among the first rows of its sheet, from the top; empty when there is none. */
export function findHeader(
  head: readonly SheetRow[],
  merges: readonly MergedRange[],
  text: CellReader,
): SheetRow[] {
  let best: { index: number; score: number } | null = null;
  head.slice(0, HEADER_WITHIN).forEach((row, index) => {
    const { fields, filled } = headerFields(row, text);
    const named = namesPeople(fields);
    const score = fields.size + (named ? 2 : 0) - (filled - fields.size) * 0.3;
    if (named && fields.size >= 2 && (best === null || score > best.score + 1)) best = { index, score };
  });
  if (best === null) return [];
  const { index }: { index: number } = best;
  const rows = [head[index]!, ...rowsBelow(head, index, merges, text)];
  for (let i = index - 1; i >= Math.max(0, index - 2); i--) {
    if (head[i]!.row !== rows[0]!.row - 1 || !isGroupRow(head[i]!, merges, text)) break;
    rows.unshift(head[i]!);
  }
  return rows;
}

/** Header cells merged downwards, or groups merged across, continue in the rows below; a numbering row closes the header. */
function rowsBelow(
  head: readonly SheetRow[],
  index: number,
  merges: readonly MergedRange[],
  text: CellReader,
): SheetRow[] {
  const top = head[index]!;
  const rows: SheetRow[] = [];
  const depth = Math.max(
    top.row,
    ...merges.filter((m) => m.firstRow === top.row && m.lastRow - m.firstRow < DEEPEST).map((m) => m.lastRow),
  );
  const nameColumn = top.cells.findIndex((_, column) => namesPeople(new Set(fieldOf(text(top, column)))));
  for (const row of head.slice(index + 1, index + 1 + DEEPEST)) {
    const values = row.cells.map((_, column) => text(row, column)).filter((value) => value !== '');
    const numbering = isNumbering(values);
    const known = values.filter(isHeaderWord).length;
    // Sub-headings never stand under the name; of their words most are known, and none is a date or number of a person.
    const below =
      values.length > 1 &&
      !values.some((value) => /\d{3}|\d[/.-]\d+[/.-]/.test(value)) &&
      (known === values.length || (known * 2 >= values.length && text(row, nameColumn) === ''));
    if (row.row <= depth || numbering || below) rows.push(row);
    else break;
    if (numbering) break;
  }
  return rows;
}

const fieldOf = (value: string): Field[] => {
  const field = fieldOfHeader(foldText(value));
  return field === null ? [] : [field];
};

/** A row of group words ("Mũi 1", "Thông tin tiêm chủng") over the header, not the letterhead or title of the list. */
function isGroupRow(row: SheetRow, merges: readonly MergedRange[], text: CellReader): boolean {
  const values = row.cells.map((_, column) => foldText(text(row, column))).filter((value) => value !== '');
  const width = row.cells.length;
  const across = merges.some((m) => m.firstRow === row.row && m.firstColumn === 0 && m.lastColumn >= width);
  return (
    values.length > 0 &&
    !(across && values.length === 1) &&
    values.every((value) => value.length <= 60 && !LETTERHEAD.test(value)) &&
    values.some(
      (value) =>
        doseOfHeader(value) !== null ||
        (values.length > 1 && (GROUP.test(value) || fieldOfHeader(value) !== null)),
    ) &&
    // One text alone above is a group only where it says the dose and stands to the right of the names.
    (values.length > 1 || text(row, 0) === '')
  );
}

/** The words over each column: its own, and those of groups that stretch across it, joined by " / " from the top. */
export function headerTexts(
  rows: readonly SheetRow[],
  merges: readonly MergedRange[],
  width: number,
  text: CellReader,
): string[] {
  const last = rows.findLast((row) => !isNumbering(row.cells.map((_, c) => text(row, c)).filter(Boolean)));
  return Array.from({ length: width }, (_, column) => {
    const parts: string[] = [];
    for (const row of rows) {
      let value = text(row, column);
      if (value === '') value = groupOver(row, column, merges, text, row === last ? undefined : last);
      if (value !== '' && !/^\(?\d{1,2}\)?$/.test(value) && parts.at(-1) !== value) parts.push(value);
    }
    return parts.join(' / ');
  });
}

/** The group a column belongs to: by a merged range, or, where merges were lost, the nearest words to the left that have words below. */
function groupOver(
  row: SheetRow,
  column: number,
  merges: readonly MergedRange[],
  text: CellReader,
  below: SheetRow | undefined,
): string {
  const group = merges.find(
    (m) => m.firstRow === row.row && m.firstColumn <= column && column <= m.lastColumn,
  );
  if (group !== undefined) return text(row, group.firstColumn);
  if (below === undefined || text(below, column) === '') return '';
  for (let left = column - 1; left >= 0; left--) {
    if (
      merges.some(
        (m) => m.firstRow <= row.row && row.row <= m.lastRow && m.firstColumn <= left && left <= m.lastColumn,
      )
    )
      return '';
    if (text(below, left) === '') return '';
    if (text(row, left) !== '') return text(row, left);
  }
  return '';
}
