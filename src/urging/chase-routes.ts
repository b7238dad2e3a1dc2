import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { dateParameter } from '../areas/routes.ts';
import type { Units, UnitVersion } from '../areas/units.ts';
import { recordRead } from '../audit/record-read.ts';
import { judgedAt } from '../duties/clock.ts';
import type { Guard } from '../identity/guard.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { dayInVietnam } from '../kernel/vietnam-time.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import { languageOf, withTypes } from '../platform/http.ts';
import { findEntries } from './chase-store.ts';
import { chaseWorkbook } from './chase-workbook.ts';
import { CHASE_ACTIONS, OUTCOMES } from './contract.ts';
import { findChaseList, unitsWithin } from './find-chase-list.ts';
import { findHelp } from './find-help.ts';
import { logChase } from './log-chase.ts';
import { CHASE_ORDERS, CHASE_VIEWS, chaseRows } from './rules.ts';

const placed = { unit: z.string().max(5), date: dateParameter.optional() };
const filtered = z.object({
  ...placed,
  view: z.enum(CHASE_VIEWS).default('all'),
  order: z.enum(CHASE_ORDERS).default('since'),
  item: z.string().max(20).optional(),
  days: z.coerce.number().int().min(0).max(366).default(0),
});
const MOST_ENTRIES = 500;

/** The chase list: who is late and whom to call, what was done, who needs help (dispatch 9035, item 4.2). */
export function chaseRoutes(
  server: FastifyInstance,
  { db, units, guard, clock }: { db: Database; units: Units; guard: Guard; clock: Clock },
): void {
  const api = withTypes(server);
  const question = (
    request: FastifyRequest,
    { unit: code, date }: { unit: string; date?: PlainDate | undefined },
  ): { unit: UnitVersion; day: PlainDate; now: Date } => {
    const day = date ?? dayInVietnam(clock());
    const unit = units.byCodeOrEarlier(code, day);
    guard.demand(request, 'chase.view', unit.id);
    return { unit, day, now: judgedAt(day, clock()) };
  };
  const list = async (request: FastifyRequest, query: z.output<typeof filtered>) => {
    const { unit, day, now } = question(request, query);
    const all = await findChaseList(db, units, unit.id, day, now);
    const filter = { view: query.view, order: query.order, item: query.item ?? null, days: query.days };
    return { unit, day, now, all, rows: chaseRows(all, filter, day) };
  };
  api.get(
    '/chase',
    {
      config: { access: 'chase.view' },
      schema: { summary: 'Who is late, since when, whom to call, what was done last', querystring: filtered },
    },
    async (request) => {
      const { all, rows, day, now } = await list(request, request.query);
      const of = (view: (typeof CHASE_VIEWS)[number]): number =>
        chaseRows(all, { view, order: 'since', item: null, days: 0 }, day).length;
      return {
        rows,
        at: now.toISOString(),
        counts: Object.fromEntries(CHASE_VIEWS.map((view) => [view, of(view)])),
        items: [
          ...new Map(
            all.flatMap(({ duties }) => duties.map(({ number, title }) => [number, title] as const)),
          ),
        ]
          .map(([number, title]) => ({ number, title }))
          .sort((a, b) => (a.number < b.number ? -1 : 1)),
      };
    },
  );
  api.get(
    '/chase.xlsx',
    {
      config: { access: 'chase.view' },
      schema: { summary: 'The same as a workbook for print', querystring: filtered },
    },
    async (request, reply) => {
      const { unit, day, now, rows } = await list(request, request.query);
      const book = await chaseWorkbook(rows, unit.fullName, now, languageOf(request));
      const actor = guard.actor(request, null, 'chase.view', unit.id);
      await recordRead(db, actor, 'export', 'chase', unit.code, { ...request.query, rows: rows.length });
      return reply
        .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
        .header('content-disposition', `attachment; filename="don-doc-${unit.code}-${day}.xlsx"`)
        .send(Buffer.from(book));
    },
  );
  api.post(
    '/chase',
    {
      config: { access: 'chase.view' },
      schema: {
        summary: 'Write down a call, a visit, a hand-over to support, or help given',
        body: z.object({
          unit: z.string().max(5),
          facility: z.string().trim().min(3).max(120).nullable().default(null),
          action: z.enum(CHASE_ACTIONS),
          outcome: z.enum(OUTCOMES).nullable().default(null),
          note: z
            .string()
            .trim()
            .max(1000)
            .nullable()
            .default(null)
            .transform((text) => text || null),
          nextOn: dateParameter.nullable().default(null),
        }),
      },
    },
    async (request, reply) => {
      const { unit: code, ...logged } = request.body;
      const unit = units.byCodeOrEarlier(code, dayInVietnam(clock()));
      const action = logged.action === 'resolved' ? 'support.answer' : 'chase.log';
      guard.demand(request, action, unit.id);
      const { account } = guard.session(request);
      const entry = await logChase(
        db,
        units,
        guard.actor(request, 'chase', action, unit.id),
        { ...logged, unitId: unit.id, byName: account.displayName },
        clock(),
      );
      return reply.status(201).send({ entry });
    },
  );
  api.get(
    '/chase/log',
    {
      config: { access: 'chase.view' },
      schema: { summary: 'Who urged or helped whom, the newest first', querystring: z.object(placed) },
    },
    async (request) => {
      const { unit, day } = question(request, request.query);
      const within = new Map(unitsWithin(units, unit.id, day).map((one) => [one.id, one]));
      const entries = await findEntries(db, [...within.keys()], MOST_ENTRIES);
      return {
        entries: entries.map(({ unitId, ...entry }) => ({
          ...entry,
          unit: within.get(unitId)!.code,
          unitName: within.get(unitId)!.fullName,
        })),
      };
    },
  );
  api.get(
    '/chase/help',
    {
      config: { access: 'chase.view' },
      schema: {
        summary: 'Which units need help: findings, returns, people who never signed in',
        querystring: z.object(placed),
      },
    },
    async (request) => {
      const { unit, day, now } = question(request, request.query);
      return { rows: await findHelp(db, units, unit.id, day, now) };
    },
  );
}
