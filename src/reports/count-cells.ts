/**
 * The cells of coverage: people by unit of record, residence kind and age group, with their doses, on a date. Two
 * ways that must give the same number (a property test holds them together): stored totals with what happened since
 * their day, for dates from that day on; and a count from the rows, for every other date.
 */

import { Cells, fromRecord } from '../immunizations/count-changes.ts';
import type { AgeBand } from '../kernel/age-band.ts';
import { BAND_STARTS, latestBirthAtAge } from '../kernel/age-band.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database, Tx } from '../platform/database.ts';

export type CountCell = Readonly<{
  unitId: number;
  kind: string;
  band: AgeBand;
  residents: number;
  dose1: number;
  dose2: number;
  dose3: number;
  full: number;
}>;

type Reader = Pick<Database, 'pool'> | { pool: Tx };
type CellRow = {
  unit_id: number;
  residence_kind: string;
  age_band: AgeBand;
  residents: number;
  dose1: number;
  dose2: number;
  dose3: number;
  full_series: number;
};

const toCell = (row: CellRow): CountCell => ({
  unitId: row.unit_id,
  kind: row.residence_kind,
  band: row.age_band,
  residents: row.residents,
  dose1: row.dose1,
  dose2: row.dose2,
  dose3: row.dose3,
  full: row.full_series,
});

// Beyond a month of birthdays and doses the corrections cost more than a count from the rows.
const MAX_CORRECTED_DAYS = 31;

/** Counts the people of `unitIds` (units of record) on `on`. */
export async function countCells(
  db: Reader,
  unitIds: readonly number[],
  on: PlainDate,
): Promise<CountCell[]> {
  // The totals' day and the totals in one statement: between two, the totals could have moved to another day.
  const { rows } = await db.pool.query<{ as_of: PlainDate } & (CellRow | { unit_id: null })>({
    name: 'count-totals',
    text: `SELECT k.as_of, t.* FROM app.count_clock k LEFT JOIN (
             SELECT unit_id, residence_kind, age_band, sum(residents)::int AS residents, sum(dose1)::int AS dose1, sum(dose2)::int AS dose2,
               sum(dose3)::int AS dose3, sum(full_series)::int AS full_series
             FROM (SELECT unit_id, residence_kind, age_band, residents, dose1, dose2, dose3, full_series FROM app.count_unit WHERE unit_id = ANY($1::int[])
                   UNION ALL
                   SELECT unit_id, residence_kind, age_band, residents, dose1, dose2, dose3, full_series FROM app.count_delta WHERE unit_id = ANY($1::int[])) c
             GROUP BY unit_id, residence_kind, age_band) t ON true
           WHERE k.id = 1 AND k.as_of BETWEEN $2::date - $3::int AND $2::date`,
    values: [unitIds, on, MAX_CORRECTED_DAYS],
  });
  const asOf = rows[0]?.as_of;
  if (asOf === undefined) return countFromRows(db, unitIds, on);
  const totals = rows.flatMap((row) => (row.unit_id === null ? [] : [toCell(row)]));
  return asOf === on ? totals : addChanges(totals, await changesBetween(db, unitIds, asOf, on));
}

function addChanges(totals: readonly CountCell[], changes: Cells): CountCell[] {
  const merged = new Map(totals.map((cell) => [`${cell.unitId} ${cell.kind} ${cell.band}`, cell]));
  for (const change of changes.changed()) {
    const key = `${change.unitId} ${change.kind} ${change.band}`;
    const cell = merged.get(key) ?? { ...change, residents: 0, dose1: 0, dose2: 0, dose3: 0, full: 0 };
    merged.set(key, {
      ...cell,
      residents: cell.residents + change.residents,
      dose1: cell.dose1 + change.dose1,
      dose2: cell.dose2 + change.dose2,
      dose3: cell.dose3 + change.dose3,
      full: cell.full + change.full,
    });
  }
  return [...merged.values()];
}

/** Difference of all cells between two days: only statuses with a birthday into a new group, or an event, in between. */
export async function changesBetween(
  db: Reader,
  unitIds: readonly number[] | null,
  from: PlainDate,
  to: PlainDate,
): Promise<Cells> {
  const entered = BAND_STARTS.map(
    (_, i) => `(birth_on > $${2 * i + 2}::date AND birth_on <= $${2 * i + 3}::date)`,
  ).join(' OR ');
  const { rows } = await db.pool.query({
    name: 'count-changes-between',
    text: `SELECT person_id, id, unit_id, residence_kind, birth_on, from_on, to_on, dose1_on, dose2_on, dose3_on, full_on
           FROM app.vaccination_status
           WHERE (${entered} OR last_event_on > $10::date) AND ($1::int[] IS NULL OR unit_id = ANY($1::int[]))`,
    values: [
      unitIds,
      ...BAND_STARTS.flatMap((age) => [latestBirthAtAge(from, age), latestBirthAtAge(to, age)]),
      from,
    ],
  });
  const cells = new Cells();
  for (const row of rows) {
    const status = fromRecord(row);
    cells.add(status, from, -1);
    cells.add(status, to, 1);
  }
  return cells;
}

/** Counts from the rows, for any date. */
export async function countFromRows(
  db: Reader,
  unitIds: readonly number[],
  on: PlainDate,
): Promise<CountCell[]> {
  // Without a name: planned for these very units, whose list is then hashed. A plan for any units looks each row up in it one by one.
  const { rows } = await db.pool.query<CellRow>({
    text: `SELECT unit_id, residence_kind,
             CASE WHEN birth_on IS NULL THEN 'unknown' WHEN birth_on > $3::date THEN '0-11' WHEN birth_on > $4::date THEN '12-17'
                  WHEN birth_on > $5::date THEN '18-49' WHEN birth_on > $6::date THEN '50-65' ELSE '66+' END AS age_band,
             count(*)::int AS residents, count(*) FILTER (WHERE dose1_on <= $2::date)::int AS dose1, count(*) FILTER (WHERE dose2_on <= $2::date)::int AS dose2,
             count(*) FILTER (WHERE dose3_on <= $2::date)::int AS dose3, count(*) FILTER (WHERE full_on <= $2::date)::int AS full_series
           FROM app.vaccination_status
           WHERE unit_id = ANY($1::int[]) AND from_on <= $2::date AND to_on > $2::date
           GROUP BY 1, 2, 3`,
    values: [unitIds, on, ...BAND_STARTS.map((age) => latestBirthAtAge(on, age))],
  });
  return rows.map(toCell);
}
