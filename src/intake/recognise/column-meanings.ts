/** What the columns of a list mean: proposed from the words of the header, checked against the values below. Pure. */
import { foldText } from '../../kernel/vietnamese-text.ts';
import type { ColumnMeaning, Field } from '../layout.ts';
import { guessField } from './guess-columns.ts';
import { doseOfHeader, fieldOfHeader } from './header-words.ts';
import {
  isAge,
  isDate,
  isFullDate,
  isIdentifier,
  isMark,
  isOneWord,
  isPersonName,
  isPhone,
  isVaccine,
  isVietnameseName,
  type Samples,
} from './samples.ts';

/** Fields of which a row has one: a second column under the same word is something else. */
const ONCE: readonly Field[] = [
  'name',
  'familyName',
  'givenName',
  'ordinal',
  'sex',
  'residenceKind',
  'result',
];

/** Short words that mean a dose's own day, lot or place below "Mũi 1". */
const DOSE_WORDS: readonly (readonly [RegExp, Field])[] = [
  [/^(ngay|thoi gian|ngay thang|date)( nam)?$/, 'doseDate'],
  [/^(lo|so lo)$/, 'doseLot'],
  [/^(noi|dia diem|co so|diem|don vi)$/, 'dosePlace'],
  [/^(ten|loai|ten vx|loai vx|ten thuoc|thuoc)$/, 'doseVaccine'],
];

/** The meaning of each column that has one, by column. `headers` holds the words over each column, groups first, joined by " / ". */
export function columnMeanings(headers: readonly string[], samples: Samples): ColumnMeaning[] {
  const own = headers.map((header) => foldText(header.split(' / ').at(-1)!));
  const whole = headers.map(foldText);
  const columns: ColumnMeaning[] = [];
  headers.forEach((header, column) => {
    if (header === '') return;
    const dose = doseOfHeader(own[column]!) ?? doseOfHeader(whole[column]!);
    let field = fieldOfWords(own, whole, column);
    field = bySiblings(field, own, whole, column, samples);
    if (dose !== null) field = DOSE_WORDS.find(([words]) => words.test(own[column]!))?.[1] ?? field;
    field = byValues(field, own[column]!, dose !== null, column, samples);
    if (field === null) return;
    columns.push({
      column,
      field,
      dose: field.startsWith('dose') ? (dose?.dose ?? null) : null,
      header,
      confidence: confidence(field, column, samples),
    });
  });
  return numberRepeatedDoses(
    withUnnamed(
      withName(splitName(withoutRepeats(columns), headers, samples), headers, samples),
      headers,
      samples,
    ),
  );
}

function fieldOfWords(own: readonly string[], whole: readonly string[], column: number): Field | null {
  const field = fieldOfHeader(own[column]!);
  const grouped = whole[column] !== own[column];
  if (field !== null && !(field === 'ignore' && grouped)) return field;
  const byGroup = grouped ? fieldOfHeader(whole[column]!) : null;
  // "Nhóm tuổi" over "<12", "12–17" … counts people; it is nobody's age.
  return byGroup === 'age' && /\d|duoi|tren/.test(own[column]!) ? 'ignore' : (byGroup ?? field);
}

