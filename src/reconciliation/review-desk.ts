/** What a reviewer is shown and may decide: one place for rows in review and for people proposed to be one. */
import type { FastifyRequest } from 'fastify';
import type { Units } from '../areas/units.ts';
import { mask } from '../identity/access.ts';
import type { Guard } from '../identity/guard.ts';
import { recordedWithin } from '../immunizations/recorded-units.ts';
import { AppError } from '../kernel/app-error.ts';
import { type PlainDate, yearOf } from '../kernel/plain-date.ts';
import { explainPair } from '../linkage/explain.ts';
import type { Database } from '../platform/database.ts';
import { type Language, sentence } from '../platform/messages.ts';
import { compareSights } from '../residents/compare-sights.ts';
import { linkageValues } from '../residents/linkage-values.ts';
import { personModel } from '../residents/person-model.ts';
import { type Sight, sightOf } from '../residents/sight.ts';
import { findRows, type ReviewedRow } from './find-reviews.ts';

const today = (): PlainDate => new Date().toISOString().slice(0, 10) as PlainDate;

export class ReviewDesk {
  readonly #db: Database;
  readonly #units: Units;
  readonly #guard: Guard;

  constructor({ db, units, guard }: { db: Database; units: Units; guard: Guard }) {
    this.#db = db;
    this.#units = units;
    this.#guard = guard;
  }

  /** The asker's units of record under a unit, and the unit itself. Throws `forbidden`. */
  async scope(
    request: FastifyRequest,
    query: { unit: string; mapDate?: PlainDate | undefined },
  ): Promise<{ unitId: number; code: string; unitIds: number[] }> {
    const at = query.mapDate ?? today();
    const unit = this.#units.byCodeOrEarlier(query.unit, at);
    this.#guard.demand(request, 'list.settle', unit.id);
    const day = this.#units.find(unit.id, at) === undefined ? unit.from : at;
    const recorded = await recordedWithin(this.#db, this.#units, unit.id, day);
    return {
      unitId: unit.id,
      code: unit.code,
      unitIds: recorded.filter((id) => this.#settles(request, id)),
    };
  }

  #settles(request: FastifyRequest, unitId: number): boolean {
    return this.#guard.allows(request, 'list.settle', unitId);
  }

  mayDecide(request: FastifyRequest, rows: readonly ReviewedRow[]): boolean {
    return rows.every(({ unitId }) => this.#settles(request, unitId));
  }

  /** Throws `forbidden` unless the asker may settle on every commune that speaks of these people; returns one of them. */
  async demandPeople(request: FastifyRequest, personIds: readonly string[]): Promise<number> {
    const rows = await findRows(this.#db, personIds);
    if (rows.length === 0) throw new AppError('person_unknown', 'not-found', { id: personIds.join() });
    for (const { unitId } of rows) this.#guard.demand(request, 'list.settle', unitId);
    return rows[0]!.unitId;
  }

  /** A row of another's commune shows enough to recognise the person and not more. */
  shown(request: FastifyRequest, row: ReviewedRow) {
    const own = this.#settles(request, row.unitId);
    const fields = this.#guard.fields(request, 'list.settle', row.unitId);
    const unit = this.#units.get(row.unitId, today());
    const { claim } = row;
    return {
      recordId: row.recordId,
      unit: { code: unit.code, name: unit.fullName },
      own,
      file: own ? row.file : null,
      sheet: own ? row.sheet : null,
      row: own ? row.row : null,
      source: row.source,
      asOf: row.asOf,
      name: own ? claim.name : initials(claim.name),
      sex: claim.sex,
      birth:
        own || claim.birth === null
          ? claim.birth
          : { on: `${yearOf(claim.birth.on)}-01-01`, precision: 'year' },
      identifiers: claim.identifiers.map(({ kind, value, sound }) => ({
        kind,
        value: own ? value : mask(value),
        sound,
      })),
      phone: own ? claim.phone : mask(claim.phone),
      hamlet: own ? claim.hamlet : null,
      household: own ? claim.household : null,
      relation: own ? claim.relation : null,
      address: own ? (claim.place?.address ?? null) : null,
      residenceKind: claim.residenceKind,
      whereabouts: claim.whereabouts,
      note: own ? claim.note : null,
      doses: own && fields.has('doses') ? claim.doses : null,
    };
  }
}

const sight = ({ claim, unitId }: ReviewedRow): Sight => sightOf(claim, unitId);

/** The rows, that which is most like `row` first: it is the one to look at. */
export function byLikeness(row: ReviewedRow, rows: readonly ReviewedRow[]): ReviewedRow[] {
  const own = sight(row);
  return rows
    .map((other) => ({ other, score: compareSights(own, sight(other)).score }))
    .sort((a, b) => b.score - a.score)
    .map(({ other }) => other);
}

export type Told = Readonly<{ field: string; text: string; bits: number }>;
export type Evidence = Readonly<{
  fields: readonly Told[];
  /** Estimated probability of one person, and the rule that keeps it from deciding. */
  probability: number;
  reason: string | null;
}>;

/** What speaks for and against, field by field and on the whole, by the model that decides at intake; null when there is nobody to compare with. */
export function evidenceOf(
  row: ReviewedRow,
  other: ReviewedRow | undefined,
  language: Language,
): Evidence | null {
  if (other === undefined) return null;
  const { fields, probability, reason } = explainPair(
    personModel(),
    linkageValues(sight(row)),
    linkageValues(sight(other)),
  );
  return {
    fields: fields.flatMap(({ field, kind, level, bits }) =>
      level === null ? [] : [{ field, text: sentence(language, `linkage.level.${kind}.${level}`), bits }],
    ),
    probability,
    reason: reason === null ? null : sentence(language, `linkage.reason.${reason}`),
  };
}

const initials = (name: string | null): string | null =>
  name === null
    ? null
    : name
        .split(' ')
        .map((word) => `${word[0]}.`)
        .join(' ');
