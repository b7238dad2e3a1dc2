/**
 * Who is who, first level. Sure matches are made by rule; what merely looks alike goes to review with its best
 * candidate; everything else is a new person. The rules (issue "Lists in, one register", section 5):
 *  A. the same valid ID number, an agreeing name and birth date;
 *  B. in one commune, the same name and an agreeing birth date, unique both ways, nothing against it.
 * Never on a phone. Two different valid CCCDs are never merged.
 */
import { readCccd } from '../kernel/identifiers.ts';
import { yearOf } from '../kernel/plain-date.ts';
import { birthsAgree, type Comparison, compareSights, namesAgree } from './compare-sights.ts';
import { birthYear, type Sight } from './sight.ts';

export type MatchRow = Readonly<{ sight: Sight }>;

export type Decision = Readonly<{
  personId: string;
  created: boolean;
  status: 'auto' | 'review';
  /** Stable code of the rule: `same_id`, `same_name_and_birth`, `repeated_row`, `new_person`, `looks_alike`. */
  reason: string;
  score: number | null;
  /** The row's ID number belongs to somebody of another name: borrowed or mistyped. */
  borrowedId: boolean;
  /** Somebody of another name shows the same ID number, and the row's own facts do not say whose it is not. */
  sharedId: boolean;
  /** An earlier row of this list that says the same person once more (index into the rows). */
  repeats: number | null;
}>;

type Entity = { personId: string; sights: Sight[]; rows: number[] };

const REVIEW_SCORE = 10;
const GENERATION = 15;
const REVIEW_MARGIN_SAME_LIST = 5;

/** Everyone known so far, findable by identifier and by what a row may share with them in its communes. */
export class MatchIndex {
  readonly #byId = new Map<string, Set<Entity>>();
  readonly #byKey = new Map<string, Set<Entity>>();
  readonly #entities = new Map<string, Entity>();

