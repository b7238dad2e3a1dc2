import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { dateParameter } from '../areas/routes.ts';
import { AGE_BANDS } from '../kernel/age-band.ts';
import { withTypes } from '../platform/http.ts';
import { submitPoliceFigures } from './police-figures.ts';
import { communeScope, type Deps, placed, today } from './scope.ts';

const people = z.number().int().min(0).max(10_000_000);

/** The commune police submit their own figures of the list (dispatch 9035, item 3). */
export function policeFiguresRoutes(server: FastifyInstance, deps: Deps): void {
  const { db, guard } = deps;
  withTypes(server).post(
    '/handover/police-figures',
    {
      config: { access: 'list.count' },
      schema: {
        summary: "The police's own figures of the list by age group",
        body: z.object({
          ...placed,
          date: dateParameter.optional(),
          entered: z.record(z.enum(AGE_BANDS), people),
          note: z.string().trim().max(500).optional(),
        }),
      },
    },
    async (request, reply) => {
      const { body } = request;
      const { unit, recorded } = await communeScope(deps, request, body, 'list.count');
      const id = await submitPoliceFigures(
        db,
        guard.actor(request, 'police figures', 'list.count', unit.id),
        {
          unitId: unit.id,
          recorded,
          on: body.date ?? today(),
          entered: body.entered,
          note: body.note ?? null,
        },
        today(),
        deps.clock(),
      );
      return reply.status(201).send({ id });
    },
  );
}
