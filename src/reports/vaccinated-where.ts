/**
 * People who had a dose, by where they live and where it was given: the reason why one unit's doses and another's
 * people do not fit together. Every person stands in one cell, so the margins of the matrix add up.
 */
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { bandNames } from '../population/contract.ts';

/** `actual`, `transient`, `absent`: on the units' own lists; `elsewhere`: on another unit's; `no_list`: on none. */
export const RESIDENCES = ['actual', 'transient', 'absent', 'elsewhere', 'no_list'] as const;
export type Residence = (typeof RESIDENCES)[number];
/** `unknown`: no list of injections tells of this dose. */
export const PLACES = ['here', 'elsewhere', 'unknown'] as const;
export type GivenAt = (typeof PLACES)[number];

/** Doubts about single people that can move a figure. */
export const DOUBTS = ['in_review', 'group_moved', 'birth_unsure'] as const;
export type Doubt = (typeof DOUBTS)[number];

export type VaccinatedCell = Readonly<{
  residence: Residence;
  place: GivenAt;
  band: string;
  people: number;
  doubts: Readonly<Record<Doubt, number>>;
}>;

export type VaccinatedQuery = Readonly<{
  unitIds: readonly number[];
  on: PlainDate;
  dose: 1 | 2 | 3;
  starts: readonly number[];
}>;

// $1 units of record, $2 day, $3 dose, $4 first ages of the groups. A dose without a day counts as given long ago.
const PEOPLE = `
  given_here AS (
    SELECT DISTINCT i.person_id FROM app.source_record r
    JOIN app.person_link l ON l.record_id = r.id AND l.filed_under = r.person_id AND l.superseded_at IS NULL
    JOIN app.injection i ON i.person_id = l.person_id AND i.dose_no = $3 AND r.id = ANY(i.record_ids)
    WHERE r.unit_id = ANY($1::int[]) AND r.kind = 'injections' AND (i.given_on IS NULL OR i.given_on <= $2::date)
  ),
  home AS (
    SELECT s.person_id, s.birth_on, CASE $3 WHEN 1 THEN s.dose1_on WHEN 2 THEN s.dose2_on ELSE s.dose3_on END AS dose_on,
      CASE WHEN s.unit_id <> ALL($1::int[]) THEN 'elsewhere' WHEN s.residence_kind IN ('permanent', 'temporary') THEN 'actual'
           ELSE s.residence_kind END AS residence
    FROM app.vaccination_status s
    WHERE s.from_on <= $2::date AND s.to_on > $2::date
      AND (s.unit_id = ANY($1::int[]) OR s.person_id IN (SELECT person_id FROM given_here))
  ),
  vaccinated AS (
    SELECT person_id, birth_on, dose_on, residence FROM home WHERE dose_on <= $2::date
    UNION ALL
    SELECT g.person_id, p.birth_on, NULL::date, 'no_list' FROM given_here g JOIN app.person p ON p.id = g.person_id
    WHERE NOT EXISTS (SELECT 1 FROM home h WHERE h.person_id = g.person_id)
  ),
  told AS (
    SELECT DISTINCT i.person_id FROM app.injection i
    JOIN app.person_link l ON l.person_id = i.person_id AND l.record_id = ANY(i.record_ids) AND l.superseded_at IS NULL
    JOIN app.source_record r ON r.person_id = l.filed_under AND r.id = l.record_id AND r.kind = 'injections'
    WHERE i.dose_no = $3 AND i.person_id IN (SELECT person_id FROM vaccinated)
  ),
  placed AS (
    SELECT v.person_id, v.residence, p.unit_id, p.name, p.sort_key,
      CASE WHEN g.person_id IS NOT NULL THEN 'here' WHEN t.person_id IS NOT NULL THEN 'elsewhere' ELSE 'unknown' END AS place,
      CASE WHEN v.birth_on IS NULL THEN 0 ELSE width_bucket(extract(year FROM age($2::date, v.birth_on))::int, $4::int[]) END AS group_no,
      p.rows_in_review > 0 AS in_review,
      v.birth_on IS NOT NULL AND isfinite(v.dose_on)
        AND width_bucket(extract(year FROM age(v.dose_on, v.birth_on))::int, $4::int[])
          < width_bucket(extract(year FROM age($2::date, v.birth_on))::int, $4::int[]) AS group_moved,
      coalesce(p.birth_precision <> 'day'
        AND width_bucket(extract(year FROM age($2::date, v.birth_on))::int, $4::int[])
          <> width_bucket(greatest(0, extract(year FROM age($2::date, (v.birth_on + interval '364 days')::date))::int), $4::int[]), false) AS birth_unsure
    FROM vaccinated v JOIN app.person p ON p.id = v.person_id
    LEFT JOIN given_here g ON g.person_id = v.person_id LEFT JOIN told t ON t.person_id = v.person_id
  )`;

