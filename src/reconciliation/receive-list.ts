import type { Role } from '../identity/access.ts';
import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import type { Database } from '../platform/database.ts';

/** Acknowledges a signed list in a role, once for each role. Throws `list_received_already`. */
export async function receiveList(
  db: Database,
  actor: Actor,
  list: Readonly<{ id: string; unitId: number }>,
  role: Role,
  note: string | null,
  now: Date,
): Promise<void> {
  await db.transaction(actor, async (tx) => {
    const { rowCount } = await tx.query(
      `INSERT INTO app.list_receipt (unit_id, list_id, role, received_by, received_at, note) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (unit_id, list_id, role) DO NOTHING`,
      [list.unitId, list.id, role, actor.name, now.toISOString(), note],
    );
    if (rowCount === 0) throw new AppError('list_received_already', 'conflict');
  });
}
