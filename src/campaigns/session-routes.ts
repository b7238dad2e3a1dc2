import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { dateParameter } from '../areas/routes.ts';
import type { Units } from '../areas/units.ts';
import type { Action } from '../identity/access.ts';
import type { Guard } from '../identity/guard.ts';
import { AppError } from '../kernel/app-error.ts';
import { newId } from '../kernel/ids.ts';
import { addDays, type PlainDate } from '../kernel/plain-date.ts';
import { dayInVietnam } from '../kernel/vietnam-time.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import { withTypes } from '../platform/http.ts';
import { productNames } from '../schedules/products.ts';
import { findCampaign } from './campaign-store.ts';
import { SESSION_STATES, type SessionFigures, type VaccinationSession } from './contract.ts';
import { findDoubts } from './find-doubts.ts';
import { countTurnout } from './find-people.ts';
import { findSessionLots } from './find-session-lots.ts';
import { hours, unitCode } from './request-shapes.ts';
import { shiftOf } from './rules.ts';
import { changeSession, planSessions } from './save-session.ts';
import { correctMessages } from './send-invitations.ts';
import { countInvited, findSession, findSessions } from './session-store.ts';

const about = {
  site: z.string().trim().min(2).max(200).nullable().default(null),
  hamlet: z.string().trim().max(80).nullable().default(null),
  address: z.string().trim().max(300).nullable().default(null),
  on: dateParameter,
  ...hours.shape,
  capacity: z.number().int().min(1).max(5000),
  walkIns: z.number().int().min(0).max(5000).default(0),
  vaccines: z
    .array(
      z.object({
        vaccine: z.string().refine((code) => productNames.has(code)),
        // As the ledger writes it.
        lot: z
          .string()
          .max(40)
          .transform((lot) => lot.toUpperCase().replace(/\s+/g, ''))
          .refine((lot) => lot !== '')
          .nullable()
          .default(null),
        doses: z.number().int().min(1).max(100_000).nullable().default(null),
      }),
    )
    .max(20)
    .default([]),
  serves: z.array(unitCode).min(1).max(50),
};
const sessionSchema = z.object({
  unit: unitCode,
  facility: z.string().trim().min(2).max(200),
  campaign: z.uuid().nullable().default(null),
  ...about,
});
const changeSchema = z.object({ ...about, state: z.enum(SESSION_STATES) });
/** A week, and some days to see what is beside it. */
const MOST_DAYS = 62;

/** Whether the asker may do this to a session: within his units, and of a facility's account only its own. */
export const reaches = (
  guard: Guard,
  request: FastifyRequest,
  action: Action,
  { unitId, facility }: Pick<VaccinationSession, 'unitId' | 'facility'>,
): boolean => {
  if (!guard.allows(request, action, unitId)) return false;
  const facilities = guard.facilities(request, action, unitId);
  return facilities === null || facilities.includes(facility);
};

