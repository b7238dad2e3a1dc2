import type { Database } from '../platform/database.ts';

export type HeldMerge = Readonly<{
  id: string;
  keptId: string;
  goneId: string;
  /** The name under which the one who went was known, by the rows he brought. */
  goneName: string | null;
  mergedBy: string;
  mergedAt: Date;
  reason: string | null;
}>;

/** Merges into a person that still hold, the latest first. */
export async function findMerges(db: Database, personId: string): Promise<HeldMerge[]> {
  return db.query<HeldMerge>(
    `SELECT m.id, m.kept_id AS "keptId", m.gone_id AS "goneId", m.merged_by AS "mergedBy", m.merged_at AS "mergedAt", m.reason,
       (SELECT min(r.claim ->> 'name') FROM app.person_merge_record x JOIN app.person_link l ON l.record_id = x.record_id AND l.superseded_at IS NULL
        JOIN app.source_record r ON r.person_id = l.filed_under AND r.id = l.record_id
        WHERE x.merge_id = m.id AND x.side = 'gone') AS "goneName"
     FROM app.person_merge m WHERE m.kept_id = $1 AND m.undone_at IS NULL ORDER BY m.merged_at DESC`,
    [personId],
  );
}
