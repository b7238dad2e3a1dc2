import type { Actor } from '../kernel/actor.ts';
import type { Database } from '../platform/database.ts';

/** A reviewer who goes for coffee keeps his rows this long. */
const HELD_MINUTES = 5;

/** Marks rows as open on this reviewer's screen, so that another is given others. Rows that somebody else holds stay his. */
export async function holdReviews(
  db: Database,
  actor: Actor,
  recordIds: readonly string[],
  at: Date = new Date(),
): Promise<void> {
  if (recordIds.length === 0 || actor.accountId === null) return;
  await db.transaction({ ...actor, reason: 'review' }, (tx) =>
    tx.query(
      `INSERT INTO app.review_item AS i (record_id, held_by, held_until)
       SELECT id, $2, $3 FROM unnest($1::uuid[]) AS id ORDER BY id
       ON CONFLICT (record_id) DO UPDATE SET held_by = excluded.held_by, held_until = excluded.held_until
       WHERE i.held_until IS NULL OR i.held_until < $4 OR i.held_by = excluded.held_by`,
      [recordIds, actor.accountId, new Date(at.getTime() + HELD_MINUTES * 60_000), at],
    ),
  );
}
