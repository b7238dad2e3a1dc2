import type { FastifyInstance, FastifyRequest } from 'fastify';
import { writeXlsx } from 'hucre';
import { z } from 'zod';
import { dateParameter } from '../areas/routes.ts';
import type { Units } from '../areas/units.ts';
import type { Guard } from '../identity/guard.ts';
import { AppError } from '../kernel/app-error.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { languageOf, withTypes } from '../platform/http.ts';
import { sentence } from '../platform/messages.ts';
import { findSteps, findVisitors } from './find-progress.ts';
import type { TrainingSpace } from './space.ts';
import { summariseProgress } from './summarise-progress.ts';
import { TASKS } from './tasks.ts';
import { told } from './told.ts';

const today = (): PlainDate => new Date().toISOString().slice(0, 10) as PlainDate;
const where = z.object({ unit: z.string().max(5), mapDate: dateParameter.optional() });

/** For the trainer: attendance and completion by unit, who is stuck where, and starting afresh. */
export function oversightRoutes(
  server: FastifyInstance,
  { db, units, guard, space }: { db: Database; units: Units; guard: Guard; space: TrainingSpace | null },
): void {
  const api = withTypes(server);
  const config = { access: 'training.oversee' } as const;
  const progressOf = async (request: FastifyRequest, { unit, mapDate }: z.output<typeof where>) => {
    const at = mapDate ?? today();
    const top = units.byCodeOrEarlier(unit, at);
    guard.demand(request, 'training.oversee', top.id);
    const visitors = (await findVisitors(db)).filter(({ unitId }) =>
      guard.allows(request, 'training.oversee', unitId),
    );
    const steps = await findSteps(
      db,
      visitors.map(({ accountId }) => accountId),
    );
    return summariseProgress(units, top.id, at, { visitors, steps });
  };

  api.get(
    '/training/progress',
    {
      config,
      schema: { summary: 'Attendance and completion by unit, and who is stuck where', querystring: where },
    },
    async (request) => {
      const progress = await progressOf(request, request.query);
      return {
        tasks: TASKS.map(({ id }) => id),
        units: progress.units,
        stuck: progress.stuck.map((one) => ({ ...one, missing: told(one.missing, languageOf(request)) })),
      };
    },
  );
  api.get(
    '/training/progress.xlsx',
    { config, schema: { summary: 'Attendance and completion by unit as a workbook', querystring: where } },
    async (request, reply) => {
      const { units: rows } = await progressOf(request, request.query);
      const t = (key: string) => sentence(languageOf(request), key);
      const book = await writeXlsx({
        sheets: [
          {
            name: t('training.title'),
            rows: [
              [
                t('training.unit'),
                t('training.attended'),
                ...TASKS.map(({ id }) => t(`training.task.${id}`)),
              ],
              ...rows.map(({ name, attended, done }) => [
                name,
                attended,
                ...TASKS.map(({ id }) => done[id] ?? 0),
              ]),
            ],
            columns: [{ width: 32 }, { width: 10 }, ...TASKS.map(() => ({ width: 22 }))],
            freezePane: { rows: 1 },
          },
        ],
      });
      return reply
        .header('content-disposition', 'attachment; filename="tap-huan.xlsx"')
        .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
        .send(Buffer.from(book));
    },
  );
  api.post(
    '/training/reset',
    {
      config,
      schema: { summary: 'Throw all that was practised away; who attended and what was done stays noted' },
    },
    async () => {
      if (space === null) throw new AppError('training_unavailable', 'unavailable');
      await space.reset();
      return { done: true };
    },
  );
}
