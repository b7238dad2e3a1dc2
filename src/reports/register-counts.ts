/** The register's people of a unit on a day by series, group and sex: the proposal for a report, and what reports are compared with. */
import type { Units } from '../areas/units.ts';
import { recordedWithin } from '../immunizations/recorded-units.ts';
import { latestBirthAtAge } from '../kernel/age-band.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { bandNames, type CountRegister, type RegisterCount } from '../population/contract.ts';

type Row = {
  residence_kind: string;
  sex: 'M' | 'F' | null;
  group_no: number | null;
  people: number;
  dose1: number;
};

/** People who are absent for a time are no one's present population: they are counted where they are now. */
const SERIES_OF: Readonly<Record<string, RegisterCount['series'] | undefined>> = {
  permanent: 'actual',
  temporary: 'actual',
  transient: 'transient',
};

export const registerCounter =
  (db: Database, units: Units): CountRegister =>
  async (unitId, on, starts) => {
    const inside = await recordedWithin(db, units, unitId, on);
    if (inside.length === 0) return [];
    return countByGroups(db, inside, on, starts);
  };

/** Groups of any ages, from the rows: `starts` rise from 0. */
async function countByGroups(
  db: Database,
  unitIds: readonly number[],
  on: PlainDate,
  starts: readonly number[],
): Promise<RegisterCount[]> {
  const names = bandNames(starts);
  // Who was born on or before the n-th of these days has reached the n-th age; width_bucket wants rising bounds.
  const latest = starts.slice(1).map((age) => latestBirthAtAge(on, age));
  const { rows } = await db.pool.query<Row>({
    name: 'register-by-groups',
    text: `SELECT s.residence_kind, p.sex, count(*)::int AS people, count(*) FILTER (WHERE s.dose1_on <= $2::date)::int AS dose1,
             CASE WHEN s.birth_on IS NULL THEN NULL ELSE cardinality($3::date[]) - width_bucket(s.birth_on - 1, $3::date[]) END AS group_no
           FROM app.vaccination_status s JOIN app.person p ON p.id = s.person_id
           WHERE s.unit_id = ANY($1::int[]) AND s.from_on <= $2::date AND s.to_on > $2::date
           GROUP BY 1, 2, 5`,
    values: [unitIds, on, latest.toReversed()],
  });
  return rows.flatMap(({ residence_kind, sex, group_no, people, dose1 }) => {
    const series = SERIES_OF[residence_kind];
    return series === undefined
      ? []
      : [{ series, sex, band: group_no === null ? 'unknown' : names[group_no]!, people, dose1 }];
  });
}
