import type { ListSource } from '../intake/claim.ts';
import type { Database } from '../platform/database.ts';
import { BIRTH_TEXT } from './find-identities.ts';

/** Somebody whom only one hand's lists name, and where: nobody else's row was found to speak of him. */
export type Unmatched = Readonly<{
  personId: string;
  name: string;
  sex: string | null;
  birth: string | null;
  nationalId: string | null;
  hamlet: string | null;
  file: string;
  sheet: string;
  row: number;
  inReview: boolean;
}>;

/** People of the lists in force of one hand in the units whom no other hand names, in the order of the lists. At most `limit`. */
export async function findUnmatched(
  db: Database,
  unitIds: readonly number[],
  source: ListSource,
  limit: number,
): Promise<{ people: Unmatched[]; total: number }> {
  const rows = await db.query<Omit<Unmatched, 'inReview'> & { inReview: number; total: number }>(
    `SELECT *, count(*) OVER ()::int AS total FROM (
       SELECT DISTINCT ON (p.id) p.id AS "personId", p.name, p.sex, ${BIRTH_TEXT} AS birth, p.national_id AS "nationalId",
         coalesce(p.hamlet, r.claim ->> 'hamlet') AS hamlet, e.file_name AS file, r.sheet, r.row_no AS "row", p.rows_in_review AS "inReview"
       FROM app.source_record r
       JOIN app.list_edition e ON e.id = r.edition_id AND e.superseded_by IS NULL AND e.file_sha256 <> 'form'
       JOIN app.person_link l ON l.record_id = r.id AND l.filed_under = r.person_id AND l.superseded_at IS NULL
       JOIN app.person p ON p.id = l.person_id
       WHERE r.unit_id = ANY($1::int[]) AND r.source = $2 AND r.replaced_by IS NULL AND p.sources = ARRAY[$2::text]
       ORDER BY p.id, r.as_of DESC, r.id) found
     ORDER BY file, sheet, "row" LIMIT $3`,
    [unitIds, source, limit],
  );
  return {
    total: rows[0]?.total ?? 0,
    people: rows.map(({ total: _, inReview, ...person }) => ({ ...person, inReview: inReview > 0 })),
  };
}
