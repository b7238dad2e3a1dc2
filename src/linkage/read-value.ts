/** A cell as written → the forms in which two cells are compared. Pure; never fails: what cannot be read is missing. */
import { isRegistrationProvince, readCccd, readPhoneNumber } from '../kernel/identifiers.ts';
import { parseName } from '../kernel/vietnamese-name.ts';
import { foldText, repairText } from '../kernel/vietnamese-text.ts';
import type { FieldKind } from './schema.ts';

export type ReadValue = Readonly<{
  /** Two cells with one text are the same value. */
  text: string;
  /** What survives bad spelling: frequency, near comparison and blocking go by this. */
  key: string;
  words: readonly string[];
  /** Dates: yyyymmdd with 00 for what is not known; others 0. */
  number: number;
  flags: number;
}>;

/** Written with accents, so that other accents are another name. */
export const ACCENTED = 1;
/** A CCCD as it was issued: twelve digits, known place of registration, possible year. */
export const VALID_CCCD = 2;
/** A full date on 1 January, which is often only a year. */
export const PLACEHOLDER = 4;

const NOTHING = /^(|[-–.?*]+|null|none|nan|n\/a|na|unknown|khong|khong co|khong ro|chua co|ko|chua ro)$/;

// Rulers' names were avoided: one family, two spellings by region.
const SPELLED_ALIKE = new Map([
  ['huynh', 'hoang'],
  ['vo', 'vu'],
  ['phuoc', 'phuc'],
  ['chau', 'chu'],
  ['canh', 'kinh'],
]);

/** Digits, or lower-case words with digits in them: nothing to repair, and not a word for nothing. */
const CLEAN = /^(?:\d[\d-]*|[a-z0-9]*\d[a-z0-9]*(?: [a-z0-9]+)*)$/;

const NO_WORDS: readonly string[] = [];

export type DateOrder = 'day_first' | 'month_first';
const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

/** A name counts with so many words. */
export const MOST_WORDS = 8;

/** The one spelling of a family name that has several. */
export const spelledAs = (word: string): string => SPELLED_ALIKE.get(word) ?? word;

function readName(raw: string): ReadValue | null {
  const parsed = parseName(raw);
  const key = parsed.key.replaceAll(',', ' ').replace(/\s+/g, ' ').trim();
  if (key === '') return null;
  const words = key.split(' ');
  if (words.length > 1) words[0] = spelledAs(words[0]!);
  return {
    text: parsed.toneKey,
    key,
    words: words.slice(0, MOST_WORDS),
    number: 0,
    flags: /[^\x20-\x7e]/.test(parsed.name) ? ACCENTED : 0,
  };
}

function readText(raw: string): ReadValue | null {
  const key = /^[a-z0-9]+(?: [a-z0-9]+)*$/.test(raw)
    ? raw
    : foldText(raw)
        .replace(/[^\p{L}\p{N}@]+/gu, ' ')
        .trim();
  if (key === '') return null;
  return { text: key, key, words: key.split(' ').slice(0, 12), number: 0, flags: 0 };
}

