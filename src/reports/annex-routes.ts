import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { dateParameter } from '../areas/routes.ts';
import type { Units } from '../areas/units.ts';
import { recordRead } from '../audit/record-read.ts';
import type { Guard } from '../identity/guard.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { dayInVietnam } from '../kernel/vietnam-time.ts';
import type { Paper } from '../papers/paper.ts';
import { paperPdf } from '../papers/paper-pdf.ts';
import { paperWorkbook } from '../papers/paper-workbook.ts';
import type { Database } from '../platform/database.ts';
import { languageOf, withTypes } from '../platform/http.ts';
import { annexOf } from './annex.ts';
import { ANNEX_SPLITS, annexPaper } from './annex-paper.ts';

const question = z.object({
  unit: z.string().max(5),
  by: z.enum(['self', 'children', 'communes']).default('self'),
  date: dateParameter.optional(),
  mapDate: dateParameter.optional(),
});
const onPaper = question.extend({
  split: z.enum(ANNEX_SPLITS).default('both'),
  number: z.string().trim().min(1).max(40).optional(),
  accompanies: z.string().trim().min(1).max(160).optional(),
});

/** The annex of target groups as JSON, as a workbook and as PDF; what is taken out is written down. */
export function annexRoutes(
  server: FastifyInstance,
  { db, units, guard }: { db: Database; units: Units; guard: Guard },
): void {
  const api = withTypes(server);
  const ask = (
    request: FastifyRequest,
    { unit, by, date = dayInVietnam(new Date()), mapDate = date }: z.output<typeof question>,
    action: 'coverage.view' | 'coverage.export',
  ) => {
    const unitId = units.byCode(unit, mapDate as PlainDate).id;
    guard.demand(request, action, unitId);
    return annexOf(db, units, { unitId, by, date, mapDate });
  };
  const takeOut = async (
    request: FastifyRequest,
    reply: FastifyReply,
    query: z.output<typeof onPaper>,
    format: 'xlsx' | 'pdf',
  ) => {
    const annex = await ask(request, query, 'coverage.export');
    const language = languageOf(request);
    const paper: Paper = annexPaper(units, annex, { ...query, madeOn: dayInVietnam(new Date()) }, language);
    const file = format === 'pdf' ? await paperPdf(paper, language) : await paperWorkbook([paper], language);
    const unitId = units.byCode(annex.unit, annex.mapDate).id;
    const { date, mapDate, by } = annex;
    await recordRead(
      db,
      guard.actor(request, null, 'coverage.export', unitId),
      'export',
      'annex',
      annex.unit,
      { format, date, mapDate, by, split: query.split },
    );
    return reply
      .type(TYPES[format])
      .header('content-disposition', `attachment; filename="phu-luc-${annex.unit}-${date}.${format}"`)
      .send(Buffer.from(file));
  };
  api.get(
    '/annex',
    {
      config: { access: 'coverage.view' },
      schema: {
        summary: 'Population, listed, vaccinated and not yet, by unit, residence kind and age group',
        querystring: question,
      },
    },
    (request) => ask(request, request.query, 'coverage.view'),
  );
  api.get(
    '/annex.xlsx',
    {
      config: { access: 'coverage.export' },
      schema: { summary: 'The same as a workbook for print', querystring: onPaper },
    },
    (request, reply) => takeOut(request, reply, request.query, 'xlsx'),
  );
  api.get(
    '/annex.pdf',
    {
      config: { access: 'coverage.export' },
      schema: { summary: 'The same as an official paper (NĐ 30/2020/NĐ-CP)', querystring: onPaper },
    },
    (request, reply) => takeOut(request, reply, request.query, 'pdf'),
  );
}

const TYPES = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
} as const;
