/** One command: a level above accepts an answer, or sends it back with the reason. */
import type { Units } from '../areas/units.ts';
import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import { newId } from '../kernel/ids.ts';
import type { Database } from '../platform/database.ts';
import { demandStep } from '../population/chain.ts';
import { checkersOf } from './answers.ts';
import type { ExpectedDuty, SubmissionStep } from './contract.ts';
import { addStep, findChain } from './submission-store.ts';

/**
 * Takes the newest version one step on; `checkerId` is the unit for which the actor checks. Throws `duty_version_old`
 * when the version is no longer the newest, and what `demandStep` throws.
 */
export async function checkDuty(
  db: Database,
  units: Units,
  actor: Actor,
  duty: ExpectedDuty,
  step: Readonly<{
    submissionId: string;
    action: 'accepted' | 'returned';
    checkerId: number;
    reason: string | null;
  }>,
  now: Date,
): Promise<void> {
  await db.transaction(actor, async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock(7326051, $1)', [duty.unitId]);
    const chain = await findChain({ pool: tx }, duty.unitId, duty.key);
    const standing = chain.find(({ steps }) => steps.length > 0);
    if (standing?.id !== step.submissionId) throw new AppError('duty_version_old', 'conflict');
    const { action, checkerId } = step;
    const reason = step.reason?.trim() || null;
    demandStep(checkersOf(units, duty), standing.steps, {
      action,
      checkerId,
      reason,
      accountId: actor.accountId,
    });
    const done: SubmissionStep = {
      action,
      checkerId,
      by: actor.name,
      accountId: actor.accountId,
      at: now.toISOString(),
      reason,
    };
    await addStep(tx, duty.unitId, standing.id, newId(), done);
  });
}
