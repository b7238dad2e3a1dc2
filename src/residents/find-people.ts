import type { AgeBand } from '../kernel/age-band.ts';
import { AGE_BANDS, BAND_STARTS, latestBirthAtAge } from '../kernel/age-band.ts';
import type { BirthDate, PlainDate } from '../kernel/plain-date.ts';
import { foldText } from '../kernel/vietnamese-text.ts';
import type { Database } from '../platform/database.ts';

const KINDS_TOGETHER: Readonly<Record<string, readonly string[] | undefined>> = {
  actual: ['permanent', 'temporary'],
  present: ['permanent', 'temporary', 'transient'],
};

export type PeopleQuery = Readonly<{
  unitIds: readonly number[];
  query?: string | null;
  hamlet?: string | null;
  /** A residence kind, or several together: "actual" (permanent, temporary), "present" (those and transient). */
  kind?: string | null;
  band?: AgeBand | null;
  /** Reference date of the age group; today when null. */
  date?: PlainDate | null;
  /** none, 1, 2, 3 (at least), full. */
  doses?: string | null;
  source?: string | null;
  finding?: string | null;
  /** Exactly the lists that name the person, e.g. ["commune", "police"]. */
  lists?: readonly string[] | null;
  /** A field on which the lists disagree; "any". */
  conflict?: string | null;
  /** Not the people counted in the units but those injected by them who are counted nowhere, or elsewhere. */
  beside?: 'on_no_list' | 'non_resident' | null;
  /** Only people whom these facilities injected or named in lists of theirs; everybody when null. */
  facilities?: readonly string[] | null;
  after?: Readonly<{ sortKey: string; id: string }> | null;
  limit: number;
}>;

export type PersonSummary = Readonly<{
  id: string;
  name: string;
  sortKey: string;
  sex: string | null;
  birth: BirthDate | null;
  unitId: number | null;
  hamlet: string | null;
  kind: string | null;
  whereabouts: string;
  nationalId: string | null;
  phone: string | null;
  doses: number;
  full: boolean;
  sources: readonly string[];
  rowsInReview: number;
  findings: number;
}>;

type Row = {
  id: string;
  name: string;
  sort_key: string;
  sex: string | null;
  birth_on: PlainDate | null;
  birth_precision: BirthDate['precision'] | null;
  unit_id: number | null;
  hamlet: string | null;
  residence_kind: string | null;
  whereabouts: string;
  national_id: string | null;
  phone: string | null;
  doses: number;
  full: boolean;
  sources: string[];
  rows_in_review: number;
  findings: number;
};

/** SQL: whether `person` (an expression) is one whom a facility of the array `facilities` injected or named in a list it brought. */
export const ofFacilities = (person: string, facilities: string): string =>
  `(EXISTS (SELECT 1 FROM app.injection i WHERE i.person_id = ${person} AND lower(i.place) IN (SELECT lower(f) FROM unnest(${facilities}::text[]) f))
    OR EXISTS (SELECT 1 FROM app.person_link l JOIN app.source_record r ON r.person_id = l.filed_under AND r.id = l.record_id
      JOIN app.list_edition e ON e.id = r.edition_id JOIN app.import_run n ON n.id = e.run_id
      WHERE l.person_id = ${person} AND l.superseded_at IS NULL AND n.facility = ANY(${facilities}::text[])))`;

/** Whether a person is one whom these facilities injected or named in a list of theirs. */
export async function isOfFacilities(
  db: Database,
  personId: string,
  facilities: readonly string[],
): Promise<boolean> {
  const rows = await db.query<{ known: boolean }>(`SELECT ${ofFacilities('$1::uuid', '$2')} AS known`, [
    personId,
    facilities,
  ]);
  return rows[0]!.known;
}

/**
 * People of units in given-name order, a page at a time. The unit filters first (index person_unit_ix); a name is
 * sought without accents, digits in numbers, phone or birth year.
 */