/** Nam / Nữ, Ngày / Tháng / Năm, Họ / Tên: words that only their neighbours explain. */
function bySiblings(
  field: Field | null,
  own: readonly string[],
  whole: readonly string[],
  column: number,
  samples: Samples,
): Field | null {
  const name = own[column]!;
  const left = own[column - 1] ?? '';
  const right = own[column + 1] ?? '';
  if ((name === 'nam' || name === 'nam sinh') && /^thang/.test(left)) return 'birthYear';
  const woman = /^(nu|gioi tinh nu|nu gioi)$/.test(name);
  const man = /^(nam|gioi tinh nam|nam gioi)$/.test(name);
  if (woman || (man && (left === 'nu' || right === 'nu' || samples.share(column, isMark) > 0.5))) {
    if (samples.share(column, isDate) > 0.5) return woman ? 'birthDateFemale' : 'birthDateMale';
    if (/\btuoi\b/.test(whole[column]!) && samples.share(column, isAge) > 0.5)
      return woman ? 'ageFemale' : 'ageMale';
    return woman ? 'sexFemale' : 'sexMale';
  }
  if (name === 'ho' && /^ten/.test(right)) return 'familyName';
  if (name === 'ngay' || name === 'ngay sinh')
    return /^thang/.test(right) ? 'birthDay' : (field ?? 'birthDate');
  if (name === 'thang' || name === 'thang sinh') return 'birthMonth';
  const hasFamily = own.some(
    (header) =>
      fieldOfHeader(header) === 'familyName' || (header === 'ho' && own.some((h) => /^ten/.test(h))),
  );
  return field === 'givenName' && !hasFamily ? 'name' : field;
}

/** Where the values contradict the words, the values are right. */
function byValues(
  field: Field | null,
  own: string,
  dosed: boolean,
  column: number,
  samples: Samples,
): Field | null {
  const share = (test: (text: string) => boolean): number => samples.share(column, test);
  if (dosed && (field === null || field === 'doseVaccine' || field === 'doseNumber' || field === 'ignore')) {
    const said = /vac|vx/.test(own) || field === 'doseNumber';
    if (!said && share(isDate) > 0.5) return 'doseDate';
    if (field === 'doseNumber' && share((text) => /^\D*\d\D*$/.test(text)) > 0.5) return field;
    if (field === null || field === 'doseNumber') return share(isMark) > 0.5 ? 'doseMark' : 'doseVaccine';
  }
  if (
    (field === 'registeredAddress' || field === 'currentAddress' || field === 'residenceKind') &&
    share(isMark) > 0.8
  )
    return field === 'residenceKind' ? field : 'residenceMark';
  if (field === 'birthDate' && /tuoi/.test(own) && share(isAge) > 0.5) return 'age';
  if (field === 'age' && share(isDate) > 0.5) return 'birthDate';
  if (field === 'headName') return field;
  if (field === 'phone' && share(isPhone) < 0.1 && share(isIdentifier) > 0.6) return 'id';
  if (
    (field === 'id' || field === 'cccd' || field === 'cmnd') &&
    share(isIdentifier) < 0.1 &&
    share(isPhone) > 0.6
  )
    return 'phone';
  return field;
}

/** The same word over two columns: the second set of Vaccine, Date, Lot … is the next dose. */
function numberRepeatedDoses(columns: readonly ColumnMeaning[]): ColumnMeaning[] {
  const seen = new Map<Field, number>();
  const times = new Map<Field, number>();
  for (const { field, dose } of columns)
    if (field.startsWith('dose') && dose === null) times.set(field, (times.get(field) ?? 0) + 1);
  return columns.map((column) => {
    if ((times.get(column.field) ?? 0) < 2 || column.dose !== null) return column;
    const nth = (seen.get(column.field) ?? 0) + 1;
    seen.set(column.field, nth);
    return { ...column, dose: nth };
  });
}

function withoutRepeats(columns: readonly ColumnMeaning[]): ColumnMeaning[] {
  const seen = new Set<Field>();
  const hamlets = columns.filter(({ field }) => field === 'hamlet').length;
  return columns.map((column, i) => {
    // Beside the khu phố, the tổ is a part of the address.
    if (hamlets > 1 && column.field === 'hamlet' && foldText(column.header) === 'to')
      return { ...column, field: 'ignore' as const };
    const { field } = column;
    const pair =
      field === 'name' && columns[i - 1]?.field === 'name' && columns[i - 1]?.column === column.column - 1;
    const again = ONCE.includes(field) && seen.has(field) && !pair;
    seen.add(field);
    return again ? { ...column, field: 'ignore' as const } : column;
  });
}

