import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { dateParameter } from '../areas/routes.ts';
import type { Units } from '../areas/units.ts';
import type { Guard } from '../identity/guard.ts';
import { AppError } from '../kernel/app-error.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { languageOf, withTypes } from '../platform/http.ts';
import { sentence } from '../platform/messages.ts';
import {
  ABSENCE_DECISIONS,
  type Absence,
  countOpenAbsences,
  findAbsences,
  findAbsenceUnit,
} from '../residents/find-absences.ts';
import { findEditions } from '../residents/find-editions.ts';
import { countPeopleByFinding } from '../residents/find-findings.ts';
import { speaksOfDoses, UNNAMED } from './finding-words.ts';
import { recordedWithin } from './recorded-units.ts';
import { settleAbsence } from './settle-absence.ts';

const today = (): PlainDate => new Date().toISOString().slice(0, 10) as PlainDate;
const place = { unit: z.string().max(5), mapDate: dateParameter.optional() };
const PAGE = 100;

/** The lists in force, and who is missing from them. */
export function listRoutes(
  server: FastifyInstance,
  { db, units, guard }: { db: Database; units: Units; guard: Guard },
): void {
  const api = withTypes(server);
  const inScope = async (
    request: FastifyRequest,
    query: { unit: string; mapDate?: PlainDate | undefined },
    action: 'list.view' | 'list.settle' | 'person.search',
  ): Promise<number[]> => {
    const at = query.mapDate ?? today();
    const unit = units.byCodeOrEarlier(query.unit, at);
    guard.demand(request, action, unit.id);
    const day = units.find(unit.id, at) === undefined ? unit.from : at;
    return (await recordedWithin(db, units, unit.id, day)).filter((id) => guard.allows(request, action, id));
  };
  const heldTo = (
    request: FastifyRequest,
    query: { unit: string; mapDate?: PlainDate | undefined },
    action: 'list.view' | 'person.search',
  ) => guard.facilities(request, action, units.byCodeOrEarlier(query.unit, query.mapDate ?? today()).id);
  const named = (unitId: number) => {
    const unit = units.get(unitId, today());
    return { code: unit.code, name: unit.fullName };
  };

  api.get(
    '/lists',
    {
      config: { access: 'list.view' },
      schema: { summary: 'Lists on which the figures of a unit rest', querystring: z.object(place) },
    },
    async (request) => {
      const ids = await inScope(request, request.query, 'list.view');
      const lists = await findEditions(db, ids, heldTo(request, request.query, 'list.view'));
      return { lists: lists.map(({ unitId, ...list }) => ({ ...list, unit: named(unitId) })) };
    },
  );
  api.get(
    '/findings',
    {
      config: { access: 'person.search' },
      schema: {
        summary: 'What there is to look at about the people of a unit, by cause',
        querystring: z.object(place),
      },
    },
    async (request) => {
      const ids = await inScope(request, request.query, 'person.search');
      const doses = ids.every((id) => guard.fields(request, 'person.search', id).has('doses'));
      const groups = await countPeopleByFinding(db, ids, heldTo(request, request.query, 'person.search'));
      return {
        findings: groups
          .filter(({ code }) => doses || !speaksOfDoses(code))
          .map((group) => ({
            ...group,
            message: sentence(languageOf(request), `finding.${group.code}`, UNNAMED),
          })),
      };
    },
  );
  api.get(
    '/absences',
    {
      config: { access: 'list.settle' },
      schema: {
        summary: 'Who is missing from a new complete list: to settle, or settled',
        querystring: z.object({
          ...place,
          settled: z.enum(['true', 'false']).default('false'),
          offset: z.coerce.number().int().min(0).default(0),
        }),
      },
    },
    async (request) => {
      const { settled, offset } = request.query;
      const ids = await inScope(request, request.query, 'list.settle');
      const found = await findAbsences(db, ids, { settled: settled === 'true', offset, limit: PAGE });
      const shown = ({ unitId, ...absence }: Absence) => ({ ...absence, unit: named(unitId) });
      return { absences: found.absences.map(shown), total: found.total };
    },
  );
  api.get(
    '/absences/count',
    {
      config: { access: 'list.settle' },
      schema: { summary: 'How many absences wait for a decision', querystring: z.object(place) },
    },
    async (request) => ({
      open: await countOpenAbsences(db, await inScope(request, request.query, 'list.settle')),
    }),
  );
  api.post(
    '/absences/:id/settle',
    {
      config: { access: 'list.settle' },
      schema: {
        summary: 'Say where somebody is who is missing from a new complete list',
        params: z.object({ id: z.uuid() }),
        body: z.object({
          decision: z.enum(ABSENCE_DECISIONS),
          on: dateParameter,
          reason: z.string().trim().min(3).max(300),
        }),
      },
    },
    async (request) => {
      const { id } = request.params;
      const unitId = await findAbsenceUnit(db, id);
      // Who may not see it is not told that it exists.
      if (unitId === undefined || !guard.allows(request, 'list.settle', unitId))
        throw new AppError('absence_unknown', 'not-found', { id });
      const actor = guard.actor(request, request.body.reason, 'list.settle', unitId);
      await settleAbsence(db, actor, { id, ...request.body }, today());
      return { done: true };
    },
  );
}
