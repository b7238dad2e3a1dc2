import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { dateParameter } from '../areas/routes.ts';
import type { Units } from '../areas/units.ts';
import { recordRead } from '../audit/record-read.ts';
import { facilitiesFor } from '../identity/access.ts';
import { principalOf } from '../identity/accounts.ts';
import { containment, type Guard } from '../identity/guard.ts';
import { serveEvents } from '../identity/serve-events.ts';
import { AppError } from '../kernel/app-error.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import { withTypes } from '../platform/http.ts';
import { rememberSchedules } from '../schedules/load-schedules.ts';
import { ITEMS } from '../stock/items.ts';
import {
  deviceSignInSchema,
  doseRequestSchema,
  type RecordingSession,
  sealedEntriesSchema,
  sealedRequestSchema,
  syncRequestSchema,
} from './contract.ts';
import { type Device, getDevice, getDeviceByToken, otherSites, signInDevice } from './devices.ts';
import { openEdition } from './open-edition.ts';
import { openSession } from './own-sessions.ts';
import { readFeed } from './read-feed.ts';
import { rememberSessions } from './remembered-sessions.ts';
import { rosterLots, rosterPeople, sessionLookupKey } from './roster.ts';
import { getKey, openEnvelope } from './sealing.ts';
import { takeBatch, withPlainLot } from './sync.ts';
import type { SessionSource, TableSession } from './table-session.ts';
import { takeDose } from './take-dose.ts';
import { countSession } from './tally.ts';

const ACTION = 'dose.record';
const openSessionSchema = z.object({
  unit: z.string().max(5),
  facility: z.string().trim().min(2).max(120),
  name: z.string().trim().min(2).max(120),
  date: dateParameter,
  shift: z.string().trim().max(40),
  capacity: z.number().int().min(1).max(100_000).nullable(),
  vaccines: z.array(z.string().max(40)).max(20),
});
/** A hall of tables stands behind one address. */
const BUSY = { max: 600_000, timeWindow: 60_000 };
/** The roster may be shown so long after it was made. */
const ROSTER_HOURS = 20;

