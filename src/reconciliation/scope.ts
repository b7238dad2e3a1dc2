import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { dateParameter } from '../areas/routes.ts';
import type { Units, UnitVersion } from '../areas/units.ts';
import { type Action, grantsFor, type Role } from '../identity/access.ts';
import { containment, type Guard } from '../identity/guard.ts';
import { recordedWithin } from '../immunizations/recorded-units.ts';
import type { ListSource } from '../intake/claim.ts';
import { AppError } from '../kernel/app-error.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';

export type Deps = Readonly<{ db: Database; units: Units; guard: Guard; clock: Clock }>;

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export const today = (): PlainDate => new Date().toISOString().slice(0, 10) as PlainDate;

/** How every question of this feature names its unit and the map on which the code is read. */
export const placed = { unit: z.string().max(5), mapDate: dateParameter.optional() };
export type Placed = { unit: string; mapDate?: PlainDate | undefined };

export type Scope = Readonly<{
  unit: UnitVersion;
  /** Units of record, of any map, whose people stand within the unit and are the asker's to see. */
  recorded: readonly number[];
}>;

/** The unit asked for and what of it the asker may see. Throws `unit_unknown`, `forbidden`. */
export async function scopeOf(
  { db, units, guard }: Deps,
  request: FastifyRequest,
  { unit: code, mapDate = today() }: Placed,
  action: Action,
): Promise<Scope> {
  const unit = units.byCodeOrEarlier(code, mapDate);
  guard.demand(request, action, unit.id);
  const day = units.find(unit.id, mapDate) === undefined ? unit.from : mapDate;
  const recorded = (await recordedWithin(db, units, unit.id, day)).filter((id) =>
    guard.allows(request, action, id),
  );
  return { unit, recorded };
}

/** As `scopeOf`, of one commune: lists are made, signed and verified commune by commune. Throws `commune_needed`. */
export async function communeScope(
  deps: Deps,
  request: FastifyRequest,
  query: Placed,
  action: Action,
): Promise<Scope> {
  const scope = await scopeOf(deps, request, query, action);
  if (deps.units.children(scope.unit.id, query.mapDate ?? today()).length > 0)
    throw new AppError('commune_needed', 'invalid', { unit: scope.unit.fullName });
  return scope;
}

/** In whose name the asker speaks of people of a unit: a police officer for the police, health staff for health. */
export function handOf(
  { units, guard }: Deps,
  request: FastifyRequest,
  action: Action,
  unitId: number,
): ListSource {
  const roles = grantsFor(guard.session(request).principal, action, unitId, containment(units)).map(
    ({ role }) => role,
  );
  if (roles.every((role) => role === 'commune-police')) return 'police';
  return roles.every((role) => HEALTH_ROLES.includes(role)) ? 'health' : 'commune';
}
const HEALTH_ROLES: readonly Role[] = ['health-station', 'district-health', 'province-health'];

/** A unit by code and name, as answers show it. */
export const namedUnit = (units: Units, unitId: number, on = today()): { code: string; name: string } => {
  const unit = units.get(unitId, on);
  return { code: unit.code, name: unit.fullName };
};
