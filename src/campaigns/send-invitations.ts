/** Invitations by short message: written when asked for, outside the quiet hours, taken out by the gateway of the reminders. */
import type { Units } from '../areas/units.ts';
import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import { newId } from '../kernel/ids.ts';
import { dayInVietnam } from '../kernel/vietnam-time.ts';
import type { Database, Tx } from '../platform/database.ts';
import { postSigned, type WebhookTarget } from '../platform/webhook.ts';
import { loadRules } from '../urging/rule-store.ts';
import { afterQuiet, nextTry } from '../urging/rules.ts';
import type { MessageState, VaccinationSession } from './contract.ts';
import { stands } from './rules.ts';
import { invitationText } from './session-papers.ts';

export type Queued = Readonly<{
  queued: number /** Stand invited, but have no telephone or want no message. */;
  without: number;
}>;

/**
 * Writes a message for everybody who stands invited, has a telephone and did not refuse them, and was told nothing yet or
 * something that is so no longer; it goes out after the quiet hours of the session's province. Throws `no_gateway`.
 */
export async function queueMessages(
  db: Database,
  units: Units,
  actor: Actor,
  session: VaccinationSession,
  gateway: boolean,
  now: Date,
): Promise<Queued> {
  if (!gateway) throw new AppError('no_gateway', 'unavailable');
  return writeMessages(db, units, actor, session, now, true);
}

/** The same of whoever was written to before: what he was told has changed or is called off, or he was asked again. */
export async function correctMessages(
  db: Database,
  units: Units,
  actor: Actor,
  session: VaccinationSession,
  now: Date,
): Promise<Queued> {
  if (session.state === 'closed') return { queued: 0, without: 0 };
  return writeMessages(db, units, actor, session, now, false);
}

/** The newest message of each person of a session. */
const NEWEST = `SELECT DISTINCT ON (n.person_id) n.person_id, n.state, n.content FROM app.invitation_message n
  WHERE n.session_id = $1 ORDER BY n.person_id, n.id DESC`;

type Told = Readonly<{ from: string; to: string; code: string }>;
type Row = Told &
  Readonly<{
    person: string;
    phone: string | null;
    refused: boolean;
    state: MessageState | null;
    content: string | null;
  }>;

/** Whether a message is to be written: what waits is put in words when it goes out, what failed is not tried again. */
function isOwed(session: VaccinationSession, { state, content, ...told }: Row, first: boolean): boolean {
  const so = stands(session) ? (['first', 'changed'] as const) : (['cancelled'] as const);
  if (state === 'sent') return so.every((telling) => content !== invitationText(session, told, telling));
  return stands(session) && (state === null ? first : state === 'dropped');
}

async function writeMessages(
  db: Database,
  units: Units,
  actor: Actor,
  session: VaccinationSession,
  now: Date,
  first: boolean,
): Promise<Queued> {
  const { quiet } = (await loadRules(db, units, session.on))(session.unitId);
  const nextAt = afterQuiet(now.toISOString(), quiet);
  return db.transaction(actor, async (tx) => {
    await tx.query('SELECT 1 FROM app.vaccination_session WHERE unit_id = $1 AND id = $2 FOR UPDATE', [
      session.unitId,
      session.id,
    ]);
    const { rows } = await tx.query<Row>(
      `SELECT i.person_id AS person, p.phone, i.from_time AS "from", i.to_time AS "to", i.code, r.person_id IS NOT NULL AS refused, m.state, m.content
       FROM app.session_invitation i JOIN app.person p ON p.id = i.person_id LEFT JOIN app.message_refusal r ON r.person_id = p.id
       LEFT JOIN (${NEWEST}) m ON m.person_id = i.person_id
       WHERE i.session_id = $1 AND i.state = 'invited'`,
      [session.id],
    );
    const owed = rows.filter((row) => isOwed(session, row, first));
    const reached = owed.filter(({ phone, refused }) => phone !== null && !refused);
    if (reached.length > 0)
      await tx.query(
        `INSERT INTO app.invitation_message (session_id, id, person_id, address, content, state, tries, next_at, queued_by)
         SELECT $1, i, p, a, c, 'waiting', '[]', $6, $7 FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[]) AS x(i, p, a, c)`,
        [
          session.id,
          reached.map(() => newId()),
          reached.map(({ person }) => person),
          reached.map(({ phone }) => phone),
          reached.map((one) => invitationText(session, one)),
          nextAt,
          actor.name,
        ],
      );
    return { queued: reached.length, without: owed.length - reached.length };
  });
}

