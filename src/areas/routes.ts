import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { type PlainDate, parseDate } from '../kernel/plain-date.ts';
import { withTypes } from '../platform/http.ts';
import type { Units, UnitVersion } from './units.ts';

const LAST_DAY = '2999-12-31';

export const dateParameter = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .transform((text, context): PlainDate => {
    const date = parseDate(text);
    // So far ahead nothing is planned, and days counted from there have no four digits any more.
    if (date === null || date > LAST_DAY) context.addIssue({ code: 'custom', message: 'no such day' });
    return date ?? ('1970-01-01' as PlainDate);
  });

/** Administrative units on a date: no personal data, but for signed-in users only. */
export function areaRoutes(server: FastifyInstance, units: Units): void {
  const api = withTypes(server);
  const shape = (unit: UnitVersion, date: PlainDate) => ({
    id: unit.id,
    code: unit.code,
    name: unit.name,
    fullName: unit.fullName,
    type: unit.type,
    level: unit.level,
    validFrom: unit.from,
    validTo: unit.to,
    parentCode: unit.parentId === null ? null : units.get(unit.parentId, date).code,
    leaf: units.children(unit.id, date).length === 0,
    path: units
      .ancestors(unit.id, date)
      .slice(1)
      .map(({ fullName }) => fullName)
      .join(', '),
  });
  const today = (): PlainDate => new Date().toISOString().slice(0, 10) as PlainDate;

  api.get(
    '/units',
    {
      config: { access: 'signed-in' },
      schema: {
        summary: 'Children of a unit, or a search by name or code',
        querystring: z.object({
          at: dateParameter.optional(),
          parent: z.string().max(5).optional(),
          q: z.string().max(100).optional(),
        }),
      },
    },
    async ({ query }) => {
      const at = query.at ?? today();
      const parent = query.parent === undefined ? null : units.byCode(query.parent, at).id;
      const found = query.q === undefined ? units.children(parent, at) : units.search(query.q, at, parent);
      return { units: found.map((unit) => shape(unit, at)), mapStatus: units.mapDay(at).status };
    },
  );
  api.get(
    '/units/:code',
    {
      config: { access: 'signed-in' },
      schema: {
        summary: 'One unit',
        params: z.object({ code: z.string().max(5) }),
        querystring: z.object({ at: dateParameter.optional() }),
      },
    },
    async ({ params, query }) => {
      const at = query.at ?? today();
      return shape(units.byCodeOrEarlier(params.code, at), at);
    },
  );
  api.get(
    '/units/:code/now',
    {
      config: { access: 'signed-in' },
      schema: {
        summary: 'Which unit it is on another map',
        params: z.object({ code: z.string().max(5) }),
        querystring: z.object({ at: dateParameter, mapDate: dateParameter.optional() }),
      },
    },
    async ({ params, query }) => {
      const day = query.mapDate ?? today();
      const { kind, units: found } = units.nowUnit(units.byCode(params.code, query.at).id, day);
      return { kind, units: found.map((unit) => shape(unit, day)) };
    },
  );
}
