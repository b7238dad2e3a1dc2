/** Habits of a list that its words do not tell but its first rows do: codes of sex, order of dates, how households stand. Pure. */
import { readCccd } from '../../kernel/identifiers.ts';
import { looksLikePersonName } from '../../kernel/vietnamese-name.ts';
import { foldText } from '../../kernel/vietnamese-text.ts';
import { readRelation } from '../check/relations.ts';
import type { Sex } from '../claim.ts';
import type { ColumnMeaning, Field, SheetLayout } from '../layout.ts';
import { isAge, isDate, isIdentifier, isMark, isRelation, isSexWord } from './samples.ts';

export type Habits = Pick<
  SheetLayout,
  'nationalForm' | 'sexCodes' | 'monthFirst' | 'numberedHouseholds' | 'householdColumns' | 'headsFirst'
>;
type Rows = readonly (readonly string[])[];

/** Learns from the texts of the first data rows, headings among them. */
export function learnHabits(
  columns: readonly ColumnMeaning[],
  rows: Rows,
  headers: readonly string[],
): Habits {
  const fields = new Set(columns.map(({ field }) => field));
  const nationalForm =
    (fields.has('communeCode') &&
      fields.has('doseVaccine') &&
      (fields.has('priorityGroup') || fields.has('bhyt'))) ||
    headers.some((header) => /0: ?nam.*1: ?nu/.test(foldText(header)));
  return {
    nationalForm,
    sexCodes: sexCodes(columns, rows, nationalForm),
    monthFirst: columns
      .filter(({ field }) => /^(birthDate|doseDate|residenceFrom)/.test(field))
      .filter(({ column }) => isMonthFirst(rows, column))
      .map(({ column }) => column),
    numberedHouseholds: numbersHouseholds(columns, rows),
    householdColumns: writtenOnce(columns, rows),
    headsFirst: standsByHousehold(columns, rows),
  };
}

/** Codes said in the header ("1: Nam, 2: Nữ"), else learnt from CCCDs, relations and the middle names Thị and Văn beside them, else the usual ones. */
function sexCodes(columns: readonly ColumnMeaning[], rows: Rows, nationalForm: boolean): Record<string, Sex> {
  const column = columns.find(({ field }) => field === 'sex');
  if (column === undefined) return {};
  const said: Record<string, Sex> = {};
  const header = foldText(column.header);
  for (const [, code, word] of header.matchAll(/(\w) ?[:=-] ?(nam|nu|male|female)\b/g))
    said[code!] = /^(nam|male)$/.test(word!) ? 'M' : 'F';
  for (const [, word, code] of header.matchAll(/\b(nam|nu|male|female) ?[:=] ?(\d)/g))
    said[code!] ??= /^(nam|male)$/.test(word!) ? 'M' : 'F';
  if (Object.keys(said).length > 0) return said;
  const written = rows
    .map((row) => foldText(row[column.column] ?? ''))
    .filter((code) => code.length === 1 && !isSexWord(code));
  // A subtotal may leave its own digit in this column once or twice.
  const codes = [...new Set(written)].filter(
    (code) => written.filter((one) => one === code).length * 20 >= written.length,
  );
  if (codes.length === 0) return {};
  const usual: Record<string, Sex> = codes.includes('2')
    ? { '1': 'M', '2': 'F' }
    : { '0': 'M', '1': 'F', t: 'M', g: 'F', n: 'M' };
  if (nationalForm) return usual;
  const votes = new Map(codes.map((code) => [code, 0]));
  for (const row of rows) {
    const code = foldText(row[column.column] ?? '');
    if (votes.has(code)) votes.set(code, votes.get(code)! + sexSign(columns, row));
  }
  const [low, high] = [...votes].sort((a, b) => a[1] - b[1]) as [[string, number], [string, number]];
  const told = codes.length === 2 && low[1] <= 0 && high[1] >= 0 && high[1] - low[1] >= 4;
  return told ? { [high[0]]: 'M', [low[0]]: 'F' } : usual;
}

/** What the rest of a row says of the sex: positive for a man, negative for a woman, 0 for nothing. */
function sexSign(columns: readonly ColumnMeaning[], row: readonly string[]): number {
  for (const { column, field } of columns) {
    const text = row[column] ?? '';
    if (field === 'id' || field === 'cccd') {
      const facts = readCccd(text.replace(/\D/g, '').padStart(12, '0'));
      if (facts !== null && /\d{11}/.test(text)) return facts.sex === 'M' ? 1 : -1;
    }
    if (field === 'relation' && /^(vo|me|con dau|ba)$/.test(foldText(text))) return -1;
    if (field === 'relation' && /^(chong|bo|cha|con re|ong)$/.test(foldText(text))) return 1;
    if (field === 'name' || field === 'familyName') {
      const words = foldText(text).split(' ');
      if (words.includes('thi', 1)) return -1;
      if (words.includes('van', 1)) return 1;
    }
  }
  return 0;
}

