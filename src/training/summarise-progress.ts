import type { Units } from '../areas/units.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Missing } from './contract.ts';
import type { Step, Visitor } from './find-progress.ts';
import { TASKS } from './tasks.ts';

export type UnitProgress = Readonly<{
  code: string;
  name: string;
  attended: number;
  /** Accounts that did the task, by its id. */
  done: Readonly<Record<string, number>>;
}>;
export type Stuck = Readonly<{
  who: string;
  unit: string;
  task: string;
  attempts: number;
  since: string;
  missing: readonly Missing[];
}>;

/**
 * Attendance and completion of a unit and of those below it on the map of a day, and who has asked for a check and is
 * not done. Somebody of a unit that has become another since counts there. Nobody counts twice in a unit.
 */
export function summariseProgress(
  units: Units,
  topId: number,
  at: PlainDate,
  { visitors, steps }: Readonly<{ visitors: readonly Visitor[]; steps: readonly Step[] }>,
): { units: UnitProgress[]; stuck: Stuck[] } {
  const top = units.get(topId, at);
  const below = [top, ...units.children(topId, at), ...units.communesUnder(topId, at)];
  const people = new Map([...new Set(below.map(({ id }) => id))].map((id) => [id, new Set<string>()]));
  for (const { accountId, unitId } of visitors) {
    const placed = units.find(unitId, at) === undefined ? units.mapTo(unitId, at) : { unitId };
    if ('unitId' in placed) people.get(placed.unitId)?.add(accountId);
  }
  const done = new Set(
    steps.filter(({ doneAt }) => doneAt !== null).map(({ accountId, task }) => `${accountId} ${task}`),
  );
  const count = (own: ReadonlySet<string>, task: string): number =>
    [...own].filter((accountId) => done.has(`${accountId} ${task}`)).length;
  const placeOf = (accountId: string): number | undefined =>
    [...people].find(([, own]) => own.has(accountId))?.[0];
  return {
    units: [...people].map(([id, own]) => {
      const { code, fullName } = units.get(id, at);
      return {
        code,
        name: fullName,
        attended: own.size,
        done: Object.fromEntries(TASKS.map(({ id: task }) => [task, count(own, task)])),
      };
    }),
    stuck: steps.flatMap(({ accountId, task, attempts, missing, at: since, doneAt }) => {
      const unitId = placeOf(accountId);
      const visitor = visitors.find((one) => one.accountId === accountId);
      if (doneAt !== null || unitId === undefined || visitor === undefined) return [];
      return [
        { who: visitor.username, unit: units.get(unitId, at).fullName, task, attempts, since, missing },
      ];
    }),
  };
}
