/**
 * Whom each row of a list speaks of. The linkage library scores the row against everyone known and against the other
 * rows; what is sure from both sides is linked, what merely looks alike goes to review with its best candidate, and
 * everything else is a new person. Two different valid CCCDs are never one person, and nobody known becomes another.
 */
import { readCccd } from '../kernel/identifiers.ts';
import { yearOf } from '../kernel/plain-date.ts';
import type { Candidate } from '../linkage/link-index.ts';
import { compareCccds, type Entity, keyOf, type MatchIndex, otherName } from './match-index.ts';
import type { Sight } from './sight.ts';

export type MatchRow = Readonly<{ sight: Sight }>;

export type Decision = Readonly<{
  personId: string;
  created: boolean;
  status: 'auto' | 'review';
  /**
   * Stable code: `same_id`, `linked`, `repeated_row`, `new_person`; of a row in review `looks_alike`, or the rule of
   * the library that keeps the score from deciding (`alike_choice`, `alike_other_name`, …).
   */
  reason: string;
  /** Bits of evidence for the person; null where there was nobody to compare with. */
  score: number | null;
  /** The row's ID number belongs to somebody of another name: borrowed or mistyped. */
  borrowedId: boolean;
  /** Somebody of another name shows the same ID number, and the row's own facts do not say whose it is not. */
  sharedId: boolean;
  /** An earlier row of this list that says the same person once more (index into the rows). */
  repeats: number | null;
}>;

const GENERATION = 15;

type Edge = Readonly<{ row: number; other: string; bits: number }>;

/** Decides all rows of one list; `newPersonId` makes the id of a person who is not known yet. */
export function matchRows(
  rows: readonly MatchRow[],
  index: MatchIndex,
  newPersonId: () => string,
): Decision[] {
  const borrowed = new Set(
    rows.flatMap(({ sight }, row) =>
      !index.ownsItsNumber(sight) && index.othersWithItsNumber(sight).length > 0 ? [row] : [],
    ),
  );
  // A borrowed number is not the row's own: without it the row may still be recognised.
  rows.forEach(({ sight }, row) => {
    index.addRow(row, borrowed.has(row) ? { ...sight, identifiers: [] } : sight);
  });
  const scores = joinSurePairs(rows.length, index);

  const created = new Set<Entity>();
  const reviewed = new Map<Entity, { target: Entity; candidate: Candidate }>();
  rows.forEach((_, row) => {
    const entity = index.entityOf(keyOf(row));
    if (entity.personId !== null || reviewed.has(entity)) return;
    const doubt = bestDoubt(entity, index, reviewed);
    if (doubt !== null) reviewed.set(entity, doubt);
    else {
      entity.personId = newPersonId();
      created.add(entity);
    }
  });

  const first = new Map<string, number>();
  return rows.map(({ sight }, row): Decision => {
    const entity = index.entityOf(keyOf(row));
    const doubt = reviewed.get(entity);
    const personId = doubt?.target.personId ?? entity.personId!;
    const repeats = first.get(personId) ?? null;
    if (repeats === null) first.set(personId, row);
    const score = doubt?.candidate.bits ?? scores.get(row) ?? null;
    return {
      personId,
      created: created.has(entity) && entity.rows[0] === row,
      status: doubt === undefined ? 'auto' : 'review',
      reason: reasonOf(sight, row, entity, doubt?.candidate, created.has(entity), repeats),
      score,
      borrowedId: borrowed.has(row),
      sharedId:
        !borrowed.has(row) &&
        (fitsSomebodyElse(sight) ||
          index.othersWithItsNumber(sight).some((other) => other !== entity && other.personId !== personId)),
      repeats,
    };
  });
}

/**
 * Joins rows with known people and with each other, the surest pair first. A pair counts only when it is sure from
 * both sides: a record that two rows of different people fit takes neither.
 */
