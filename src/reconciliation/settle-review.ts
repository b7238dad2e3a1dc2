import { reprojectPeople } from '../immunizations/reproject-people.ts';
import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import { newId } from '../kernel/ids.ts';
import type { Database, Tx } from '../platform/database.ts';
import { lockRegister } from '../residents/file-list.ts';
import { relink } from '../residents/relink.ts';

export const VERDICTS = ['same', 'different', 'unsure'] as const;
export type Verdict = (typeof VERDICTS)[number];

export type Settled = Readonly<{ recordId: string; verdict: Verdict; personId: string }>;

/**
 * A person's decision on a row in review: the row speaks of the candidate (`same`), of somebody who is not known yet
 * or of `otherId` (`different`), or nobody can say yet (`unsure`: it stays, and goes to the end of the queue).
 * `candidateId` is the person whom the reviewer saw. Throws `review_unknown`; `review_settled_already` when the row
 * is no longer in review at that person.
 */
export async function settleReview(
  db: Database,
  actor: Actor,
  decision: Readonly<{
    recordId: string;
    candidateId: string;
    verdict: Verdict;
    otherId?: string | null;
    note?: string | null;
  }>,
): Promise<Settled> {
  const { recordId, candidateId, verdict, otherId = null, note = null } = decision;
  return db.transaction(actor, async (tx) => {
    await lockRegister(tx);
    const link = await getOpenLink(tx, recordId);
    if (link.status !== 'review' || link.personId !== candidateId)
      throw new AppError('review_settled_already', 'conflict', { id: recordId });
    await tx.query('DELETE FROM app.review_item WHERE record_id = $1', [recordId]);
    if (verdict === 'unsure') {
      await tx.query(
        'INSERT INTO app.review_item (record_id, unsure_by, unsure_at, note) VALUES ($1, $2, $3, $4)',
        [recordId, actor.name, new Date().toISOString(), note],
      );
      return { recordId, verdict, personId: candidateId };
    }
    const personId = verdict === 'same' ? candidateId : (otherId ?? newId());
    const touched = await relink(
      tx,
      [
        {
          recordId,
          personId,
          status: 'manual',
          reason: verdict === 'same' ? 'reviewed_same' : 'reviewed_different',
          score: link.score,
        },
      ],
      actor.name,
    );
    if (verdict === 'different')
      await tx.query(
        `INSERT INTO app.person_distinct (person_a, person_b, decided_by, decided_at, reason)
         VALUES (least($1::uuid, $2::uuid), greatest($1::uuid, $2::uuid), $3, $4, $5) ON CONFLICT DO NOTHING`,
        [personId, candidateId, actor.name, new Date().toISOString(), note],
      );
    await reprojectPeople(tx, touched);
    return { recordId, verdict, personId };
  });
}

/** Takes a decision back: the row is in review again at the person it stood at. Throws `review_unknown` when no decision stands on the row. */
export async function undoReview(db: Database, actor: Actor, recordId: string): Promise<string> {
  return db.transaction(actor, async (tx) => {
    await lockRegister(tx);
    const link = await getOpenLink(tx, recordId);
    const unsure = await tx.query(
      'DELETE FROM app.review_item WHERE record_id = $1 AND unsure_at IS NOT NULL',
      [recordId],
    );
    if (link.status === 'review' && unsure.rowCount !== 0) return link.personId;
    if (link.status !== 'manual' || !link.reason.startsWith('reviewed_'))
      throw new AppError('review_unknown', 'not-found', { id: recordId });
    const { rows } = await tx.query<{ person_id: string; reason: string; score: number | null }>(
      `SELECT person_id, reason, score FROM app.person_link WHERE record_id = $1 AND status = 'review' AND superseded_at IS NOT NULL
       ORDER BY superseded_at DESC LIMIT 1`,
      [recordId],
    );
    const before = rows[0]!;
    const touched = await relink(
      tx,
      [
        {
          recordId,
          personId: before.person_id,
          status: 'review',
          reason: before.reason,
          score: before.score,
        },
      ],
      actor.name,
    );
    if (link.reason === 'reviewed_different')
      await tx.query(
        'DELETE FROM app.person_distinct WHERE person_a = least($1::uuid, $2::uuid) AND person_b = greatest($1::uuid, $2::uuid)',
        [link.personId, before.person_id],
      );
    await reprojectPeople(tx, touched);
    return before.person_id;
  });
}

async function getOpenLink(
  tx: Tx,
  recordId: string,
): Promise<{ personId: string; status: string; reason: string; score: number | null }> {
  const { rows } = await tx.query<{ personId: string; status: string; reason: string; score: number | null }>(
    `SELECT person_id AS "personId", status, reason, score FROM app.person_link WHERE record_id = $1 AND superseded_at IS NULL`,
    [recordId],
  );
  if (rows[0] === undefined) throw new AppError('review_unknown', 'not-found', { id: recordId });
  return rows[0];
}
