import type { FastifyInstance, FastifyRequest } from 'fastify';
import { writeXlsx } from 'hucre';
import { z } from 'zod';
import type { Units } from '../areas/units.ts';
import { type Guard, SESSION_COOKIE, type SessionCookie } from '../identity/guard.ts';
import { AppError } from '../kernel/app-error.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import { languageOf, withTypes } from '../platform/http.ts';
import { TRAINING_BASE } from './contract.ts';
import { enterSpace, findLearnerId } from './enter-space.ts';
import { findSteps } from './find-progress.ts';
import { PRACTICE_BANDS, practiceDoses, practiceFigures, practiceList, practicePapers } from './practice.ts';
import { recordStep, recordVisit } from './record-progress.ts';
import { setUpDuties } from './set-up-duties.ts';
import { setUpFigures } from './set-up-figures.ts';
import type { TrainingSpace } from './space.ts';
import { CHECKERS, tasksOf } from './tasks.ts';
import { told } from './told.ts';

const today = (): PlainDate => new Date().toISOString().slice(0, 10) as PlainDate;
const WIDTHS = [6, 26, 14, 12, 18, 12, 16];

/**
 * The way into the training space, and its tasks. These routes read the training database to check a
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
    clock,
  }: {
    db: Database;
    units: Units;
    guard: Guard;
    space: TrainingSpace | null;
    cookie: SessionCookie;
    clock: Clock;
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
      roles: grants.map(({ role }) => role),
    };
  };

  api.post(
    '/training/enter',
    {
      config: { access: 'training.practise' },
      schema: { summary: 'Enter the training space; the session there is another' },
    },
    async (request, reply) => {
      const { actor, unit, unitIds, roles } = asker(request);
      const practice = await opened().db();
      const token = await enterSpace(practice, guard.session(request));
      if (roles.some((role) => CHECKERS.includes(role)))
        await setUpFigures(practice, units, { username: actor.name, unitId: unit.id }, clock());
      await setUpDuties(practice, units, unit.id, clock());
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
      const { actor, unit, roles } = asker(request);
      const steps = await findSteps(db, [actor.accountId]);
      return {
        unit: { code: unit.code, name: unit.fullName },
        papers: practicePapers(unit.code),
        doses: practiceDoses(unit.code),
        figures: { bands: PRACTICE_BANDS, ...practiceFigures(unit.code) },
        tasks: tasksOf(roles).map(({ id, route }) => {
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
      const { actor, unit, roles } = asker(request);
      const task = tasksOf(roles).find(({ id }) => id === request.params.id);
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
}
