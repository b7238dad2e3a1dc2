/** Daily reports that were sent and stand, with the day of which each speaks. */
import type { Units } from '../areas/units.ts';
import { addDays } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { checkersOf, versionOf } from './answers.ts';
import type { Span } from './calendar.ts';
import type { ExpectedDuty, Submission } from './contract.ts';
import { expandDuties } from './expand-duties.ts';
import { loadSource } from './find-duties.ts';
import { findSubmissions } from './submission-store.ts';

export type DailyReport = Readonly<{ duty: ExpectedDuty; submission: Submission; sentAt: string }>;

// The report of a session's day may be due on the next.
const DUE_AFTER = 2;

/** Of the unit and all below it; the newest version of each that was sent and not sent back. */
export async function findDailyReports(
  db: Database,
  units: Units,
  unitId: number,
  { from, to }: Span,
): Promise<DailyReport[]> {
  const source = await loadSource(db);
  const daily = {
    ...source,
    directives: source.directives.map((directive) => ({
      ...directive,
      items: directive.items.filter(({ form }) => form === 'daily_vaccination'),
    })),
  };
  const duties = expandDuties(units, daily, [unitId], { from, to: addDays(to, DUE_AFTER) }).answered.filter(
    ({ period }) => period.from === period.to && period.from >= from && period.from <= to,
  );
  if (duties.length === 0) return [];
  const byKey = new Map(duties.map((duty) => [duty.key, duty]));
  const found = new Map<string, DailyReport>();
  const submissions = await findSubmissions(
    db,
    [...new Set(duties.map((duty) => duty.unitId))],
    [...byKey.keys()],
  );
  for (const submission of submissions) {
    const duty = byKey.get(submission.dutyKey)!;
    const { state, sentAt } = versionOf(submission, checkersOf(units, duty));
    // The newest version stands first.
    if (sentAt !== null && state !== 'returned' && !found.has(duty.key))
      found.set(duty.key, { duty, submission, sentAt });
  }
  return [...found.values()];
}
