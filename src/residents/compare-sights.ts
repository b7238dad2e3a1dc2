/**
 * Two sights of people, field by field: what speaks for one person, what against. This is the first level
 * (deterministic and safe, issue "Lists in, one register", section 5); the probabilistic linkage replaces the scores.
 */
import type { BirthDate } from '../kernel/plain-date.ts';
import { dayOf, monthOf, yearOf } from '../kernel/plain-date.ts';
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

/** Damerau–Levenshtein distance, cut off at `limit` + 1. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    let best = i;
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let value = Math.min(previous[j]! + 1, current[j - 1]! + 1, previous[j - 1]! + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        value = Math.min(value, before[j - 2]! + 1);
      current.push(value);
      if (value < best) best = value;
    }
    if (best > limit) return limit + 1;
    before = previous;
    previous = current;
  }
  return previous[b.length]!;
}

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
  if (editDistance(a.key, b.key, 1) <= 1) return 'near';
  if (x.at(-1) === y.at(-1) && x[0] === y[0]) return 'part';
  if (x.length > 2 && [...x].sort().join(' ') === [...y].sort().join(' ')) return 'near';
  return 'other';
}

function nearBirth(a: BirthDate, b: BirthDate): boolean {
  if (a.precision !== 'day' || b.precision !== 'day') {
    return Math.abs(yearOf(a.on) - yearOf(b.on)) === 1;
  }
  const sameYear = yearOf(a.on) === yearOf(b.on);
  if (sameYear && dayOf(a.on) === monthOf(b.on) && monthOf(a.on) === dayOf(b.on)) return true;
  return editDistance(a.on.replaceAll('-', ''), b.on.replaceAll('-', ''), 1) <= 1;
}

function compareBirths(a: Sight, b: Sight): BirthLevel {
  if (a.birth === null || b.birth === null) return 'missing';
  const sameYear = yearOf(a.birth.on) === yearOf(b.birth.on);
  if (a.birth.precision === 'day' && b.birth.precision === 'day') {
    if (a.birth.on === b.birth.on) return 'same-day';
    if (sameYear && (a.placeholderDay || b.placeholderDay)) return 'placeholder';
  } else if (sameYear) {
    const month = a.birth.precision !== 'year' && b.birth.precision !== 'year';
    return month && monthOf(a.birth.on) !== monthOf(b.birth.on) ? 'near' : 'same-year';
  }
  return nearBirth(a.birth, b.birth) ? 'near' : 'differ';
}

function compareIds(a: Sight, b: Sight): IdLevel {
  let level: IdLevel = 'silent';
  for (const x of a.identifiers) {
    for (const y of b.identifiers) {
      if (x.value === y.value) {
        if (x.sound && y.sound) return 'same';
        level = 'same-unsound';
      } else if (x.kind === y.kind && x.kind !== 'bhyt' && level !== 'same-unsound') {
        const near = editDistance(x.value, y.value, 1) <= 1;
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

/** Compares two sights; the order of the two does not matter. */
export function compareSights(a: Sight, b: Sight): Comparison {
  const name = compareNames(a, b);
  const birth = compareBirths(a, b);
  const id = compareIds(a, b);
  const sexDiffers = a.sex !== null && b.sex !== null && a.sex !== b.sex;
  let score = NAME_BITS[name] + BIRTH_BITS[birth] + ID_BITS[id];
  if (sexDiffers) score -= 4;
  // A phone is shared in a family: it supports, it never decides.
  if (a.phone !== null && a.phone === b.phone) score += 2;
  if (a.hamlet !== null && b.hamlet !== null) score += a.hamlet === b.hamlet ? 1 : -1;
  if (a.house !== null && b.house !== null && a.house === b.house) score += 3;
  return { name, birth, id, sexDiffers, score };
}

/** Name spelled alike as far as accents are shown, and a birth date that agrees as far as it is shown. */
export const namesAgree = (level: NameLevel): boolean => level === 'same' || level === 'unaccented';
export const birthsAgree = (level: BirthLevel): boolean =>
  level === 'same-day' || level === 'same-year' || level === 'placeholder';