export async function findPeople(
  db: Database,
  wanted: PeopleQuery,
): Promise<{ persons: PersonSummary[]; total: number }> {
  const values: unknown[] = [wanted.unitIds];
  const put = (value: unknown): string => `$${values.push(value)}`;
  const where = [
    wanted.beside
      ? `p.id IN (SELECT person_id FROM app.injected_beside WHERE unit_id = ANY($1::int[]) AND reason = ${put(wanted.beside)})`
      : 'p.unit_id = ANY($1::int[])',
  ];
  const text = wanted.query?.trim() ?? '';
  if (/^\d{4}$/.test(text))
    where.push(
      `(extract(year FROM p.birth_on) = ${put(Number(text))} OR p.national_id LIKE ${put(`%${text}`)})`,
    );
  else if (/^[\d\s.+]{5,}$/.test(text)) {
    const digits = put(`%${text.replace(/\D/g, '').replace(/^0+/, '')}%`);
    where.push(
      `(p.national_id LIKE ${digits} OR p.phone LIKE ${digits} OR EXISTS (SELECT 1 FROM app.person_identifier i WHERE i.person_id = p.id AND i.value LIKE ${digits}))`,
    );
  } else if (text !== '')
    for (const word of foldText(text).split(' '))
      where.push(`p.name_key LIKE ${put(`%${word.replace(/[%_\\]/g, '\\$&').replace(/y$/, 'i')}%`)}`);
  if (wanted.facilities) where.push(ofFacilities('p.id', put(wanted.facilities)));
  if (wanted.hamlet) where.push(`p.hamlet = ${put(wanted.hamlet)}`);
  if (wanted.source) where.push(`${put(wanted.source)} = ANY(p.sources)`);
  if (wanted.lists) where.push(`p.sources = ${put([...wanted.lists].sort())}::text[]`);
  if (wanted.conflict === 'any') where.push('cardinality(p.conflicts) > 0');
  else if (wanted.conflict) where.push(`${put(wanted.conflict)} = ANY(p.conflicts)`);
  if (wanted.finding)
    where.push(
      `EXISTS (SELECT 1 FROM app.finding f WHERE f.person_id = p.id AND f.code = ${put(wanted.finding)})`,
    );
  const on = wanted.date ?? (new Date().toISOString().slice(0, 10) as PlainDate);
  if (wanted.band === 'unknown') where.push('p.birth_on IS NULL');
  else if (wanted.band != null) {
    const place = AGE_BANDS.indexOf(wanted.band);
    if (place > 0) where.push(`p.birth_on <= ${put(latestBirthAtAge(on, BAND_STARTS[place - 1]!))}::date`);
    if (place < BAND_STARTS.length)
      where.push(`p.birth_on > ${put(latestBirthAtAge(on, BAND_STARTS[place]!))}::date`);
  }
  const day = put(on);
  // A kind of residence is asked of the day, as coverage counts it: who died or moved before it is not meant.
  if (wanted.kind)
    where.push(
      `EXISTS (SELECT 1 FROM app.vaccination_status s WHERE s.person_id = p.id AND s.unit_id = ANY($1::int[])
         AND s.residence_kind = ANY(${put(KINDS_TOGETHER[wanted.kind] ?? [wanted.kind])}::text[])
         AND s.from_on <= ${day}::date AND ${day}::date < s.to_on)`,
    );
  const had = (column: string): string =>
    `EXISTS (SELECT 1 FROM app.vaccination_status s WHERE s.person_id = p.id AND s.${column} <= ${day}::date)`;
  if (wanted.doses === 'none') where.push(`NOT ${had('dose1_on')}`);
  else if (wanted.doses === 'full') where.push(had('full_on'));
  else if (wanted.doses === '1' || wanted.doses === '2' || wanted.doses === '3')
    where.push(had(`dose${wanted.doses}_on`));
  const filter = where.join(' AND ');
  const counted = await db.query<{ total: number }>(
    `SELECT count(*)::int AS total FROM app.person p WHERE ${filter} AND ${day}::date IS NOT NULL`,
    values,
  );
  const page =
    wanted.after == null
      ? ''
      : `AND (p.sort_key, p.id) > (${put(wanted.after.sortKey)}, ${put(wanted.after.id)}::uuid)`;
  const rows = await db.query<Row>(
    `SELECT p.id, p.name, p.sort_key, p.sex, p.birth_on, p.birth_precision, p.unit_id, p.hamlet, p.residence_kind, p.whereabouts, p.national_id, p.phone, p.sources, p.rows_in_review,
       coalesce(s.doses, 0) AS doses, coalesce(s.is_full, false) AS "full",
       (SELECT count(*)::int FROM app.finding f WHERE f.person_id = p.id AND f.severity <> 'info') AS findings
     FROM (SELECT * FROM app.person p WHERE ${filter} ${page} ORDER BY p.sort_key, p.id LIMIT ${put(wanted.limit)}) p
     LEFT JOIN LATERAL (
       SELECT max((v.dose1_on <= ${day}::date)::int + coalesce((v.dose2_on <= ${day}::date)::int, 0) + coalesce((v.dose3_on <= ${day}::date)::int, 0)) AS doses, bool_or(v.full_on <= ${day}::date) AS is_full
       FROM app.vaccination_status v WHERE v.person_id = p.id) s ON true
     ORDER BY p.sort_key, p.id`,
    values,
  );
  return {
    total: counted[0]!.total,
    persons: rows.map((row) => ({
      id: row.id,
      name: row.name,
      sortKey: row.sort_key,
      sex: row.sex,
      birth: row.birth_on === null ? null : { on: row.birth_on, precision: row.birth_precision! },
      unitId: row.unit_id,
      hamlet: row.hamlet,
      kind: row.residence_kind,
      whereabouts: row.whereabouts,
      nationalId: row.national_id,
      phone: row.phone,
      doses: row.doses,
      full: row.full,
      sources: row.sources,
      rowsInReview: row.rows_in_review,
      findings: row.findings,
    })),
  };
}
