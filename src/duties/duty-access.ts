/** Who sees, answers and checks which duty: the roles of the item, in the asker's units, a facility for itself alone. */
import type { FastifyRequest } from 'fastify';
import type { Units } from '../areas/units.ts';
import { grantsFor } from '../identity/access.ts';
import { containment, type Guard } from '../identity/guard.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import type { ExpectedDuty } from './contract.ts';

export type Deps = Readonly<{ db: Database; units: Units; guard: Guard; clock: Clock }>;

export function dutyAccess({ units, guard }: Pick<Deps, 'units' | 'guard'>) {
  const within = containment(units);
  const grants = (
    request: FastifyRequest,
    action: 'duty.view' | 'duty.answer',
    { unitId, facility }: Pick<ExpectedDuty, 'unitId' | 'facility'>,
  ) =>
    grantsFor(guard.session(request).principal, action, unitId, within).filter(
      (grant) => grant.role !== 'facility' || (grant.facility === facility && grant.unitId === unitId),
    );
  return {
    maySee: (request: FastifyRequest, duty: Pick<ExpectedDuty, 'unitId' | 'facility'>): boolean =>
      grants(request, 'duty.view', duty).length > 0,
    mayAnswer: (request: FastifyRequest, duty: Pick<ExpectedDuty, 'item' | 'unitId' | 'facility'>): boolean =>
      grants(request, 'duty.answer', duty).some(({ role }) => duty.item.owners.roles.includes(role)),
    /** A report of one patient is for those who may know of doses; that it came is for all who see the duty. */
    mayRead: (request: FastifyRequest, { item, unitId }: Pick<ExpectedDuty, 'item' | 'unitId'>): boolean =>
      item.form !== 'severe_event' || guard.fields(request, 'duty.view', unitId).has('doses'),
    mayCheck: (request: FastifyRequest, checkerId: number | null): boolean =>
      checkerId !== null && guard.allows(request, 'duty.check', checkerId),
  };
}
