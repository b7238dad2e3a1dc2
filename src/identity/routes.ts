import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Units } from '../areas/units.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Config } from '../platform/config.ts';
import type { Database } from '../platform/database.ts';
import { withTypes } from '../platform/http.ts';
import { actionsOf, ROLES } from './access.ts';
import {
  changePassword,
  checkPassword,
  confirmSecondFactor,
  createAccount,
  proposeSecondFactor,
  signIn,
  signOut,
  signOutEverywhere,
} from './accounts.ts';
import { type Guard, SESSION_COOKIE } from './guard.ts';

const TODAY = (): PlainDate => new Date().toISOString().slice(0, 10) as PlainDate;

/** Sign-in, the account's own settings, and accounts for the administrator. */
export function identityRoutes(
  server: FastifyInstance,
  { db, units, guard, config }: { db: Database; units: Units; guard: Guard; config: Config },
): void {
  const api = withTypes(server);
  const secondFactor = config.SOTIEM_SECOND_FACTOR === 'on';
  const cookie = {
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure: config.SOTIEM_PUBLIC_URL?.startsWith('https:') ?? false,
    maxAge: 12 * 3600,
  } as const;

  api.post(
    '/sign-in',
    {
      config: { access: 'public', rateLimit: { max: 30, timeWindow: 60_000 } },
      schema: {
        summary: 'Sign in',
        body: z.object({
          username: z.string().min(1).max(100),
          password: z.string().min(1).max(200),
          code: z.string().max(12).optional(),
        }),
      },
    },
    async (request, reply) => {
      const { token, account, enrolNeeded } = await signIn(
        db,
        { ...request.body, userAgent: request.headers['user-agent'] },
        secondFactor,
      );
      reply.setCookie(SESSION_COOKIE, token, cookie);
      return {
        account,
        mustChangePassword: account.mustChangePassword,
        secondFactor: !secondFactor ? 'off' : enrolNeeded ? 'enrol' : 'ok',
      };
    },
  );
  api.post(
    '/sign-out',
    { config: { access: 'signed-in' }, schema: { summary: 'Sign out' } },
    async (request, reply) => {
      await signOut(db, guard.session(request));
      reply.clearCookie(SESSION_COOKIE, { path: '/' });
      return { done: true };
    },
  );
  api.post(
    '/sign-out-everywhere',
    { config: { access: 'signed-in' }, schema: { summary: 'End all sessions of this account' } },
    async (request, reply) => {
      await signOutEverywhere(db, guard.session(request).account.id);
      reply.clearCookie(SESSION_COOKIE, { path: '/' });
      return { done: true };
    },
  );
  api.post(
    '/change-password',
    {
      config: { access: 'signed-in' },
      schema: {
        summary: 'Set a new password',
        body: z.object({ current: z.string().max(200), next: z.string().max(200) }),
      },
    },
    async (request) => {
      await changePassword(db, guard.session(request), request.body.current, request.body.next);
      return { done: true };
    },
  );
  api.post(
    '/second-factor/propose',
    { config: { access: 'signed-in' }, schema: { summary: 'A new second-factor secret' } },
    async (request) => proposeSecondFactor(guard.session(request).account.username),
  );
  api.post(
    '/second-factor/confirm',
    {
      config: { access: 'signed-in' },
      schema: {
        summary: 'Turn the second factor on',
        body: z.object({ secret: z.string().max(100), code: z.string().max(12) }),
      },
    },
    async (request) => {
      await confirmSecondFactor(db, guard.session(request), request.body.secret, request.body.code);
      return { done: true };
    },
  );
  api.get(
    '/me',
    { config: { access: 'signed-in' }, schema: { summary: 'The signed-in account, its roles and units' } },
    async (request) => {
      const session = guard.session(request);
      const roles = session.principal.grants.map((grant) => {
        const unit = units.get(grant.unitId, TODAY());
        return {
          role: grant.role,
          unit: {
            id: unit.id,
            code: unit.code,
            name: unit.name,
            fullName: unit.fullName,
            level: unit.level,
            validTo: unit.to,
          },
          onBehalfOf: grant.onBehalfOf,
          validTo: grant.validTo,
        };
      });
      return {
        account: session.account,
        roles,
        actions: actionsOf(session.principal),
        demonstration: config.SOTIEM_DEMO === 'on',
        secondFactorOff: !secondFactor,
        secondFactor: !secondFactor ? 'off' : session.secondFactor ? 'ok' : 'enrol',
      };
    },
  );

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
        locked_until: Date | null;
        role: string | null;
        unit_id: number | null;
      }>(
        `SELECT a.id, a.username, a.display_name AS "displayName", a.disabled, a.locked_until, g.role, g.unit_id
       FROM app.account a LEFT JOIN app.role_grant g ON g.account_id = a.id ORDER BY a.username`,
      );
      const accounts = rows
        .filter(({ unit_id }) => unit_id !== null && guard.allows(request, 'account.manage', unit_id))
        .map((row) => ({
          id: row.id,
          username: row.username,
          displayName: row.displayName,
          disabled: row.disabled,
          locked: row.locked_until !== null && row.locked_until > new Date(),
          role: row.role,
          unit: units.get(row.unit_id!, TODAY()).fullName,
        }));
      return { accounts };
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
          validTo: z.iso.datetime().optional(),
          onBehalfOf: z.string().max(100).optional(),
        }),
      },
    },
    async (request, reply) => {
      const { username, displayName, password, role, unit, validTo, onBehalfOf } = request.body;
      const unitId = units.byCodeOrEarlier(unit, TODAY()).id;
      guard.demand(request, 'account.manage', unitId);
      checkPassword(password, username);
      const id = await createAccount(db, guard.actor(request, 'new account'), {
        username,
        displayName,
        password,
        mustChange: true,
        grants: [{ role, unitId, validTo: validTo ?? null, onBehalfOf: onBehalfOf ?? null }],
      });
      return reply.status(201).send({ id });
    },
  );
  api.get(
    '/audit',
    {
      config: { access: 'audit.view' },
      schema: {
        summary: 'Latest events of the audit',
        querystring: z.object({
          subject: z.string().max(60).optional(),
          limit: z.coerce.number().int().min(1).max(500).default(200),
        }),
      },
    },
    async (request) => {
      const events = await db.query(
        `SELECT at, subject, subject_id AS "subjectId", action, rows, actor, on_behalf_of AS "onBehalfOf", reason FROM app.audit_event
       WHERE $1::text IS NULL OR subject = $1 ORDER BY at DESC, id DESC LIMIT $2`,
        [request.query.subject ?? null, request.query.limit],
      );
      return { events };
    },
  );
}
