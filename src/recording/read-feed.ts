/** What the other devices of a session did, in one order that never changes. */
import type { Database } from '../platform/database.ts';
import type { Feed } from './contract.ts';

const FEED_LOCK = 7_326_006;
const MOST = 500;

/**
 * Events after the cursor, but those of the asking device. An event gets its place in the order from the first reader
 * after its commit, one reader at a time: an event that commits late comes later in the feed, and nobody passes it by.
 */
export async function readFeed(
  db: Database,
  sessionId: string,
  after: number,
  deviceId: string | null,
): Promise<Pick<Feed, 'events' | 'cursor' | 'more'>> {
  await placeEvents(db, sessionId);
  const rows = await db.query<Feed['events'][number] & { position: number }>(
    `SELECT e.position, d.name AS device, e.device_id AS "deviceId", e.author, e.result,
       jsonb_build_object('id', e.id, 'sequence', e.sequence, 'sessionId', e.session_id, 'kind', e.kind, 'payload', e.payload,
         'at', to_char(e.happened_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) AS event
     FROM app.table_event e JOIN app.recording_device d ON d.id = e.device_id
     WHERE e.session_id = $1 AND e.position > $2 ORDER BY e.position LIMIT $3`,
    [sessionId, after, MOST],
  );
  return {
    events: rows.filter((row) => row.deviceId !== deviceId).map(({ position: _, ...told }) => told),
    cursor: String(rows.at(-1)?.position ?? after),
    more: rows.length === MOST,
  };
}

async function placeEvents(db: Database, sessionId: string): Promise<void> {
  const waiting = 'SELECT 1 FROM app.table_event WHERE session_id = $1 AND position IS NULL LIMIT 1';
  if ((await db.query(waiting, [sessionId])).length === 0) return;
  await db.transaction(PLACER, async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [FEED_LOCK, sessionId]);
    await tx.query(
      `UPDATE app.table_event e SET position = x.position FROM (
         SELECT id, (SELECT coalesce(max(position), 0) FROM app.table_event WHERE session_id = $1)
           + (row_number() OVER (ORDER BY stored_at, device_id, sequence))::int AS position
         FROM app.table_event WHERE session_id = $1 AND position IS NULL) x
       WHERE e.session_id = $1 AND e.id = x.id`,
      [sessionId],
    );
  });
}

const PLACER = { accountId: null, name: 'system', onBehalfOf: null, requestId: 'feed', reason: null };
