import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { dateParameter } from '../areas/routes.ts';
import type { Units } from '../areas/units.ts';
import type { Guard } from '../identity/guard.ts';
import { recordedWithin } from '../immunizations/recorded-units.ts';
import { AppError } from '../kernel/app-error.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { dayInVietnam } from '../kernel/vietnam-time.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import { withTypes } from '../platform/http.ts';
import { adoptVersion, versionOf, withVersion } from '../schedules/adopt-version.ts';
import { type Draft, draftSchema } from '../schedules/contract.ts';
import { loadSchedules } from '../schedules/load-schedules.ts';
import { rulesOn } from '../schedules/rules.ts';
import type { SchedulePage } from './contract.ts';
import { findVersions } from './find-versions.ts';
import { previewVersion } from './preview-version.ts';

/** The rules of the schedule: for everybody to read, for the ministry and the provinces to change with a document. */
export function scheduleRoutes(
  server: FastifyInstance,
  { db, units, guard, clock }: { db: Database; units: Units; guard: Guard; clock: Clock },
): void {
  const api = withTypes(server);
  const today = (): PlainDate => dayInVietnam(clock());

  api.get(
    '/schedules',
    {
      config: { access: 'signed-in' },
      schema: {
        summary:
          'Rules in force on a day for a unit, the documents that made them, and every version adopted',
        querystring: z.object({ unit: z.string().max(5).optional(), date: dateParameter.optional() }),
      },
    },
    async ({ query }): Promise<SchedulePage> => {
      const date = query.date ?? today();
      const unit = query.unit === undefined ? null : provinceOf(units, query.unit, date);
      const schedules = await loadSchedules(db.pool);
      return {
        date,
        unit: unit?.code ?? null,
        unitName: unit?.fullName ?? null,
        rules: rulesOn(schedules.of(unit?.id ?? null), date),
        documents: [...schedules.documents.values()],
        versions: await findVersions(db, units, unit?.id ?? null, date),
      };
    },
  );

  /** The unit for which a draft is meant. The whole country is only for who may change every province. */
  const scopeOf = (request: FastifyRequest, draft: Draft): number | null => {
    if (draft.unit !== null) {
      const unit = units.byCodeOrEarlier(draft.unit, draft.from);
      guard.demand(request, 'schedule.edit', unit.id);
      if (unit.level !== 1)
        throw new AppError('schedule_province_needed', 'invalid', { unit: unit.fullName });
      return unit.id;
    }
    for (const province of units.children(null, draft.from))
      guard.demand(request, 'schedule.edit', province.id);
    return null;
  };

  api.post(
    '/schedules/preview',
    {
      config: { access: 'schedule.edit' },
      schema: { summary: 'Whom a change of rules would concern; nothing is kept', body: draftSchema },
    },
    async (request) => {
      const draft = request.body;
      const unitId = scopeOf(request, draft);
      const before = await loadSchedules(db.pool);
      const after = withVersion(before, versionOf(draft, unitId, before));
      const on = draft.from > today() ? draft.from : today();
      const provinces = unitId === null ? units.children(null, on).map(({ id }) => id) : [unitId];
      const unitIds = (await Promise.all(provinces.map((id) => recordedWithin(db, units, id, on)))).flat();
      const named = unitIds.filter((id) => guard.fields(request, 'person.search', id).has('doses'));
      return previewVersion(db, units, { unitId, unitIds, named: new Set(named), on }, before, after);
    },
  );
  api.post(
    '/schedules',
    {
      config: { access: 'schedule.edit' },
      schema: { summary: 'Adopt a version of the rules with its document', body: draftSchema },
    },
    async (request, reply) => {
      const draft = request.body;
      const unitId = scopeOf(request, draft);
      const actor = guard.actor(request, draft.reason, 'schedule.edit', unitId ?? undefined);
      const { id } = await adoptVersion(db, actor, draft, unitId);
      return reply.code(201).send({ id });
    },
  );
}

/** The province of a unit of any level. */
function provinceOf(units: Units, code: string, on: PlainDate) {
  const unit = units.byCodeOrEarlier(code, on);
  const day = units.find(unit.id, on) === undefined ? unit.from : on;
  return units.ancestors(unit.id, day).find(({ level }) => level === 1) ?? unit;
}
