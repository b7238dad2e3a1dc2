import { returnWords } from '../immunizations/carry-words.ts';
import { reprojectPeople } from '../immunizations/reproject-people.ts';
import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import { newId } from '../kernel/ids.ts';
import type { Database, Tx } from '../platform/database.ts';
import { lockRegister } from '../residents/file-list.ts';
import { type KnownRecord, loadRecords } from '../residents/load-register.ts';
import { MatchIndex } from '../residents/match-index.ts';
import { matchRows } from '../residents/match-rows.ts';
import { type Relink, relink } from '../residents/relink.ts';
import { sightOf } from '../residents/sight.ts';
import type { Merge } from './merge-people.ts';

type MergedRecord = {
  record_id: string;
  side: 'kept' | 'gone';
  status: Relink['status'];
  link_reason: string;
  score: number | null;
};

/**
 * Undoes a merge, however much came after it: each record that the person who went had brought goes back to him,
 * with its later corrections, wherever it is linked now; a row that came since goes to whom it fits. `id` is the
 * merge, or one of its two people (then the latest merge of him that still holds). Both are marked as two people.
 * Throws `merge_unknown`.
 */
export async function unmergePeople(db: Database, actor: Actor, id: string): Promise<Merge> {
  return db.transaction(actor, async (tx) => {
    await lockRegister(tx);
    const merge = await findOpenMerge(tx, id);
    const { rows: merged } = await tx.query<MergedRecord>(
      'SELECT record_id, side, status, link_reason, score FROM app.person_merge_record WHERE merge_id = $1',
      [merge.id],
    );
    const sideOf = await withCorrections(tx, new Map(merged.map((row) => [row.record_id, row])));
    const records = await loadRecords(tx, await holders(tx, [...sideOf.keys()]));
    const { line, brought } = await otherMerges(tx, merge);
    // Somebody may have moved a record elsewhere since: that decision holds on.
    const inLine = records.filter(({ personId }) => line.has(personId));
    const moves: Relink[] = [];
    const since: KnownRecord[] = [];
    const index = new MatchIndex();
    for (const record of inLine) {
      const before = sideOf.get(record.recordId);
      if (before?.side === 'gone') moves.push(restored(record, merge, before));
      const own = before?.side ?? (brought.has(record.recordId) ? 'kept' : null);
      if (own === null) since.push(record);
      else if (record.status !== 'review')
        index.add(own === 'gone' ? merge.goneId : record.personId, sightOf(record.claim, record.listUnitId));
    }
    moves.push(...matchedAnew(since, index));
    await tx.query('UPDATE app.person_merge SET undone_by = $2, undone_at = $3 WHERE id = $1', [
      merge.id,
      actor.name,
      new Date().toISOString(),
    ]);
    await tx.query(
      `INSERT INTO app.person_distinct (person_a, person_b, decided_by, decided_at, reason)
       VALUES (least($1::uuid, $2::uuid), greatest($1::uuid, $2::uuid), $3, $4, 'unmerged') ON CONFLICT DO NOTHING`,
      [merge.keptId, merge.goneId, actor.name, new Date().toISOString()],
    );
    await returnWords(tx, merge.goneId, merge.keptId);
    await reprojectPeople(tx, await relink(tx, moves, actor.name));
    return merge;
  });
}

const restored = (record: KnownRecord, merge: Merge, before: MergedRecord): Relink => ({
  recordId: record.recordId,
  personId: merge.goneId,
  // A decision made on the row since the merge holds on.
  status: before.status === 'review' && record.status === 'manual' ? 'manual' : before.status,
  reason: before.link_reason,
  score: before.score,
});

async function findOpenMerge(tx: Tx, id: string): Promise<Merge> {
  const { rows } = /^[0-9a-f-]{36}$/i.test(id)
    ? await tx.query<Merge>(
        `SELECT id, kept_id AS "keptId", gone_id AS "goneId" FROM app.person_merge
         WHERE undone_at IS NULL AND (id = $1 OR gone_id = $1 OR kept_id = $1)
         ORDER BY (id = $1) DESC, (gone_id = $1) DESC, merged_at DESC LIMIT 1`,
        [id],
      )
    : { rows: [] };
  if (rows[0] === undefined) throw new AppError('merge_unknown', 'not-found', { id });
  return rows[0];
}

