import type { Units } from '../areas/units.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import type { Schedules } from '../schedules/load-schedules.ts';
import type { Due, DueState, VersionPreview } from './contract.ts';
import { cohortJudge, findCohorts } from './count-due.ts';
import { findDue } from './find-due.ts';

const SAMPLES = 20;

type Change = 'becomeDue' | 'noLongerDue' | 'earlier' | 'later' | null;

/** How somebody stands: the state, and the day from which a dose may be given. */
type Stand = Readonly<{ state: DueState; earliest: string | null }>;

const isDue = ({ state }: Stand): boolean => state === 'due' || state === 'overdue';
const standOf = ({ state, next }: Due): Stand => ({ state, earliest: next?.earliest ?? null });

/** What a change of rules does to one person: called now, called no longer, or only another day. */
function changeOf(before: Stand, after: Stand): Change {
  if (isDue(before) !== isDue(after)) return isDue(after) ? 'becomeDue' : 'noLongerDue';
  const [was, is] = [before.earliest, after.earliest];
  if (was === is) return null;
  if (was === null || (is !== null && is < was)) return 'earlier';
  return 'later';
}

/**
 * Whom a change concerns on a day, by the units below, and some of those who become due. Cohorts are judged twice, so a
 * province takes what its counts take; people are looked up in the one unit that has most of them.
 * `named`: units of record whose people the asker may see by name.
 */
export async function previewVersion(
  db: Database,
  units: Units,
  asked: Readonly<{
    unitId: number | null;
    unitIds: readonly number[];
    named: ReadonlySet<number>;
    on: PlainDate;
  }>,
  before: Schedules,
  after: Schedules,
): Promise<VersionPreview> {
  const { unitIds, on } = asked;
  const cohorts = await findCohorts(db, { unitIds, on }, [before, after]);
  const [was, is] = [cohortJudge(before, on), cohortJudge(after, on)];
  const total = { people: 0, becomeDue: 0, noLongerDue: 0, earlier: 0, later: 0 };
  const found = new Map<number, Omit<typeof total, 'people'>>();
  for (const cohort of cohorts) {
    total.people += cohort.people;
    const change = changeOf(standOf(was(cohort)), standOf(is(cohort)));
    if (change === null) continue;
    total[change] += cohort.people;
    const sum = found.get(cohort.unit_id) ?? { becomeDue: 0, noLongerDue: 0, earlier: 0, later: 0 };
    sum[change] += cohort.people;
    found.set(cohort.unit_id, sum);
  }
  const children = units.children(asked.unitId, on);
  const groups = children.map((child) => {
    const sum = {
      unit: child.code,
      unitName: child.fullName,
      becomeDue: 0,
      noLongerDue: 0,
      earlier: 0,
      later: 0,
    };
    for (const id of units.everWithin(child.id, on)) {
      const own = found.get(id);
      if (own === undefined) continue;
      for (const change of ['becomeDue', 'noLongerDue', 'earlier', 'later'] as const)
        sum[change] += own[change];
    }
    return sum;
  });
  return {
    date: on,
    ...total,
    units: groups,
    samples: await samplesOf(db, units, asked, found, before, after),
  };
}

async function samplesOf(
  db: Database,
  units: Units,
  { named, on }: { named: ReadonlySet<number>; on: PlainDate },
  found: ReadonlyMap<number, { becomeDue: number }>,
  before: Schedules,
  after: Schedules,
): Promise<VersionPreview['samples']> {
  const [most] = [...found]
    .filter(([id, { becomeDue }]) => named.has(id) && becomeDue > 0)
    .sort(([, a], [, b]) => b.becomeDue - a.becomeDue);
  if (most === undefined) return [];
  const [unitId] = most;
  const [was, is] = await Promise.all(
    [before, after].map((schedules) => findDue(db, { unitIds: [unitId], on, schedules })),
  );
  return is!
    .flatMap((row, place) => {
      const old = was![place]!;
      if (row.person !== old.person || changeOf(old, row) !== 'becomeDue') return [];
      return [
        {
          person: row.person,
          name: row.name,
          unitName: units.get(unitId, on).fullName,
          hamlet: row.hamlet,
          kind: row.kind!,
          doseNo: row.doseNo!,
          was: old.earliest,
          is: row.earliest!,
        },
      ];
    })
    .slice(0, SAMPLES);
}
