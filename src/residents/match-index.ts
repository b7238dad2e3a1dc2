/** Everyone whom the rows of a list could speak of: what is said of each, findable by the linkage and by number. */
import { oneEdit } from '../kernel/one-edit.ts';
import { type Candidate, LinkIndex } from '../linkage/link-index.ts';
import { compareSights } from './compare-sights.ts';
import { linkageValues } from './linkage-values.ts';
import { personModel } from './person-model.ts';
import type { Sight } from './sight.ts';

/** A person who is known, or the group of rows that will become one. */
export type Entity = {
  /** Null as long as nobody knows who it is. */
  personId: string | null;
  sights: Sight[];
  /** Numbers of the rows of the list being matched, in file order. */
  rows: number[];
};

/** Numbers made out to one person; a phone or an insurance card may be another's. */
const PAPERS = new Set(['cccd', 'cmnd']);

export class MatchIndex {
  readonly #links = new LinkIndex(personModel());
  readonly #people = new Map<string, Entity>();
  readonly #entityOf = new Map<string, Entity>();
  readonly #byNumber = new Map<string, Set<Entity>>();
  readonly #candidates = new Map<string, readonly Candidate[]>();

  /** Adds one more sight of a person who is known. */
  add(personId: string, sight: Sight): void {
    let entity = this.#people.get(personId);
    if (entity === undefined) {
      entity = { personId, sights: [], rows: [] };
      this.#people.set(personId, entity);
    }
    this.#know(`known:${this.#entityOf.size}`, entity, sight);
  }

  /** Adds a row as somebody of its own; returns its entity. */
  addRow(row: number, sight: Sight): Entity {
    const entity: Entity = { personId: null, sights: [], rows: [row] };
    this.#know(keyOf(row), entity, sight);
    return entity;
  }

  #know(key: string, entity: Entity, sight: Sight): void {
    entity.sights.push(sight);
    this.#entityOf.set(key, entity);
    this.#links.add({ id: key, values: linkageValues(sight) });
    for (const { value, kind } of sight.identifiers) if (PAPERS.has(kind)) put(this.#byNumber, value, entity);
  }

  /** Rows and known records that may be the same person as this one, surest first. */
  around(key: string): readonly Candidate[] {
    let found = this.#candidates.get(key);
    if (found === undefined) {
      found = this.#links.candidatesOf(key);
      this.#candidates.set(key, found);
    }
    return found;
  }

  entityOf(key: string): Entity {
    return this.#entityOf.get(key)!;
  }

  /** Makes two entities one; the known person stays who he is. */
  join(into: Entity, from: Entity): void {
    into.sights.push(...from.sights);
    into.rows.push(...from.rows);
    for (const row of from.rows) this.#entityOf.set(keyOf(row), into);
    for (const { identifiers } of from.sights)
      for (const { value, kind } of identifiers)
        if (PAPERS.has(kind)) {
          this.#byNumber.get(value)?.delete(from);
          put(this.#byNumber, value, into);
        }
  }

  /** Whoever shows one of the sight's papers under a name that is not the sight's. */
  othersWithItsNumber(sight: Sight): Entity[] {
    const found = new Set<Entity>();
    for (const { value, kind } of sight.identifiers)
      if (PAPERS.has(kind)) for (const entity of this.#byNumber.get(value) ?? []) found.add(entity);
    return [...found].filter(({ sights }) => sights.every((other) => otherName(sight, other)));
  }

  /** Somebody shows one of the sight's papers under an agreeing name. */
  ownsItsNumber(sight: Sight): boolean {
    return sight.identifiers.some(
      ({ value, kind }) =>
        PAPERS.has(kind) &&
        [...(this.#byNumber.get(value) ?? [])].some(({ sights }) =>
          sights.some((other) => other !== sight && !otherName(sight, other)),
        ),
    );
  }
}

export const keyOf = (row: number): string => `row:${row}`;

/** Two names that no slip of the pen makes one. */
export const otherName = (a: Sight, b: Sight): boolean => {
  const { name } = compareSights(a, b);
  return name === 'other' || name === 'part';
};

function put(map: Map<string, Set<Entity>>, key: string, entity: Entity): void {
  const set = map.get(key);
  if (set === undefined) map.set(key, new Set([entity]));
  else set.add(entity);
}

/**
 * How the valid CCCDs of two entities agree: `clash` when none is the other's (two people, whatever else agrees), `near`
 * when two are one slip of the pen apart (for a person to decide), `free` when one is shared or a side has none.
 */
export function compareCccds(a: Entity, b: Entity): 'free' | 'near' | 'clash' {
  const [x, y] = [cccdsOf(a), cccdsOf(b)];
  if (x.length === 0 || y.length === 0 || x.some((value) => y.includes(value))) return 'free';
  return x.some((one) => y.some((other) => oneEdit(one, other))) ? 'near' : 'clash';
}

const cccdsOf = ({ sights }: Entity): string[] =>
  sights.flatMap(({ identifiers }) =>
    identifiers.flatMap(({ kind, value, sound }) => (kind === 'cccd' && sound ? [value] : [])),
  );
