import { createHash } from 'node:crypto';
import { copyRows } from '../platform/copy-rows.ts';
import type { Database } from '../platform/database.ts';
import { referenceRows } from './units.ts';

/** Brings the unit tables to the shipped reference; does nothing when they are there already. */
export async function loadUnits(db: Database): Promise<void> {
  const versions = referenceRows('versions.tsv');
  const successions = referenceRows('successions.tsv');
  const hash = createHash('sha256')
    .update(JSON.stringify([versions, successions]))
    .digest('hex');
  const known = await db.query<{ hash: string }>('SELECT hash FROM app.unit_reference WHERE id = 1');
  if (known[0]?.hash === hash) return;
  const actor = {
    accountId: null,
    name: 'system',
    onBehalfOf: null,
    requestId: 'load-units',
    reason: 'reference data',
  };
  await db.transaction(actor, async (tx) => {
    await tx.query('DELETE FROM app.unit_succession');
    await tx.query('DELETE FROM app.unit_version');
    await tx.query('DELETE FROM app.unit');
    await copyRows(
      tx,
      'app.unit',
      ['id'],
      [...new Set(versions.map(([id]) => Number(id)))].map((id) => [id]),
    );
    await copyRows(
      tx,
      'app.unit_version',
      ['unit_id', 'valid_from', 'valid_to', 'code', 'name', 'type', 'level', 'parent_id'],
      versions.map(([id, code, name, type, level, parent, from, to]) => [
        Number(id),
        from!,
        to || null,
        code!,
        name!,
        type!,
        Number(level),
        parent ? Number(parent) : null,
      ]),
    );
    await copyRows(
      tx,
      'app.unit_succession',
      ['from_id', 'to_id', 'on_date', 'relation', 'method', 'area_share', 'flag'],
      successions.map(([from, to, on, relation, method, share, flag]) => [
        Number(from),
        Number(to),
        on!,
        relation!,
        method!,
        share ? Number(share) : null,
        flag || null,
      ]),
    );
    await tx.query(
      'INSERT INTO app.unit_reference (id, hash) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET hash = excluded.hash',
      [hash],
    );
  });
}
