import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { dateParameter } from '../areas/routes.ts';
import type { Units } from '../areas/units.ts';
import type { Guard } from '../identity/guard.ts';
import type { Database } from '../platform/database.ts';
import { withTypes } from '../platform/http.ts';
import { defineBandSet } from './define-band-set.ts';
import { placeDividedUnit } from './place-divided-unit.ts';
import { bandSets } from './store.ts';

const unitCode = z.string().max(5);

/** What figures are told in and where they go: sets of age groups, people of divided units. */
export function populationSettingRoutes(
  server: FastifyInstance,
  { db, units, guard }: { db: Database; units: Units; guard: Guard },
): void {
  const api = withTypes(server);
  api.get(
    '/population/band-sets',
    { config: { access: 'population.view' }, schema: { summary: 'Sets of age groups' } },
    async () => ({ sets: await bandSets(db) }),
  );
  api.post(
    '/population/band-sets',
    {
      config: { access: 'population.check' },
      schema: {
        summary: 'Define a set of age groups by their first ages, rising from 0',
        body: z.object({
          id: z.string().regex(/^[a-z0-9][a-z0-9-]{2,39}$/),
          label: z.string().trim().min(3).max(120),
          starts: z.array(z.number().int().min(0).max(120)).min(1).max(30),
        }),
      },
    },
    async (request, reply) => {
      await defineBandSet(db, guard.actor(request, 'band set'), request.body, new Date());
      return reply.status(201).send({ sets: await bandSets(db) });
    },
  );
  api.post(
    '/population/placements',
    {
      config: { access: 'population.check' },
      schema: {
        summary: 'State where the people of a divided unit went: by hamlet, or a share of the rest',
        body: z.object({
          unit: unitCode,
          at: dateParameter,
          mapDate: dateParameter,
          reason: z.string().trim().min(3).max(500),
          parts: z
            .array(
              z.object({
                to: unitCode,
                hamlet: z.string().trim().max(120).default(''),
                share: z.number().gt(0).max(1).default(1),
              }),
            )
            .min(1)
            .max(500),
        }),
      },
    },
    async (request, reply) => {
      const { unit: code, at, mapDate, reason, parts } = request.body;
      const from = units.byCode(code, at);
      guard.demand(request, 'population.check', from.id);
      await placeDividedUnit(
        db,
        units,
        guard.actor(request, reason, 'population.check', from.id),
        {
          fromId: from.id,
          on: mapDate,
          reason,
          parts: parts.map(({ to, ...part }) => ({ ...part, toId: units.byCode(to, mapDate).id })),
        },
        new Date(),
      );
      return reply.status(201).send({ done: true });
    },
  );
}
