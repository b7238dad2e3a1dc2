import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Units } from '../areas/units.ts';
import { mask } from '../identity/access.ts';
import type { Guard } from '../identity/guard.ts';
import { serveEvents } from '../identity/serve-events.ts';
import type { Database } from '../platform/database.ts';
import { withTypes } from '../platform/http.ts';
import { DELIVERY_STATES } from './contract.ts';
import { countUnread, findDeliveries, findMessages, markRead } from './message-store.ts';

const MOST_MESSAGES = 60;
const MOST_DELIVERIES = 500;

/** One's own messages, how many are new, and the administrator's log of what left the product. */
export function messageRoutes(
  server: FastifyInstance,
  {
    db,
    units,
    guard,
    alarms,
  }: {
    db: Database;
    units: Units;
    guard: Guard;
    /** How many alarms ring for the asker, of whoever above raises any. */
    alarms: (request: FastifyRequest) => Promise<number>;
  },
): void {
  const api = withTypes(server);
  const unreadOf = unreadClock(db);
  api.get(
    '/messages',
    { config: { access: 'signed-in' }, schema: { summary: "The asker's messages, the newest first" } },
    async (request) => ({
      messages: await findMessages(db, guard.session(request).account.id, MOST_MESSAGES),
    }),
  );
  api.post(
    '/messages/read',
    {
      config: { access: 'signed-in' },
      schema: {
        summary: "Say that messages of the asker's were read",
        body: z.object({ ids: z.array(z.uuid()).min(1).max(MOST_MESSAGES) }),
      },
    },
    async (request) => {
      await markRead(db, guard.session(request).account.id, request.body.ids, new Date());
      return { done: true };
    },
  );
  api.get(
    '/messages/events',
    {
      config: { access: 'signed-in' },
      schema: {
        summary: 'How many messages are unread and alarms ring, whenever it changes (server-sent events)',
      },
    },
    async (request, reply) => {
      const { ask, leave } = unreadOf(guard.session(request).account.id);
      await serveEvents(request, reply, guard, async () => ({
        unread: await ask(),
        alarms: await alarms(request),
      })).finally(leave);
    },
  );
  api.get(
    '/deliveries',
    {
      config: { access: 'delivery.view' },
      schema: {
        summary: 'What was sent by e-mail and short message, and what the other side said',
        querystring: z.object({ state: z.enum(DELIVERY_STATES).optional() }),
      },
    },
    async (request) => {
      const inside = units.ids().filter((id) => guard.allows(request, 'delivery.view', id));
      const rows = await findDeliveries(db, inside, request.query.state ?? null, MOST_DELIVERIES);
      return {
        deliveries: rows.map(({ accountId: _, address, ...row }) => ({ ...row, address: mask(address) })),
      };
    },
  );
}

const ASK_EVERY_MS = 900;

/** Counts what is unread once for all who listen, not once for each. */
function unreadClock(db: Database): (accountId: string) => { ask(): Promise<number>; leave(): void } {
  const listeners = new Map<string, number>();
  let asked = { at: 0, answer: Promise.resolve<ReadonlyMap<string, number>>(new Map()) };
  return (accountId) => {
    listeners.set(accountId, (listeners.get(accountId) ?? 0) + 1);
    // Somebody new is not in the answer of a moment ago.
    asked = { ...asked, at: 0 };
    return {
      ask: async () => {
        if (Date.now() - asked.at >= ASK_EVERY_MS)
          asked = { at: Date.now(), answer: countUnread(db, [...listeners.keys()]) };
        return (await asked.answer).get(accountId) ?? 0;
      },
      leave: () => {
        const left = listeners.get(accountId)! - 1;
        if (left === 0) listeners.delete(accountId);
        else listeners.set(accountId, left);
      },
    };
  };
}
