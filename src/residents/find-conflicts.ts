/**
 * On which fields the lists of different hands disagree about one person, and whose word settles it (ownership:
 * police for identity, commune for residence; domain.md 7, 9438/BYT-CNTT). Silence, a year against a full date of that
 * year, or a name without accents is no disagreement. Pure.
 */
import type { ListSource } from '../intake/claim.ts';
import { parseName } from '../kernel/vietnamese-name.ts';
import { compareBirths } from './compare-sights.ts';
import type { LinkedClaim } from './linked-claim.ts';
import { ownerOf } from './ownership.ts';

export const CONFLICT_FIELDS = ['name', 'sex', 'birth', 'id', 'residence', 'whereabouts'] as const;
export type ConflictField = (typeof CONFLICT_FIELDS)[number];

export const SETTLES = Object.fromEntries(
  CONFLICT_FIELDS.map((field) => [field, ownerOf(field)]),
) as Readonly<Record<ConflictField, ListSource>>;

type Test = (a: LinkedClaim, b: LinkedClaim) => boolean;

const accented = (text: string): boolean => /[^\x20-\x7e]/.test(text);
const both = <T>(a: T | null, b: T | null, differ: (a: T, b: T) => boolean): boolean =>
  a !== null && b !== null && differ(a, b);

const DIFFER: Readonly<Record<ConflictField, Test>> = {
  name: (a, b) =>
    both(a.claim.name, b.claim.name, (x, y) => {
      const [p, q] = [parseName(x), parseName(y)];
      return accented(x) && accented(y) ? p.toneKey !== q.toneKey : p.key !== q.key;
    }),
  sex: (a, b) => both(a.claim.sex, b.claim.sex, (x, y) => x !== y),
  birth: (a, b) => ['near', 'differ'].includes(compareBirths(a.claim.birth, b.claim.birth)),
  id: (a, b) =>
    (['cccd', 'cmnd'] as const).some((kind) => {
      const [x, y] = [numbers(a, kind), numbers(b, kind)];
      return x.length > 0 && y.length > 0 && !x.some((value) => y.includes(value));
    }),
  residence: (a, b) =>
    a.kind === 'residents' &&
    b.kind === 'residents' &&
    a.listUnitId === b.listUnitId &&
    both(a.claim.residenceKind, b.claim.residenceKind, (x, y) => x !== y),
  whereabouts: (a, b) =>
    a.kind === 'residents' &&
    b.kind === 'residents' &&
    both(a.claim.whereabouts, b.claim.whereabouts, (x, y) => x !== y),
};

const numbers = ({ claim }: LinkedClaim, kind: 'cccd' | 'cmnd'): string[] =>
  claim.identifiers.flatMap((one) => (one.kind === kind ? [one.value] : []));

/** The fields in dispute between lists of different hands, in the order of `CONFLICT_FIELDS`. */
export function findConflicts(claims: readonly LinkedClaim[]): ConflictField[] {
  if (claims.every(({ source }) => source === claims[0]!.source)) return [];
  return CONFLICT_FIELDS.filter((field) =>
    claims.some((a, i) => claims.slice(i + 1).some((b) => a.source !== b.source && DIFFER[field](a, b))),
  );
}
