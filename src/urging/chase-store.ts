/** Who urged or helped whom. Rows are only ever added. */
import type { Actor } from '../kernel/actor.ts';
import type { Database } from '../platform/database.ts';
import type { ChaseEntry } from './contract.ts';

type Row = Omit<ChaseEntry, 'at'> & Readonly<{ at: Date }>;
const SELECT = `SELECT id, unit_id AS "unitId", nullif(facility, '') AS facility, action, outcome, note, next_on AS "nextOn", overdue,
  done_by_name AS "byName", done_at AS at FROM app.chase_entry`;
const toEntry = (row: Row): ChaseEntry => ({ ...row, at: row.at.toISOString() });

/** Entries of units, the newest first. */
export async function findEntries(
  db: Database,
  unitIds: readonly number[],
  limit: number | null = null,
): Promise<ChaseEntry[]> {
  const rows = await db.query<Row>(
    `${SELECT} WHERE unit_id = ANY($1::int[]) ORDER BY done_at DESC, id DESC LIMIT $2`,
    [unitIds, limit],
  );
  return rows.map(toEntry);
}

export async function addEntry(db: Database, actor: Actor, entry: ChaseEntry): Promise<void> {
  await db.transaction(actor, (tx) =>
    tx.query(
      `INSERT INTO app.chase_entry (unit_id, id, facility, action, outcome, note, next_on, overdue, done_by, done_by_name, account_id, done_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        entry.unitId,
        entry.id,
        entry.facility ?? '',
        entry.action,
        entry.outcome,
        entry.note,
        entry.nextOn,
        entry.overdue,
        actor.name,
        entry.byName,
        actor.accountId,
        entry.at,
      ],
    ),
  );
}

/** The name of a unit or facility within a map of what was found for many. */
export const placeKey = (unitId: number, facility: string | null): string => `${unitId} ${facility ?? ''}`;

/** What was done last for each unit or facility, and the hand-over to support that still waits. Entries: the newest first. */
export function standOf(entries: readonly ChaseEntry[]): {
  last: ReadonlyMap<string, ChaseEntry>;
  support: ReadonlyMap<string, ChaseEntry>;
} {
  const last = new Map<string, ChaseEntry>();
  const support = new Map<string, ChaseEntry>();
  const decided = new Set<string>();
  for (const entry of entries) {
    const key = placeKey(entry.unitId, entry.facility);
    if (!last.has(key)) last.set(key, entry);
    if (decided.has(key) || (entry.action !== 'support' && entry.action !== 'resolved')) continue;
    decided.add(key);
    if (entry.action === 'support') support.set(key, entry);
  }
  return { last, support };
}
