/** Messages and their deliveries. A delivery is taken for a while; whoever dies over it leaves it to the next. */
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database, Tx } from '../platform/database.ts';
import type { Language } from '../platform/messages.ts';
import type { Channel, DeliveryState, Digest, Message, Try } from './contract.ts';

export type NewMessage = Omit<Message, 'readAt'> &
  Readonly<{
    accountId: string;
    deliveries: readonly Readonly<{ id: string; channel: Channel; address: string; nextAt: string }>[];
  }>;

/** Adds the messages whose accounts have none of the day yet, with their deliveries; gives the ids of those added. */
export async function addMessages(tx: Tx, messages: readonly NewMessage[]): Promise<ReadonlySet<string>> {
  const { rows } = await tx.query<{ id: string }>(
    `INSERT INTO app.message (account_id, id, day, content, created_at)
     SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::date[], $4::jsonb[], $5::timestamptz[])
     ON CONFLICT (account_id, day) DO NOTHING RETURNING id`,
    [
      messages.map(({ accountId }) => accountId),
      messages.map(({ id }) => id),
      messages.map(({ day }) => day),
      messages.map(({ content }) => JSON.stringify(content)),
      messages.map(({ createdAt }) => createdAt),
    ],
  );
  const added = new Set(rows.map(({ id }) => id));
  const deliveries = messages.flatMap(({ id, accountId, deliveries: own }) =>
    added.has(id) ? own.map((one) => ({ ...one, accountId, messageId: id })) : [],
  );
  await tx.query(
    `INSERT INTO app.message_delivery (account_id, id, message_id, channel, address, state, tries, next_at)
     SELECT a, i, m, c, d, 'waiting', '[]', n
     FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::timestamptz[]) AS t(a, i, m, c, d, n)`,
    [
      deliveries.map(({ accountId }) => accountId),
      deliveries.map(({ id }) => id),
      deliveries.map(({ messageId }) => messageId),
      deliveries.map(({ channel }) => channel),
      deliveries.map(({ address }) => address),
      deliveries.map(({ nextAt }) => nextAt),
    ],
  );
  return added;
}

/** Messages of an account, the newest first. */
export async function findMessages(db: Database, accountId: string, limit: number): Promise<Message[]> {
  const rows = await db.query<{
    id: string;
    day: PlainDate;
    content: Digest;
    created_at: Date;
    read_at: Date | null;
  }>(
    'SELECT id, day, content, created_at, read_at FROM app.message WHERE account_id = $1 ORDER BY day DESC LIMIT $2',
    [accountId, limit],
  );
  return rows.map(({ id, day, content, created_at, read_at }) => ({
    id,
    day,
    content,
    createdAt: created_at.toISOString(),
    readAt: read_at?.toISOString() ?? null,
  }));
}

export async function markRead(
  db: Database,
  accountId: string,
  ids: readonly string[],
  now: Date,
): Promise<void> {
  await db.query(
    'UPDATE app.message SET read_at = $3 WHERE account_id = $1 AND id = ANY($2::uuid[]) AND read_at IS NULL',
    [accountId, ids, now.toISOString()],
  );
}

/** How many messages each of the accounts has not read; 0 where none. */
export async function countUnread(
  db: Database,
  accountIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await db.query<{ account_id: string; unread: number }>(
    'SELECT account_id, count(*)::int AS unread FROM app.message WHERE account_id = ANY($1::uuid[]) AND read_at IS NULL GROUP BY account_id',
    [accountIds],
  );
  return new Map(rows.map(({ account_id, unread }) => [account_id, unread]));
}

/** A delivery in hand. */
export type Due = Readonly<{
  accountId: string;
  id: string;
  channel: Channel;
  address: string;
  tries: readonly Try[];
  day: PlainDate;
  content: Digest;
  language: Language;
  /** Where its person sits, for the quiet hours. */
  unitId: number;
}>;

/** Takes the delivery that has waited longest, for `until`: it is another's again after that, unless it is settled. */
export async function takeDue(
  db: Database,
  channels: readonly Channel[],
  now: Date,
  until: Date,
): Promise<Due | undefined> {
  const [row] = await db.query<Due>(
    `WITH taken AS (
       UPDATE app.message_delivery SET next_at = $2 WHERE (account_id, id) = (
         SELECT account_id, id FROM app.message_delivery WHERE state = 'waiting' AND next_at <= $1 AND channel = ANY($3::text[])
         ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED)
       RETURNING account_id, id, message_id, channel, address, tries)
     SELECT t.account_id AS "accountId", t.id, t.channel, t.address, t.tries, m.day, m.content, a.language,
       (SELECT g.unit_id FROM app.role_grant g WHERE g.account_id = a.id ORDER BY g.id LIMIT 1) AS "unitId"
     FROM taken t JOIN app.message m ON m.account_id = t.account_id AND m.id = t.message_id JOIN app.account a ON a.id = t.account_id`,
    [now.toISOString(), until.toISOString(), channels],
  );
  return row;
}

/** Writes what came of a try: sent, failed for good, or to be tried again. */
export async function settle(
  db: Database,
  { accountId, id }: Pick<Due, 'accountId' | 'id'>,
  one: Try,
  next: { state: 'sent' | 'failed' } | { nextAt: string },
): Promise<void> {
  const state = 'state' in next ? next.state : 'waiting';
  await db.query(
    `UPDATE app.message_delivery SET tries = tries || $3::jsonb, state = $4, next_at = coalesce($5, next_at), settled_at = $6
     WHERE account_id = $1 AND id = $2 AND state = 'waiting'`,
    [
      accountId,
      id,
      JSON.stringify([one]),
      state,
      'nextAt' in next ? next.nextAt : null,
      'state' in next ? one.at : null,
    ],
  );
}

export type DeliveryRow = Readonly<{
  id: string;
  accountId: string;
  username: string;
  day: PlainDate;
  channel: Channel;
  address: string;
  state: DeliveryState;
  tries: readonly Try[];
  nextAt: string;
  settledAt: string | null;
}>;

/** The log of deliveries, the newest first; of accounts all of whose rights lie in the units. */
export async function findDeliveries(
  db: Database,
  unitIds: readonly number[],
  state: DeliveryState | null,
  limit: number,
): Promise<DeliveryRow[]> {
  const rows = await db.query<
    Omit<DeliveryRow, 'nextAt' | 'settledAt'> & { nextAt: Date; settledAt: Date | null }
  >(
    `SELECT d.id, d.account_id AS "accountId", a.username, m.day, d.channel, d.address, d.state, d.tries, d.next_at AS "nextAt", d.settled_at AS "settledAt"
     FROM app.message_delivery d JOIN app.message m ON m.account_id = d.account_id AND m.id = d.message_id
     JOIN app.account a ON a.id = d.account_id
     WHERE ($2::text IS NULL OR d.state = $2)
       AND NOT EXISTS (SELECT 1 FROM app.role_grant g WHERE g.account_id = a.id AND g.unit_id <> ALL($1::int[]))
     ORDER BY m.day DESC, d.id DESC LIMIT $3`,
    [unitIds, state, limit],
  );
  return rows.map((row) => ({
    ...row,
    nextAt: row.nextAt.toISOString(),
    settledAt: row.settledAt?.toISOString() ?? null,
  }));
}
