/**
 * What the register shows of a person, derived from everything that lists say of him (rules of issue "Lists in,
 * one register", section 6; dated as rule set 2021). Ownership: police for identity, commune for residence; a
 * compatible, more precise value refines the owner's. Pure: the same claims in any order give the same person.
 */
import type { ListSource, ResidenceKind, Sex } from '../intake/claim.ts';
import type { BirthDate, PlainDate } from '../kernel/plain-date.ts';
import { dayOf, monthOf } from '../kernel/plain-date.ts';
import { parseName } from '../kernel/vietnamese-name.ts';
import { type ConflictField, findConflicts } from './find-conflicts.ts';
import type { LinkedClaim } from './linked-claim.ts';
import { IDENTITY_RANK, RESIDENCE_RANK } from './ownership.ts';
import type { FiledClaim } from './sight.ts';

export type ResidenceRow = Readonly<{
  unitId: number;
  hamlet: string | null;
  kind: ResidenceKind;
  from: PlainDate | null;
  to: PlainDate | null;
  endReason: 'died' | 'moved_out' | 'moved_here' | null;
}>;

export type ProjectedPerson = Readonly<{
  name: string;
  nameKey: string;
  sortKey: string;
  sex: Sex | null;
  birth: BirthDate | null;
  nationalId: string | null;
  phone: string | null;
  ethnic: string | null;
  household: string | null;
  whereabouts: 'here' | 'absent' | 'dead' | 'moved_out' | 'on_no_list';
  sources: readonly ListSource[];
  rowsInReview: number;
  identifiers: readonly { kind: string; value: string; sound: boolean }[];
  residences: readonly ResidenceRow[];
  /** Fields on which the lists of different hands disagree. */
  conflicts: readonly ConflictField[];
  /** Communes in whose lists notes of death and signs of life contradict each other. */
  deathDisputed: boolean;
}>;

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const vouched = ({ claim }: LinkedClaim): boolean => claim.vouched === true;

/** A dose given at a table says that there was one, not that a list names the person. */
const onlyDosed = ({ claim }: LinkedClaim): boolean => claim.entered === 'live' && claim.name === null;

/** Whether the claim states a field of the person's identity. */
const states = ({ name, sex, birth, identifiers }: FiledClaim, field: ConflictField): boolean =>
  (field === 'name' && name !== null) ||
  (field === 'sex' && sex !== null) ||
  (field === 'birth' && birth !== null) ||
  (field === 'id' && identifiers.length > 0);

/**
 * What is vouched for, then the owner, then the newest list, then the record's age: a total order, so that the order
 * of arrival is nothing.
 */
function ranked(claims: readonly LinkedClaim[], rank: Record<ListSource, number>): LinkedClaim[] {
  return [...claims].sort(
    (a, b) =>
      Number(vouched(b)) - Number(vouched(a)) ||
      rank[a.source] - rank[b.source] ||
      byText(b.asOf, a.asOf) ||
      byText(a.recordId, b.recordId),
  );
}

const accented = (name: string): boolean => /[^\x20-\x7e]/.test(name);

function pickName(claims: readonly LinkedClaim[]): string {
  const named = claims.filter(({ claim }) => claim.name !== null);
  const best = named.find((linked) => vouched(linked) || accented(linked.claim.name!)) ?? named[0];
  return best?.claim.name ?? '';
}

/** The full date if any list shows one (1 January only if nothing fuller agrees with its year), else the year. */
function pickBirth(claims: readonly LinkedClaim[]): BirthDate | null {
  const looked = claims.find((linked) => vouched(linked) && linked.claim.birth !== null);
  if (looked !== undefined) return looked.claim.birth;
  const births = claims.flatMap(({ claim }) => (claim.birth === null ? [] : [claim.birth]));
  const full = births.filter((birth) => birth.precision === 'day');
  const certain = full.filter((birth) => !(monthOf(birth.on) === 1 && dayOf(birth.on) === 1));
  if (certain.length > 0) return mostStated(certain);
  const month = births.find((birth) => birth.precision === 'month');
  return month ?? full[0] ?? births[0] ?? null;
}

/** The date that most lists state; among equals the first (the owner's). */
function mostStated(births: readonly BirthDate[]): BirthDate {
  const votes = new Map<string, number>();
  for (const { on } of births) votes.set(on, (votes.get(on) ?? 0) + 1);
  return births.reduce((best, birth) => (votes.get(birth.on)! > votes.get(best.on)! ? birth : best));
}

