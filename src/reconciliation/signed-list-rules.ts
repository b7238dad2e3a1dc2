/** What a signed list says, what its hash covers, and how a later list differs from it (dispatch 9035, item 2.2). Pure. */
import { createHash } from 'node:crypto';
import type { ResidenceKind } from '../intake/claim.ts';
import { AGE_BANDS, type AgeBand, ageBandOn } from '../kernel/age-band.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { readBirthText } from './identity-fields.ts';

/** Somebody of a list, as it was signed; a birth date is cut to what is known of it. */
export type ListedPerson = Readonly<{
  personId: string;
  name: string;
  sex: string | null;
  birth: string | null;
  nationalId: string | null;
  hamlet: string | null;
  household: string | null;
  kind: ResidenceKind;
}>;

export const LISTED_FIELDS = [
  'name',
  'sex',
  'birth',
  'nationalId',
  'hamlet',
  'household',
  'kind',
] as const satisfies readonly (keyof ListedPerson)[];
export type ListedField = (typeof LISTED_FIELDS)[number];

export const LISTED_KINDS = ['permanent', 'temporary', 'absent', 'transient'] as const;

/** People by residence kind and age group. */
export type ListCounts = Readonly<Record<ResidenceKind, Readonly<Record<AgeBand, number>>>>;

export type ListDifference = Readonly<{
  added: readonly ListedPerson[];
  left: readonly ListedPerson[];
  changed: readonly Readonly<{ before: ListedPerson; after: ListedPerson; fields: readonly ListedField[] }>[];
}>;

// The form of what is hashed: a change of it needs another mark, so that old hashes can still be checked.
const FORM = 'sotiem-list/1';

const byId = (a: ListedPerson, b: ListedPerson): number =>
  a.personId < b.personId ? -1 : a.personId > b.personId ? 1 : 0;

/**
 * SHA-256 (hex) over the list: a line of form, unit code and reference date, then a line of JSON for each person, in
 * the order of their ids, so that the order in which people are read means nothing.
 */
export function hashList(unitCode: string, on: PlainDate, people: readonly ListedPerson[]): string {
  const hash = createHash('sha256');
  hash.update(`${FORM}\t${unitCode}\t${on}`);
  for (const person of [...people].sort(byId))
    hash.update(`\n${JSON.stringify([person.personId, ...LISTED_FIELDS.map((field) => person[field])])}`);
  return hash.digest('hex');
}

/** Counts people by residence kind and age group in completed years on the reference date. */
export function countList(on: PlainDate, people: readonly ListedPerson[]): ListCounts {
  const counts = Object.fromEntries(
    LISTED_KINDS.map((kind) => [kind, Object.fromEntries(AGE_BANDS.map((band) => [band, 0]))]),
  ) as Record<ResidenceKind, Record<AgeBand, number>>;
  for (const { kind, birth } of people) counts[kind][bandOf(birth, on)]++;
  return counts;
}

export const bandOf = (birth: string | null, on: PlainDate): AgeBand =>
  ageBandOn(birth === null ? null : (readBirthText(birth)?.on ?? null), on);

/** Who is new in `after`, who is gone from it, and who is shown otherwise, by the very rows. */
export function differenceOf(
  before: readonly ListedPerson[],
  after: readonly ListedPerson[],
): ListDifference {
  const known = new Map(before.map((person) => [person.personId, person]));
  const added: ListedPerson[] = [];
  const changed: { before: ListedPerson; after: ListedPerson; fields: ListedField[] }[] = [];
  for (const person of after) {
    const old = known.get(person.personId);
    known.delete(person.personId);
    if (old === undefined) {
      added.push(person);
      continue;
    }
    const fields = LISTED_FIELDS.filter((field) => old[field] !== person[field]);
    if (fields.length > 0) changed.push({ before: old, after: person, fields });
  }
  return { added, left: [...known.values()], changed };
}

/** The list that a difference leads to. */
export function applyDifference(
  before: readonly ListedPerson[],
  { added, left, changed }: ListDifference,
): ListedPerson[] {
  const gone = new Set(left.map(({ personId }) => personId));
  const anew = new Map(changed.map(({ after }) => [after.personId, after]));
  return [
    ...before
      .filter(({ personId }) => !gone.has(personId))
      .map((person) => anew.get(person.personId) ?? person),
    ...added,
  ];
}