function readId(raw: string): ReadValue | null {
  let key = raw;
  if (!/^\d+$/.test(raw)) {
    key = foldText(raw)
      .replace(/^(cccd|cmnd|cmt)\s*:?\s*/, '')
      .replace(/[\s'’`"_-]/g, '');
    if (/^[\d.]+$/.test(key)) key = key.replaceAll('.', '');
  }
  if (key === '' || /^(\d)\1{5,}$/.test(key)) return null;
  let flags = 0;
  if (/^\d{12}$/.test(key) && isCccd(key)) flags = VALID_CCCD;
  // A numeric cell loses the leading zero; the restored number is a guess and so proves nothing against.
  else if (/^\d{11}$/.test(key) && isCccd(`0${key}`)) key = `0${key}`;
  return { text: key, key, words: NO_WORDS, number: 0, flags };
}

export function isCccd(digits: string): boolean {
  const facts = readCccd(digits);
  return facts !== null && isRegistrationProvince(facts.province) && facts.birthYear < 2030;
}

function readPhone(raw: string): ReadValue | null {
  const { value, repair } = readPhoneNumber(raw);
  if (repair === 'placeholder') return null;
  const key = value ?? raw.replace(/\D/g, '');
  return key.length < 5 ? null : { text: key, key, words: NO_WORDS, number: 0, flags: 0 };
}

/** Year, month, day as written in any usual order; parts that no calendar has are kept, for they are typing errors. */
export function dateParts(raw: string, order: DateOrder): readonly [number, number, number] | null {
  const text = foldText(raw).replace(/[t ]\d\d:\d\d.*$/, '');
  const month = MONTHS.findIndex((name) => text.includes(name));
  const numbers = text.match(/\d+/g) ?? [];
  if (numbers.length === 0) return null;
  if (month >= 0 && numbers.length === 2) {
    const [p, q] = numbers.map(Number) as [number, number];
    return numbers[0]!.length === 4 ? [p, month + 1, q] : [century(q), month + 1, p];
  }
  if (numbers.length === 1) {
    const digits = numbers[0]!;
    if (digits.length === 4) return [Number(digits), 0, 0];
    if (digits.length === 6) return [Number(digits.slice(0, 4)), Number(digits.slice(4)), 0];
    if (digits.length !== 8) return null;
    const yearFirst = Number(digits.slice(0, 4));
    const plain = (year: number): boolean => year >= 1000 && year <= 2100;
    return plain(yearFirst) || !plain(Number(digits.slice(4)))
      ? [yearFirst, Number(digits.slice(4, 6)), Number(digits.slice(6))]
      : inOrder(Number(digits.slice(4)), Number(digits.slice(0, 2)), Number(digits.slice(2, 4)), order);
  }
  const [p, q, r] = numbers.map(Number) as [number, number, number | undefined];
  if (r === undefined) return numbers[0]!.length === 4 ? [p, q, 0] : q > 99 ? [q, p, 0] : null;
  if (numbers[0]!.length >= 3) return [p, q, r];
  return inOrder(numbers[2]!.length >= 3 ? r : century(r), p, q, order);
}

const century = (year: number): number => (year >= 100 ? year : year < 30 ? 2000 + year : 1900 + year);
const inOrder = (year: number, p: number, q: number, order: DateOrder): readonly [number, number, number] =>
  order === 'day_first' ? [year, q, p] : [year, p, q];

/** Which of the two first numbers is the month, told by those that cannot be one. */
export function dateOrder(cells: Iterable<string | null>): DateOrder {
  let [first, second] = [0, 0];
  for (const cell of cells) {
    const match = /^\s*(\d{1,2})\D+(\d{1,2})\D+\d{2,4}/.exec(cell ?? '');
    if (match === null) continue;
    if (Number(match[1]) > 12) first++;
    if (Number(match[2]) > 12) second++;
  }
  return second > first ? 'month_first' : 'day_first';
}

function readDate(raw: string, order: DateOrder): ReadValue | null {
  const parts = dateParts(raw, order);
  if (parts === null) return null;
  const [year, month, day] = parts;
  const key = `${String(year).padStart(4, '0')}${String(month).padStart(2, '0')}${String(day).padStart(2, '0')}`;
  const number = year * 10_000 + Math.min(month, 99) * 100 + Math.min(day, 99);
  return { text: key, key, words: NO_WORDS, number, flags: month === 1 && day === 1 ? PLACEHOLDER : 0 };
}

export function readValue(kind: FieldKind, raw: string, order: DateOrder): ReadValue | null {
  // Most numbers and folded texts are clean already, and there are millions of them.
  if (CLEAN.test(raw)) return readRepaired(kind, raw, order);
  const repaired = repairText(raw);
  if (NOTHING.test(foldText(repaired))) return null;
  return readRepaired(kind, repaired, order);
}

function readRepaired(kind: FieldKind, repaired: string, order: DateOrder): ReadValue | null {
  switch (kind) {
    case 'name':
      return readName(repaired);
    case 'date':
      return readDate(repaired, order);
    case 'id':
      return readId(repaired);
    case 'phone':
      return readPhone(repaired);
    default:
      return readText(repaired);
  }
}
