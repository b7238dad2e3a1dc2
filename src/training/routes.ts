import type { FastifyInstance, FastifyRequest } from 'fastify';
import { writeXlsx } from 'hucre';
import { z } from 'zod';
import { dateParameter } from '../areas/routes.ts';
import type { Units } from '../areas/units.ts';
import { type Guard, SESSION_COOKIE, type SessionCookie } from '../identity/guard.ts';
import { AppError } from '../kernel/app-error.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { languageOf, withTypes } from '../platform/http.ts';
import { type Language, sentence } from '../platform/messages.ts';
import { type Missing, TRAINING_BASE } from './contract.ts';
import { enterSpace, findLearnerId } from './enter-space.ts';
import { findProgress } from './find-progress.ts';
import { PRACTICE_BANDS, practiceFigures, practiceList, practicePapers } from './practice.ts';
import { recordStep, recordVisit } from './record-progress.ts';
import type { TrainingSpace } from './space.ts';
import { TASKS, tasksOf } from './tasks.ts';

const today = (): PlainDate => new Date().toISOString().slice(0, 10) as PlainDate;
const WIDTHS = [6, 26, 14, 12, 18, 12, 16];
/** So many things are told at once; whoever has mended them asks again. */
const MOST_TOLD = 6;

const told = (missing: readonly Missing[], language: Language): string[] =>
  missing
    .slice(0, MOST_TOLD)
    .map(({ code, params }) => sentence(language, `training.missing.${code}`, params));

/**
 * The way into the training space, its tasks, and who got how far. These routes read the training database to check a
 * task; into the product goes nothing but who came and what was done.
 */
export function trainingRoutes(
  server: FastifyInstance,
  {
    db,
    units,
    guard,
    space,
    cookie,
  }: {
    db: Database;
    units: Units;
    guard: Guard;
    space: TrainingSpace | null;
    cookie: SessionCookie;
  },
): void {
  const api = withTypes(server);
  const opened = (): TrainingSpace => {
    if (space === null) throw new AppError('training_unavailable', 'unavailable');
    return space;
  };
  const asker = (request: FastifyRequest) => {
    const { account, principal } = guard.session(request);
    const grants = principal.grants.filter(({ unitId }) =>
      guard.allows(request, 'training.practise', unitId),
    );
    // Someone with several units practises as the first of them.
    const unit = units.get(grants[0]!.unitId, today());
    return {
      actor: { ...guard.actor(request, 'training', 'training.practise', unit.id), accountId: account.id },
      unit,
      unitIds: grants.map(({ unitId }) => unitId),
      tasks: tasksOf(grants.map(({ role }) => role)),
    };
  };

  api.post(
    '/training/enter',
    {
      config: { access: 'training.practise' },
      schema: { summary: 'Enter the training space; the session there is another' },
    },
    async (request, reply) => {
      const token = await enterSpace(await opened().db(), guard.session(request));
      const { actor, unitIds } = asker(request);
      await recordVisit(db, actor, unitIds);
      reply.setCookie(SESSION_COOKIE, token, cookie);
      return { at: `${TRAINING_BASE}/` };
    },
  );
  api.get(
    '/training',
    {
      config: { access: 'training.practise' },
      schema: { summary: "The asker's tasks, what each wants, and how far he is" },
    },
    async (request) => {
      const { actor, unit, tasks } = asker(request);
      const { steps, visitors } = await findProgress(db, { accountId: actor.accountId });
      return {
        unit: { code: unit.code, name: unit.fullName },
        attended: visitors.length > 0,
        papers: practicePapers(unit.code),
        figures: { bands: PRACTICE_BANDS, ...practiceFigures(unit.code) },
        tasks: tasks.map(({ id, route }) => {
          const step = steps.find(({ task }) => task === id);
          return {
            id,
            route,
            done: step !== undefined && step.doneAt !== null,
            attempts: step?.attempts ?? 0,
            missing: told(step?.missing ?? [], languageOf(request)),
          };
        }),
      };
    },
  );
  api.get(
    '/training/list.xlsx',
    { config: { access: 'training.practise' }, schema: { summary: 'The list to practise with' } },
    async (request, reply) => {
      const { unit } = asker(request);
      const book = await writeXlsx({
        sheets: [
          {
            name: 'Tap huan',
            rows: practiceList(unit.code).map((row) => [...row]),
            columns: WIDTHS.map((width) => ({ width })),
          },
        ],
      });
      return reply
        .header('content-disposition', `attachment; filename="tap-huan-${unit.code}.xlsx"`)
        .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
        .send(Buffer.from(book));
    },
  );
  api.post(
    '/training/tasks/:id/check',
    {
      config: { access: 'training.practise' },
      schema: { summary: 'Look whether a task is done', params: z.object({ id: z.string().max(60) }) },
    },
    async (request) => {
      const { actor, unit, tasks } = asker(request);
      const task = tasks.find(({ id }) => id === request.params.id);
      if (task === undefined)
        throw new AppError('training_task_unknown', 'not-found', { id: request.params.id });
      const practice = await opened().db();
      const accountId = await findLearnerId(practice, actor.name);
      const missing =
        accountId === undefined
          ? [{ code: 'not_entered', params: {} }]
          : await task.check(practice, {
              accountId,
              username: actor.name,
              unitId: unit.id,
              unitCode: unit.code,
            });
      await recordStep(db, actor, { task: task.id, unitId: unit.id, missing });
      return { done: missing.length === 0, missing: told(missing, languageOf(request)) };
    },
  );
  api.get(
    '/training/progress',
    {
      config: { access: 'training.oversee' },
      schema: {
        summary: 'Attendance and completion by unit, and who is stuck where',
        querystring: z.object({ unit: z.string().max(5), mapDate: dateParameter.optional() }),
      },
    },
    async (request) => {
      const at = request.query.mapDate ?? today();
      const top = units.byCodeOrEarlier(request.query.unit, at);
      guard.demand(request, 'training.oversee', top.id);
      const below = [top, ...units.children(top.id, at), ...units.communesUnder(top.id, at)];
      const seen = [...new Map(below.map((unit) => [unit.id, unit])).values()];
      const { visitors, steps } = await findProgress(db, { unitIds: seen.map(({ id }) => id) });
      return {
        tasks: TASKS.map(({ id }) => id),
        units: seen.map(({ id, code, fullName }) => {
          const own = new Set(
            visitors.filter(({ unitId }) => unitId === id).map(({ accountId }) => accountId),
          );
          return {
            code,
            name: fullName,
            attended: own.size,
            done: Object.fromEntries(
              TASKS.map(({ id: task }) => [
                task,
                steps.filter((step) => step.task === task && own.has(step.accountId) && step.doneAt !== null)
                  .length,
              ]),
            ),
          };
        }),
        stuck: steps
          .filter(({ doneAt }) => doneAt === null)
          .map(({ accountId, task, attempts, missing, at: since }) => {
            const visitor = visitors.find((one) => one.accountId === accountId);
            return {
              who: visitor?.username ?? '',
              unit: visitor === undefined ? '' : units.get(visitor.unitId, at).fullName,
              task,
              attempts,
              since,
              missing: told(missing, languageOf(request)),
            };
          }),
      };
    },
  );
  api.post(
    '/training/reset',
    {
      config: { access: 'training.oversee' },
      schema: { summary: 'Throw all that was practised away; who attended and what was done stays noted' },
    },
    async () => {
      await opened().reset();
      return { done: true };
    },
  );
}
