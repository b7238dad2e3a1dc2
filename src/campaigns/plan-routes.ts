import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { dateParameter } from '../areas/routes.ts';
import type { Units } from '../areas/units.ts';
import type { Guard } from '../identity/guard.ts';
import { addDays, type PlainDate } from '../kernel/plain-date.ts';
import { dayInVietnam } from '../kernel/vietnam-time.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import { withTypes } from '../platform/http.ts';
import { findCampaign } from './campaign-store.ts';
import type { Proposal } from './contract.ts';
import { findNeeds, findSites, openFacilities } from './plan-district.ts';
import { proposeSessions } from './propose-sessions.ts';
import { hours, unitCode } from './request-shapes.ts';
import { whyLeftOut } from './rules.ts';
import { findSessions } from './session-store.ts';

/** The plan of a district: figures for whoever sees coverage; planning for who answers for sessions. */
export function planRoutes(
  server: FastifyInstance,
  { db, units, guard, clock }: { db: Database; units: Units; guard: Guard; clock: Clock },
): void {
  const api = withTypes(server);
  const today = (): PlainDate => dayInVietnam(clock());
  const targetOf = async (id: string | undefined) =>
    id === undefined ? undefined : (await findCampaign(db, id))?.target;

  api.get(
    '/session-sites',
    {
      config: { access: 'coverage.view' },
      schema: {
        summary:
          'Facilities of a unit at which sessions can be held, with the days on which they open and close',
        querystring: z.object({ unit: unitCode, date: dateParameter.optional() }),
      },
    },
    async (request) => {
      const on = request.query.date ?? today();
      const unit = units.byCodeOrEarlier(request.query.unit, on);
      guard.demand(request, 'coverage.view', unit.id);
      return { sites: await findSites(db, units, unit, on) };
    },
  );
  api.get(
    '/session-plan',
    {
      config: { access: 'coverage.view' },
      schema: {
        summary: 'Who is due in each commune and how many of them have a place',
        querystring: z.object({
          unit: unitCode,
          date: dateParameter.optional(),
          campaign: z.uuid().optional(),
        }),
      },
    },
    async (request) => {
      const { unit: code, date, campaign } = request.query;
      const on = date ?? today();
      const { id } = units.byCodeOrEarlier(code, on);
      guard.demand(request, 'coverage.view', id);
      const { communes } = await findNeeds(db, units, code, on, await targetOf(campaign));
      // Where people live is for those who plan; the others see communes.
      const mayPlan =
        guard.allows(request, 'session.plan', id) && guard.facilities(request, 'session.plan', id) === null;
      return {
        mayPlan,
        communes: mayPlan ? communes : communes.map((commune) => ({ ...commune, hamlets: [] })),
      };
    },
  );
  api.post(
    '/session-proposals',
    {
      config: { access: 'session.plan' },
      schema: {
        summary: 'Propose sessions for those who have no place yet; nothing is stored',
        body: z.object({
          unit: unitCode,
          campaign: z.uuid().nullable().default(null),
          from: dateParameter,
          days: z.number().int().min(1).max(31),
          shifts: z.array(hours).min(1).max(4),
          walkInPercent: z.number().int().min(0).max(90).default(10),
          sites: z
            .array(
              z.object({
                unit: unitCode,
                facility: z.string().trim().min(2).max(200),
                site: z.string().trim().min(2).max(200).nullable().default(null),
                hamlet: z.string().max(80).nullable().default(null),
                capacity: z.number().int().min(1).max(5000),
              }),
            )
            .max(400),
        }),
      },
    },
    async (request) => {
      const { unit: code, campaign, from, days, sites, ...rest } = request.body;
      const { id } = units.byCodeOrEarlier(code, from);
      guard.demand(request, 'session.plan', id);
      const known = campaign === null ? undefined : await findCampaign(db, campaign);
      const [{ needs }, held, open] = await Promise.all([
        findNeeds(db, units, code, from, known?.target),
        findSessions(db, { unitIds: [...units.everWithin(id, from)], from, to: addDays(from, days) }),
        openFacilities(db),
      ]);
      const { sessions, unplaced } = proposeSessions({
        ...rest,
        needs,
        sites,
        days: Array.from({ length: days }, (_, i) => addDays(from, i)),
        isOpen: ({ unit, facility }, on) => {
          const site = { unitId: units.byCodeOrEarlier(unit, from).id, facility };
          return open(site, on) && (known === undefined || whyLeftOut(known, { ...site, on }) === null);
        },
        busy: held
          .filter(({ state }) => state !== 'cancelled')
          .map((session) => ({ ...session, unit: units.get(session.unitId, session.on).code })),
      });
      return { sessions: sessions.map((one): Proposal => ({ ...one, serves: [one.unit] })), unplaced };
    },
  );
}
