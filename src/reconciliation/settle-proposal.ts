import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import type { Database } from '../platform/database.ts';
import { mergeWithin } from './merge-people.ts';
import type { Verdict } from './settle-review.ts';

/**
 * Decides on two people who look like one: `same` merges the second into the first, `different` keeps them apart for
 * every later linkage, `unsure` takes the question off the list until the linkage asks it anew. Throws
 * `review_settled_already`.
 */
export async function settleProposal(
  db: Database,
  actor: Actor,
  decision: Readonly<{ personA: string; personB: string; verdict: Verdict }>,
): Promise<void> {
  const { personA, personB, verdict } = decision;
  await db.transaction(actor, async (tx) => {
    const at = new Date().toISOString();
    const { rowCount } = await tx.query(
      `UPDATE app.merge_proposal SET verdict = $3, decided_by = $4, decided_at = $5
       WHERE person_a = least($1::uuid, $2::uuid) AND person_b = greatest($1::uuid, $2::uuid) AND verdict IS NULL`,
      [personA, personB, verdict, actor.name, at],
    );
    if (rowCount === 0) throw new AppError('review_settled_already', 'conflict', { id: personA });
    if (verdict === 'different')
      await tx.query(
        `INSERT INTO app.person_distinct (person_a, person_b, decided_by, decided_at, reason)
         VALUES (least($1::uuid, $2::uuid), greatest($1::uuid, $2::uuid), $3, $4, $5) ON CONFLICT DO NOTHING`,
        [personA, personB, actor.name, at, actor.reason],
      );
    if (verdict === 'same') await mergeWithin(tx, actor, { keptId: personA, goneId: personB });
  });
}
