import type { FastifyInstance } from 'fastify';
import type { Units } from '../areas/units.ts';
import { recordRead } from '../audit/record-read.ts';
import type { Guard } from '../identity/guard.ts';
import type { Database } from '../platform/database.ts';
import { languageOf, withTypes } from '../platform/http.ts';
import { peopleWorkbook } from './export-people.ts';
import { peopleFilters, peopleQuestion } from './people-question.ts';

/** People taken out as a workbook: for who may, masked, and written down. */
export function exportRoutes(
  server: FastifyInstance,
  deps: { db: Database; units: Units; guard: Guard },
): void {
  const { db, units, guard } = deps;
  withTypes(server).get(
    '/persons.xlsx',
    {
      config: { access: 'person.export' },
      schema: { summary: 'The people of a question as a workbook', querystring: peopleFilters },
    },
    async (request, reply) => {
      const question = await peopleQuestion(request, request.query, 'person.export', deps);
      const { book, people } = await peopleWorkbook(
        db,
        units,
        question,
        (unitId) => guard.fields(request, 'person.export', unitId).has('doses'),
        languageOf(request),
      );
      await recordRead(
        db,
        guard.actor(request, null, 'person.export', question.unitId),
        'export',
        'people',
        request.query.unit,
        { ...request.query, people },
      );
      const name = `danh-sach-${request.query.unit}-${question.date}.xlsx`;
      return reply
        .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
        .header('content-disposition', `attachment; filename="${name}"`)
        .send(Buffer.from(book));
    },
  );
}
