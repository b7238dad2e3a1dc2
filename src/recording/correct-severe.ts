/** One command: an event was recorded as severe and was not. What the tables said stays; beside it stands what holds, and why. */
import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import type { Database } from '../platform/database.ts';
import type { SeverityCorrection } from './contract.ts';

/** Where a severe event happened that stands as such. Throws `severe_event_unknown`. */
export async function getSeverePlace(
  db: Database,
  personId: string,
  id: string,
): Promise<{ unitId: number; facility: string }> {
  const [row] = await db.query<{ unitId: number; facility: string }>(
    `SELECT unit_id AS "unitId", facility FROM app.adverse_event WHERE person_id = $1 AND id = $2 AND severity = 'severe'`,
    [personId, id],
  );
  if (row === undefined) throw new AppError('severe_event_unknown', 'not-found', { id });
  return row;
}

/** Corrects the whole case: every severe event of the person at that session that still stands. */
export const correctSevere = (
  db: Database,
  actor: Actor,
  personId: string,
  id: string,
  { to, reason }: SeverityCorrection,
  now: Date,
): Promise<unknown> =>
  db.transaction(actor, (tx) =>
    tx.query(
      `UPDATE app.adverse_event SET corrected_to = $3, correction_reason = $4, corrected_by = $5, corrected_at = $6
       WHERE person_id = $1 AND severity = 'severe' AND corrected_to IS NULL
         AND session_id = (SELECT session_id FROM app.adverse_event WHERE person_id = $1 AND id = $2)`,
      [personId, id, to, reason, actor.name, now.toISOString()],
    ),
  );
