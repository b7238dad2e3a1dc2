import type { Database } from '../platform/database.ts';
import { ofFacilities } from '../residents/find-people.ts';
import { VERIFICATION_STATE } from './find-identities.ts';
import type { Identity, IdentityField } from './identity-fields.ts';

/** A row of an injection list that shows another identity than the police vouch for: the facility that wrote it corrects it. */
export type OutdatedRecord = Readonly<{
  recordId: string;
  personId: string;
  unitId: number;
  file: string;
  sheet: string;
  row: number;
  place: string | null;
  /** What the row shows, what is right, and the fields in which they differ. */
  shown: Identity;
  right: Identity;
  fields: readonly IdentityField[];
}>;

const RECORD_BIRTH = `left(r.claim #>> '{birth,on}', CASE r.claim #>> '{birth,precision}' WHEN 'year' THEN 4 WHEN 'month' THEN 7 ELSE 10 END)`;
const NUMBERS = `SELECT n ->> 'value' FROM jsonb_array_elements(r.claim -> 'identifiers') n WHERE n ->> 'kind' IN ('cccd', 'cmnd')`;

/** Whether the police say that the field is right, as it is shown or as they corrected it. */
const vouched = (field: IdentityField): string => `(c.${field}_right OR '${field}' = ANY(c.corrected))`;

const differs = (field: IdentityField, condition: string): string =>
  `CASE WHEN ${vouched(field)} AND ${condition} THEN '${field}' END`;

// Silence, and a year of the same year, contradict nothing.
const FIELDS = `array_remove(ARRAY[
  ${differs('name', `r.claim ->> 'name' <> c.name`)},
  ${differs('sex', `r.claim ->> 'sex' <> c.sex`)},
  ${differs('birth', `NOT (starts_with(c.birth, ${RECORD_BIRTH}) OR starts_with(${RECORD_BIRTH}, c.birth))`)},
  ${differs('id', `EXISTS (${NUMBERS}) AND c.national_id NOT IN (${NUMBERS})`)}], NULL)`;

type Row = {
  id: string;
  person_id: string;
  unit_id: number;
  file_name: string;
  sheet: string;
  row_no: number;
  place: string | null;
  shown_name: string | null;
  shown_sex: string | null;
  shown_birth: string | null;
  shown_id: string | null;
  name: string | null;
  sex: string | null;
  birth: string | null;
  national_id: string | null;
  fields: IdentityField[];
  total: number;
};

/**
 * Rows of injection lists of the units that show the old identity of somebody whom the police verified; of these
 * facilities only, when they are given. A corrected list that comes in takes its rows off this one by itself.
 */
export async function findOutdatedRecords(
  db: Database,
  { unitIds, facilities }: Readonly<{ unitIds: readonly number[]; facilities: readonly string[] | null }>,
  { offset, limit }: Readonly<{ offset: number; limit: number }>,
): Promise<{ records: OutdatedRecord[]; total: number }> {
  const rows = await db.query<Row>(
    `SELECT *, count(*) OVER ()::int AS total FROM (
       SELECT r.id, p.id AS person_id, r.unit_id, e.file_name, r.sheet, r.row_no, r.claim #>> '{doses,0,place}' AS place,
         r.claim ->> 'name' AS shown_name, r.claim ->> 'sex' AS shown_sex, ${RECORD_BIRTH} AS shown_birth, (${NUMBERS} LIMIT 1) AS shown_id,
         c.name, c.sex, c.birth, c.national_id, ${FIELDS} AS fields, p.sort_key
       FROM app.source_record r
       JOIN app.person_link l ON l.record_id = r.id AND l.filed_under = r.person_id AND l.superseded_at IS NULL
       JOIN app.identity_check c ON c.person_id = l.person_id AND c.superseded_at IS NULL
       JOIN app.person p ON p.id = l.person_id
       JOIN app.list_edition e ON e.id = r.edition_id
       WHERE r.unit_id = ANY($1::int[]) AND r.kind = 'injections' AND r.replaced_by IS NULL AND ${VERIFICATION_STATE} <> 'stale'
         AND ($2::text[] IS NULL OR ${ofFacilities('p.id', '$2')})) found
     WHERE cardinality(fields) > 0
     ORDER BY place NULLS LAST, file_name, sheet, row_no, id LIMIT $3 OFFSET $4`,
    [unitIds, facilities, limit, offset],
  );
  return {
    total: rows[0]?.total ?? 0,
    records: rows.map((row) => ({
      recordId: row.id,
      personId: row.person_id,
      unitId: row.unit_id,
      file: row.file_name,
      sheet: row.sheet,
      row: row.row_no,
      place: row.place,
      shown: { name: row.shown_name, sex: row.shown_sex, birth: row.shown_birth, id: row.shown_id },
      right: { name: row.name, sex: row.sex, birth: row.birth, id: row.national_id },
      fields: row.fields,
    })),
  };
}
