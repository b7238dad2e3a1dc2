import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { dateParameter } from '../areas/routes.ts';
import type { Units } from '../areas/units.ts';
import type { Guard } from '../identity/guard.ts';
import { AGE_BANDS } from '../kernel/age-band.ts';
import { AppError } from '../kernel/app-error.ts';
import { newId } from '../kernel/ids.ts';
import { addDays, type PlainDate } from '../kernel/plain-date.ts';
import { dayInVietnam } from '../kernel/vietnam-time.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import { withTypes } from '../platform/http.ts';
import { findCampaign, findCampaigns, putCampaign } from './campaign-store.ts';
import { type Campaign, DISEASES, type Proposal } from './contract.ts';
import { findNeeds, findSites, openFacilities } from './plan-district.ts';
import { proposeSessions } from './propose-sessions.ts';
import { hours, unitCode } from './request-shapes.ts';
import { findSessions } from './session-store.ts';

const campaignSchema = z.object({
  unit: unitCode,
  name: z.string().trim().min(3).max(200),
  disease: z.enum(DISEASES).default('covid-19'),
  target: z.object({
    bands: z.array(z.enum(AGE_BANDS)).max(AGE_BANDS.length).default([]),
    doses: z
      .array(
        z.object({
          kind: z.enum(['primary', 'additional', 'booster']),
          doseNo: z.number().int().min(1).max(20),
        }),
      )
      .max(20)
      .default([]),
  }),
  document: z.string().trim().max(300).nullable().default(null),
  from: dateParameter,
  to: dateParameter,
});

/** Campaigns, and the plan of a district: figures for whoever sees coverage; planning for who answers for sessions. */
export function campaignRoutes(
  server: FastifyInstance,
  { db, units, guard, clock }: { db: Database; units: Units; guard: Guard; clock: Clock },
): void {
  const api = withTypes(server);
  const today = (): PlainDate => dayInVietnam(clock());
  const targetOf = async (id: string | undefined) =>
    id === undefined ? undefined : (await findCampaign(db, id))?.target;

  api.get(
    '/campaigns',
    {
      config: { access: 'coverage.view' },
      schema: {
        summary: 'Campaigns of a unit and of those above and below it',
        querystring: z.object({ unit: unitCode, date: dateParameter.optional() }),
      },
    },
    async (request) => {
      const on = request.query.date ?? today();
      const unit = units.byCodeOrEarlier(request.query.unit, on);
      guard.demand(request, 'coverage.view', unit.id);
      // Of those above, because they hold here too.
      const known = [
        ...units.everWithin(unit.id, on),
        ...units
          .ancestors(unit.id, units.find(unit.id, on) === undefined ? unit.from : on)
          .map(({ id }) => id),
      ];
      return {
        mayEdit: guard.allows(request, 'session.plan', unit.id),
        campaigns: (await findCampaigns(db, known)).map(({ unitId, ...campaign }) => ({
          ...campaign,
          unit: units.get(unitId, on).code,
          unitName: units.get(unitId, on).fullName,
          mayEdit: guard.allows(request, 'session.plan', unitId),
        })),
      };
    },
  );
  const save = async (
    request: Parameters<Guard['demand']>[0],
    body: z.output<typeof campaignSchema>,
    id: string,
  ) => {
    const { unit: code, ...campaign } = body;
    if (campaign.to < campaign.from) throw new AppError('campaign_days_wrong', 'invalid');
    const unitId = units.byCodeOrEarlier(code, campaign.from).id;
    guard.demand(request, 'session.plan', unitId);
    const actor = guard.actor(request, null, 'session.plan', unitId);
    const by = { name: actor.name, accountId: actor.accountId, at: new Date().toISOString() };
    await db.transaction(actor, (tx) => putCampaign(tx, { ...campaign, id, unitId } satisfies Campaign, by));
    return { id };
  };
  api.post(
    '/campaigns',
    {
      config: { access: 'session.plan' },
      schema: { summary: 'Open a campaign', body: campaignSchema },
    },
    (request) => save(request, request.body, newId()),
  );
  api.put(
    '/campaigns/:id',
    {
      config: { access: 'session.plan' },
      schema: {
        summary: 'State the name, groups and days of a campaign anew',
        params: z.object({ id: z.uuid() }),
        body: campaignSchema,
      },
    },
    async (request) => {
      const { id } = request.params;
      const before = await findCampaign(db, id);
      const unitId = units.byCodeOrEarlier(request.body.unit, request.body.from).id;
      // It stays its unit's: whoever may plan there, and nobody else, changes it.
      if (before?.unitId !== unitId) throw new AppError('campaign_unknown', 'not-found', { id });
      return save(request, request.body, id);
    },
  );
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
        days: Array.from({ length: days }, (_, i) => addDays(from, i)).filter(
          (on) => known === undefined || (known.from <= on && on <= known.to),
        ),
        isOpen: ({ unit, facility }, on) =>
          open({ unitId: units.byCodeOrEarlier(unit, from).id, facility }, on),
        busy: held
          .filter(({ state }) => state !== 'cancelled')
          .map((session) => ({ ...session, unit: units.get(session.unitId, session.on).code })),
      });
      return { sessions: sessions.map((one): Proposal => ({ ...one, serves: [one.unit] })), unplaced };
    },
  );
}
