import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { dateParameter } from '../areas/routes.ts';
import type { Units } from '../areas/units.ts';
import type { Guard } from '../identity/guard.ts';
import { AGE_BANDS } from '../kernel/age-band.ts';
import { AppError } from '../kernel/app-error.ts';
import { newId } from '../kernel/ids.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { dayInVietnam } from '../kernel/vietnam-time.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import { withTypes } from '../platform/http.ts';
import { lastCode } from '../stock/facilities.ts';
import { findCampaign, findCampaigns, findCampaignVersions } from './campaign-store.ts';
import { type Campaign, type CampaignTerms, DISEASES } from './contract.ts';
import { unitCode } from './request-shapes.ts';
import { findLeftOut, openCampaign, restateCampaign } from './save-campaign.ts';
import { correctMessages } from './send-invitations.ts';
import { countInvited } from './session-store.ts';

const params = z.object({ id: z.uuid() });
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
  facilities: z
    .array(z.object({ unit: unitCode, facility: z.string().trim().min(2).max(200) }))
    .max(400)
    .default([]),
});
const changeSchema = campaignSchema.omit({ unit: true }).extend({
  closed: z.boolean(),
  /** The version that was read and changed. */
  version: z.number().int().min(1),
});
/** Why, and what becomes of sessions that the campaign leaves out. */
const savingSchema = changeSchema.extend({
  reason: z.string().trim().min(3).max(500),
  cancel: z.boolean().default(false),
});

/** Campaigns: for whoever sees coverage to read; for who answers for sessions in the whole unit to open and change. */
export function campaignRoutes(
  server: FastifyInstance,
  { db, units, guard, clock }: { db: Database; units: Units; guard: Guard; clock: Clock },
): void {
  const api = withTypes(server);
  const today = (): PlainDate => dayInVietnam(clock());
  const sitesOf = (facilities: z.output<typeof campaignSchema>['facilities'], on: PlainDate) =>
    facilities.map(({ unit, facility }) => ({ unitId: units.byCodeOrEarlier(unit, on).id, facility }));
  /** With codes of units for numbers. */
  const spelled = <Terms extends CampaignTerms>({ facilities, ...terms }: Terms, on: PlainDate) => ({
    ...terms,
    facilities: facilities.map(({ unitId, facility }) => ({ unit: lastCode(units, unitId, on), facility })),
  });
  const shown = (request: FastifyRequest, { unitId, ...campaign }: Campaign, on: PlainDate) => ({
    ...spelled(campaign, on),
    unit: units.get(unitId, on).code,
    unitName: units.get(unitId, on).fullName,
    mayEdit: maySteer(request, unitId),
  });
  /** A campaign is its unit's: an account of one facility there sees it and does not change it. */
  const maySteer = (request: FastifyRequest, unitId: number): boolean =>
    guard.allows(request, 'session.plan', unitId) &&
    guard.facilities(request, 'session.plan', unitId) === null;
  /** Units whose campaigns hold in a unit that the asker may see: its own, those above it and below. */
  const holdingIn = (request: FastifyRequest, code: string, on: PlainDate): number[] => {
    const unit = units.byCodeOrEarlier(code, on);
    guard.demand(request, 'coverage.view', unit.id);
    const above = units.ancestors(unit.id, units.find(unit.id, on) === undefined ? unit.from : on);
    return [...units.everWithin(unit.id, on), ...above.map(({ id }) => id)];
  };

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
      const { unit, date: on = today() } = request.query;
      const holding = holdingIn(request, unit, on);
      return {
        mayEdit: maySteer(request, units.byCodeOrEarlier(unit, on).id),
        campaigns: (await findCampaigns(db, holding)).map((campaign) => shown(request, campaign, on)),
      };
    },
  );
  api.get(
    '/campaigns/:id',
    {
      config: { access: 'coverage.view' },
      schema: {
        summary: 'A campaign, and what it was before each change',
        params,
        querystring: z.object({ unit: unitCode, date: dateParameter.optional() }),
      },
    },
    async (request) => {
      const { unit, date: on = today() } = request.query;
      const holding = holdingIn(request, unit, on);
      const campaign = await findCampaign(db, request.params.id);
      if (campaign === undefined || !holding.includes(campaign.unitId))
        throw new AppError('campaign_unknown', 'not-found', { id: request.params.id });
      const versions = await findCampaignVersions(db, campaign.id);
      return {
        campaign: shown(request, campaign, on),
        versions: versions.map(({ terms, ...version }) => ({ ...version, terms: spelled(terms, on) })),
      };
    },
  );
  api.post(
    '/campaigns',
    {
      config: { access: 'session.plan' },
      schema: { summary: 'Open a campaign', body: campaignSchema },
    },
    async (request) => {
      const { unit, facilities, ...terms } = request.body;
      const unitId = units.byCodeOrEarlier(unit, terms.from).id;
      if (!maySteer(request, unitId))
        throw new AppError('forbidden', 'forbidden', { action: 'session.plan' });
      const campaign = {
        ...terms,
        id: newId(),
        unitId,
        closed: false,
        facilities: sitesOf(facilities, terms.from),
      };
      await openCampaign(db, guard.actor(request, null, 'session.plan', unitId), campaign, new Date());
      return { id: campaign.id };
    },
  );
  /** The campaign of the path as the body states it. It stays its unit's: whoever may plan there, and nobody else, changes it. */
  const restated = async (
    request: FastifyRequest,
    id: string,
    { facilities, ...terms }: z.output<typeof changeSchema>,
  ): Promise<Campaign> => {
    const before = await findCampaign(db, id);
    // Whose campaign it is, is not for everybody to try out.
    if (before === undefined || !maySteer(request, before.unitId))
      throw new AppError('campaign_unknown', 'not-found', { id });
    return { ...before, ...terms, facilities: sitesOf(facilities, terms.from) };
  };
  api.post(
    '/campaigns/:id/preview',
    {
      config: { access: 'session.plan' },
      schema: {
        summary: 'Sessions yet to come that a changed campaign would leave out; nothing is kept',
        params,
        body: changeSchema,
      },
    },
    async (request) => {
      const sessions = await findLeftOut(
        db,
        await restated(request, request.params.id, request.body),
        today(),
      );
      const invited = await countInvited(
        db,
        sessions.map(({ id }) => id),
      );
      return {
        sessions: sessions.map(({ id, on, from, to, facility, site, why }) => ({
          ...{ id, on, from, to, facility, site, why },
          invited: invited.get(id) ?? 0,
        })),
      };
    },
  );
  api.put(
    '/campaigns/:id',
    {
      config: { access: 'session.plan' },
      schema: {
        summary: 'State a campaign anew, close it or open it again, with the reason',
        params,
        body: savingSchema,
      },
    },
    async (request) => {
      const { reason, cancel, ...body } = request.body;
      const campaign = await restated(request, request.params.id, body);
      const actor = guard.actor(request, reason, 'session.plan', campaign.unitId);
      const now = new Date();
      for (const session of await restateCampaign(db, actor, campaign, { cancel, today: today(), now }))
        await correctMessages(db, units, actor, session, now);
      return { id: campaign.id };
    },
  );
}
