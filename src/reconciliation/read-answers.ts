/** Reads a workbook of answers that came back from the police: columns by their headings, rows by their codes. */
import { readBirthDate } from '../intake/check/dates.ts';
import { cellText } from '../intake/check/read.ts';
import { type Cell, columnLetter, type SheetRow, type Workbook } from '../intake/workbook.ts';
import { AppError } from '../kernel/app-error.ts';
import type { Finding } from '../kernel/finding.ts';
import { readPersonCode } from '../kernel/person-code.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { foldText, repairText } from '../kernel/vietnamese-text.ts';
import { sentence } from '../platform/messages.ts';
import type { Answer } from './decide-check.ts';
import { birthText, IDENTITY_FIELDS, type IdentityField } from './identity-fields.ts';
import { SHEET_COLUMNS, type SheetColumn } from './verification-sheet.ts';

/** Rows above the headings that a printed list can have. */
const HEAD_ROWS = 40;

export type AnswerRow = Readonly<{
  sheet: string;
  row: number;
  /** The commune's code before the person's, and the person's in its one spelling. */
  unitCode: string;
  code: string;
  answer: Answer;
  /** Column letters of the four marks: where a refusal is shown. */
  columns: Readonly<Record<IdentityField, string>>;
}>;

export type AnswerSheet = Readonly<{ sheet: string; headingRow: number; rows: readonly number[] }>;

export type ReadAnswers = Readonly<{
  sheets: readonly AnswerSheet[];
  rows: readonly AnswerRow[];
  findings: readonly Finding[];
  /** Rows of people whom nobody has marked yet. */
  blank: number;
}>;

const HEADINGS = new Map<string, SheetColumn>(
  (['vi', 'en'] as const).flatMap((language) =>
    SHEET_COLUMNS.map((column) => [foldText(sentence(language, `verify.sheet.${column}`)), column] as const),
  ),
);

const NEEDED: readonly SheetColumn[] = [
  'code',
  'name',
  'sex',
  'birth',
  'id',
  'name_mark',
  'sex_mark',
  'birth_mark',
  'id_mark',
];

// A bare x or tick could mean either; the sheet asks for Đ or S.
const TRUE = new Set(['d', 'dung', 't', 'true', '✓']);
const FALSE = new Set(['s', 'sai', 'f', 'false', '✗', '✕']);
const UNKNOWN = new Set(['', '?', '-', '–', 'khong ro', 'chua ro', 'k ro']);

/** Reads the answers of every sheet that has the headings. Throws `verify_sheet_unknown` when none has, and the `file_…` errors. */
export async function readAnswers(
  workbook: Workbook,
  fileName: string,
  today: PlainDate,
): Promise<ReadAnswers> {
  const sheets: AnswerSheet[] = [];
  const rows: AnswerRow[] = [];
  const findings: Finding[] = [];
  let blank = 0;
  for (const { index, name } of workbook.sheets) {
    let columns: Map<SheetColumn, number> | null = null;
    let headingRow = 0;
    const people: number[] = [];
    let seen = 0;
    for await (const batch of workbook.rows(index))
      for (const row of batch) {
        if (columns === null) {
          if (++seen > HEAD_ROWS) break;
          columns = headingsOf(row);
          headingRow = row.row;
          continue;
        }
        const read = readRow(name, row, columns, today);
        if (read === null) continue;
        people.push(row.row);
        findings.push(...read.findings);
        if (read.answer === 'blank') blank++;
        else if (read.answer !== null) rows.push(read.answer);
      }
    if (columns !== null) sheets.push({ sheet: name, headingRow, rows: people });
  }
  if (sheets.length === 0) throw new AppError('verify_sheet_unknown', 'invalid', { file: fileName });
  return { sheets, rows, findings, blank };
}

/** The columns of a row of headings; null when the row is none. */
function headingsOf({ cells }: SheetRow): Map<SheetColumn, number> | null {
  const found = new Map<SheetColumn, number>();
  cells.forEach((cell, column) => {
    const heading = HEADINGS.get(foldText(cellText(cell) ?? ''));
    if (heading !== undefined && !found.has(heading)) found.set(heading, column);
  });
  return NEEDED.every((column) => found.has(column)) ? found : null;
}

type RowReading = Readonly<{ answer: AnswerRow | 'blank' | null; findings: readonly Finding[] }>;

/** One row under the headings; null for rows of nobody (blank rows, signatures). */
function readRow(
  sheet: string,
  { row, cells }: SheetRow,
  columns: ReadonlyMap<SheetColumn, number>,
  today: PlainDate,
): RowReading | null {
  const text = (column: SheetColumn): string => {
    const at = columns.get(column);
    return at === undefined ? '' : repairText(cellText(cells[at]) ?? '');
  };
  const letter = (column: SheetColumn): string => columnLetter(columns.get(column) ?? 0);
  const findings: Finding[] = [];
  const find = (code: string, column: SheetColumn): void =>
    void findings.push({
      sheet,
      row,
      column: letter(column),
      code,
      severity: 'error',
      params: {},
      cell: text(column) || null,
      suggestion: null,
    });
  if (text('code') === '' && (text('birth') === '' || text('name') === '')) return null;

  const [, unitCode = '', code = ''] = /^\s*(\d{2,5})\s*[·.:/|-]\s*(.+)$/.exec(text('code')) ?? [];
  const person = readPersonCode(code);
  if (person === null) find('verify_code_unreadable', 'code');

  const marks = {} as Record<IdentityField, boolean | null>;
  const right: Partial<Record<IdentityField, string>> = {};
  for (const field of IDENTITY_FIELDS) {
    const said = foldText(text(`${field}_mark`));
    if (TRUE.has(said)) marks[field] = true;
    else if (FALSE.has(said)) marks[field] = false;
    else {
      marks[field] = null;
      if (!UNKNOWN.has(said)) find('verify_answer_unreadable', `${field}_mark`);
    }
    if (field === 'sex' || text(`${field}_right`) === '') continue;
    const value =
      field === 'birth' ? rightBirth(cells[columns.get('birth_right')!], today) : text(`${field}_right`);
    if (value === null) find('verify_right_unreadable', 'birth_right');
    else {
      right[field] = value;
      // Whoever writes what is right says that what stands there is wrong.
      marks[field] ??= false;
    }
  }
  if (findings.length > 0) return { answer: null, findings };
  if (IDENTITY_FIELDS.every((field) => marks[field] === null)) return { answer: 'blank', findings };
  const shownSex = foldText(text('sex'));
  return {
    findings,
    answer: {
      sheet,
      row,
      unitCode,
      code: person!,
      columns: {
        name: letter('name_mark'),
        sex: letter('sex_mark'),
        birth: letter('birth_mark'),
        id: letter('id_mark'),
      },
      answer: {
        shown: {
          name: text('name') || null,
          sex: shownSex === '' ? null : ['nu', 'female', 'f'].includes(shownSex) ? 'F' : 'M',
          birth: shownText(text('birth')),
          id: text('id') || null,
        },
        marks,
        right,
      },
    },
  };
}

/** The right birth date; null when the calendar has no such day, for then it is not what the database shows. */
function rightBirth(cell: Cell | undefined, today: PlainDate): string | null {
  const { value, notes } = readBirthDate(cell, { asOf: today });
  return notes.some(({ severity }) => severity === 'error') ? null : birthText(value);
}

/** `01/02/1980` as `1980-02-01`, `1980` as it is: the birth date that the sheet showed. */
const shownText = (text: string): string | null =>
  text === ''
    ? null
    : text
        .split('/')
        .map((part) => part.padStart(2, '0'))
        .reverse()
        .join('-');
