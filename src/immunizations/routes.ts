import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { dateParameter } from '../areas/routes.ts';
import type { Units } from '../areas/units.ts';
import { recordRead } from '../audit/record-read.ts';
import { mask, maskDigits } from '../identity/access.ts';
import type { Guard } from '../identity/guard.ts';
import type { ListSource } from '../intake/claim.ts';
import { ageBandOn } from '../kernel/age-band.ts';
import { AppError } from '../kernel/app-error.ts';
import { ageOn, type BirthDate, type PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { languageOf, withTypes } from '../platform/http.ts';
import { sentence } from '../platform/messages.ts';
import { birthText, fieldOrigins } from '../residents/field-origins.ts';
import { findPeople, isOfFacilities, ofFacilities, type PersonSummary } from '../residents/find-people.ts';
import type { FiledClaim } from '../residents/sight.ts';
import { speaksOfDoses } from './finding-words.ts';
import { getPerson } from './get-person.ts';
import { peopleFilters, peopleQuestion } from './people-question.ts';

const today = (): PlainDate => new Date().toISOString().slice(0, 10) as PlainDate;
const idParameter = z.object({ id: z.string().max(40) });

/** People. Every answer is cut to the fields of the asker's role, and to its facilities' people. */
export function personRoutes(
  server: FastifyInstance,
  { db, units, guard }: { db: Database; units: Units; guard: Guard },
): void {
  const api = withTypes(server);

  const mayView = async (
    request: FastifyRequest,
    action: 'person.view' | 'person.reveal',
    personId: string,
    unitId: number,
  ): Promise<boolean> => {
    if (!guard.allows(request, action, unitId)) return false;
    const facilities = guard.facilities(request, action, unitId);
    return facilities === null || isOfFacilities(db, personId, facilities);
  };
  const summary = (request: FastifyRequest, person: PersonSummary, askedUnitId: number, on: PlainDate) => {
    const fields = guard.fields(request, 'person.search', person.unitId ?? askedUnitId);
    const unit = person.unitId === null ? null : units.get(person.unitId, on);
    return {
      id: person.id,
      name: person.name,
      sortKey: person.sortKey,
      sex: person.sex,
      birth: person.birth,
      age: person.birth === null ? null : ageOn(person.birth.on, on),
      band: ageBandOn(person.birth?.on ?? null, on),
      unit: unit === null ? null : { code: unit.code, name: unit.fullName },
      hamlet: person.hamlet,
      kind: person.kind,
      whereabouts: person.whereabouts,
      nationalId: mask(person.nationalId),
      phone: mask(person.phone),
      sources: person.sources,
      findings: person.findings,
      review: person.rowsInReview > 0,
      doses: fields.has('doses') ? person.doses : null,
      full: fields.has('doses') ? person.full : null,
    };
  };
  api.get(
    '/persons',
    {
      config: { access: 'person.search' },
      schema: {
        summary: 'People of a unit, in given-name order',
        querystring: peopleFilters.extend({
          afterKey: z.string().max(200).optional(),
          afterId: z.uuid().optional(),
          limit: z.coerce.number().int().min(1).max(500).default(100),
        }),
      },
    },
    async (request) => {
      const { query } = request;
      const { date, unitId, filter } = await peopleQuestion(request, query, 'person.search', {
        db,
        units,
        guard,
      });
      const { persons, total } = await findPeople(db, {
        ...filter,
        after:
          query.afterKey !== undefined && query.afterId !== undefined
            ? { sortKey: query.afterKey, id: query.afterId }
            : null,
        limit: query.limit,
      });
      return { persons: persons.map((person) => summary(request, person, unitId, date)), total };
    },
  );
  api.get(
    '/hamlets',
    {
      config: { access: 'person.search' },
      schema: {
        summary: 'Hamlets of a unit',
        querystring: z.object({ unit: z.string().max(5), mapDate: dateParameter.optional() }),
      },
    },
    async (request) => {
      const unit = units.byCodeOrEarlier(request.query.unit, request.query.mapDate ?? today());
      guard.demand(request, 'person.search', unit.id);
      const rows = await db.query<{ hamlet: string; people: number }>(
        `SELECT p.hamlet, count(*)::int AS people FROM app.person p WHERE p.unit_id = $1 AND p.hamlet IS NOT NULL
           AND ($2::text[] IS NULL OR ${ofFacilities('p.id', '$2')}) GROUP BY p.hamlet ORDER BY p.hamlet`,
        [unit.id, guard.facilities(request, 'person.search', unit.id)],
      );
      return { hamlets: rows };
    },
  );
  api.get(
    '/persons/:id',
    {
      config: { access: 'person.view' },
      schema: { summary: 'One person with every source record', params: idParameter },
    },
    async (request) => {
      const person = await getPerson(db, request.params.id);
      const unitId =
        person.unitId ??
        (person.records[0] === undefined ? null : await recordUnit(db, person.records[0].id));
      if (unitId === null || !(await mayView(request, 'person.view', person.id, unitId)))
        throw new AppError('person_unknown', 'not-found', { id: request.params.id });
      const fields = guard.fields(request, 'person.view', unitId);
      await recordRead(db, guard.actor(request, null, 'person.view', unitId), 'view', 'person', person.id);
      const doses = fields.has('doses');
      const unit = units.get(unitId, '2021-12-14' as PlainDate);
      return {
        ...person,
        nationalId: mask(person.nationalId),
        phone: mask(person.phone),
        unit: { code: unit.code, name: unit.fullName },
        identifiers: person.identifiers.map((identifier) => ({
          ...identifier,
          value: mask(identifier.value),
        })),
        residences: person.residences.map((home) => ({
          ...home,
          unitName: units.get(home.unitId, '2021-12-14' as PlainDate).fullName,
        })),
        doses: doses ? person.doses : null,
        origins: fieldOrigins(
          person.records
            .filter(({ kind, status }) => status !== 'review' && (doses || kind === 'residents'))
            .map(({ source, claim }) => ({ source: source as ListSource, claim: claim as FiledClaim })),
          { ...person, birth: birthText(person.birth as BirthDate | null), residenceKind: person.kind },
        ).map((origin) =>
          origin.field === 'nationalId'
            ? { ...origin, values: origin.values.map((one) => ({ ...one, value: mask(one.value) })) }
            : origin,
        ),
        // Raw rows hold everything a list said: they are shown to those who may see all of it, and without numbers in clear.
        records: person.records
          .filter(({ kind }) => doses || kind === 'residents')
          .map((record) => ({
            ...record,
            claim: undefined,
            cells: doses ? record.cells.map(maskDigits) : record.cells.slice(0, 12).map(maskDigits),
          })),
        findings: person.findings
          .filter(({ code }) => doses || !speaksOfDoses(code))
          .map((finding) => ({
            ...finding,
            cell: maskDigits(finding.cell),
            suggestion: maskDigits(finding.suggestion),
            message: sentence(languageOf(request), `finding.${finding.code}`, finding.params),
          })),
        audit: await db.query(
          'SELECT at, subject, action, actor, on_behalf_of AS "onBehalfOf", reason FROM app.audit_event WHERE subject_id = $1 ORDER BY id DESC LIMIT 50',
          [person.id],
        ),
      };
    },
  );
  api.post(
    '/persons/:id/reveal',
    {
      config: { access: 'person.reveal' },
      schema: {
        summary: 'Show numbers in clear, with a reason that is logged',
        params: idParameter,
        body: z.object({ reason: z.string().trim().min(5).max(300) }),
      },
    },
    async (request) => {
      const person = await getPerson(db, request.params.id);
      if (person.unitId === null || !(await mayView(request, 'person.reveal', person.id, person.unitId)))
        throw new AppError('person_unknown', 'not-found', { id: request.params.id });
      await recordRead(
        db,
        guard.actor(request, request.body.reason, 'person.reveal', person.unitId),
        'reveal',
        'person',
        person.id,
      );
      return { identifiers: person.identifiers, phone: person.phone };
    },
  );
}

async function recordUnit(db: Database, recordId: string): Promise<number | null> {
  const rows = await db.query<{ unit_id: number }>('SELECT unit_id FROM app.source_record WHERE id = $1', [
    recordId,
  ]);
  return rows[0]?.unit_id ?? null;
}