/** A column of d/m/y has days above 12 in front; one of m/d/y has them in the middle, often and without exception. */
function isMonthFirst(rows: Rows, column: number): boolean {
  let [inFront, inMiddle] = [0, 0];
  for (const row of rows) {
    const match = /^(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}$/.exec((row[column] ?? '').trim());
    if (match === null) continue;
    if (Number(match[1]) > 12) inFront++;
    if (Number(match[2]) > 12) inMiddle++;
  }
  return inMiddle >= 3 && inFront === 0;
}

const TELLING: readonly Field[] = [
  'birthDate',
  'birthDateMale',
  'birthDateFemale',
  'birthYear',
  'age',
  'ageMale',
  'ageFemale',
  'sex',
  'id',
  'cccd',
  'cmnd',
  'sexMale',
  'sexFemale',
  'relation',
];

/** Numbered bare names, each followed by the people of the house: "1 | Nguyễn Văn An", then he again with his dates. */
function numbersHouseholds(columns: readonly ColumnMeaning[], rows: Rows): boolean {
  const at = (field: Field): number => columns.find((one) => one.field === field)?.column ?? -1;
  const ordinal = at('ordinal') < 0 ? at('household') : at('ordinal');
  const name = at('name') < 0 ? at('familyName') : at('name');
  if (ordinal < 0 || name < 0) return false;
  const telling = columns.filter(({ field }) => TELLING.includes(field));
  const facts = rows.map((row) => ({
    number: /^\d{1,5}\.?$/.test((row[ordinal] ?? '').trim()) ? Number.parseInt(row[ordinal]!, 10) : null,
    named: looksLikePersonName(row[name] ?? ''),
    told: telling.some(({ column }) => {
      const text = row[column] ?? '';
      return (
        isDate(text) ||
        isAge(text) ||
        isIdentifier(text) ||
        isSexWord(text) ||
        isMark(text) ||
        isRelation(text)
      );
    }),
  }));
  let [headings, others] = [0, 0];
  facts.forEach((fact, i) => {
    const next = facts[i + 1];
    if (fact.number === null || !fact.named || fact.told || next === undefined) return;
    if (next.told && (next.number === null || next.number === 1)) headings++;
    else others++;
  });
  return headings >= 2 && headings > others * 3;
}

/** Husband or wife right below the head: then people stand by household; sorted by name they would not. */
function standsByHousehold(columns: readonly ColumnMeaning[], rows: Rows): boolean {
  const column = columns.find(({ field }) => field === 'relation')?.column;
  if (column === undefined) return false;
  let [together, apart] = [0, 0];
  rows.forEach((row, i) => {
    if (readRelation(row[column] ?? '') !== 'spouse') return;
    if (readRelation(rows[i - 1]?.[column] ?? '') === 'head') together++;
    else apart++;
  });
  return together >= 2 && together > apart * 3;
}

const OF_HOUSEHOLD: readonly Field[] = ['address', 'currentAddress', 'registeredAddress', 'hamlet'];

/** Addresses filled for the first person of nearly every household and for hardly anybody after. */
function writtenOnce(columns: readonly ColumnMeaning[], rows: Rows): number[] {
  const wide = columns.filter(({ field }) => OF_HOUSEHOLD.includes(field)).map(({ column }) => column);
  const of = (...fields: readonly Field[]): number[] =>
    columns.filter(({ field }) => fields.includes(field)).map(({ column }) => column);
  const [numbers, relations] = [of('household', 'headName'), of('relation')];
  const filled = new Map(wide.map((column) => [column, { first: 0, later: 0 }]));
  let [firsts, laters] = [0, 0];
  let [household, afterHeading] = ['', true];
  for (const row of rows) {
    if (row.filter((text) => text !== '').length < 3) {
      afterHeading = true;
      continue;
    }
    const number = numbers.map((column) => row[column] ?? '').find((text) => text !== '') ?? household;
    const head = relations.some((column) => readRelation(row[column] ?? '') === 'head');
    const first = afterHeading || number !== household || (numbers.length === 0 && head);
    household = number;
    afterHeading = false;
    if (first) firsts++;
    else laters++;
    for (const [column, count] of filled) if ((row[column] ?? '') !== '') count[first ? 'first' : 'later']++;
  }
  return wide.filter((column) => {
    const { first, later } = filled.get(column)!;
    return laters >= 3 && first > firsts * 0.7 && later < laters * 0.15;
  });
}
