/** Rights lent for a time: staff sent to help a unit act on behalf of who sent them, until a day that is fixed when they come. */
import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import { newId } from '../kernel/ids.ts';
import type { Database } from '../platform/database.ts';
import type { Role } from './access.ts';
import { checkPassword, createAccount } from './accounts.ts';

/** A campaign's wave is weeks; who is needed longer gets an account of his own. */
const LONGEST_DAYS = 92;
const DAY_MS = 86_400_000;

export type Lending = Readonly<{
  username: string;
  /** For somebody who has no account yet. */
  newAccount: Readonly<{ displayName: string; password: string }> | null;
  role: Role;
  unitId: number;
  until: Date;
  onBehalfOf: string;
  reason: string;
}>;

export type LentGrant = Readonly<{
  id: string;
  username: string;
  displayName: string;
  role: Role;
  unitId: number;
  from: string;
  until: string;
  onBehalfOf: string | null;
  reason: string | null;
  grantedBy: string;
}>;

/**
 * Lends a role in a unit until a moment. Throws `lending_time` unless that lies ahead and within 92 days,
 * `lending_account_unknown` when the account does not exist and is not to be made, `password_weak`, `username_taken`.
 */
export async function lendRights(db: Database, actor: Actor, lending: Lending, now: Date): Promise<void> {
  const ahead = lending.until.getTime() - now.getTime();
  if (ahead <= 0 || ahead > LONGEST_DAYS * DAY_MS)
    throw new AppError('lending_time', 'invalid', { days: LONGEST_DAYS });
  const { username, newAccount, role, unitId, onBehalfOf, reason } = lending;
  const validTo = lending.until.toISOString();
  const by = { ...actor, reason };
  if (newAccount !== null) {
    checkPassword(newAccount.password, username);
    await createAccount(db, by, {
      username,
      ...newAccount,
      mustChange: true,
      grants: [{ role, unitId, validTo, onBehalfOf, reason }],
    });
    return;
  }
  await db.transaction(by, async (tx) => {
    const { rows } = await tx.query<{ id: string }>(
      'SELECT id FROM app.account WHERE username = $1 AND NOT disabled',
      [username],
    );
    if (rows[0] === undefined) throw new AppError('lending_account_unknown', 'invalid', { username });
    await tx.query(
      `INSERT INTO app.role_grant (account_id, id, role, unit_id, valid_from, valid_to, on_behalf_of, reason, granted_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [rows[0].id, newId(), role, unitId, now.toISOString(), validTo, onBehalfOf, reason, actor.name],
    );
  });
}

/** Lent rights, the running ones first; those that ended stay in sight for a month. */
export async function findLentGrants(db: Database): Promise<LentGrant[]> {
  const rows = await db.query<Omit<LentGrant, 'from' | 'until'> & { from: Date; until: Date }>(
    `SELECT g.id, a.username, a.display_name AS "displayName", g.role, g.unit_id AS "unitId", g.valid_from AS "from", g.valid_to AS until,
       g.on_behalf_of AS "onBehalfOf", g.reason, g.granted_by AS "grantedBy"
     FROM app.role_grant g JOIN app.account a ON a.id = g.account_id
     WHERE g.valid_to > now() - interval '31 days' ORDER BY g.valid_to DESC, a.username LIMIT 1000`,
  );
  return rows.map((row) => ({ ...row, from: row.from.toISOString(), until: row.until.toISOString() }));
}

/** One lent right. Throws `grant_unknown`; a right without an end was not lent. */
export async function getLentGrant(db: Database, id: string): Promise<{ role: Role; unitId: number }> {
  const rows = await db.query<{ role: Role; unitId: number }>(
    'SELECT role, unit_id AS "unitId" FROM app.role_grant WHERE id = $1 AND valid_to IS NOT NULL',
    [id],
  );
  if (rows[0] === undefined) throw new AppError('grant_unknown', 'not-found', { id });
  return rows[0];
}

/** Ends a lent right now; the next request of its bearer is already refused. One that has ended stays as it was. */
export async function endLentGrant(db: Database, actor: Actor, id: string, now: Date): Promise<void> {
  await db.transaction(actor, (tx) =>
    tx.query('UPDATE app.role_grant SET valid_to = $2 WHERE id = $1 AND valid_to > $2', [
      id,
      now.toISOString(),
    ]),
  );
}
