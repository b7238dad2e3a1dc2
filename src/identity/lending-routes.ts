import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Units } from '../areas/units.ts';
import { AppError } from '../kernel/app-error.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { withTypes } from '../platform/http.ts';
import { ROLES, type Role } from './access.ts';
import type { Guard } from './guard.ts';
import { endLentGrant, findLentGrants, getLentGrant, lendRights } from './lend-rights.ts';

const today = (): PlainDate => new Date().toISOString().slice(0, 10) as PlainDate;

/** Rights lent for a time (dispatch 9035, item 2.3): lend, see until when and for whom, end early. */
export function lendingRoutes(
  server: FastifyInstance,
  { db, units, guard }: { db: Database; units: Units; guard: Guard },
): void {
  const api = withTypes(server);
  const mayLend = (request: FastifyRequest, role: Role, unitId: number): boolean =>
    guard.lendable(request, unitId).has(role) || guard.allows(request, 'account.manage', unitId);

  api.get(
    '/grants',
    {
      config: { access: 'account.lend' },
      schema: {
        summary: 'Rights lent within the units of the asker, and what can be lent in a unit',
        querystring: z.object({ unit: z.string().max(5) }),
      },
    },
    async (request) => {
      const unitId = units.byCodeOrEarlier(request.query.unit, today()).id;
      const grants = (await findLentGrants(db)).filter(({ role, unitId: of }) => mayLend(request, role, of));
      return {
        lendable: ROLES.filter((role) => guard.lendable(request, unitId).has(role)),
        grants: grants.map(({ unitId: of, ...grant }) => ({
          ...grant,
          unit: units.get(of, today()).fullName,
        })),
      };
    },
  );
  api.post(
    '/grants',
    {
      config: { access: 'account.lend' },
      schema: {
        summary: 'Lend a role in a unit for a time, on behalf of the asker',
        body: z.object({
          username: z.string().regex(/^[a-z0-9][a-z0-9._-]{2,60}$/),
          displayName: z.string().trim().min(2).max(120).optional(),
          password: z.string().max(200).optional(),
          role: z.enum(ROLES),
          unit: z.string().max(5),
          until: z.iso.datetime(),
          reason: z.string().trim().min(3).max(300),
        }),
      },
    },
    async (request, reply) => {
      const { username, displayName, password, role, unit, until, reason } = request.body;
      const unitId = units.byCodeOrEarlier(unit, today()).id;
      if (!guard.lendable(request, unitId).has(role))
        throw new AppError('forbidden', 'forbidden', { action: 'account.lend' });
      await lendRights(
        db,
        guard.actor(request, reason, 'account.lend', unitId),
        {
          username,
          newAccount: displayName === undefined || password === undefined ? null : { displayName, password },
          role,
          unitId,
          until: new Date(until),
          onBehalfOf: guard.session(request).account.username,
          reason,
        },
        new Date(),
      );
      return reply.status(201).send({ done: true });
    },
  );
  api.post(
    '/grants/:id/end',
    {
      config: { access: 'account.lend' },
      schema: { summary: 'End a lent right now', params: z.object({ id: z.uuid() }) },
    },
    async (request) => {
      const { role, unitId } = await getLentGrant(db, request.params.id);
      if (!mayLend(request, role, unitId))
        throw new AppError('grant_unknown', 'not-found', { id: request.params.id });
      const actor = guard.actor(request, 'end of lending', 'account.lend', unitId);
      await endLentGrant(db, actor, request.params.id, new Date());
      return { done: true };
    },
  );
}
