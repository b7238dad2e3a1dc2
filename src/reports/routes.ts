import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { dateParameter } from '../areas/routes.ts';
import type { Units } from '../areas/units.ts';
import { recordRead } from '../audit/record-read.ts';
import type { Guard } from '../identity/guard.ts';
import { serveEvents } from '../identity/serve-events.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { languageOf, withTypes } from '../platform/http.ts';
import { type CoverageQuery, coverage } from './coverage.ts';
import { coverageWorkbook } from './coverage-workbook.ts';

const querystring = z.object({
  unit: z.string().max(5),
  by: z.enum(['self', 'children', 'communes']).default('self'),
  date: dateParameter.optional(),
  mapDate: dateParameter.optional(),
});

const ASK_EVERY_MS = 500;

/** Coverage as JSON, as a workbook, and as a signal that it changed. */
export function reportRoutes(
  server: FastifyInstance,
  { db, units, guard }: { db: Database; units: Units; guard: Guard },
): void {
  const api = withTypes(server);
  const changedAt = changeClock(db);
  const question = (
    request: FastifyRequest,
    query: z.output<typeof querystring>,
    action: 'coverage.view' | 'coverage.export',
  ): CoverageQuery => {
    const date = query.date ?? (new Date().toISOString().slice(0, 10) as PlainDate);
    const mapDate = query.mapDate ?? date;
    guard.demand(request, action, units.byCode(query.unit, mapDate).id);
    return { unitCode: query.unit, by: query.by, date, mapDate };
  };
  api.get(
    '/coverage',
    {
      config: { access: 'coverage.view' },
      schema: { summary: 'Residents and doses by residence kind and age group', querystring },
    },
    async (request) => coverage(db, units, question(request, request.query, 'coverage.view')),
  );
  api.get(
    '/coverage.xlsx',
    {
      config: { access: 'coverage.export' },
      schema: { summary: 'The same as a workbook for print', querystring },
    },
    async (request, reply) => {
      const query = question(request, request.query, 'coverage.export');
      const book = await coverageWorkbook(
        units,
        query,
        await coverage(db, units, query),
        languageOf(request),
      );
      await recordRead(
        db,
        guard.actor(request, null, 'coverage.export', units.byCode(query.unitCode, query.mapDate).id),
        'export',
        'coverage',
        query.unitCode,
        query,
      );
      return reply
        .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
        .header('content-disposition', `attachment; filename="bao-phu-${query.unitCode}-${query.date}.xlsx"`)
        .send(Buffer.from(book));
    },
  );
  api.get(
    '/coverage/events',
    {
      config: { access: 'coverage.view' },
      schema: { summary: 'Says when figures changed (server-sent events)' },
    },
    (request, reply) => serveEvents(request, reply, guard, async () => ({ changedAt: await changedAt() })),
  );
}

/** When a figure changed last, asked once a second for all who listen. */
function changeClock(db: Database): () => Promise<string> {
  let asked = { at: 0, answer: Promise.resolve('') };
  return () => {
    if (Date.now() - asked.at >= ASK_EVERY_MS)
      asked = {
        at: Date.now(),
        answer: db
          .query<{ changed_at: Date; deltas: number }>(
            'SELECT changed_at, (SELECT count(*)::int FROM app.count_delta) AS deltas FROM app.count_clock WHERE id = 1',
          )
          // Doses of a table add deltas and leave the clock alone.
          .then(([row]) => (row === undefined ? '' : `${row.changed_at.toISOString()} ${row.deltas}`)),
      };
    return asked.answer;
  };
}
