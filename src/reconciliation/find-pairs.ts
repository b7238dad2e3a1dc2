import type { Database } from '../platform/database.ts';

export type RecordPair = Readonly<{
  left: string;
  right: string;
  score: number | null;
  band: 'same' | 'review';
}>;

/**
 * Pairs of records as the register holds them: `same` are rows of one person, `review` a row in doubt with each row of
 * the person it looks like, and rows of two people who are proposed to be one.
 */
export async function findPairs(
  db: Database,
  unitIds: readonly number[],
  band: 'same' | 'review',
): Promise<RecordPair[]> {
  const rows = `SELECT l.person_id, l.record_id, l.status, l.score FROM app.person_link l
    JOIN app.source_record r ON r.person_id = l.filed_under AND r.id = l.record_id AND r.replaced_by IS NULL
    WHERE l.superseded_at IS NULL AND r.unit_id = ANY($1::int[])`;
  return band === 'same'
    ? db.query<RecordPair>(
        `WITH rows AS (${rows})
         SELECT a.record_id AS left, b.record_id AS right, greatest(a.score, b.score) AS score, 'same' AS band
         FROM rows a JOIN rows b ON b.person_id = a.person_id AND a.record_id < b.record_id
         WHERE a.status <> 'review' AND b.status <> 'review'`,
        [unitIds],
      )
    : db.query<RecordPair>(
        `WITH rows AS (${rows})
         SELECT least(a.record_id, b.record_id) AS left, greatest(a.record_id, b.record_id) AS right, a.score, 'review' AS band
         FROM rows a JOIN rows b ON b.person_id = a.person_id AND a.record_id <> b.record_id
         WHERE a.status = 'review' AND (b.status <> 'review' OR a.record_id < b.record_id)
         UNION ALL
         SELECT p.record_a, p.record_b, p.score, 'review' FROM app.merge_proposal p
         WHERE p.verdict IS NULL AND p.record_a IN (SELECT record_id FROM rows)`,
        [unitIds],
      );
}
