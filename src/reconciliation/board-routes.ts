import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { dateParameter } from '../areas/routes.ts';
import type { Units } from '../areas/units.ts';
import type { Guard } from '../identity/guard.ts';
import { recordedWithin } from '../immunizations/recorded-units.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { withTypes } from '../platform/http.ts';
import { CONFLICT_FIELDS, SETTLES } from '../residents/find-conflicts.ts';
import { board } from './board.ts';
import { countReviews } from './find-reviews.ts';

/** The reconciliation board: how the three hands' lists meet, what is in dispute, and whose word is awaited. */
export function boardRoutes(
  server: FastifyInstance,
  { db, units, guard }: { db: Database; units: Units; guard: Guard },
): void {
  const api = withTypes(server);
  api.get(
    '/reconciliation',
    {
      config: { access: 'list.view' },
      schema: {
        summary: 'How the lists of police, commune and health agree, by commune or hamlet',
        querystring: z.object({
          unit: z.string().max(5),
          mapDate: dateParameter.optional(),
          by: z.enum(['unit', 'hamlet']).default('unit'),
        }),
      },
    },
    async (request) => {
      const { query } = request;
      const at = query.mapDate ?? (new Date().toISOString().slice(0, 10) as PlainDate);
      const unit = units.byCodeOrEarlier(query.unit, at);
      guard.demand(request, 'list.view', unit.id);
      const day = units.find(unit.id, at) === undefined ? unit.from : at;
      const unitIds = (await recordedWithin(db, units, unit.id, day)).filter((id) =>
        guard.allows(request, 'list.view', id),
      );
      const [rows, reviews] = await Promise.all([
        board(db, unitIds, query.by),
        countReviews(db, unitIds, new Date().toISOString()),
      ]);
      return {
        unit: { code: unit.code, name: unit.fullName },
        rows: rows.map(({ unitId, ...row }) => {
          const own = units.get(unitId, day);
          return { unit: { code: own.code, name: own.fullName }, ...row };
        }),
        reviews,
        settledBy: Object.fromEntries(CONFLICT_FIELDS.map((field) => [field, SETTLES[field]])),
      };
    },
  );
}
