import { carryWords } from '../immunizations/carry-words.ts';
import { reprojectPeople } from '../immunizations/reproject-people.ts';
import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import { newId } from '../kernel/ids.ts';
import { copyRows } from '../platform/copy-rows.ts';
import type { Database, Tx } from '../platform/database.ts';
import { lockRegister } from '../residents/file-list.ts';
import { relink } from '../residents/relink.ts';

export type Merge = Readonly<{ id: string; keptId: string; goneId: string }>;

type OpenLink = {
  person_id: string;
  record_id: string;
  status: 'auto' | 'review' | 'manual';
  reason: string;
  score: number | null;
};

/**
 * Says that two people are one: the records of `goneId` speak of `keptId` from now on, with doses, residences and all
 * that follows from them. Nothing is moved or deleted; `unmergePeople` undoes it. Throws `person_unknown`,
 * `merge_with_itself`.
 */
export async function mergePeople(
  db: Database,
  actor: Actor,
  ids: Readonly<{ keptId: string; goneId: string }>,
): Promise<Merge> {
  return db.transaction(actor, (tx) => mergeWithin(tx, actor, ids));
}

/** The same within the caller's transaction. */
export async function mergeWithin(
  tx: Tx,
  actor: Actor,
  { keptId, goneId }: Readonly<{ keptId: string; goneId: string }>,
): Promise<Merge> {
  if (keptId === goneId) throw new AppError('merge_with_itself', 'invalid');
  await lockRegister(tx);
  const { rows } = await tx.query<OpenLink>(
    `SELECT person_id, record_id, status, reason, score FROM app.person_link
     WHERE person_id = ANY($1::uuid[]) AND superseded_at IS NULL`,
    [[keptId, goneId]],
  );
  for (const id of [keptId, goneId])
    if (!rows.some(({ person_id }) => person_id === id))
      throw new AppError('person_unknown', 'not-found', { id });
  const id = newId();
  await tx.query(
    `INSERT INTO app.person_merge (id, kept_id, gone_id, merged_by, merged_at, reason) VALUES ($1, $2, $3, $4, $5, $6)`,
    [id, keptId, goneId, actor.name, new Date().toISOString(), actor.reason],
  );
  await copyRows(
    tx,
    'app.person_merge_record',
    ['merge_id', 'record_id', 'side', 'status', 'link_reason', 'score'],
    rows.map((link) => [
      id,
      link.record_id,
      link.person_id === keptId ? 'kept' : 'gone',
      link.status,
      link.reason,
      link.score,
    ]),
  );
  const moved = rows.filter(({ person_id }) => person_id === goneId);
  // A row that was in doubt stays in doubt: that two people are one says nothing of it.
  const touched = await relink(
    tx,
    moved.map(({ record_id, status, score }) => ({
      recordId: record_id,
      personId: keptId,
      status: status === 'review' ? 'review' : 'manual',
      reason: 'merged',
      score,
    })),
    actor.name,
  );
  await keepApart(tx, goneId, keptId, actor);
  await carryWords(tx, goneId, keptId);
  await reprojectPeople(tx, touched);
  return { id, keptId, goneId };
}

/** Whoever was said to be somebody else than the one who goes is somebody else than the one who stays; their own separation ends. */
async function keepApart(tx: Tx, goneId: string, keptId: string, actor: Actor): Promise<void> {
  await tx.query(
    'DELETE FROM app.person_distinct WHERE person_a = least($1::uuid, $2::uuid) AND person_b = greatest($1::uuid, $2::uuid)',
    [goneId, keptId],
  );
  await tx.query(
    `INSERT INTO app.person_distinct (person_a, person_b, decided_by, decided_at, reason)
     SELECT least(other, $2::uuid), greatest(other, $2::uuid), $3, $4, 'merged'
     FROM (SELECT CASE WHEN person_a = $1::uuid THEN person_b ELSE person_a END AS other FROM app.person_distinct
           WHERE person_a = $1::uuid OR person_b = $1::uuid) d
     ON CONFLICT DO NOTHING`,
    [goneId, keptId, actor.name, new Date().toISOString()],
  );
}