/** Notes that somebody wants no messages, or wants them again. */
export async function refuseMessages(
  tx: Tx,
  person: string,
  refused: boolean,
  by: string,
  now: Date,
): Promise<void> {
  if (refused)
    await tx.query(
      'INSERT INTO app.message_refusal (person_id, recorded_by, recorded_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
      [person, by, now.toISOString()],
    );
  else await tx.query('DELETE FROM app.message_refusal WHERE person_id = $1', [person]);
}

type Waiting = Readonly<{
  session: string;
  id: string;
  address: string;
  tries: readonly object[];
  unitId: number;
  wanted: boolean;
  /** What is so at the moment of sending. */
  told: Told;
  held: Pick<VaccinationSession, 'on' | 'site' | 'facility' | 'state'>;
  /** The person was sent another message of the session before. */
  before: boolean;
}>;

/** A try takes less than this: what is still in hand then belongs to a worker that died. */
const LEASE_MS = 180_000;

/** Sends what waits, one after the other; what was taken back meanwhile is dropped. Gives how many went out. */
export async function deliverInvitations(
  db: Database,
  units: Units,
  gateway: WebhookTarget,
  clock: () => Date,
  leaving: () => boolean = () => false,
): Promise<number> {
  let sent = 0;
  while (!leaving()) {
    const now = clock();
    const [message] = await db.query<Waiting>(
      `WITH taken AS (
         UPDATE app.invitation_message SET next_at = $2 WHERE (session_id, id) = (
           SELECT session_id, id FROM app.invitation_message WHERE state = 'waiting' AND next_at <= $1 ORDER BY next_at LIMIT 1
           FOR UPDATE SKIP LOCKED)
         RETURNING session_id, id, person_id, address, tries)
       SELECT t.session_id AS session, t.id, t.address, t.tries, s.unit_id AS "unitId",
         i.state = 'invited' AND NOT EXISTS (SELECT 1 FROM app.message_refusal r WHERE r.person_id = t.person_id) AS wanted,
         jsonb_build_object('from', i.from_time, 'to', i.to_time, 'code', i.code) AS told,
         jsonb_build_object('on', s.on_day, 'site', s.site, 'facility', s.facility, 'state', s.state) AS held,
         EXISTS (SELECT 1 FROM app.invitation_message b WHERE b.session_id = t.session_id AND b.person_id = t.person_id AND b.state = 'sent') AS before
       FROM taken t JOIN app.vaccination_session s ON s.id = t.session_id
       JOIN app.session_invitation i ON i.session_id = t.session_id AND i.person_id = t.person_id`,
      [now.toISOString(), new Date(now.getTime() + LEASE_MS).toISOString()],
    );
    if (message === undefined) break;
    const { held, told, before } = message;
    const text = invitationText(held, told, !stands(held) ? 'cancelled' : before ? 'changed' : 'first');
    const answer =
      message.wanted && (stands(held) || (before && held.state === 'cancelled'))
        ? await postSigned(gateway, message.id, { id: message.id, to: message.address, text }, now)
        : null;
    if (answer?.ok) sent++;
    await settle(db, units, message, text, answer, clock());
  }
  return sent;
}

async function settle(
  db: Database,
  units: Units,
  { session, id, tries, unitId }: Waiting,
  text: string,
  answer: Awaited<ReturnType<typeof postSigned>> | null,
  now: Date,
): Promise<void> {
  const at = now.toISOString();
  const { quiet } = (await loadRules(db, units, dayInVietnam(now)))(unitId);
  const again = answer === null || answer.ok || answer.final ? null : nextTry(at, tries.length + 1, quiet);
  const state = answer === null ? 'dropped' : answer.ok ? 'sent' : again === null ? 'failed' : 'waiting';
  const tried = answer === null ? [] : [{ at, ok: answer.ok, answer: answer.answer }];
  await db.query(
    `UPDATE app.invitation_message SET tries = tries || $3::jsonb, state = $4, next_at = coalesce($5, next_at), settled_at = $6, content = $7
     WHERE session_id = $1 AND id = $2 AND state = 'waiting'`,
    [session, id, JSON.stringify(tried), state, again, again === null ? at : null, text],
  );
}

const LOOK_EVERY_MS = 20_000;

/** Looks for messages that are due, as long as the server runs. */
export function startSending(
  db: Database,
  units: Units,
  gateway: WebhookTarget,
  onError: (error: unknown) => void,
): Readonly<{ stop(): Promise<void> }> {
  let stopped = false;
  let running: Promise<void> | null = null;
  const timer = setInterval(() => {
    // One round at a time: a gateway that hangs must not be asked by ever more of us.
    running ??= deliverInvitations(
      db,
      units,
      gateway,
      () => new Date(),
      () => stopped,
    )
      .then(() => {}, onError)
      .finally(() => {
        running = null;
      });
  }, LOOK_EVERY_MS);
  return {
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
