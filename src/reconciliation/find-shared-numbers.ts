import type { Database } from '../platform/database.ts';
import { BIRTH_TEXT } from './find-identities.ts';

/** Somebody of ours whose ID number also stands at somebody of another commune: one person twice, or a number borrowed or mistyped. */
export type SharedNumber = Readonly<{
  kind: string;
  value: string;
  personId: string;
  name: string;
  birth: string | null;
  unitId: number;
  other: Readonly<{ personId: string; name: string; birth: string | null; unitId: number | null }>;
}>;

/** ID numbers that people of the units share with people elsewhere, in the order of the numbers. At most `limit`. */
export async function findSharedNumbers(
  db: Database,
  unitIds: readonly number[],
  limit: number,
): Promise<{ shared: SharedNumber[]; total: number }> {
  const rows = await db.query<{
    kind: string;
    value: string;
    person_id: string;
    name: string;
    birth: string | null;
    unit_id: number;
    other_id: string;
    other_name: string;
    other_birth: string | null;
    other_unit: number | null;
    total: number;
  }>(
    `SELECT i.kind, i.value, p.id AS person_id, p.name, ${BIRTH_TEXT} AS birth, p.unit_id, q.id AS other_id, q.name AS other_name,
       ${BIRTH_TEXT.replaceAll('p.', 'q.')} AS other_birth, q.unit_id AS other_unit, count(*) OVER ()::int AS total
     FROM app.person p
     JOIN app.person_identifier i ON i.person_id = p.id AND i.kind IN ('cccd', 'cmnd', 'passport')
     JOIN app.person_identifier o ON o.value = i.value AND o.kind = i.kind AND o.person_id <> i.person_id
     JOIN app.person q ON q.id = o.person_id
     WHERE p.unit_id = ANY($1::int[]) AND q.unit_id IS DISTINCT FROM p.unit_id
     ORDER BY i.value, p.sort_key, p.id, q.id LIMIT $2`,
    [unitIds, limit],
  );
  return {
    total: rows[0]?.total ?? 0,
    shared: rows.map((row) => ({
      kind: row.kind,
      value: row.value,
      personId: row.person_id,
      name: row.name,
      birth: row.birth,
      unitId: row.unit_id,
      other: {
        personId: row.other_id,
        name: row.other_name,
        birth: row.other_birth,
        unitId: row.other_unit,
      },
    })),
  };
}