/** "Họ và tên" over two columns: family and middle name in the first, given name in the second. */
function splitName(
  columns: readonly ColumnMeaning[],
  headers: readonly string[],
  samples: Samples,
): ColumnMeaning[] {
  const first = columns.find(({ field }) => field === 'name');
  if (first === undefined) return [...columns];
  const at = first.column + 1;
  const next = columns.find(({ column }) => column === at);
  const sameWords = next?.field === 'name' && headers[at] === headers[first.column];
  const bare = (headers[at] ?? '') === '' && samples.share(at, isOneWord) > 0.9;
  const given = next?.field === 'name' && samples.share(at, isOneWord) > 0.9;
  const others = columns.filter(({ column }) => column !== first.column && column !== at);
  if (!sameWords && !bare && !given)
    return next?.field === 'name'
      ? [...others, first, { ...next, field: 'ignore' as const }].sort(byColumn)
      : [...columns];
  return [
    ...others,
    { ...first, field: 'familyName' as const },
    { column: at, field: 'givenName' as const, dose: null, header: first.header, confidence: 0.9 },
  ].sort(byColumn);
}

const byColumn = (a: ColumnMeaning, b: ColumnMeaning): number => a.column - b.column;

/** A list must say who: where no header does, or the named column holds no names, the column of names is found by its values. */
function withName(
  columns: readonly ColumnMeaning[],
  headers: readonly string[],
  samples: Samples,
): ColumnMeaning[] {
  if (columns.some(({ field }) => field === 'familyName' || field === 'givenName')) return [...columns];
  const named = columns.find(({ field }) => field === 'name');
  if (named !== undefined && samples.share(named.column, isPersonName) >= 0.3) return [...columns];
  const free = headers
    .map((_, column) => column)
    .filter((column) => {
      const field = columns.find((one) => one.column === column)?.field;
      return field === undefined || field === 'headName' || field === 'ignore';
    })
    .filter((column) => samples.values(column).length * 2 > samples.rows.length)
    .filter((column) => samples.share(column, isVietnameseName) > 0.7);
  if (free.length !== 1) return [...columns];
  const column = free[0]!;
  return [
    ...columns.filter((one) => one.column !== column && one !== named),
    {
      column,
      field: 'name' as const,
      dose: null,
      header: headers[column]!,
      confidence: samples.share(column, isPersonName),
    },
  ].sort(byColumn);
}

// Told by their values alone, whatever unknown words stand over them.
const UNMISTAKABLE: readonly Field[] = ['sex', 'id', 'phone', 'relation', 'residenceKind'];

/** Columns that have values but no words over them, or words that are not known. */
function withUnnamed(
  columns: readonly ColumnMeaning[],
  headers: readonly string[],
  samples: Samples,
): ColumnMeaning[] {
  const used = new Set(columns.map(({ field }) => field));
  const known = new Set(columns.map(({ column }) => column));
  const found: ColumnMeaning[] = [];
  headers.forEach((header, column) => {
    if (known.has(column)) return;
    const guess = guessField(column, samples, used);
    if (guess === null || (header !== '' && !UNMISTAKABLE.includes(guess.field))) return;
    used.add(guess.field);
    found.push({ column, field: guess.field, dose: null, header, confidence: guess.fit });
  });
  return [...columns, ...found].sort(byColumn);
}

/** How well the values fit what the header says. */
function confidence(field: Field, column: number, samples: Samples): number {
  const floor = (test: (text: string) => boolean): number => Math.max(0.3, samples.share(column, test));
  if (field === 'name') return samples.share(column, isPersonName);
  if (field === 'birthDate') return floor(isDate);
  if (field === 'doseDate') return floor(isFullDate);
  if (field === 'doseVaccine') return floor(isVaccine);
  if (field === 'phone') return floor(isPhone);
  if (field === 'id' || field === 'cccd' || field === 'cmnd')
    return floor((text) => /\d{8,12}/.test(text.replace(/\s/g, '')));
  return 0.8;
}