/** Sessions: planned, changed, found. Times and figures only; people are in people-routes.ts. */
export function sessionRoutes(
  server: FastifyInstance,
  { db, units, guard, clock }: { db: Database; units: Units; guard: Guard; clock: Clock },
): void {
  const api = withTypes(server);

  const shown = async (sessions: readonly VaccinationSession[]): Promise<SessionFigures[]> => {
    const ids = sessions.map(({ id }) => id);
    const [invited, turnout] = await Promise.all([countInvited(db, ids), countTurnout(db, ids)]);
    return sessions.map(({ unitId, serves, ...session }) => ({
      ...session,
      unit: units.get(unitId, session.on).code,
      unitName: units.get(unitId, session.on).fullName,
      serves: serves.map((id) => units.get(id, session.on).code),
      shift: shiftOf(session),
      invited: invited.get(session.id) ?? 0,
      arrived: turnout.get(session.id)?.arrived ?? 0,
      injected: turnout.get(session.id)?.injected ?? 0,
    }));
  };
  const demandReach = (
    request: FastifyRequest,
    session: Pick<VaccinationSession, 'unitId' | 'facility'>,
  ): void => {
    if (!reaches(guard, request, 'session.plan', session))
      throw new AppError('forbidden', 'forbidden', { action: 'session.plan' });
  };
  /** Units whose residents the asker may plan for; throws `forbidden` for any other. */
  const served = (request: FastifyRequest, codes: readonly string[], on: PlainDate): number[] =>
    codes.map((code) => {
      const { id } = units.byCodeOrEarlier(code, on);
      guard.demand(request, 'session.plan', id);
      return id;
    });

  api.get(
    '/vaccination-sessions',
    {
      config: { access: 'coverage.view' },
      schema: {
        summary: 'Sessions of a unit from a day to a day',
        querystring: z.object({
          unit: unitCode,
          from: dateParameter.optional(),
          to: dateParameter.optional(),
        }),
      },
    },
    async (request) => {
      const from = request.query.from ?? dayInVietnam(clock());
      const to = request.query.to ?? addDays(from, 6);
      if (to < from || to > addDays(from, MOST_DAYS)) throw new AppError('session_span_wrong', 'invalid');
      const unit = units.byCodeOrEarlier(request.query.unit, from);
      guard.demand(request, 'coverage.view', unit.id);
      const unitIds = [...units.everWithin(unit.id, from)];
      return { sessions: await shown(await findSessions(db, { unitIds, from, to })) };
    },
  );
  api.post(
    '/vaccination-sessions',
    {
      config: { access: 'session.plan' },
      schema: {
        summary: 'Plan sessions, at facilities or mobile sites: all of them or none',
        body: z.object({ sessions: z.array(sessionSchema).min(1).max(400) }),
      },
    },
    async (request) => {
      const planned = request.body.sessions.map(
        ({ unit, campaign, serves, ...session }): VaccinationSession => ({
          ...session,
          id: newId(),
          campaignId: campaign,
          unitId: units.byCodeOrEarlier(unit, session.on).id,
          serves: served(request, serves, session.on),
          state: 'planned',
        }),
      );
      for (const session of planned) demandReach(request, session);
      await planSessions(
        db,
        guard.actor(request, null, 'session.plan', planned[0]!.unitId),
        planned,
        new Date(),
      );
      return { ids: planned.map(({ id }) => id) };
    },
  );
  api.get(
    '/session-lots',
    {
      config: { access: 'session.plan' },
      schema: {
        summary: 'Lots that a facility holds, first to expire first, with what other sessions count on',
        querystring: z.object({
          unit: unitCode,
          facility: z.string().max(200),
          date: dateParameter,
          /** A session that is being changed: its own plan does not stand in its way. */
          session: z.uuid().optional(),
        }),
      },
    },
    async (request) => {
      const { unit, facility, date, session } = request.query;
      const site = { unitId: units.byCodeOrEarlier(unit, date).id, facility };
      demandReach(request, site);
      return { lots: await findSessionLots(db, site, date, session ?? null) };
    },
  );
  const get = async (request: FastifyRequest, id: string, action: Action): Promise<VaccinationSession> => {
    const session = await findSession(db, id);
    // Whose session it is, is not for everybody to try out.
    if (session === undefined || !guard.allows(request, action, session.unitId))
      throw new AppError('session_unknown', 'not-found', { id });
    return session;
  };
  api.get(
    '/vaccination-sessions/:id',
    {
      config: { access: 'coverage.view' },
      schema: { summary: 'One session', params: z.object({ id: z.uuid() }) },
    },
    async (request) => {
      const session = await get(request, request.params.id, 'coverage.view');
      const [[figures], doubts, campaign] = await Promise.all([
        shown([session]),
        findDoubts(db, session),
        session.campaignId === null ? undefined : findCampaign(db, session.campaignId),
      ]);
      return {
        ...figures!,
        doubts,
        campaignName: campaign?.name ?? null,
        mayPlan: reaches(guard, request, 'session.plan', session),
        mayRecord: reaches(guard, request, 'dose.record', session),
        maySeePeople: reaches(guard, request, 'person.search', session),
      };
    },
  );
  api.put(
    '/vaccination-sessions/:id',
    {
      config: { access: 'session.plan' },
      schema: {
        summary: 'Change, open, close or cancel a session',
        params: z.object({ id: z.uuid() }),
        body: changeSchema,
      },
    },
    async (request) => {
      const session = await get(request, request.params.id, 'session.plan');
      demandReach(request, session);
      const serves = served(request, request.body.serves, request.body.on);
      const actor = guard.actor(request, null, 'session.plan', session.unitId);
      const changed = { ...session, ...request.body, serves };
      await changeSession(db, actor, changed);
      await correctMessages(db, units, actor, changed, new Date());
      return { done: true };
    },
  );
}
