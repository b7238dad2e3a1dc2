import { newId } from '../kernel/ids.ts';
import { copyRows } from '../platform/copy-rows.ts';
import type { Tx } from '../platform/database.ts';

/** Whom a record speaks of from now on, and why. */
export type Relink = Readonly<{
  recordId: string;
  personId: string;
  status: 'auto' | 'review' | 'manual';
  reason: string;
  score: number | null;
}>;

/**
 * Links records to other people: the open link of each is closed and a new one opened, nothing is overwritten. Returns
 * everyone who lost or gained a record; the caller holds the register's lock and projects them anew.
 */
export async function relink(tx: Tx, moves: readonly Relink[], decidedBy: string): Promise<Set<string>> {
  if (moves.length === 0) return new Set();
  const at = new Date().toISOString();
  const { rows } = await tx.query<{ person_id: string; record_id: string; filed_under: string }>(
    `UPDATE app.person_link SET superseded_at = $2 WHERE record_id = ANY($1::uuid[]) AND superseded_at IS NULL
     RETURNING person_id, record_id, filed_under`,
    [moves.map(({ recordId }) => recordId), at],
  );
  const before = new Map(rows.map((row) => [row.record_id, row]));
  const known = moves.filter(({ recordId }) => before.has(recordId));
  await copyRows(
    tx,
    'app.person_link',
    ['person_id', 'id', 'record_id', 'filed_under', 'status', 'reason', 'score', 'decided_by', 'recorded_at'],
    known.map(({ recordId, personId, status, reason, score }) => [
      personId,
      newId(),
      recordId,
      before.get(recordId)!.filed_under,
      status,
      reason,
      score,
      decidedBy,
      at,
    ]),
  );
  // What was found in a row goes with the row.
  await tx.query(
    `UPDATE app.finding f SET person_id = x.person FROM unnest($1::uuid[], $2::uuid[]) AS x(record, person)
     WHERE f.record_id = x.record AND f.edition_id IS NOT NULL`,
    [known.map(({ recordId }) => recordId), known.map(({ personId }) => personId)],
  );
  return new Set([...rows.map(({ person_id }) => person_id), ...known.map(({ personId }) => personId)]);
}
