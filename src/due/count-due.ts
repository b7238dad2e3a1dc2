/**
 * How many people are due, for a province as for a commune: the database gathers the people whom the schedule cannot
 * tell apart (the same products in the same order, the last dose within one stretch of days, for the young the same
 * birthday), and each such cohort is judged once, by the same pure rules as one person. Counts and lists cannot disagree.
 */
import { AGE_BANDS, type AgeBand, BAND_STARTS, latestBirthAtAge } from '../kernel/age-band.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { loadSchedules, type Schedules } from '../schedules/load-schedules.ts';
import type { DoseKind, GivenDose, Schedule } from '../schedules/rules.ts';
import type { Due, DueState } from './contract.ts';
import { conditionsFound, deferralsOf } from './deferrals.ts';
import { type Deferral, dueOn, readConditions } from './rules.ts';
import { grownBefore, turningBirths, turningDays } from './turning-days.ts';

export type DueCell = Readonly<{
  /** Unit of record. */
  unitId: number;
  /** Only where hamlets were asked for. */
  hamlet?: string | null;
  band: AgeBand;
  state: DueState;
  kind: DoseKind | null;
  doseNo: number | null;
  /** The product of the dose before where it may be given again; null: any that is allowed. */
  vaccine: string | null;
  people: number;
}>;

export type CountQuery = Readonly<{
  /** Units of record. */
  unitIds: readonly number[];
  on: PlainDate;
  /** Also by hamlet. */
  byHamlet?: boolean;
}>;

export type Cohort = {
  unit_id: number;
  hamlet: string | null;
  band: AgeBand;
  born: PlainDate | null;
  series: string | null;
  last_on: PlainDate | null;
  deferral: Deferral['kind'] | null;
  until_on: PlainDate | null;
  conditions: string | null;
  people: number;
};

// A dose beyond these is the same to every rule.
const LONGEST = 8;
/** Of so many units nearly everybody's doses are read, and looking up whose they are would cost more than it saves. */
const WIDE = 60;
const isWide = (unitIds: readonly number[]): boolean => unitIds.length > WIDE;
const PLACES = Array.from({ length: LONGEST }, (_, i) => i + 1);

/** Counts the people of units by how they stand on the day. */
export async function countDue(db: Database, query: CountQuery): Promise<DueCell[]> {
  const schedules = await loadSchedules(db.pool);
  return gather(await findCohorts(db, query, [schedules]), query, schedules);
}

/** People whom none of the schedules can tell apart on the day, and how many they are. */
export async function findCohorts(
  db: Database,
  { unitIds, on, byHamlet = false }: CountQuery,
  schedules: readonly Schedules[],
): Promise<Cohort[]> {
  const held = [...new Set(schedules.flatMap((one) => unitIds.map((id) => one.of(id))))];
  const bands = BAND_STARTS.map(
    (years, i) => `WHEN s.birth_on > '${latestBirthAtAge(on, years)}' THEN '${AGE_BANDS[i]}'`,
  ).join(' ');
  const said = PLACES.map(
    (n) => `max(left(i.kind, 1) || coalesce(i.vaccine, '?')) FILTER (WHERE i.dose_no = ${n})`,
  ).join(', ');
  const hamlet = byHamlet ? 'CASE WHEN p.unit_id = s.unit_id THEN p.hamlet END' : 'NULL::text';
  return roomy<Cohort>(
    db,
    `WITH here AS (
       SELECT s.person_id, s.unit_id, ${hamlet} AS hamlet, s.birth_on,
         CASE WHEN s.birth_on IS NULL THEN 'unknown' ${bands} ELSE '66+' END AS band
       FROM app.vaccination_status s ${byHamlet ? 'JOIN app.person p ON p.id = s.person_id' : ''}
       WHERE s.unit_id = ANY($1::int[]) AND s.from_on <= $2::date AND $2::date < s.to_on),
     given AS (
       SELECT i.person_id, concat_ws(',', ${said}) AS series,
         max(i.dose_no * 100000 + coalesce(i.given_on - '1900-01-01', 99999)) % 100000 AS last_day
       FROM app.injection i WHERE (i.given_on IS NULL OR i.given_on <= $2::date)
         ${isWide(unitIds) ? '' : 'AND i.person_id IN (SELECT person_id FROM here)'} GROUP BY i.person_id)
     SELECT h.unit_id, h.hamlet, h.band,
       CASE WHEN h.birth_on <= $3::date THEN $3::date
         WHEN g.series IS NULL THEN ($4::date[])[width_bucket(h.birth_on, $4::date[])] ELSE h.birth_on END AS born,
       g.series,
       CASE WHEN g.last_day < 99999 THEN ($5::date[])[width_bucket('1900-01-01'::date + g.last_day::int, $5::date[])] END AS last_on,
       f.kind AS deferral, f.until_on, c.conditions, count(*)::int AS people
     FROM here h LEFT JOIN given g ON g.person_id = h.person_id
       LEFT JOIN (${deferralsOf('SELECT person_id FROM here')}) f ON f.person_id = h.person_id
       LEFT JOIN (${conditionsFound('SELECT person_id FROM here')}) c ON c.person_id = h.person_id
     GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9`,
    [unitIds, on, grownBefore(held, on), turningBirths(held, on), turningDays(held, on)],
  );
}

