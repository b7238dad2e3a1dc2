/** One question: what the register knows around a severe event, for the report of it. No name: the report has none. */
import type { Database } from '../platform/database.ts';
import type { SevereEvent } from './severe-cases.ts';

export type SevereFacts = Readonly<{
  sex: 'M' | 'F' | null;
  /** Year of birth. */
  born: number | null;
  /** Where the person lives. */
  unitId: number | null;
  vaccine: string | null;
  lot: string | null;
  doseNo: number | null;
  givenAt: Date | null;
  /** People who had the same lot at the place on the day of the dose, and how many of them had any reaction there. */
  sameLot: number;
  sameLotReactions: number;
}>;

export async function findSevereFacts(
  db: Database,
  { personId, doseId, facility }: Pick<SevereEvent, 'personId' | 'doseId' | 'facility'>,
): Promise<SevereFacts | undefined> {
  const [row] = await db.query<SevereFacts>(
    `SELECT p.sex, extract(year FROM p.birth_on)::int AS born, p.unit_id AS "unitId", i.vaccine, i.lot, i.dose_no AS "doseNo",
       (SELECT e.happened_at FROM app.table_event e WHERE e.person_id = $1 AND e.id = $2) AS "givenAt",
       s.injected AS "sameLot", s.reactions AS "sameLotReactions"
     FROM app.person p LEFT JOIN app.injection i ON i.person_id = p.id AND $2::uuid = ANY(i.record_ids)
     CROSS JOIN LATERAL (
       SELECT count(*)::int AS injected, (count(*) FILTER (WHERE EXISTS (
         SELECT 1 FROM app.adverse_event a WHERE a.person_id = o.person_id AND a.facility = $3
           AND a.corrected_to IS DISTINCT FROM 'entered_in_error')))::int AS reactions
       FROM app.injection o WHERE o.given_on = i.given_on AND lower(o.place) = lower($3) AND o.vaccine = i.vaccine AND o.lot = i.lot) s
     WHERE p.id = $1`,
    [personId, doseId, facility],
  );
  return row;
}
