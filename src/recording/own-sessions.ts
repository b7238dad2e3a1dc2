/** Sessions that a facility opens by itself: walk-ins, a mobile site made in a minute. */
import type { Units } from '../areas/units.ts';
import type { Actor } from '../kernel/actor.ts';
import { newId } from '../kernel/ids.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import type { SessionSource, TableSession } from './table-session.ts';

type Row = Omit<TableSession, 'residentsOf' | 'planned'>;

const SELECT = `SELECT id, name, unit_id AS "unitId", facility, on_day AS "on", shift, capacity, vaccines FROM app.table_session`;

export function ownSessions(db: Database, units: Units): SessionSource {
  const whole = (row: Row): TableSession => ({
    ...row,
    planned: [],
    residentsOf: units.everWithin(row.unitId, row.on),
  });
  return {
    find: async (id) => (await db.query<Row>(`${SELECT} WHERE id = $1`, [id])).map(whole)[0],
    onDay: async (day) =>
      (await db.query<Row>(`${SELECT} WHERE on_day = $1 ORDER BY unit_id, facility, shift, id`, [day])).map(
        whole,
      ),
    invited: async () => new Map(),
  };
}

export async function openSession(
  db: Database,
  actor: Actor,
  session: Omit<Row, 'id' | 'on'> & Readonly<{ on: PlainDate }>,
  now: Date,
): Promise<string> {
  const id = newId();
  await db.transaction(actor, (tx) =>
    tx.query(
      `INSERT INTO app.table_session (unit_id, id, facility, name, on_day, shift, capacity, vaccines, opened_by, opened_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        session.unitId,
        id,
        session.facility,
        session.name,
        session.on,
        session.shift,
        session.capacity,
        session.vaccines,
        actor.name,
        now.toISOString(),
      ],
    ),
  );
  return id;
}