function pickSex(claims: readonly LinkedClaim[], nationalId: string | null): Sex | null {
  const looked = claims.find((linked) => vouched(linked) && linked.claim.sex !== null);
  if (looked !== undefined) return looked.claim.sex;
  const stated = claims.flatMap(({ claim }) => (claim.sex === null ? [] : [claim.sex]));
  const men = stated.filter((sex) => sex === 'M').length;
  if (men * 2 !== stated.length) return men * 2 > stated.length ? 'M' : 'F';
  if (nationalId !== null && nationalId.length === 12) return Number(nationalId[3]) % 2 === 0 ? 'M' : 'F';
  return stated[0] ?? null;
}

function collectIdentifiers(
  claims: readonly LinkedClaim[],
): { kind: string; value: string; sound: boolean }[] {
  const found = new Map<string, { kind: string; value: string; sound: boolean }>();
  for (const { claim, status } of claims) {
    if (status === 'review') continue;
    for (const { kind, value, sound } of claim.identifiers) {
      const known = found.get(`${kind} ${value}`);
      if (known === undefined || (sound && !known.sound))
        found.set(`${kind} ${value}`, { kind, value, sound });
    }
  }
  return [...found.values()];
}

type Candidate = {
  unitId: number;
  kind: ResidenceKind;
  hamlet: string | null;
  from: PlainDate | null;
  asOf: PlainDate;
  elsewhere: boolean;
};

/** What the resident lists of one commune, together, say of the person's being there; `left` when he moved away. */
function standIn(
  unitId: number,
  here: readonly LinkedClaim[],
): Candidate & { left: boolean; leftOn: PlainDate | null } {
  const latest = ranked(here, RESIDENCE_RANK);
  const moves = latest.filter(({ claim }) => claim.whereabouts === 'moved_out');
  const kinds = latest.flatMap(({ claim }) => (claim.residenceKind === null ? [] : [claim.residenceKind]));
  const absent = latest.some(({ claim }) => claim.whereabouts === 'absent') || kinds.includes('absent');
  // "Here now, registered elsewhere" outweighs a registration that another list repeats without looking.
  const kind: ResidenceKind = absent
    ? 'absent'
    : kinds.includes('transient')
      ? 'transient'
      : kinds.includes('temporary')
        ? 'temporary'
        : 'permanent';
  return {
    unitId,
    kind,
    hamlet: latest.find(({ claim }) => claim.hamlet !== null)?.claim.hamlet ?? null,
    from: latest.find(({ claim }) => claim.residenceFrom !== null)?.claim.residenceFrom ?? null,
    asOf: latest
      .map(({ asOf }) => asOf)
      .sort(byText)
      .at(-1)!,
    elsewhere: false,
    left: moves.length > 0,
    leftOn: moves.flatMap(({ claim }) => claim.whereaboutsOn ?? []).sort(byText)[0] ?? null,
  };
}

// Where somebody actually is: transient or temporary in B beats permanent in A; absence from A yields to any B.
const PRESENCE: Record<ResidenceKind, number> = { transient: 0, temporary: 0, permanent: 1, absent: 2 };

function pickResidence(lists: readonly LinkedClaim[]): {
  residence: Candidate | null;
  /** Where he lived before he moved away, when nobody says where to. */
  left: (Candidate & { leftOn: PlainDate | null }) | null;
  previous: Candidate | null;
} {
  const byUnit = new Map<number, LinkedClaim[]>();
  for (const linked of lists) {
    const { claim, listUnitId } = linked;
    // A list speaks of its own commune; a stated present place in another commune is a stay there.
    const unit = claim.unitStated && claim.unitId !== listUnitId ? claim.unitId : listUnitId;
    byUnit.set(unit, [...(byUnit.get(unit) ?? []), linked]);
    if (unit !== listUnitId && !byUnit.has(listUnitId)) byUnit.set(listUnitId, []);
  }
  const gone: (Candidate & { leftOn: PlainDate | null })[] = [];
  const candidates: Candidate[] = [];
  for (const [unitId, here] of byUnit) {
    const own = here.filter(({ listUnitId }) => listUnitId === unitId);
    const stays = here.filter(({ listUnitId }) => listUnitId !== unitId);
    const stand = own.length > 0 ? standIn(unitId, own) : null;
    if (stand?.left) gone.push(stand);
    else if (stand !== null) candidates.push(stand);
    else if (stays.length > 0) {
      const stay = standIn(unitId, stays);
      if (!stay.left)
        candidates.push({
          ...stay,
          kind: stay.kind === 'permanent' ? 'temporary' : stay.kind,
          elsewhere: true,
        });
    }
  }
  // A row that says "now in B" takes the person out of A even when another list of A still has him.
  const leaving = new Set(
    lists
      .filter(({ claim, listUnitId }) => claim.unitStated && claim.unitId !== listUnitId)
      .map(({ listUnitId }) => listUnitId),
  );
  const order = (candidate: Candidate): number =>
    (leaving.has(candidate.unitId) && !candidate.elsewhere ? 10 : 0) + PRESENCE[candidate.kind];
  candidates.sort((a, b) => order(a) - order(b) || byText(b.asOf, a.asOf) || a.unitId - b.unitId);
  const residence = candidates[0] ?? null;
  const previous =
    residence?.from != null
      ? (candidates.find(({ unitId, asOf }) => unitId !== residence.unitId && asOf < residence.from!) ?? null)
      : null;
  const left =
    residence === null
      ? (gone.sort((a, b) => byText(b.leftOn ?? '', a.leftOn ?? '') || a.unitId - b.unitId)[0] ?? null)
      : null;
  return { residence, left, previous };
}

