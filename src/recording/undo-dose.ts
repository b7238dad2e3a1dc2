import { writeAnew } from '../immunizations/commit-list.ts';
import { enterTable } from '../immunizations/dose-lock.ts';
import type { Tx } from '../platform/database.ts';
import { releaseDose } from '../stock/use-vials.ts';

/**
 * Entered in error: record and event stay, nobody is bound by them any more, and the stock gets back exactly what the dose
 * took. False when there is no such dose, or it was undone before.
 */
export async function undoDose(tx: Tx, doseId: string, now: Date): Promise<boolean> {
  const { rows } = await tx.query<{ person_id: string; unit_id: number }>(
    `SELECT l.person_id, r.unit_id FROM app.person_link l JOIN app.source_record r ON r.person_id = l.filed_under AND r.id = l.record_id
     WHERE l.record_id = $1 AND l.superseded_at IS NULL`,
    [doseId],
  );
  const bound = rows[0];
  if (bound === undefined) return false;
  await enterTable(tx, bound.person_id);
  const { rowCount } = await tx.query(
    'UPDATE app.person_link SET superseded_at = $2 WHERE record_id = $1 AND superseded_at IS NULL',
    [doseId, now.toISOString()],
  );
  if (rowCount === 0) return false;
  await releaseDose(tx, bound.unit_id, doseId, now);
  await writeAnew(tx, [bound.person_id], new Set());
  return true;
}
