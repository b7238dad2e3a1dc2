import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { dateParameter } from '../areas/routes.ts';
import { KNOWN_MAPS, type Units } from '../areas/units.ts';
import type { Guard } from '../identity/guard.ts';
import { AppError } from '../kernel/app-error.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import { withTypes } from '../platform/http.ts';
import { findConflicts, getConflict } from './conflict-store.ts';
import { decisionSchema, severityCorrectionSchema } from './contract.ts';
import { correctSevere, getSeverePlace } from './correct-severe.ts';
import { decideConflict } from './decide-conflict.ts';

const ACTION = 'dose.record';
const MOST = 500;

/** What a person decides about what tables told: which of two versions holds, and that an event was not severe. */
export function decisionRoutes(
  server: FastifyInstance,
  { db, units, guard, clock }: { db: Database; units: Units; guard: Guard; clock: Clock },
): void {
  const api = withTypes(server);
  const unitQuery = z.object({ unit: z.string().max(5), mapDate: dateParameter.optional() });
  /** The unit asked for, with all whose people are its people now. */
  const inside = (request: FastifyRequest, code: string, mapDate: PlainDate = KNOWN_MAPS.at(-1)!) => {
    const unit = units.byCodeOrEarlier(code, mapDate);
    guard.demand(request, ACTION, unit.id);
    return { unit, all: [...units.everWithin(unit.id, mapDate)] };
  };
  api.get(
    '/recording/conflicts',
    {
      config: { access: ACTION },
      schema: { summary: 'What devices told differently, and nobody has decided', querystring: unitQuery },
    },
    async (request) => {
      const { unit, all } = inside(request, request.query.unit, request.query.mapDate);
      // A facility decides about what happened at its tables, which its own conflicts say: others are its unit's.
      if (guard.facilities(request, ACTION, unit.id) !== null) return { conflicts: [], total: 0 };
      const { conflicts, total } = await findConflicts(db, all, MOST);
      return { conflicts: conflicts.map(({ unitId: _, ...told }) => told), total };
    },
  );
  api.post(
    '/recording/conflicts/:id',
    {
      config: { access: ACTION },
      schema: {
        summary: 'Decide which of two versions holds',
        params: z.object({ id: z.uuid() }),
        body: decisionSchema,
      },
    },
    async (request) => {
      const conflict = await getConflict(db, request.params.id);
      guard.demand(request, ACTION, conflict.unitId);
      if (guard.facilities(request, ACTION, conflict.unitId) !== null)
        throw new AppError('forbidden', 'forbidden', { action: ACTION });
      const actor = guard.actor(request, request.body.reason, ACTION, conflict.unitId);
      await decideConflict(db, actor, conflict, request.body, new Date());
      return { done: true };
    },
  );
  api.post(
    '/recording/severe-events/:person/:id/correction',
    {
      config: { access: ACTION },
      schema: {
        summary: 'Say that an event recorded as severe was not, and why: its report is not owed any more',
        params: z.object({ person: z.uuid(), id: z.uuid() }),
        body: severityCorrectionSchema,
      },
    },
    async (request) => {
      const { person, id } = request.params;
      const { unitId, facility } = await getSeverePlace(db, person, id);
      guard.demand(request, ACTION, unitId);
      const facilities = guard.facilities(request, ACTION, unitId);
      if (facilities !== null && !facilities.includes(facility))
        throw new AppError('forbidden', 'forbidden', { action: ACTION });
      const actor = guard.actor(request, request.body.reason, ACTION, unitId);
      await correctSevere(db, actor, person, id, request.body, clock());
      return { done: true };
    },
  );
}