/** Derives the person from its linked claims; `claims` must not be empty. */
export function projectPerson(claims: readonly LinkedClaim[]): ProjectedPerson {
  // A row in review lends the person its doses and its place in the work list, not its identity or residence.
  const settled = claims.filter(({ status }) => status !== 'review');
  const sure = settled.length > 0 ? settled : claims;
  const identity = ranked(sure, IDENTITY_RANK);
  const looked = sure.filter(vouched);
  const lists = sure.filter((linked) => linked.kind === 'residents' && !vouched(linked));
  const name = pickName(identity);
  const keys = parseName(name);
  const identifiers = collectIdentifiers(identity);
  const nationalId =
    ranked(looked, IDENTITY_RANK).flatMap(({ claim }) => claim.identifiers)[0]?.value ??
    identifiers.find(({ kind, sound }) => kind === 'cccd' && sound)?.value ??
    identifiers.find(({ kind }) => kind === 'cccd' || kind === 'cmnd')?.value ??
    identifiers.find(({ kind }) => kind === 'passport')?.value ??
    null;

  const deaths = sure.filter(({ claim }) => claim.whereabouts === 'dead');
  const { residence, left, previous } = pickResidence(lists);
  const residences: ResidenceRow[] = [];
  if (residence !== null) {
    const diedOn = deaths.flatMap(({ claim, asOf }) => [claim.whereaboutsOn ?? asOf]).sort(byText)[0] ?? null;
    if (previous !== null)
      residences.push({
        unitId: previous.unitId,
        hamlet: previous.hamlet,
        kind: previous.kind,
        from: previous.from,
        to: residence.from,
        endReason: 'moved_out',
      });
    // A death noted without its day removes the person for every date: nobody says that he was alive on any.
    const undated = deaths.length > 0 && deaths.every(({ claim }) => claim.whereaboutsOn === null);
    if (!undated)
      residences.push({
        unitId: residence.unitId,
        hamlet: residence.hamlet,
        kind: residence.kind,
        from: residence.from,
        to: diedOn,
        endReason: diedOn === null ? null : 'died',
      });
  }
  // A move noted with its day ends the residence on that day; without a day nobody says that he lived here on any.
  else if (left !== null && left.leftOn !== null && deaths.length === 0)
    residences.push({
      unitId: left.unitId,
      hamlet: left.hamlet,
      kind: left.kind,
      from: left.from,
      to: left.leftOn,
      endReason: 'moved_out',
    });
  const sources = [
    ...new Set(claims.filter((linked) => !vouched(linked) && !onlyDosed(linked)).map(({ source }) => source)),
  ].sort(byText);
  return {
    name,
    nameKey: keys.key,
    sortKey: keys.sortKey,
    sex: pickSex(identity, identifiers.find(({ kind, sound }) => kind === 'cccd' && sound)?.value ?? null),
    birth: pickBirth(identity),
    nationalId,
    phone: identity.find(({ claim }) => claim.phone !== null)?.claim.phone ?? null,
    ethnic: identity.find(({ claim }) => claim.ethnic !== null)?.claim.ethnic ?? null,
    household:
      ranked(lists, IDENTITY_RANK).find(({ claim }) => claim.household !== null)?.claim.household ?? null,
    whereabouts:
      deaths.length > 0
        ? 'dead'
        : residence !== null
          ? residence.kind === 'absent'
            ? 'absent'
            : 'here'
          : left !== null
            ? 'moved_out'
            : 'on_no_list',
    sources,
    rowsInReview: claims.length - settled.length,
    identifiers,
    residences,
    conflicts: findConflicts(sure).filter((field) => !looked.some(({ claim }) => states(claim, field))),
    deathDisputed:
      deaths.length > 0 &&
      lists.some(({ claim }) => claim.whereabouts === 'absent' || claim.residenceFrom !== null),
  };
}
