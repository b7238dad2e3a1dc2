/** The SQL of sessions and invitations. */

import type { Reader } from '../duties/directive-store.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Tx } from '../platform/database.ts';
import type { Invitation, InvitationState, VaccinationSession } from './contract.ts';

/** The columns of a session by its fields: what reads, inserts and changes one goes by this list alone. */
const COLUMNS = {
  unitId: 'unit_id',
  id: 'id',
  campaignId: 'campaign_id',
  facility: 'facility',
  site: 'site',
  hamlet: 'hamlet',
  address: 'address',
  on: 'on_day',
  from: 'from_time',
  to: 'to_time',
  capacity: 'capacity',
  walkIns: 'walk_ins',
  vaccines: 'vaccines',
  serves: 'serves',
  state: 'state',
} as const satisfies Readonly<Record<keyof VaccinationSession, string>>;
type Field = keyof typeof COLUMNS;
const FIELDS = Object.keys(COLUMNS) as Field[];
/** What a session is: it does not change. */
const FIXED: readonly Field[] = ['unitId', 'id', 'campaignId', 'facility'];
const CHANGEABLE = FIELDS.filter((field) => !FIXED.includes(field));

const SELECT = `SELECT ${FIELDS.map((field) => `${COLUMNS[field]} AS "${field}"`).join(', ')} FROM app.vaccination_session`;
const INSERT = `INSERT INTO app.vaccination_session (${FIELDS.map((field) => COLUMNS[field]).join(', ')}, account_id, planned_by, planned_at)
  VALUES (${[...FIELDS, 'account', 'by', 'at'].map((_, i) => `$${i + 1}`).join(', ')})`;
const UPDATE = `UPDATE app.vaccination_session SET ${CHANGEABLE.map((field, i) => `${COLUMNS[field]} = $${i + 3}`).join(', ')}
  WHERE unit_id = $1 AND id = $2`;

const valuesOf = (session: VaccinationSession, fields: readonly Field[]): unknown[] =>
  fields.map((field) => (field === 'vaccines' ? JSON.stringify(session.vaccines) : session[field]));

export async function findSession(db: Reader, id: string): Promise<VaccinationSession | undefined> {
  return (await db.pool.query<VaccinationSession>(`${SELECT} WHERE id = $1`, [id])).rows[0];
}

/** Sessions of units from a day to a day, or of all units; by day, facility and hour. */
export async function findSessions(
  db: Reader,
  { unitIds, from, to }: { unitIds: readonly number[] | null; from: PlainDate; to: PlainDate },
): Promise<VaccinationSession[]> {
  const { rows } = await db.pool.query<VaccinationSession>(
    `${SELECT} WHERE on_day BETWEEN $1 AND $2 AND ($3::int[] IS NULL OR unit_id = ANY($3))
     ORDER BY on_day, unit_id, facility, from_time, id`,
    [from, to, unitIds],
  );
  return rows;
}

/** Sessions of a campaign from a day on. */
export async function findSessionsOf(
  db: Reader,
  campaignId: string,
  from: PlainDate,
): Promise<VaccinationSession[]> {
  const { rows } = await db.pool.query<VaccinationSession>(
    `${SELECT} WHERE campaign_id = $1 AND on_day >= $2 ORDER BY on_day, unit_id, facility, from_time, id`,
    [campaignId, from],
  );
  return rows;
}

export async function insertSession(
  tx: Tx,
  session: VaccinationSession,
  by: { name: string; accountId: string | null; at: string },
): Promise<void> {
  await tx.query(INSERT, [...valuesOf(session, FIELDS), by.accountId, by.name, by.at]);
}

/** Everything but the facility and the campaign, which are what the session is. */
export async function updateSession(tx: Tx, session: VaccinationSession): Promise<void> {
  await tx.query(UPDATE, [session.unitId, session.id, ...valuesOf(session, CHANGEABLE)]);
}

/** Who was invited to a session, by hour; those whose invitation was taken back too. */
export async function findInvitations(db: Reader, sessionId: string): Promise<Invitation[]> {
  const { rows } = await db.pool.query<Invitation>(
    `SELECT person_id AS person, from_time AS "from", to_time AS "to", code, state, dose_kind AS kind, dose_no AS "doseNo", vaccine
     FROM app.session_invitation
     WHERE session_id = $1 ORDER BY from_time, code`,
    [sessionId],
  );
  return rows;
}

/** How many stand invited to each of the sessions. */
export async function countInvited(
  db: Reader,
  sessionIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await db.pool.query<{ session: string; invited: number }>(
    `SELECT session_id AS session, count(*)::int AS invited FROM app.session_invitation
     WHERE session_id = ANY($1::uuid[]) AND state = 'invited' GROUP BY session_id`,
    [sessionIds],
  );
  return new Map(rows.map(({ session, invited }) => [session, invited]));
}

/**
 * Whoever changes places or who has them waits for the others: nobody is asked to two sessions at once, and no hour is promised
 * twice. One lock for all, held for a moment.
 */
export async function lockPlaces(tx: Tx): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock(7326120)');
}

export async function insertInvitations(
  tx: Tx,
  sessionId: string,
  invitations: readonly Invitation[],
  by: string,
  at: string,
): Promise<void> {
  await tx.query(
    `INSERT INTO app.session_invitation (session_id, person_id, from_time, to_time, code, state, dose_kind, dose_no, vaccine, invited_by, invited_at)
     SELECT $1, p, f, t, c, s, k, n, v, $10, $11
     FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::int[], $9::text[]) AS x(p, f, t, c, s, k, n, v)`,
    [
      sessionId,
      invitations.map(({ person }) => person),
      invitations.map(({ from }) => from),
      invitations.map(({ to }) => to),
      invitations.map(({ code }) => code),
      invitations.map(({ state }) => state),
      invitations.map(({ kind }) => kind),
      invitations.map(({ doseNo }) => doseNo),
      invitations.map(({ vaccine }) => vaccine),
      by,
      at,
    ],
  );
}

export async function setInvitationState(
  tx: Tx,
  sessionId: string,
  person: string,
  state: InvitationState,
): Promise<void> {
  await tx.query('UPDATE app.session_invitation SET state = $3 WHERE session_id = $1 AND person_id = $2', [
    sessionId,
    person,
    state,
  ]);
}
