import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { BIRTH_TEXT } from './find-identities.ts';

/** Somebody of a commune who is dead, gone or absent, and whose lists in force still name him as living there. */
export type Away = Readonly<{
  personId: string;
  name: string;
  sex: string | null;
  birth: string | null;
  hamlet: string | null;
  whereabouts: 'dead' | 'moved_out' | 'absent';
  /** Until when he counted here; null without a day. */
  until: PlainDate | null;
  /** Hands whose lists in force show him without any such note. */
  stillIn: readonly string[];
  /** Lists contradict each other about his death. */
  disputed: boolean;
}>;

/** People of the units who are dead, moved away or absent, the deaths first. At most `limit`. */
export async function findAway(
  db: Database,
  unitIds: readonly number[],
  limit: number,
): Promise<{ people: Away[]; total: number }> {
  const rows = await db.query<Away & { total: number }>(
    `SELECT p.id AS "personId", p.name, p.sex, ${BIRTH_TEXT} AS birth, p.hamlet, p.whereabouts,
       (SELECT max(h.to_on)::text FROM app.residence h WHERE h.person_id = p.id AND h.unit_id = p.unit_id) AS until,
       ARRAY(SELECT DISTINCT r.source FROM app.person_link l
               JOIN app.source_record r ON r.person_id = l.filed_under AND r.id = l.record_id AND r.replaced_by IS NULL
               JOIN app.list_edition e ON e.id = r.edition_id AND e.superseded_by IS NULL AND e.file_sha256 <> 'form'
              WHERE l.person_id = p.id AND l.superseded_at IS NULL AND r.kind = 'residents' AND r.claim ->> 'whereabouts' IS NULL
                AND coalesce(r.claim ->> 'residenceKind', '') <> 'absent' ORDER BY 1) AS "stillIn",
       EXISTS (SELECT 1 FROM app.finding f WHERE f.person_id = p.id AND f.code = 'dead_note_conflict') AS disputed,
       count(*) OVER ()::int AS total
     FROM app.person p WHERE p.unit_id = ANY($1::int[]) AND p.whereabouts IN ('dead', 'moved_out', 'absent')
     ORDER BY array_position(ARRAY['dead', 'moved_out', 'absent'], p.whereabouts), p.hamlet NULLS LAST, p.sort_key, p.id LIMIT $2`,
    [unitIds, limit],
  );
  return { total: rows[0]?.total ?? 0, people: rows.map(({ total: _, ...person }) => person) };
}