/** One question with room to hash a province: in the usual 4 MB it goes through files and takes three times as long. */
async function roomy<Row extends object>(
  db: Database,
  text: string,
  values: readonly unknown[],
): Promise<Row[]> {
  const client = await db.pool.connect();
  try {
    await client.query('BEGIN READ ONLY');
    await client.query("SET LOCAL work_mem = '128MB'");
    const { rows } = await client.query<Row>(text, values as unknown[]);
    return rows;
  } finally {
    await client.query('ROLLBACK').finally(() => client.release());
  }
}

function gather(
  cohorts: readonly Cohort[],
  { on, byHamlet = false }: CountQuery,
  schedules: Schedules,
): DueCell[] {
  const judge = cohortJudge(schedules, on);
  const cells = new Map<string, DueCell & { people: number }>();
  for (const row of cohorts) {
    const { state, next } = judge(row);
    const vaccine = sameAgain(row, next);
    const cell = `${row.unit_id}|${row.hamlet}|${row.band}|${state}|${next?.kind}|${next?.doseNo}|${vaccine}`;
    const sum = cells.get(cell);
    if (sum !== undefined) sum.people += row.people;
    else
      cells.set(cell, {
        unitId: row.unit_id,
        ...(byHamlet ? { hamlet: row.hamlet } : {}),
        band: row.band,
        state,
        kind: next?.kind ?? null,
        doseNo: next?.doseNo ?? null,
        vaccine,
        people: row.people,
      });
  }
  return [...cells.values()];
}

/** Judges cohorts on a day, those that differ only by place or age group once. */
export function cohortJudge(schedules: Schedules, on: PlainDate): (cohort: Cohort) => Due {
  const judged = new Map<Schedule, Map<string, Due>>();
  return (row) => {
    const schedule = schedules.of(row.unit_id);
    let known = judged.get(schedule);
    if (known === undefined) {
      known = new Map();
      judged.set(schedule, known);
    }
    const key = `${row.born}|${row.series}|${row.last_on}|${row.deferral}|${row.until_on}|${row.conditions}`;
    let due = known.get(key);
    if (due === undefined) {
      due = dueOn(
        {
          birth: row.born === null ? null : { on: row.born, precision: 'day' },
          conditions: readConditions(row.conditions),
        },
        seriesOf(row),
        row.deferral === null ? null : { kind: row.deferral, until: row.until_on },
        schedule,
        on,
      );
      known.set(key, due);
    }
    return due;
  };
}

const sameAgain = ({ series }: Cohort, next: Due['next']): string | null => {
  const last = series?.split(',').at(-1)?.slice(1);
  return last !== undefined && next?.vaccines.some(({ vaccine }) => vaccine === last) ? last : null;
};

const KINDS: Readonly<Record<string, DoseKind>> = { p: 'primary', a: 'additional', b: 'booster' };

/** The doses of a cohort: only the day of the last matters to what comes next. */
function seriesOf({ series, last_on }: Cohort): GivenDose[] {
  const said = series === null || series === '' ? [] : series.split(',');
  return said.map((text, place) => ({
    number: place + 1,
    kind: KINDS[text[0]!]!,
    vaccine: text.slice(1) === '?' ? null : text.slice(1),
    on: place === said.length - 1 ? last_on : null,
  }));
}