/** The injection table: what devices fetch, what they hand in, and what people decide about it. */
export function recordingRoutes(
  server: FastifyInstance,
  {
    db,
    units,
    guard,
    sessions: source,
    clock,
  }: { db: Database; units: Units; guard: Guard; sessions: SessionSource; clock: Clock },
): void {
  const api = withTypes(server);
  const within = containment(units);
  const sessions = rememberSessions(source);
  const schedules = rememberSchedules(db);
  const recorder = { db, schedules, sessions };

  const mayRecord = (
    request: FastifyRequest,
    { unitId, facility }: Pick<TableSession, 'unitId' | 'facility'>,
  ): boolean => {
    if (!guard.allows(request, ACTION, unitId)) return false;
    const facilities = guard.facilities(request, ACTION, unitId);
    return facilities === null || facilities.includes(facility);
  };
  const sessionOf = async (request: FastifyRequest, id: string): Promise<TableSession> => {
    const session = await sessions.find(id);
    if (session === undefined) throw new AppError('session_unknown', 'not-found', { id });
    if (!mayRecord(request, session)) throw new AppError('forbidden', 'forbidden', { action: ACTION });
    return session;
  };
  const shown = (session: TableSession): RecordingSession => ({
    id: session.id,
    name: session.name,
    unit: units.get(session.unitId, session.on).code,
    site: session.facility,
    on: session.on,
    shift: session.shift,
    capacity: session.capacity,
    vaccines: [...session.vaccines],
    planned: [...session.planned],
  });
  /** Units whose tables see the same people: those of one district, or province where there are no districts. */
  const neighbours = ({ unitId, on }: TableSession): number[] => {
    const parent = units.find(unitId, on)?.parentId ?? null;
    return parent === null ? [unitId] : [...units.everWithin(parent, on)];
  };
  // A device belongs to one account for ever.
  const owners = new Map<string, string>();
  const deviceOf = async (request: FastifyRequest, id: string): Promise<Device> => {
    const { account } = guard.session(request);
    const device = await getDevice(db, id, account.id);
    owners.set(id, account.id);
    return device;
  };

  api.get(
    '/recording/sessions',
    {
      config: { access: ACTION },
      schema: {
        summary: 'Sessions of a day at which the asker may record',
        querystring: z.object({ date: dateParameter }),
      },
    },
    async (request) => ({
      sessions: (await sessions.onDay(request.query.date))
        .filter((one) => mayRecord(request, one))
        .map(shown),
    }),
  );
  api.post(
    '/recording/sessions',
    {
      config: { access: ACTION },
      schema: {
        summary: 'Open a session at a facility, beside those that campaigns plan',
        body: openSessionSchema,
      },
    },
    async (request) => {
      const { unit: code, facility, date, ...rest } = request.body;
      const unit = units.byCodeOrEarlier(code, date);
      const session = { ...rest, unitId: unit.id, facility, on: date };
      if (!mayRecord(request, session)) throw new AppError('forbidden', 'forbidden', { action: ACTION });
      return { id: await openSession(db, guard.actor(request, null, ACTION, unit.id), session, new Date()) };
    },
  );
  api.post(
    '/recording/devices',
    {
      config: { access: ACTION },
      schema: { summary: 'Sign a device in at a table', body: deviceSignInSchema },
    },
    async (request) => {
      const { account } = guard.session(request);
      const author = account.displayName;
      const [device, key] = await Promise.all([
        signInDevice(db, { accountId: account.id, author, name: request.body.name }, new Date()),
        getKey(db),
      ]);
      return {
        deviceId: device.id,
        token: device.token,
        author,
        sealing: { keyId: key.id, publicKey: key.publicKey },
      };
    },
  );
  api.get(
    '/recording/sessions/:id/roster',
    {
      config: { access: ACTION },
      schema: {
        summary:
          'Who may come to a session, lots and rules, for use without a network; only what changed with `since`',
        params: z.object({ id: z.uuid() }),
        querystring: z.object({ since: z.iso.datetime().optional() }),
      },
    },
    async (request) => {
      const session = await sessionOf(request, request.params.id);
      await openEdition(db, guard.actor(request, null, ACTION, session.unitId), session);
      const now = clock();
      const [key, invited] = await Promise.all([getKey(db), sessions.invited(session.id)]);
      const lookupKey = sessionLookupKey(key.lookupKey, session.id);
      const [people, lots] = await Promise.all([
        rosterPeople(db, units, session, invited, lookupKey, request.query.since ?? null, new Date()),
        rosterLots(db, session),
      ]);
      const reader = guard.actor(request, null, ACTION, session.unitId);
      await recordRead(db, reader, 'export', 'roster', session.id, { people: people.people.length });
      return {
        session: shown(session),
        ...people,
        lookupKey,
        lots,
        vaccines: ITEMS.filter(({ kind }) => kind === 'vaccine').map(({ code, name, openHours }) => ({
          code,
          name,
          openHours,
        })),
        rules: (await schedules()).rulesOf(session.unitId),
        madeAt: now.toISOString(),
        validUntil: new Date(now.getTime() + ROSTER_HOURS * 3_600_000).toISOString(),
      };
    },
  );
  api.post(
    '/recording/sync',
    {
      config: { access: ACTION, rateLimit: BUSY },
      schema: {
        summary: 'Hand in the outbox of a device, in order, as often as it takes',
        body: syncRequestSchema,
      },
    },
    async (request) => {
      const device = await deviceOf(request, request.body.deviceId);
      const actor = guard.actor(request, null);
      const done = await takeBatch(recorder, device, actor, request.body.events, (one) =>
        mayRecord(request, one),
      );
      const now = new Date();
      return {
        storedUpTo: done.storedUpTo,
        answers: done.answers,
        otherSites:
          done.session === null ? [] : await otherSites(db, device.id, neighbours(done.session), now),
        serverTime: clock().toISOString(),
      };
    },
  );
  api.get(
    '/recording/sessions/:id/events',
    {
      config: { access: ACTION, rateLimit: BUSY },
      schema: {
        summary: 'What the other devices of a session did, after a cursor',
        params: z.object({ id: z.uuid() }),
        querystring: z.object({
          after: z
            .string()
            .regex(/^\d{1,9}$/)
            .or(z.literal(''))
            .default(''),
          device: z.uuid().optional(),
        }),
      },
    },
    async (request) => {
      const session = await sessionOf(request, request.params.id);
      const device = request.query.device ?? null;
      const [feed, others] = await Promise.all([
        readFeed(db, session.id, Number(request.query.after), device),
        otherSites(db, device ?? session.id, neighbours(session), new Date()),
      ]);
      return { ...feed, otherSites: others };
    },
  );
  api.post(
    '/recording/doses',
    {
      config: { access: ACTION, rateLimit: BUSY },
      schema: {
        summary: 'Record one dose while the person sits there; a check that stops it refuses it',
        body: doseRequestSchema,
      },
    },
    async (request) => {
      const { deviceId, event } = request.body;
      const { account } = guard.session(request);
      if (owners.get(deviceId) !== account.id) await deviceOf(request, deviceId);
      const session = await sessionOf(request, event.sessionId);
      const actor = guard.actor(request, null, ACTION, session.unitId);
      await openEdition(db, actor, session);
      const origin = { deviceId, accountId: account.id, author: account.displayName };
      const dose = withPlainLot({ ...event, sequence: 0, kind: 'dose_given' });
      const handing = { db, schedules: await schedules(), session, origin, actor, mode: 'ask' } as const;
      return takeDose(handing, dose as never);
    },
  );
  api.post(
    '/recording/sealed',
    {
      // Whose they are is proved by the token sealed with them.
      config: { access: 'public', rateLimit: { max: 60, timeWindow: 60_000 } },
      schema: {
        summary: 'Hand in entries that somebody sealed before he signed out',
        body: sealedRequestSchema,
      },
    },
    async (request) => {
      const read = sealedEntriesSchema.safeParse(await openEnvelope(db, request.body.envelope));
      if (!read.success) throw new AppError('seal_unreadable', 'invalid');
      const { deviceId, token, events } = read.data;
      const device = await getDeviceByToken(db, deviceId, token);
      const principal = await principalOf(db, { id: device.accountId, username: device.author });
      const may = ({ unitId, facility }: TableSession): boolean => {
        const facilities = facilitiesFor(principal, ACTION, unitId, within);
        return facilities === null || facilities.includes(facility);
      };
      const actor = {
        accountId: device.accountId,
        name: device.author,
        onBehalfOf: null,
        requestId: request.id,
        reason: 'sealed entries',
      };
      const { storedUpTo, answers } = await takeBatch(recorder, device, actor, events, may);
      return {
        storedUpTo,
        results: answers.map(({ id, sequence, result, refusal }) => ({ id, sequence, result, refusal })),
      };
    },
  );
  const tallyOf = async (session: TableSession) =>
    countSession(db, session, (await sessions.invited(session.id)).size, clock());
  const sessionParameter = z.object({ id: z.uuid() });
  api.get(
    '/recording/sessions/:id/tally',
    { config: { access: ACTION }, schema: { summary: 'The figures of a session', params: sessionParameter } },
    async (request) => tallyOf(await sessionOf(request, request.params.id)),
  );
  api.get(
    '/recording/sessions/:id/tally/events',
    {
      config: { access: ACTION },
      schema: {
        summary: 'The figures of a session, whenever they change (server-sent events)',
        params: sessionParameter,
      },
    },
    async (request, reply) => {
      const session = await sessionOf(request, request.params.id);
      await serveEvents(request, reply, guard, () => tallyOf(session));
    },
  );
}