function joinSurePairs(rows: number, index: MatchIndex): Map<number, number> {
  const edges: Edge[] = [];
  for (let row = 0; row < rows; row++)
    for (const candidate of index.around(keyOf(row))) {
      if (!isSure(keyOf(row), candidate, index)) continue;
      const back = index.around(candidate.id).find(({ id }) => id === keyOf(row));
      if (back !== undefined && isSure(candidate.id, back, index))
        edges.push({ row, other: candidate.id, bits: candidate.bits });
    }
  edges.sort((a, b) => b.bits - a.bits || a.row - b.row || (a.other < b.other ? -1 : 1));
  const scores = new Map<number, number>();
  for (const { row, other, bits } of edges) {
    const [a, b] = [index.entityOf(keyOf(row)), index.entityOf(other)];
    if (a === b) continue;
    if ((a.personId !== null && b.personId !== null) || compareCccds(a, b) !== 'free') continue;
    const [into, from] = a.personId !== null ? [a, b] : [b, a];
    for (const one of from.rows) if (!scores.has(one)) scores.set(one, bits);
    index.join(into, from);
  }
  for (const entity of new Set([...scores.keys()].map((row) => index.entityOf(keyOf(row)))))
    entity.rows.sort((a, b) => a - b);
  return scores;
}

/** A choice between two records of one person is none: only records of others make the pair unsure. */
function isSure(from: string, candidate: Candidate, index: MatchIndex): boolean {
  if (candidate.band === 'same') return true;
  if (candidate.reason !== 'choice') return false;
  const two = [index.entityOf(from), index.entityOf(candidate.id)];
  return index.around(from).every(({ id }) => two.includes(index.entityOf(id)));
}

/** The person whom an unknown entity looks most like, among those who are settled; null when it looks like nobody. */
function bestDoubt(
  entity: Entity,
  index: MatchIndex,
  reviewed: ReadonlyMap<Entity, unknown>,
): { target: Entity; candidate: Candidate } | null {
  let best: { target: Entity; candidate: Candidate } | null = null;
  for (const row of entity.rows)
    for (const candidate of index.around(keyOf(row))) {
      const target = index.entityOf(candidate.id);
      // A row in review lends nobody anything to be recognised by: a wrong guess must not attract others.
      if (target === entity || target.personId === null || reviewed.has(target)) continue;
      if (compareCccds(entity, target) === 'clash') continue;
      // Two rows of one list, one birth date, two names: twins or neighbours, whom nobody wrote down twice.
      if (target.rows.length > 0 && isOtherName(entity, target, candidate)) continue;
      if (best === null || candidate.bits > best.candidate.bits) best = { target, candidate };
    }
  return best;
}

const isOtherName = (one: Entity, other: Entity, { reason }: Candidate): boolean =>
  reason === 'other_name' ||
  (reason === null &&
    compareCccds(one, other) !== 'near' &&
    one.sights.every((mine) => other.sights.every((theirs) => otherName(mine, theirs))));

function reasonOf(
  sight: Sight,
  row: number,
  entity: Entity,
  doubt: Candidate | undefined,
  created: boolean,
  repeats: number | null,
): string {
  if (doubt !== undefined) return doubt.reason === null ? 'looks_alike' : `alike_${doubt.reason}`;
  if (repeats !== null) return 'repeated_row';
  if (created) return 'new_person';
  const others = entity.sights.filter((other) => other !== sight);
  const sameId = sight.identifiers.some(
    ({ kind, value, sound }) =>
      sound &&
      kind !== 'bhyt' &&
      others.some(({ identifiers }) =>
        identifiers.some((one) => one.kind === kind && one.value === value && one.sound),
      ),
  );
  return sameId && entity.rows.includes(row) ? 'same_id' : 'linked';
}

/** A CCCD of the other sex and of another generation is no slip of the pen: it was made out to somebody else. */
function fitsSomebodyElse({ identifiers, sex, birth }: Sight): boolean {
  return identifiers.some(({ kind, value }) => {
    const facts = kind === 'cccd' ? readCccd(value) : null;
    return (
      facts !== null &&
      sex !== null &&
      birth !== null &&
      facts.sex !== sex &&
      Math.abs(facts.birthYear - yearOf(birth.on)) >= GENERATION
    );
  });
}
