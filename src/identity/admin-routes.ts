import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Units } from '../areas/units.ts';
import { AppError } from '../kernel/app-error.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { withTypes } from '../platform/http.ts';
import { type Action, ROLES, roleFits } from './access.ts';
import { checkPassword, createAccount, findAccountUnits, resetAccount, setDisabled } from './accounts.ts';
import type { Guard } from './guard.ts';
import { findLocked } from './sign-in-attempts.ts';

const today = (): PlainDate => new Date().toISOString().slice(0, 10) as PlainDate;
const idParameter = z.object({ id: z.uuid() });

/** Accounts for the administrator and the audit, each within the units of who asks. */
export function adminRoutes(
  server: FastifyInstance,
  { db, units, guard }: { db: Database; units: Units; guard: Guard },
): void {
  const api = withTypes(server);

  api.get(
    '/accounts',
    {
      config: { access: 'account.manage' },
      schema: { summary: "Accounts within the administrator's units" },
    },
    async (request) => {
      const rows = await db.query<{
        id: string;
        username: string;
        displayName: string;
        disabled: boolean;
        role: string;
        unit_id: number;
        facility: string | null;
        validTo: Date | null;
      }>(
        `SELECT a.id, a.username, a.display_name AS "displayName", a.disabled, g.role, g.unit_id, g.facility, g.valid_to AS "validTo"
         FROM app.account a JOIN app.role_grant g ON g.account_id = a.id AND (g.valid_to IS NULL OR g.valid_to > now()) ORDER BY a.username`,
      );
      const inside = rows.filter(({ unit_id }) => guard.allows(request, 'account.manage', unit_id));
      const locked = await findLocked(
        db,
        inside.map(({ username }) => username),
        new Date(),
      );
      return {
        accounts: inside.map(({ unit_id, validTo, ...account }) => ({
          ...account,
          validTo: validTo?.toISOString() ?? null,
          locked: locked.has(account.username),
          unit: units.get(unit_id, today()).fullName,
        })),
      };
    },
  );
  api.post(
    '/accounts',
    {
      config: { access: 'account.manage' },
      schema: {
        summary: 'Make an account',
        body: z.object({
          username: z.string().regex(/^[a-z0-9][a-z0-9._-]{2,60}$/),
          displayName: z.string().min(2).max(120),
          password: z.string().max(200),
          role: z.enum(ROLES),
          unit: z.string().max(5),
          facility: z.string().trim().min(3).max(120).optional(),
          validTo: z.iso.datetime().optional(),
          onBehalfOf: z.string().max(100).optional(),
        }),
      },
    },
    async (request, reply) => {
      const { username, displayName, password, role, unit, facility, validTo, onBehalfOf } = request.body;
      const { id: unitId, level, from } = units.byCodeOrEarlier(unit, today());
      guard.demand(request, 'account.manage', unitId);
      const day = units.find(unitId, today()) === undefined ? from : today();
      if (!roleFits(role, level, units.children(unitId, day).length > 0))
        throw new AppError('role_unfit', 'invalid', { role });
      if ((role === 'facility') !== (facility !== undefined))
        throw new AppError('facility_needed', 'invalid');
      checkPassword(password, username);
      const id = await createAccount(db, guard.actor(request, 'new account', 'account.manage', unitId), {
        username,
        displayName,
        password,
        mustChange: true,
        grants: [
          {
            role,
            unitId,
            facility: facility ?? null,
            validTo: validTo ?? null,
            onBehalfOf: onBehalfOf ?? null,
          },
        ],
      });
      return reply.status(201).send({ id });
    },
  );

  /** An account all of whose rights lie within the administrator's units: nobody takes over one that reaches further. */
  const ownAccount = async (request: FastifyRequest, id: string): Promise<number> => {
    const unitIds = await findAccountUnits(db, id);
    if (unitIds[0] === undefined || !unitIds.every((of) => guard.allows(request, 'account.manage', of)))
      throw new AppError('account_unknown', 'not-found', { id });
    return unitIds[0];
  };
  api.post(
    '/accounts/:id/reset',
    {
      config: { access: 'account.manage' },
      schema: {
        summary: 'A new first password; the second factor and all sessions end',
        params: idParameter,
        body: z.object({ password: z.string().max(200) }),
      },
    },
    async (request) => {
      const unitId = await ownAccount(request, request.params.id);
      const actor = guard.actor(request, 'reset account', 'account.manage', unitId);
      await resetAccount(db, actor, request.params.id, request.body.password);
      return { done: true };
    },
  );
  api.post(
    '/accounts/:id/disable',
    {
      config: { access: 'account.manage' },
      schema: {
        summary: 'Close an account, or open it again; its sessions end',
        params: idParameter,
        body: z.object({ disabled: z.boolean() }),
      },
    },
    async (request) => {
      const unitId = await ownAccount(request, request.params.id);
      const actor = guard.actor(request, 'disable account', 'account.manage', unitId);
      await setDisabled(db, actor, request.params.id, request.body.disabled);
      return { done: true };
    },
  );

  /** All units, of any map, within the asker's scope. */
  const unitsOf = (request: FastifyRequest, action: Action): number[] =>
    units.ids().filter((id) => guard.allows(request, action, id));
  api.get(
    '/audit',
    {
      config: { access: 'audit.view' },
      schema: {
        summary: 'Latest events of the audit within the units of who asks',
        querystring: z.object({
          subject: z.string().max(60).optional(),
          limit: z.coerce.number().int().min(1).max(500).default(200),
        }),
      },
    },
    async (request) => {
      const inside = unitsOf(request, 'audit.view');
      const within = new Set(inside);
      // What names no unit (a sign-in, a password) belongs to the units of the account that did it.
      const grants = await db.query<{ account_id: string; unit_id: number }>(
        'SELECT account_id, unit_id FROM app.role_grant',
      );
      const outside = new Set(
        grants.flatMap(({ account_id, unit_id }) => (within.has(unit_id) ? [] : [account_id])),
      );
      const accounts = [...new Set(grants.map(({ account_id }) => account_id))].filter(
        (id) => !outside.has(id),
      );
      const events = await db.query(
        `SELECT at, subject, subject_id AS "subjectId", action, rows, actor, on_behalf_of AS "onBehalfOf", reason FROM app.audit_event
         WHERE ($1::text IS NULL OR subject = $1) AND (unit_id = ANY($3::int[]) OR (unit_id IS NULL AND account_id = ANY($4::uuid[])))
         ORDER BY at DESC, id DESC LIMIT $2`,
        [request.query.subject ?? null, request.query.limit, inside, accounts],
      );
      return { events };
    },
  );
}
