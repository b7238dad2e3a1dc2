import type { Units, UnitVersion } from '../areas/units.ts';
import { recordedWithin } from '../immunizations/recorded-units.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { loadSchedules } from '../schedules/load-schedules.ts';
import { type CountQuery, countDue, type DueCell, isWide } from './count-due.ts';
import { type DueFigures, describeDue } from './describe-due.ts';

export type DueQuestion = {
  /** Code, read on the map date. */
  unit: string;
  on: PlainDate;
  /** The day when null. */
  mapDate?: PlainDate;
  /** Whether a commune is told by its hamlets: where somebody lives is not for everybody who sees figures. */
  hamlets?: boolean;
};

/** The figures of a unit on a day: whoever it holds by how they stand, and of what it is made. Throws `unit_unknown`. */
export async function dueCounts(
  db: Database,
  units: Units,
  { unit: code, on, mapDate = on, hamlets = true }: Readonly<DueQuestion>,
): Promise<DueFigures & { countedAt: string }> {
  const { unit, day, recorded } = await placeOf(db, units, code, mapDate);
  const byHamlet = hamlets && units.children(unit.id, day).length === 0;
  const { cells, countedAt } = await counted(db, { unitIds: recorded, on, byHamlet });
  return { ...describeDue(units, unit, day, cells), countedAt };
}

type Counted = { cells: readonly DueCell[]; countedAt: string };

const KEPT_MS = 60_000;
const KEPT_ANSWERS = 16;
const recent = new WeakMap<Database['pool'], Map<string, Promise<Counted>>>();

/**
 * A province takes seconds and half a machine, and many look at it: one count serves all who ask within a minute, and
 * says when it was made. What is quickly counted is counted each time.
 */
async function counted(db: Database, query: CountQuery): Promise<Counted> {
  const count = async (): Promise<Counted> => {
    const countedAt = new Date().toISOString();
    return { cells: await countDue(db, query), countedAt };
  };
  if (!isWide(query.unitIds)) return count();
  let answers = recent.get(db.pool);
  if (answers === undefined) {
    answers = new Map();
    recent.set(db.pool, answers);
  }
  const { versions } = await loadSchedules(db.pool);
  const key = JSON.stringify([query, versions.at(-1)?.id]);
  const known = answers.get(key);
  if (known !== undefined) return known;
  if (answers.size >= KEPT_ANSWERS) answers.clear();
  const answer = count();
  const forget = (): void => {
    if (answers.get(key) === answer) answers.delete(key);
  };
  answers.set(key, answer);
  answer.then(() => setTimeout(forget, KEPT_MS).unref(), forget);
  return answer;
}

/** The unit of a code, the map on which it stands, and the units of record whose people are within it. */
export async function placeOf(
  db: Database,
  units: Units,
  code: string,
  mapDate: PlainDate,
): Promise<{ unit: UnitVersion; day: PlainDate; recorded: number[] }> {
  const unit = units.byCodeOrEarlier(code, mapDate);
  const day = units.find(unit.id, mapDate) === undefined ? unit.from : mapDate;
  return { unit, day, recorded: await recordedWithin(db, units, unit.id, day) };
}