/** The records of the merge and those that took their places since, each with the side it belongs to. */
async function withCorrections(
  tx: Tx,
  known: ReadonlyMap<string, MergedRecord>,
): Promise<ReadonlyMap<string, MergedRecord>> {
  const all = new Map(known);
  for (let open = [...known.keys()]; open.length > 0; ) {
    const { rows } = await tx.query<{ id: string; replaced_by: string }>(
      `SELECT r.id, r.replaced_by FROM app.person_link l JOIN app.source_record r ON r.person_id = l.filed_under AND r.id = l.record_id
       WHERE l.record_id = ANY($1::uuid[]) AND r.replaced_by IS NOT NULL`,
      [open],
    );
    open = [];
    for (const { id, replaced_by } of rows)
      if (!all.has(replaced_by)) {
        all.set(replaced_by, all.get(id)!);
        open.push(replaced_by);
      }
  }
  return all;
}

async function holders(tx: Tx, recordIds: readonly string[]): Promise<string[]> {
  const { rows } = await tx.query<{ person_id: string }>(
    'SELECT DISTINCT person_id FROM app.person_link WHERE record_id = ANY($1::uuid[]) AND superseded_at IS NULL',
    [recordIds],
  );
  return rows.map(({ person_id }) => person_id);
}

/**
 * Merges that still hold beside this one: `line` are the people whom the one who stayed has become since, `brought` the
 * records (and their corrections) that others brought to them.
 */
async function otherMerges(
  tx: Tx,
  merge: Merge,
): Promise<{ line: ReadonlySet<string>; brought: ReadonlySet<string> }> {
  const line = new Set([merge.keptId]);
  const brought = new Map<string, MergedRecord>();
  const seen = new Set([merge.id]);
  for (let found = true; found; ) {
    const { rows } = await tx.query<Merge>(
      `SELECT id, kept_id AS "keptId", gone_id AS "goneId" FROM app.person_merge
       WHERE undone_at IS NULL AND id <> ALL($1::uuid[]) AND (kept_id = ANY($2::uuid[]) OR gone_id = ANY($2::uuid[]))`,
      [[...seen], [...line]],
    );
    found = rows.length > 0;
    for (const other of rows) {
      seen.add(other.id);
      const foreign = line.has(other.keptId) ? 'gone' : 'kept';
      line.add(other.keptId);
      const records = await tx.query<MergedRecord>(
        'SELECT record_id, side, status, link_reason, score FROM app.person_merge_record WHERE merge_id = $1 AND side = $2',
        [other.id, foreign],
      );
      for (const record of records.rows) brought.set(record.record_id, record);
    }
  }
  return { line, brought: new Set((await withCorrections(tx, brought)).keys()) };
}

/** Rows that came since the merge are matched as if they came now, list by list; one that fits nobody stays where it is. */
function matchedAnew(since: readonly KnownRecord[], index: MatchIndex): Relink[] {
  // In the order in which the lists came: what one brought is known to the next.
  const rows = since
    .filter(({ status }) => status !== 'manual')
    .sort((a, b) => (a.editionId < b.editionId ? -1 : a.editionId > b.editionId ? 1 : a.row - b.row));
  const moves: Relink[] = [];
  for (const list of Map.groupBy(rows, ({ editionId }) => editionId).values()) {
    const decisions = matchRows(
      list.map(({ claim, listUnitId }) => ({ sight: sightOf(claim, listUnitId) })),
      index,
      newId,
    );
    list.forEach(({ recordId }, i) => {
      const { personId, created, status, reason, score } = decisions[i]!;
      if (!created) moves.push({ recordId, personId, status, reason, score });
    });
  }
  return moves;
}
