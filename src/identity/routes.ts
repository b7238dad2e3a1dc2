import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Units } from '../areas/units.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Config } from '../platform/config.ts';
import type { Database } from '../platform/database.ts';
import { withTypes } from '../platform/http.ts';
import { actionsOf, seesNames } from './access.ts';
import { changePassword, signOut, signOutEverywhere } from './accounts.ts';
import { type Guard, SESSION_COOKIE, type SessionCookie } from './guard.ts';
import { confirmSecondFactor, proposeSecondFactor } from './second-factor.ts';
import { signIn } from './sign-in.ts';

const TODAY = (): PlainDate => new Date().toISOString().slice(0, 10) as PlainDate;

/** Sign-in and the account's own settings. */
export function identityRoutes(
  server: FastifyInstance,
  {
    db,
    units,
    guard,
    config,
    cookie,
  }: { db: Database; units: Units; guard: Guard; config: Config; cookie: SessionCookie },
): void {
  const api = withTypes(server);
  const secondFactor = config.SOTIEM_SECOND_FACTOR === 'on';

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
      reply.clearCookie(SESSION_COOKIE, { path: cookie.path });
      return { done: true };
    },
  );
  api.post(
    '/sign-out-everywhere',
    { config: { access: 'signed-in' }, schema: { summary: 'End all sessions of this account' } },
    async (request, reply) => {
      await signOutEverywhere(db, guard.session(request).account.id);
      reply.clearCookie(SESSION_COOKIE, { path: cookie.path });
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
      await confirmSecondFactor(
        db,
        guard.session(request),
        request.body.secret,
        request.body.code,
        new Date(),
      );
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
          facility: grant.facility,
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
        secondFactor: !secondFactor
          ? 'off'
          : session.secondFactor || !seesNames(session.principal)
            ? 'ok'
            : 'enrol',
      };
    },
  );
}
