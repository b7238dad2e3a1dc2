import type { Tx } from '../platform/database.ts';
import { conflictWith, openConflict } from './conflict-store.ts';
import { type Fate, STORED } from './event-store.ts';
import type { ConflictKind } from './rules.ts';
import type { TableSession } from './table-session.ts';

/** Both words stay, and a person decides. */
export async function disagree(
  session: TableSession,
  tx: Tx,
  event: Readonly<{ id: string; personId: string }>,
  kind: ConflictKind,
  otherId: string,
  now: Date,
): Promise<Fate> {
  const conflict = conflictWith(kind, { sessionId: session.id, id: otherId });
  await openConflict(tx, session, event, conflict, now.toISOString());
  return { ...STORED, result: 'conflict', conflictId: conflict.id };
}
