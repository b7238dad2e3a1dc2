/** A person decides which of two versions holds. The one that is wrong is undone as an entry in error; it stays readable. */
import type { Actor } from '../kernel/actor.ts';
import type { Database } from '../platform/database.ts';
import { closeConflict, type FoundConflict } from './conflict-store.ts';
import type { Decision, Version } from './contract.ts';
import { undoDose } from './undo-dose.ts';

/** Throws `conflict_decided`. */
export async function decideConflict(
  db: Database,
  actor: Actor,
  conflict: FoundConflict,
  decision: Decision,
  now: Date,
): Promise<void> {
  const wrong = wrongVersion(conflict, decision);
  await db.transaction({ ...actor, reason: decision.reason }, async (tx) => {
    await closeConflict(tx, actor, conflict, decision, now);
    if (wrong?.kind === 'dose_given') await undoDose(tx, wrong.eventId, now);
  });
}

/** Of a dose that was told twice the later word goes; both were one jab. */
function wrongVersion({ mine, theirs }: FoundConflict, { decision }: Decision): Version | null {
  if (decision === 'mine_wrong' || decision === 'same_event') return mine;
  return decision === 'theirs_wrong' ? theirs : null;
}
