/** Who is expected at a session and what became of them; and who came without having been asked. */
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import type { Invitation, MessageState, SessionPerson, Turnout } from './contract.ts';

/** SQL: the last word of the injection table on each person of sessions `$1`; a dose that was undone is none. */
const TURNOUT = `
  SELECT DISTINCT ON (e.session_id, e.person_id) e.session_id, e.person_id,
    CASE e.kind WHEN 'dose_given' THEN 'injected' WHEN 'postponed' THEN 'postponed' WHEN 'refused' THEN 'refused' ELSE 'arrived' END AS turnout
  FROM app.table_event e
  WHERE e.session_id = ANY($1::uuid[]) AND e.person_id IS NOT NULL AND e.result <> 'refused'
    AND e.kind IN ('arrived', 'screened', 'person_added', 'dose_given', 'postponed', 'refused')
    AND NOT EXISTS (SELECT 1 FROM app.table_event u WHERE u.session_id = e.session_id AND u.session_id = ANY($1::uuid[]) AND u.kind = 'dose_undone'
      AND u.payload ->> 'doseId' = e.id::text)
  ORDER BY e.session_id, e.person_id, e.kind IN ('dose_given', 'postponed', 'refused') DESC, e.happened_at DESC`;

type Row = Readonly<{
  person: string;
  name: string;
  sort_key: string;
  sex: string | null;
  birth_on: PlainDate | null;
  birth_precision: string | null;
  phone: string | null;
  hamlet: string | null;
  from: string | null;
  to: string;
  code: string;
  state: Invitation['state'];
  kind: Invitation['kind'];
  doseNo: number | null;
  vaccine: string | null;
  turnout: Turnout | null;
  message: MessageState | null;
  noMessages: boolean;
}>;

/** By hour, then in given-name order; who came by himself stands last. */
export async function findSessionPeople(db: Database, sessionId: string): Promise<SessionPerson[]> {
  const rows = await db.query<Row>(
    `WITH came AS (${TURNOUT}),
     asked AS (SELECT * FROM app.session_invitation WHERE session_id = ANY($1::uuid[]))
     SELECT p.id AS person, p.name, p.sort_key, p.sex, p.birth_on, p.birth_precision, p.phone, p.hamlet, a.from_time AS "from", a.to_time AS "to",
       a.code, a.state, a.dose_kind AS kind, a.dose_no AS "doseNo", a.vaccine, c.turnout, m.state AS message, r.person_id IS NOT NULL AS "noMessages"
     FROM (SELECT person_id FROM asked UNION SELECT person_id FROM came) one
     JOIN app.person p ON p.id = one.person_id LEFT JOIN asked a ON a.person_id = p.id LEFT JOIN came c ON c.person_id = p.id
     LEFT JOIN LATERAL (
       SELECT n.state FROM app.invitation_message n WHERE n.session_id = a.session_id AND n.person_id = p.id ORDER BY n.id DESC LIMIT 1) m ON true
     LEFT JOIN app.message_refusal r ON r.person_id = p.id
     ORDER BY a.from_time NULLS LAST, p.sort_key, p.id`,
    [[sessionId]],
  );
  return rows.map(
    ({ birth_on, birth_precision, sort_key: _, from, to, code, state, kind, doseNo, vaccine, ...row }) => ({
      ...row,
      birth: birth_on === null ? null : { on: birth_on, precision: birth_precision! },
      turnout: row.turnout ?? 'none',
      invitation: from === null ? null : { from, to, code, state, kind, doseNo, vaccine },
    }),
  );
}

export type Turnouts = Readonly<{ arrived: number; injected: number }>;

/** How many came to each of the sessions, and were injected. */
export async function countTurnout(
  db: Database,
  sessionIds: readonly string[],
): Promise<ReadonlyMap<string, Turnouts>> {
  const rows = await db.query<Turnouts & { session: string }>(
    `SELECT session_id AS session, count(*)::int AS arrived, count(*) FILTER (WHERE turnout = 'injected')::int AS injected
     FROM (${TURNOUT}) c GROUP BY session_id`,
    [sessionIds],
  );
  return new Map(rows.map(({ session, ...own }) => [session, own]));
}
