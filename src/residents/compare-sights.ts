/** Two sights of people, field by field: the levels at which they agree, and a rough sum to put candidates in order. */
import { oneEdit } from '../kernel/one-edit.ts';
import type { BirthDate } from '../kernel/plain-date.ts';
import { monthOf, yearOf } from '../kernel/plain-date.ts';
import type { Sight } from './sight.ts';

export type NameLevel = 'same' | 'unaccented' | 'accents-differ' | 'near' | 'part' | 'other' | 'missing';
export type BirthLevel =
  | 'same-day' // both full dates, equal
  | 'same-year' // one shows only the year (or month), and it agrees
  | 'placeholder' // same year, one is 1 January
  | 'near' // day and month swapped, one digit off, or same day of a neighbouring year
  | 'differ'
  | 'missing';
export type IdLevel = 'same' | 'same-unsound' | 'near' | 'conflict' | 'cmnd-differ' | 'silent';

export type Comparison = Readonly<{
  name: NameLevel;
  birth: BirthLevel;
  id: IdLevel;
  sexDiffers: boolean;
  /** Sum of evidence in bits, about: 0 says nothing, 10 is strong. */
  score: number;
}>;

// Avoided names of rulers: one family, two spellings (Hoàng/Huỳnh, Vũ/Võ …).
const FAMILY_TWINS = new Map([
  ['huynh', 'hoang'],
  ['vo', 'vu'],
  ['phuc', 'phuoc'],
]);
const familyOf = (word: string): string => FAMILY_TWINS.get(word) ?? word;

function compareNames(a: Sight, b: Sight): NameLevel {
  if (a.key === '' || b.key === '') return 'missing';
  if (a.toneKey === b.toneKey) return 'same';
  if (a.key === b.key) return a.accented && b.accented ? 'accents-differ' : 'unaccented';
  const [x, y] = [a.words, b.words];
  if (x.at(-1) === y.at(-1)) {
    const sameFamily =
      familyOf(x[0]!) === familyOf(y[0]!) ||
      (a.abbreviated && y[0]!.startsWith(x[0]![0]!)) ||
      (b.abbreviated && x[0]!.startsWith(y[0]![0]!));
    const [p, q] = [x.slice(1, -1).join(' '), y.slice(1, -1).join(' ')];
    if (sameFamily && (p === q || p === '' || q === '')) return 'near';
    if (sameFamily && x.length !== y.length && (p.includes(q) || q.includes(p))) return 'near';
  }
  if (oneEdit(a.key, b.key)) return 'near';
  if (x.at(-1) === y.at(-1) && x[0] === y[0]) return 'part';
  if (x.length > 2 && [...x].sort().join(' ') === [...y].sort().join(' ')) return 'near';
  return 'other';
}

const yearText = (birth: BirthDate): string => birth.on.slice(0, 4);

function nearBirth(a: BirthDate, b: BirthDate): boolean {
  if (a.precision !== 'day' || b.precision !== 'day') {
    return Math.abs(yearOf(a.on) - yearOf(b.on)) === 1;
  }
  const [x, y] = [a.on, b.on];
  if (x.startsWith(yearText(b)) && x.slice(8) === y.slice(5, 7) && x.slice(5, 7) === y.slice(8)) return true;
  // One digit wrong, or two neighbours exchanged, as if the day were written without its hyphens.
  let first = -1;
  let second = -1;
  for (let i = 0; i < x.length; i++) {
    if (x.charCodeAt(i) === y.charCodeAt(i)) continue;
    if (first < 0) first = i;
    else if (second < 0) second = i;
    else return false;
  }
  if (second < 0) return true;
  const neighbours = second - first === 1 || (second - first === 2 && x[first + 1] === '-');
  return neighbours && x[first] === y[second] && x[second] === y[first];
}

const placeholder = ({ on, precision }: BirthDate): boolean => precision === 'day' && on.endsWith('-01-01');

/** How far two birth dates agree as far as each is shown. Symmetric. */
export function compareBirths(a: BirthDate | null, b: BirthDate | null): BirthLevel {
  if (a === null || b === null) return 'missing';
  const sameYear = a.on.startsWith(yearText(b));
  if (a.precision === 'day' && b.precision === 'day') {
    if (a.on === b.on) return 'same-day';
    if (sameYear && (placeholder(a) || placeholder(b))) return 'placeholder';
  } else if (sameYear) {
    const month = a.precision !== 'year' && b.precision !== 'year';
    return month && monthOf(a.on) !== monthOf(b.on) ? 'near' : 'same-year';
  }
  return nearBirth(a, b) ? 'near' : 'differ';
}

function compareIds(a: Sight, b: Sight): IdLevel {
  let level: IdLevel = 'silent';
  for (const x of a.identifiers) {
    for (const y of b.identifiers) {
      if (x.value === y.value) {
        if (x.sound && y.sound) return 'same';
        level = 'same-unsound';
      } else if (x.kind === y.kind && x.kind !== 'bhyt' && level !== 'same-unsound') {
        const near = oneEdit(x.value, y.value);
        if (x.kind === 'cccd' && x.sound && y.sound && !near) level = 'conflict';
        else if (near) level = level === 'conflict' ? level : 'near';
        else if (level === 'silent') level = 'cmnd-differ';
      }
    }
  }
  return level;
}

const NAME_BITS: Record<NameLevel, number> = {
  same: 8,
  unaccented: 7,
  'accents-differ': 5,
  near: 4.5,
  part: 0,
  other: -8,
  missing: -2,
};
const BIRTH_BITS: Record<BirthLevel, number> = {
  'same-day': 9,
  'same-year': 4,
  placeholder: 3,
  near: 2,
  differ: -7,
  missing: 2,
};
const ID_BITS: Record<IdLevel, number> = {
  same: 14,
  'same-unsound': 9,
  near: 6,
  conflict: -14,
  'cmnd-differ': -4,
  silent: 0,
};

const SEX_DIFFERS = -4;
// A phone is shared in a family: it supports, it never decides.
const SAME_PHONE = 2;
const HAMLET = { same: 1, differ: -1 } as const;
const SAME_HOUSE = 3;

/** Compares two sights; the order of the two does not matter. */
export function compareSights(a: Sight, b: Sight): Comparison {
  const name = compareNames(a, b);
  const birth = compareBirths(a.birth, b.birth);
  const id = compareIds(a, b);
  const sexDiffers = a.sex !== null && b.sex !== null && a.sex !== b.sex;
  let score = NAME_BITS[name] + BIRTH_BITS[birth] + ID_BITS[id];
  if (sexDiffers) score += SEX_DIFFERS;
  if (a.phone !== null && a.phone === b.phone) score += SAME_PHONE;
  if (a.hamlet !== null && b.hamlet !== null) score += HAMLET[a.hamlet === b.hamlet ? 'same' : 'differ'];
  if (a.house !== null && b.house !== null && a.house === b.house) score += SAME_HOUSE;
  return { name, birth, id, sexDiffers, score };
}

/** Name spelled alike as far as accents are shown, and a birth date that agrees as far as it is shown. */
export const namesAgree = (level: NameLevel): boolean => level === 'same' || level === 'unaccented';
export const birthsAgree = (level: BirthLevel): boolean =>
  level === 'same-day' || level === 'same-year' || level === 'placeholder';
