import type { Tx } from '../platform/database.ts';
import { type KnownRecord, loadRecords } from '../residents/load-register.ts';
import { projectAndWrite } from './commit-list.ts';

/** Projects people anew from the records that speak of them now; somebody without any is no longer shown. */
export async function reprojectPeople(tx: Tx, ids: Iterable<string>): Promise<void> {
  const touched = new Map([...ids].map((id): [string, KnownRecord[]] => [id, []]));
  for (const record of await loadRecords(tx, [...touched.keys()])) touched.get(record.personId)!.push(record);
  const { rows } = await tx.query<{ id: string }>('SELECT id FROM app.person WHERE id = ANY($1::uuid[])', [
    [...touched.keys()],
  ]);
  const shown = new Set(rows.map(({ id }) => id));
  const created = new Set(
    [...touched].flatMap(([id, own]) => (own.length > 0 && !shown.has(id) ? [id] : [])),
  );
  await projectAndWrite(tx, touched, created);
}