  /** Adds one more sight of a person; `row` is its index when it comes from the list being matched. */
  add(personId: string, sight: Sight, row: number | null = null): void {
    let entity = this.#entities.get(personId);
    if (entity === undefined) {
      entity = { personId, sights: [], rows: [] };
      this.#entities.set(personId, entity);
    }
    entity.sights.push(sight);
    if (row !== null) entity.rows.push(row);
    for (const { value } of sight.identifiers) put(this.#byId, value, entity);
    for (const key of blockKeys(sight)) put(this.#byKey, key, entity);
  }

  byIdentifier(sight: Sight): Set<Entity> {
    const found = new Set<Entity>();
    for (const { value } of sight.identifiers)
      for (const entity of this.#byId.get(value) ?? []) found.add(entity);
    return found;
  }

  byName(sight: Sight): Set<Entity> {
    const found = new Set<Entity>();
    if (sight.key === '') return found;
    for (const unit of sight.units)
      for (const entity of this.#byKey.get(`${unit}n${sight.key}`) ?? []) found.add(entity);
    return found;
  }

  candidates(sight: Sight): Set<Entity> {
    const found = this.byIdentifier(sight);
    for (const key of blockKeys(sight)) {
      const block = this.#byKey.get(key);
      // A block of many hundreds (a phone of a whole factory) separates nobody.
      if (block !== undefined && block.size <= 400) for (const entity of block) found.add(entity);
    }
    return found;
  }
}

function put(map: Map<string, Set<Entity>>, key: string, entity: Entity): void {
  const set = map.get(key);
  if (set === undefined) map.set(key, new Set([entity]));
  else set.add(entity);
}

function blockKeys(sight: Sight): string[] {
  const keys: string[] = [];
  const given = sight.words.at(-1) ?? '';
  const year = birthYear(sight);
  for (const unit of sight.units) {
    if (sight.key !== '') keys.push(`${unit}n${sight.key}`);
    if (sight.birth !== null && sight.birth.precision === 'day' && !sight.placeholderDay)
      keys.push(`${unit}b${sight.birth.on}`);
    if (year !== null && given !== '') keys.push(`${unit}g${given} ${year}`);
    if (sight.phone !== null && given !== '') keys.push(`${unit}p${sight.phone}`);
    if (sight.house !== null && given !== '') keys.push(`${unit}h${sight.house} ${given}`);
  }
  return keys;
}

type Verdict = Comparison & Readonly<{ against: boolean }>;

/** The row against all sights of the entity: the best comparison, and whether any sight speaks against it. */
function judge(sight: Sight, entity: Entity): Verdict {
  let best: Comparison | null = null;
  let against = false;
  for (const other of entity.sights) {
    const comparison = compareSights(sight, other);
    if (comparison.id === 'conflict' || (comparison.sexDiffers && comparison.id !== 'same')) against = true;
    if (comparison.birth === 'differ' || comparison.birth === 'near') against = true;
    if (best === null || comparison.score > best.score) best = comparison;
  }
  return { ...best!, against };
}

/** Decides each row in turn; `newPersonId` makes the id of a person who is not known yet. */
export function matchRows(
  rows: readonly MatchRow[],
  index: MatchIndex,
  newPersonId: () => string,
): Decision[] {
  const decisions: (Decision | undefined)[] = new Array(rows.length);
  const borrowed = new Set<number>();

  /** The row as far as it may be believed: a borrowed number is not the row's own. */
  const effective = (row: number): Sight =>
    borrowed.has(row) ? { ...rows[row]!.sight, identifiers: [] } : rows[row]!.sight;

  const decide = (
    row: number,
    entity: Entity | null,
    status: 'auto' | 'review',
    reason: string,
    score: number | null,
  ) => {
    const personId = entity?.personId ?? newPersonId();
    // A row in review lends the person nothing to be recognised by: a wrong guess must not attract others.
    if (status === 'auto') index.add(personId, effective(row), row);
    else entity!.rows.push(row);
    decisions[row] = {
      personId,
      created: entity === null,
      status,
      score,
      repeats: null,
      borrowedId: borrowed.has(row),
      sharedId: false,
      reason,
    };
  };

  // A. By valid number. Done for all rows first, so that a later row's number is not lost to an earlier row's guess.
  rows.forEach(({ sight }, row) => {
    let match: { entity: Entity; score: number } | null = null;
    let claimed = false;
    for (const entity of index.byIdentifier(sight)) {
      const verdict = judge(sight, entity);
      if (verdict.id !== 'same' && verdict.id !== 'same-unsound') continue;
      const nameFits =
        namesAgree(verdict.name) || verdict.name === 'near' || verdict.name === 'accents-differ';
      const birthFits = birthsAgree(verdict.birth) || verdict.birth === 'missing';
      if (
        verdict.id === 'same' &&
        nameFits &&
        birthFits &&
        !(verdict.sexDiffers && verdict.name !== 'same')
      ) {
        if (match === null || verdict.score > match.score) match = { entity, score: verdict.score };
      } else if (verdict.name === 'other' || verdict.name === 'part') claimed = true;
    }
    if (match !== null) decide(row, match.entity, 'auto', 'same_id', match.score);
    else if (claimed) borrowed.add(row);
  });

  // B. By name and birth date within the commune, unique both ways.
  const open = () => rows.keys().filter((row) => decisions[row] === undefined);
  const fits = (sight: Sight, entity: Entity): Verdict | null => {
    const verdict = judge(sight, entity);
    const clean = namesAgree(verdict.name) && birthsAgree(verdict.birth) && !verdict.against;
    return clean && verdict.id !== 'cmnd-differ' && verdict.id !== 'conflict' ? verdict : null;
  };
  const options = new Map<number, { entity: Entity; verdict: Verdict }[]>();
  const wanted = new Map<Entity, number[]>();
  for (const row of open()) {
    const found: { entity: Entity; verdict: Verdict }[] = [];
    for (const entity of index.byName(rows[row]!.sight)) {
      const verdict = fits(rows[row]!.sight, entity);
      if (verdict === null) continue;
      found.push({ entity, verdict });
      wanted.set(entity, [...(wanted.get(entity) ?? []), row]);
    }
    options.set(row, found);
  }
  for (const [row, found] of options) {
    // A full, equal birth date outweighs a candidate of whom only the year is known.
    const exact = found.filter(({ verdict }) => verdict.birth === 'same-day');
    const pool = exact.length > 0 ? exact : found;
    if (pool.length !== 1) continue;
    const { entity, verdict } = pool[0]!;
    const rivals = wanted.get(entity)!.filter((rival) => rival !== row && decisions[rival] === undefined);
    const alone =
      verdict.birth === 'same-day'
        ? rivals.every((rival) => !rivalry(rows[row]!.sight, rows[rival]!.sight))
        : rivals.length === 0 && entity.rows.length === 0;
    if (alone) decide(row, entity, 'auto', 'same_name_and_birth', verdict.score);
  }

  // C. What is left, row by row: looks like somebody (review), or is somebody new.
  for (const row of [...open()]) {
    const sight = effective(row);
    let best: { entity: Entity; verdict: Verdict; score: number } | null = null;
    let exact = 0;
    for (const entity of index.candidates(sight)) {
      const verdict = judge(sight, entity);
      if (verdict.id === 'conflict' || verdict.name === 'other' || verdict.name === 'missing') continue;
      // Twins: one birth date, one house, one family name; only a number may say that they are one.
      if (verdict.name === 'part' && verdict.id !== 'same' && verdict.id !== 'same-unsound') continue;
      if (
        !namesAgree(verdict.name) &&
        verdict.birth === 'same-day' &&
        entity.rows.length > 0 &&
        verdict.id === 'silent'
      )
        continue;
      if (fits(sight, entity) !== null && verdict.birth === 'same-day') exact++;
      const score = verdict.score - (entity.rows.length > 0 ? REVIEW_MARGIN_SAME_LIST : 0);
      if (score >= REVIEW_SCORE && (best === null || score > best.score)) best = { entity, verdict, score };
    }
    if (best === null) decide(row, null, 'auto', 'new_person', null);
    else if (exact === 1 && fits(sight, best.entity) !== null && best.verdict.birth === 'same-day')
      decide(row, best.entity, 'auto', 'same_name_and_birth', best.verdict.score);
    else decide(row, best.entity, 'review', 'looks_alike', best.verdict.score);
  }
  return withRepeats(decisions as Decision[]).map((decision, row) => ({
    ...decision,
    sharedId:
      !decision.borrowedId &&
      (fitsSomebodyElse(rows[row]!.sight) || showsIdOfAnother(rows[row]!.sight, decision.personId, index)),
  }));
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

/** Known only when every row has its person: the owner may stand further down in the list. */
function showsIdOfAnother({ identifiers, ...sight }: Sight, personId: string, index: MatchIndex): boolean {
  const papers = identifiers.filter(({ kind }) => kind === 'cccd' || kind === 'cmnd');
  if (papers.length === 0) return false;
  for (const other of index.byIdentifier({ ...sight, identifiers: papers }))
    if (
      other.personId !== personId &&
      other.sights.every((one) =>
        ['other', 'part'].includes(compareSights({ ...sight, identifiers }, one).name),
      )
    )
      return true;
  return false;
}

/** Says of each row which earlier row of the list names the same person: in the order of the file, whatever the order of deciding. */
function withRepeats(decisions: readonly Decision[]): Decision[] {
  const first = new Map<string, number>();
  return decisions.map((decision, row) => {
    const repeats = first.get(decision.personId) ?? null;
    if (repeats === null) first.set(decision.personId, row);
    const reason =
      repeats !== null && decision.reason === 'same_name_and_birth' ? 'repeated_row' : decision.reason;
    return { ...decision, repeats, reason };
  });
}

/** Two rows of one list that want the same person but cannot both be that person. */
function rivalry(a: Sight, b: Sight): boolean {
  const comparison = compareSights(a, b);
  return comparison.id === 'conflict' || comparison.sexDiffers || comparison.birth === 'differ';
}
