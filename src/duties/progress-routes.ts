import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { dateParameter } from '../areas/routes.ts';
import { recordRead } from '../audit/record-read.ts';
import { AppError } from '../kernel/app-error.ts';
import { daysBetween, type PlainDate } from '../kernel/plain-date.ts';
import { dayInVietnam } from '../kernel/vietnam-time.ts';
import { languageOf, withTypes } from '../platform/http.ts';
import { judgedAt } from './clock.ts';
import { completenessOf } from './completeness.ts';
import { type Deps, dutyAccess } from './duty-access.ts';
import { findDuties } from './find-duties.ts';
import { PRODUCTS } from './products.ts';
import { progressWorkbook } from './progress-workbook.ts';
import { sumItem } from './sum-answers.ts';

const MOST_DAYS = 100;
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const asked = z.object({
  unit: z.string().max(5),
  date: dateParameter.optional(),
  from: dateParameter,
  to: dateParameter,
  item: z.string().max(90).optional(),
});
type Asked = {
  unit: string;
  date?: PlainDate | undefined;
  from: PlainDate;
  to: PlainDate;
  item?: string | undefined;
};

/** How complete and timely reports are, and what they say together. */
export function progressRoutes(server: FastifyInstance, deps: Deps): void {
  const { db, units, guard, clock } = deps;
  const api = withTypes(server);
  const { maySee } = dutyAccess(deps);
  const dutiesOf = async (request: FastifyRequest, { unit: code, from, to, date }: Asked) => {
    if (to < from || daysBetween(from, to) > MOST_DAYS)
      throw new AppError('duty_span_wrong', 'invalid', { days: MOST_DAYS });
    const unit = units.byCodeOrEarlier(code, to);
    guard.demand(request, 'duty.view', unit.id);
    const now = judgedAt(date ?? dayInVietnam(clock()), clock());
    const all = await findDuties(db, units, { scope: { within: unit.id }, from, to, now });
    return { unit, duties: all.filter((duty) => maySee(request, duty)) };
  };
  const completeness = async (request: FastifyRequest, query: Asked) => {
    const { unit, duties } = await dutiesOf(request, query);
    return completenessOf(units, unit, duties, query, query.item ?? null);
  };

  api.get(
    '/duties/completeness',
    {
      config: { access: 'duty.view' },
      schema: {
        summary: 'Expected, received, on time, late, missing, returned: by the units below, item and day',
        querystring: asked,
      },
    },
    (request) => completeness(request, request.query),
  );
  api.get(
    '/duties/completeness.xlsx',
    {
      config: { access: 'duty.view' },
      schema: { summary: 'The same as a workbook for print', querystring: asked },
    },
    async (request, reply) => {
      const { query } = request;
      const answer = await completeness(request, query);
      const actor = guard.actor(request, null, 'duty.view', units.byCodeOrEarlier(query.unit, query.to).id);
      await recordRead(db, actor, 'export', 'duties', query.unit, { from: query.from, to: query.to });
      return reply
        .type(XLSX)
        .header('content-disposition', `attachment; filename="tien-do-${answer.unit.code}-${query.to}.xlsx"`)
        .send(Buffer.from(await progressWorkbook(answer, query.item ?? null, languageOf(request))));
    },
  );
  api.get(
    '/duties/sums',
    {
      config: { access: 'duty.view' },
      schema: {
        summary:
          'What the answers to an item say together, by the units below; null where figures do not add up',
        querystring: asked.extend({ item: z.string().max(90) }),
      },
    },
    async (request) => {
      const { unit, duties } = await dutiesOf(request, request.query);
      return { sums: await sumItem(db, units, unit, duties, request.query.item), products: PRODUCTS };
    },
  );
}