const bandOf = (groupNo: number, names: readonly string[]): string => names[groupNo - 1] ?? 'unknown';

/** Counts of all cells that hold anybody. */
export async function vaccinatedWhere(
  db: Database,
  { unitIds, on, dose, starts }: VaccinatedQuery,
): Promise<VaccinatedCell[]> {
  const { rows } = await db.pool.query<
    { residence: Residence; place: GivenAt; group_no: number; people: number } & Record<Doubt, number>
  >({
    name: 'vaccinated-where',
    text: `WITH ${PEOPLE} SELECT residence, place, group_no, count(*)::int AS people, count(*) FILTER (WHERE in_review)::int AS in_review,
        count(*) FILTER (WHERE group_moved)::int AS group_moved, count(*) FILTER (WHERE birth_unsure)::int AS birth_unsure
      FROM placed GROUP BY 1, 2, 3`,
    values: [unitIds, on, dose, starts],
  });
  const names = bandNames(starts);
  return rows.map(({ residence, place, group_no, people, ...doubts }) => ({
    residence,
    place,
    band: bandOf(group_no, names),
    people,
    doubts,
  }));
}

export type VaccinatedPart = Readonly<{
  residences: readonly Residence[];
  places: readonly GivenAt[];
  doubt: Doubt | null;
  /** A group of the set, `unknown`, or null for all. */
  band: string | null;
}>;

export type VaccinatedPerson = Readonly<{
  id: string;
  name: string;
  /** Unit on whose list the person stands now; null for none. */
  unitId: number | null;
  residence: Residence;
  place: GivenAt;
  band: string;
}>;

/** The people of a part of the matrix, by given name; at most `limit`, with how many there are. */
export async function vaccinatedPeople(
  db: Database,
  { unitIds, on, dose, starts }: VaccinatedQuery,
  part: VaccinatedPart,
  limit: number,
): Promise<{ people: VaccinatedPerson[]; total: number }> {
  const names = bandNames(starts);
  const { rows } = await db.pool.query<{
    person_id: string;
    name: string;
    unit_id: number | null;
    residence: Residence;
    place: GivenAt;
    group_no: number;
    total: number;
  }>(
    `WITH ${PEOPLE} SELECT person_id, name, unit_id, residence, place, group_no, count(*) OVER ()::int AS total FROM placed
     WHERE residence = ANY($5::text[]) AND place = ANY($6::text[]) AND ($7::int IS NULL OR group_no = $7::int)
       AND CASE $8::text WHEN 'in_review' THEN in_review WHEN 'group_moved' THEN group_moved WHEN 'birth_unsure' THEN birth_unsure ELSE true END
     ORDER BY sort_key, person_id LIMIT $9`,
    [
      unitIds,
      on,
      dose,
      starts,
      part.residences,
      part.places,
      part.band === null ? null : names.indexOf(part.band) + 1,
      part.doubt,
      limit,
    ],
  );
  return {
    total: rows[0]?.total ?? 0,
    people: rows.map((row) => ({
      id: row.person_id,
      name: row.name,
      unitId: row.unit_id,
      residence: row.residence,
      place: row.place,
      band: bandOf(row.group_no, names),
    })),
  };
}
