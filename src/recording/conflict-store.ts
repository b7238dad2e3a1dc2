/** What two devices did to one person without knowing of each other. Both versions stay; a person decides. */
import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import { newId } from '../kernel/ids.ts';
import type { Database, Tx } from '../platform/database.ts';
import type { Conflict, Decision, Version } from './contract.ts';
import type { ConflictKind } from './rules.ts';
import type { TableSession } from './table-session.ts';

export type NewConflict = Readonly<{
  id: string;
  kind: ConflictKind;
  /** The event that it met; null when it met no event of a table, but a dose of a list. */
  other: Readonly<{ sessionId: string; id: string }> | null;
}>;

export const conflictWith = (kind: ConflictKind, other: NewConflict['other']): NewConflict => ({
  id: newId(),
  kind,
  other,
});

export async function openConflict(
  tx: Tx,
  session: TableSession,
  event: Readonly<{ id: string; personId: string }>,
  { id, kind, other }: NewConflict,
  now: string,
): Promise<void> {
  await tx.query(
    `INSERT INTO app.table_conflict (unit_id, id, kind, person_id, session_id, event_id, other_session_id, other_event_id, opened_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      session.unitId,
      id,
      kind,
      event.personId,
      session.id,
      event.id,
      other?.sessionId ?? null,
      other?.id ?? null,
      now,
    ],
  );
}

const version = (
  e: string,
  d: string,
): string => `CASE WHEN ${e}.id IS NULL THEN NULL ELSE jsonb_build_object('eventId', ${e}.id, 'kind', ${e}.kind,
  'sessionId', ${e}.session_id, 'site', coalesce((SELECT s.place FROM app.injection s WHERE ${e}.id = ANY(s.record_ids) AND s.person_id = c.person_id LIMIT 1), ''),
  'device', ${d}.name, 'author', ${e}.author, 'at', to_char(${e}.happened_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'payload', ${e}.payload) END`;

const SELECT = `SELECT c.id, c.unit_id AS "unitId", c.kind, c.person_id AS "personId", coalesce(p.name, '') AS "personName",
    ${version('m', 'md')} AS mine, ${version('o', 'od')} AS theirs, c.opened_at AS "openedAt", c.decision, c.decided_by AS "decidedBy"
  FROM app.table_conflict c LEFT JOIN app.person p ON p.id = c.person_id
  LEFT JOIN app.table_event m ON m.session_id = c.session_id AND m.id = c.event_id LEFT JOIN app.recording_device md ON md.id = m.device_id
  LEFT JOIN app.table_event o ON o.session_id = c.other_session_id AND o.id = c.other_event_id LEFT JOIN app.recording_device od ON od.id = o.device_id`;

type Row = Omit<Conflict, 'openedAt'> & {
  openedAt: Date;
  unitId: number;
  mine: Version;
  theirs: Version | null;
};
export type FoundConflict = Conflict & Readonly<{ unitId: number }>;
const toConflict = (row: Row): FoundConflict => ({ ...row, openedAt: row.openedAt.toISOString() });

/** Conflicts of the units that nobody has decided, the oldest first; at most `limit`. */
export async function findConflicts(
  db: Database,
  unitIds: readonly number[],
  limit: number,
): Promise<{ conflicts: FoundConflict[]; total: number }> {
  const [rows, counted] = await Promise.all([
    db.query<Row>(
      `${SELECT} WHERE c.unit_id = ANY($1::int[]) AND c.decision IS NULL ORDER BY c.opened_at, c.id LIMIT $2`,
      [unitIds, limit],
    ),
    db.query<{ n: number }>(
      'SELECT count(*)::int AS n FROM app.table_conflict WHERE unit_id = ANY($1::int[]) AND decision IS NULL',
      [unitIds],
    ),
  ]);
  return { conflicts: rows.map(toConflict), total: counted[0]!.n };
}

/** Conflicts of events, by event: what their device is told. */
export async function conflictsOf(
  db: Database,
  eventIds: readonly string[],
): Promise<Map<string, FoundConflict>> {
  if (eventIds.length === 0) return new Map();
  const rows = await db.query<Row>(`${SELECT} WHERE c.event_id = ANY($1::uuid[])`, [eventIds]);
  return new Map(rows.map((row) => [row.mine.eventId, toConflict(row)]));
}

/** Throws `conflict_unknown`. */
export async function getConflict(db: Database, id: string): Promise<FoundConflict> {
  const [row] = await db.query<Row>(`${SELECT} WHERE c.id = $1`, [id]);
  if (row === undefined) throw new AppError('conflict_unknown', 'not-found', { id });
  return toConflict(row);
}

/** Writes down what a person decided. Throws `conflict_decided` when somebody did before. */
export async function closeConflict(
  tx: Tx,
  actor: Actor,
  { id, unitId }: FoundConflict,
  { decision, reason }: Decision,
  now: Date,
): Promise<void> {
  const { rowCount } = await tx.query(
    'UPDATE app.table_conflict SET decision = $3, reason = $4, decided_by = $5, decided_at = $6 WHERE unit_id = $1 AND id = $2 AND decision IS NULL',
    [unitId, id, decision, reason, actor.name, now.toISOString()],
  );
  if (rowCount === 0) throw new AppError('conflict_decided', 'conflict', { id });
}
