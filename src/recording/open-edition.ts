import type { Actor } from '../kernel/actor.ts';
import type { Database } from '../platform/database.ts';
import { learnDosePlaces } from '../stock/facilities.ts';
import type { TableSession } from './table-session.ts';

const opened = new WeakMap<Database, Set<string>>();

/** Records of a session stand in an edition of their own, of the session's id; it is made with the first of them. */
export async function openEdition(db: Database, actor: Actor, session: TableSession): Promise<void> {
  const known = opened.get(db) ?? new Set<string>();
  opened.set(db, known);
  if (known.has(session.id)) return;
  await db.transaction(actor, async (tx) => {
    await learnDosePlaces(tx, [session.facility]);
    // No file: no upload replaces it, and no count of files contains it (as residents/file-decision.ts).
    await tx.query(
      `INSERT INTO app.list_edition (id, file_name, file_sha256, kind, source, unit_id, as_of, complete, rows_read, rows_taken, rows_waiting, loaded_by, loaded_at)
       VALUES ($1, $2, 'form', 'injections', 'health', $3, $4, false, 0, 0, 0, $5, $6) ON CONFLICT (id) DO NOTHING`,
      [session.id, session.name, session.unitId, session.on, actor.name, new Date().toISOString()],
    );
  });
  known.add(session.id);
}
