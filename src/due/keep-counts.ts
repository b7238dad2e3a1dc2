/**
 * Counts of who is due, kept unit by unit for as long as nothing of the unit's people changes: a province is counted
 * once a day, and after that only the communes in which somebody was injected, moved or put off.
 */
import { unitStates } from '../immunizations/unit-states.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { loadSchedules } from '../schedules/load-schedules.ts';
import { countDue, type DueCell } from './count-due.ts';

type Kept = Readonly<{ state: string; cells: Promise<readonly DueCell[]> }>;
/** By day and version of the schedules, then by unit. */
type Answers = Map<string, Map<number, Kept>>;

const KEPT_DAYS = 4;
const answersByPool = new WeakMap<Database['pool'], Answers>();

/** As `countDue` counts them by hamlet. */
export async function keptDue(
  db: Database,
  unitIds: readonly number[],
  on: PlainDate,
): Promise<readonly DueCell[]> {
  // The states are those of before the count: what changes meanwhile may be in it, and is counted anew next time.
  const [{ versions }, states] = await Promise.all([loadSchedules(db.pool), unitStates(db, unitIds)]);
  const kept = keptOn(db, `${on} ${versions.at(-1)?.id}`);
  const stale = [...states].filter(([id, state]) => kept.get(id)?.state !== state);
  if (stale.length > 0) {
    const counted = countDue(db, { unitIds: stale.map(([id]) => id), on, byHamlet: true }).then((cells) =>
      Map.groupBy(cells, ({ unitId }) => unitId),
    );
    for (const [id, state] of stale) {
      const one: Kept = { state, cells: counted.then((groups) => groups.get(id) ?? []) };
      kept.set(id, one);
      one.cells.catch(() => kept.get(id) === one && kept.delete(id));
    }
  }
  return (await Promise.all([...states.keys()].map((id) => kept.get(id)!.cells))).flat();
}

/** The days asked for last stay. */
function keptOn({ pool }: Database, key: string): Map<number, Kept> {
  let answers = answersByPool.get(pool);
  if (answers === undefined) {
    answers = new Map();
    answersByPool.set(pool, answers);
  }
  const kept = answers.get(key) ?? new Map<number, Kept>();
  answers.delete(key);
  answers.set(key, kept);
  if (answers.size > KEPT_DAYS) answers.delete(answers.keys().next().value!);
  return kept;
}
