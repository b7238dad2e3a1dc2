import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { dateParameter } from '../areas/routes.ts';
import type { Units } from '../areas/units.ts';
import { recordRead } from '../audit/record-read.ts';
import { PRODUCTS } from '../duties/products.ts';
import type { Guard } from '../identity/guard.ts';
import { AppError } from '../kernel/app-error.ts';
import { daysBetween } from '../kernel/plain-date.ts';
import { dayInVietnam } from '../kernel/vietnam-time.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import { languageOf, withTypes } from '../platform/http.ts';
import { GAP_KINDS } from './contract.ts';
import { findGaps } from './find-gaps.ts';
import { findNamed } from './find-named.ts';
import { gapWorkbook } from './gap-workbook.ts';
import { settleGap } from './settle-gap.ts';

const MOST_DAYS = 62;
const asked = z.object({
  unit: z.string().max(5),
  from: dateParameter,
  to: dateParameter,
  facility: z.string().max(200).optional(),
});

/** Doses declared, people named, doses used: the three figures, their gaps, and explaining one. */
export function agreementRoutes(
  server: FastifyInstance,
  { db, units, guard, clock }: { db: Database; units: Units; guard: Guard; clock: Clock },
): void {
  const api = withTypes(server);

  const ask = async (request: FastifyRequest, { unit: code, from, to, facility }: z.output<typeof asked>) => {
    const unit = units.byCodeOrEarlier(code, to);
    guard.demand(request, 'gap.view', unit.id);
    const days = daysBetween(from, to);
    if (days < 0 || days >= MOST_DAYS) throw new AppError('gap_days', 'invalid', { days: MOST_DAYS });
    const held = guard.facilities(request, 'gap.view', unit.id);
    const only =
      facility === undefined ? held : [facility].filter((one) => held === null || held.includes(one));
    const found = await findGaps(db, units, { unitId: unit.id, from, to }, only);
    const nameOf = (unitId: number) => {
      const one = units.get(unitId, to);
      return { code: one.code, name: one.fullName };
    };
    return {
      unit,
      lots: found.lots.map((row) => ({ ...row, unit: nameOf(row.unitId) })),
      days: found.days.map((row) => ({ ...row, unit: nameOf(row.unitId) })),
      gaps: found.gaps.map((gap) => ({
        ...gap,
        unit: nameOf(gap.unitId),
        maySettle:
          guard.allows(request, 'gap.settle', gap.unitId) &&
          (guard.facilities(request, 'gap.settle', gap.unitId)?.includes(gap.facility) ?? true),
      })),
    };
  };

  api.get(
    '/gaps',
    {
      config: { access: 'gap.view' },
      schema: {
        summary: 'Declared, named and used by facility and day (by lot too, of one facility), and the gaps',
        querystring: asked,
      },
    },
    async (request) => {
      const { days, lots, gaps } = await ask(request, request.query);
      return {
        days,
        lots: request.query.facility === undefined ? [] : lots,
        gaps,
        products: PRODUCTS,
      };
    },
  );
  api.get(
    '/gaps.xlsx',
    {
      config: { access: 'gap.view' },
      schema: { summary: 'The gaps as a workbook for print', querystring: asked },
    },
    async (request, reply) => {
      const { unit, gaps } = await ask(request, request.query);
      const { from, to } = request.query;
      const book = await gapWorkbook(gaps, unit.fullName, { from, to }, languageOf(request));
      const actor = guard.actor(request, null, 'gap.view', unit.id);
      await recordRead(db, actor, 'export', 'gaps', unit.code, { ...request.query, rows: gaps.length });
      return reply
        .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
        .header('content-disposition', `attachment; filename="chenh-lech-${unit.code}-${from}-${to}.xlsx"`)
        .send(Buffer.from(book));
    },
  );
  api.get(
    '/gaps/people',
    {
      config: { access: 'person.search' },
      schema: {
        summary: 'The people whom the named figure of a day is made of',
        querystring: z.object({
          unit: z.string().max(5),
          facility: z.string().max(200),
          day: dateParameter,
        }),
      },
    },
    async (request) => {
      const { unit: code, facility, day } = request.query;
      const unit = units.byCodeOrEarlier(code, day);
      guard.demand(request, 'person.search', unit.id);
      const held = guard.facilities(request, 'person.search', unit.id);
      if (
        !guard.fields(request, 'person.search', unit.id).has('doses') ||
        (held !== null && !held.includes(facility))
      )
        throw new AppError('forbidden', 'forbidden', { action: 'doses' });
      await recordRead(
        db,
        guard.actor(request, null, 'person.search', unit.id),
        'view',
        'named_doses',
        `${unit.code} ${day}`,
      );
      return { people: await findNamed(db, units, { unitId: unit.id, facility, day }) };
    },
  );
  api.post(
    '/gaps/settle',
    {
      config: { access: 'gap.settle' },
      schema: {
        summary: 'Explain a gap, for the figures that it has',
        body: z.object({
          unit: z.string().max(5),
          facility: z.string().max(200),
          day: dateParameter,
          kind: z.enum(GAP_KINDS),
          item: z.string().max(40).nullable(),
          lot: z.string().max(60).nullable(),
          first: z.number().int(),
          second: z.number().int(),
          explanation: z.string().trim().min(3).max(500),
        }),
      },
    },
    async (request) => {
      const { unit: code, ...told } = request.body;
      const unit = units.byCodeOrEarlier(code, told.day);
      guard.demand(request, 'gap.settle', unit.id);
      const held = guard.facilities(request, 'gap.settle', unit.id);
      if (held !== null && !held.includes(told.facility))
        throw new AppError('forbidden', 'forbidden', { action: 'gap.settle' });
      const actor = guard.actor(request, told.explanation, 'gap.settle', unit.id);
      await settleGap(db, units, actor, { ...told, unitId: unit.id }, clock());
      return { settledOn: dayInVietnam(clock()) };
    },
  );
}
