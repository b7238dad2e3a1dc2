/** Who is asking, and may they: the only door from HTTP to the rules of access.ts. A route that declares no access does not start. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { KNOWN_MAPS, type Units } from '../areas/units.ts';
import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Config } from '../platform/config.ts';
import type { Database } from '../platform/database.ts';
import {
  type Action,
  type Containment,
  canSomewhere,
  type FieldGroup,
  facilitiesFor,
  fieldsFor,
  grantsFor,
  lendableRoles,
  type Role,
  seesNames,
} from './access.ts';
import { findSession, SESSION_HOURS, type Session } from './accounts.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** `public`, `signed-in` (any session, also one that must change its password), or the action it needs. */
    access?: 'public' | 'signed-in' | Action;
  }
  interface FastifyRequest {
    session: Session | null;
  }
}

export const SESSION_COOKIE = 'sotiem_session';

export type SessionCookie = Readonly<{
  httpOnly: true;
  sameSite: 'lax';
  path: string;
  secure: boolean;
  maxAge: number;
}>;

/** How the cookie of a session is set for the server that stands at `path`. */
export const sessionCookie = (config: Config, path: string): SessionCookie => ({
  httpOnly: true,
  sameSite: 'lax',
  path,
  secure: config.SOTIEM_PUBLIC_URL?.startsWith('https:') ?? false,
  maxAge: SESSION_HOURS * 3600,
});

/** A unit lies within a scope if it does on any map on which both stand, itself or through its successor. */
export function containment(units: Units): Containment {
  const known = new Map<string, boolean>();
  return (unitId, scopeId) => {
    const key = `${unitId} ${scopeId}`;
    let inside = known.get(key);
    if (inside === undefined) {
      inside = KNOWN_MAPS.some((day: PlainDate) => {
        if (units.find(scopeId, day) === undefined) return false;
        const placed = units.find(unitId, day) === undefined ? units.mapTo(unitId, day) : { unitId };
        return 'unitId' in placed && units.isWithin(placed.unitId, scopeId, day);
      });
      known.set(key, inside);
    }
    return inside;
  };
}

export type Guard = Readonly<{
  session(request: FastifyRequest): Session;
  /** Throws `forbidden` unless the action is the asker's for this unit. */
  demand(request: FastifyRequest, action: Action, unitId: number): void;
  allows(request: FastifyRequest, action: Action, unitId: number): boolean;
  fields(request: FastifyRequest, action: Action, unitId: number): ReadonlySet<FieldGroup>;
  /** Facilities to whose people and lists the asker is held in this unit; null for everybody's. */
  facilities(request: FastifyRequest, action: Action, unitId: number): readonly string[] | null;
  /** Whether the asker's session still stands: for answers that go on for minutes. */
  stillSignedIn(request: FastifyRequest): Promise<boolean>;
  /** Roles that the asker may lend for a time in this unit. */
  lendable(request: FastifyRequest, unitId: number): ReadonlySet<Role>;
  actor(request: FastifyRequest, reason?: string | null, action?: Action, unitId?: number): Actor;
}>;

/** Puts sessions and access checks before every route of the server. */
export function installGuard(
  server: FastifyInstance,
  db: Database,
  units: Units,
  secondFactorNeeded: boolean,
): Guard {
  const within = containment(units);
  server.decorateRequest('session', null);
  server.addHook('onRoute', (route) => {
    if (route.method === 'HEAD' || route.method === 'OPTIONS') return;
    if (route.config?.access === undefined)
      throw new Error(`route without access rule: ${String(route.method)} ${route.url}`);
  });
  server.addHook('onRequest', async (request) => {
    if (!['GET', 'HEAD', 'OPTIONS'].includes(request.method)) refuseForeign(request);
    const access = request.routeOptions.config.access;
    if (access === undefined || access === 'public') return;
    const token = request.cookies[SESSION_COOKIE];
    const session = token === undefined ? null : await findSession(db, token);
    if (session === null) throw new AppError('sign_in_needed', 'unauthenticated');
    request.session = session;
    if (access === 'signed-in') return;
    if (session.account.mustChangePassword) throw new AppError('password_change_needed', 'forbidden');
    if (secondFactorNeeded && seesNames(session.principal) && !session.secondFactor)
      throw new AppError('second_factor_needed', 'forbidden');
    if (!canSomewhere(session.principal, access))
      throw new AppError('forbidden', 'forbidden', { action: access });
  });
  const sessionOf = (request: FastifyRequest): Session => {
    if (request.session === null) throw new AppError('sign_in_needed', 'unauthenticated');
    return request.session;
  };
  return {
    session: sessionOf,
    allows: (request, action, unitId) =>
      grantsFor(sessionOf(request).principal, action, unitId, within).length > 0,
    demand(request, action, unitId) {
      if (grantsFor(sessionOf(request).principal, action, unitId, within).length === 0)
        throw new AppError('forbidden', 'forbidden', { action });
    },
    fields: (request, action, unitId) => fieldsFor(sessionOf(request).principal, action, unitId, within),
    facilities: (request, action, unitId) =>
      facilitiesFor(sessionOf(request).principal, action, unitId, within),
    stillSignedIn: async (request) => {
      const token = request.cookies[SESSION_COOKIE];
      return token !== undefined && (await findSession(db, token)) !== null;
    },
    lendable: (request, unitId) => lendableRoles(sessionOf(request).principal, unitId, within),
    actor(request, reason = null, action, unitId) {
      const { account, principal } = sessionOf(request);
      // Lent staff act in the name of who lent the right, when it is that right they use.
      const used =
        action !== undefined && unitId !== undefined
          ? grantsFor(principal, action, unitId, within)
          : principal.grants;
      const own = used.some(({ onBehalfOf }) => onBehalfOf === null);
      return {
        accountId: account.id,
        name: account.username,
        onBehalfOf: own ? null : (used[0]?.onBehalfOf ?? null),
        requestId: request.id,
        reason,
        unitId: unitId ?? null,
      };
    },
  };
}

/** A browser says where a request comes from; one from another site is refused before anything is read. */
function refuseForeign(request: FastifyRequest): void {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    throw new AppError('foreign_request', 'forbidden');
  const origin = request.headers.origin;
  // Browsers write "null" for an origin they hide; that is no site of ours either.
  if (
    site === undefined &&
    origin !== undefined &&
    (!URL.canParse(origin) || new URL(origin).host !== request.headers.host)
  )
    throw new AppError('foreign_request', 'forbidden');
}
