import type { ListSource, Whereabouts } from '../intake/claim.ts';
import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { fileDecision } from '../residents/file-decision.ts';
import { lockRegister } from '../residents/file-list.ts';
import type { AbsenceDecision } from '../residents/find-absences.ts';
import { loadRecords } from '../residents/load-register.ts';
import { projectAndWrite } from './commit-list.ts';

const SAYS: Readonly<Record<AbsenceDecision, Whereabouts | null>> = {
  still_here: null,
  moved_out: 'moved_out',
  died: 'dead',
};

export type Settlement = Readonly<{
  id: string;
  decision: AbsenceDecision;
  /** The day of the move or the death; of a person still here, the day on which somebody looked. */
  on: PlainDate;
  reason: string;
}>;

/**
 * Settles who is missing from a new complete list: the decision is kept with who, when and why, and enters the
 * register as a claim, so that residence and figures follow in the same transaction. A later decision takes the place
 * of an earlier one, and answers for every list of the commune that misses the person. Throws `decision_in_future`
 * when the day is after `today`, `absence_unknown`.
 */
export async function settleAbsence(
  db: Database,
  actor: Actor,
  { id, decision, on, reason }: Settlement,
  today: PlainDate,
): Promise<void> {
  if (on > today) throw new AppError('decision_in_future', 'invalid');
  await db.transaction({ ...actor, reason }, async (tx) => {
    await lockRegister(tx);
    const { rows } = await tx.query<{ unit_id: number; source: ListSource; person_id: string }>(
      `SELECT a.unit_id, r.source, l.person_id FROM app.absence_proposal a
         JOIN app.source_record r ON r.id = a.record_id
         JOIN app.person_link l ON l.record_id = r.id AND l.filed_under = r.person_id AND l.superseded_at IS NULL
        WHERE a.id = $1`,
      [id],
    );
    const proposal = rows[0];
    if (proposal === undefined) throw new AppError('absence_unknown', 'not-found', { id });
    await fileDecision(
      tx,
      {
        personId: proposal.person_id,
        unitId: proposal.unit_id,
        source: proposal.source,
        on,
        whereabouts: SAYS[decision],
        note: reason,
        question: `absence:${proposal.person_id}`,
      },
      actor.name,
    );
    await tx.query(
      `UPDATE app.absence_proposal SET decision = $3, decided_on = $4, decided_by = $5, decided_at = $6
       WHERE unit_id = $1 AND (id = $2 OR (decision IS NULL AND person_id = $7))`,
      [proposal.unit_id, id, decision, on, actor.name, new Date().toISOString(), proposal.person_id],
    );
    const claims = await loadRecords(tx, [proposal.person_id]);
    await projectAndWrite(tx, new Map([[proposal.person_id, claims]]), new Set());
  });
}
