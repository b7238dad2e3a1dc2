import { createHash, randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import { newId } from '../kernel/ids.ts';
import { inCompany } from '../kernel/in-company.ts';
import type { Database, Tx } from '../platform/database.ts';
import type { Principal, Role } from './access.ts';
import { countFailure, forgetFailures, refuseWhileLocked } from './sign-in-attempts.ts';

// OWASP's floor for Argon2id: 19 MiB, 2 passes, 1 lane.
export const ARGON = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
export const SESSION_HOURS = 12;
const MIN_PASSWORD = 10;
const COMMON = /^(password|matkhau|12345678|abc123|qwerty|vietnam|tiemchung|covid)/i;

export type Account = Readonly<{
  id: string;
  username: string;
  displayName: string;
  mustChangePassword: boolean;
  language: string;
  hasTotp: boolean;
}>;
export type Session = Readonly<{
  account: Account;
  principal: Principal;
  tokenHash: string;
  /** Whether a code was given in this session. */
  secondFactor: boolean;
}>;

export type AccountRow = {
  id: string;
  username: string;
  display_name: string;
  password_hash: string;
  must_change_password: boolean;
  totp_secret: string | null;
  language: string;
  disabled: boolean;
};

export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');
export const system = (name: string): Actor => ({
  accountId: null,
  name,
  onBehalfOf: null,
  requestId: newId(),
  reason: null,
});
export const toAccount = (row: AccountRow): Account => ({
  id: row.id,
  username: row.username,
  displayName: row.display_name,
  mustChangePassword: row.must_change_password,
  language: row.language,
  hasTotp: row.totp_secret !== null,
});

/** Throws `password_weak` unless the password is long enough, not the user's name, and not a common one. */
export function checkPassword(password: string, username: string): void {
  if (
    password.length < MIN_PASSWORD ||
    password.length > 200 ||
    COMMON.test(password) ||
    password.toLowerCase().includes(username.toLowerCase())
  )
    throw new AppError('password_weak', 'invalid', { length: MIN_PASSWORD });
}

export async function createAccount(
  db: Database,
  actor: Actor,
  account: Readonly<{
    username: string;
    displayName: string;
    password: string;
    mustChange: boolean;
    grants: readonly {
      role: Role;
      unitId: number;
      facility?: string | null;
      validTo?: string | null;
      onBehalfOf?: string | null;
      reason?: string | null;
    }[];
  }>,
): Promise<string> {
  const id = newId();
  const at = new Date().toISOString();
  const passwordHash = await hash(account.password, ARGON);
  await db.transaction(actor, async (tx) => {
    const { rowCount } = await tx.query('SELECT 1 FROM app.account WHERE username = $1', [account.username]);
    if (rowCount !== 0) throw new AppError('username_taken', 'conflict', { username: account.username });
    await tx.query(
      'INSERT INTO app.account (id, username, display_name, password_hash, must_change_password, created_at) VALUES ($1, $2, $3, $4, $5, $6)',
      [id, account.username, account.displayName, passwordHash, account.mustChange, at],
    );
    for (const grant of account.grants)
      await tx.query(
        'INSERT INTO app.role_grant (account_id, id, role, unit_id, facility, valid_from, valid_to, on_behalf_of, granted_by, reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
        [
          id,
          newId(),
          grant.role,
          grant.unitId,
          grant.facility ?? null,
          at,
          grant.validTo ?? null,
          grant.onBehalfOf ?? null,
          actor.name,
          grant.reason ?? null,
        ],
      );
  });
  return id;
}

type GrantRow = Readonly<{
  role: Role;
  unit_id: number;
  facility: string | null;
  on_behalf_of: string | null;
  valid_from: string;
  valid_to: string | null;
}>;

/** Rights that hold now or will, as JSON. */
const GRANTS = `coalesce((SELECT json_agg(g) FROM app.role_grant g WHERE g.account_id = a.id AND (g.valid_to IS NULL OR g.valid_to > now())), '[]')`;

const toPrincipal = (
  { id, username }: Readonly<{ id: string; username: string }>,
  grants: readonly GrantRow[],
): Principal => ({
  accountId: id,
  username,
  grants: grants.map((grant) => ({
    role: grant.role,
    unitId: grant.unit_id,
    facility: grant.facility,
    onBehalfOf: grant.on_behalf_of,
    validFrom: new Date(grant.valid_from).toISOString(),
    validTo: grant.valid_to === null ? null : new Date(grant.valid_to).toISOString(),
  })),
});

export async function principalOf(
  db: Database,
  account: Readonly<{ id: string; username: string }>,
): Promise<Principal> {
  const [row] = await db.query<{ grants: GrantRow[] }>(
    `SELECT ${GRANTS} AS grants FROM app.account a WHERE a.id = $1`,
    [account.id],
  );
  return toPrincipal(account, row?.grants ?? []);
}

/** The session of a token; null when it is unknown, expired, or its account is disabled. */
export const findSession: (db: Database, token: string) => Promise<Session | null> = inCompany(
  // Asked at every request: those of one moment go in one question, prepared.
  (db: Database) => ({
    serve: (tokens: readonly string[]) => findSessions(db, tokens.map(tokenHash)),
    most: 50,
  }),
);

async function findSessions(db: Database, hashes: readonly string[]): Promise<(Session | null)[]> {
  const { rows } = await db.pool.query<
    AccountRow & { token_hash: string; second_factor: boolean; grants: GrantRow[] }
  >({
    name: 'find-sessions',
    text: `SELECT a.*, s.token_hash, s.second_factor, ${GRANTS} AS grants FROM app.session s JOIN app.account a ON a.id = s.account_id
      WHERE s.token_hash = ANY($1) AND s.expires_at > now() AND NOT a.disabled`,
    values: [[...new Set(hashes)]],
  });
  const sessions = new Map(
    rows.map((row): [string, Session] => [
      row.token_hash,
      {
        account: toAccount(row),
        principal: toPrincipal(row, row.grants),
        tokenHash: row.token_hash,
        secondFactor: row.second_factor,
      },
    ]),
  );
  return hashes.map((hash) => sessions.get(hash) ?? null);
}

/** Opens a session of an account; gives its token, of which only a hash is kept. Sweeps sessions that have ended. */
export async function openSession(
  tx: Tx,
  accountId: string,
  { secondFactor, userAgent }: Readonly<{ secondFactor: boolean; userAgent: string }>,
  now: Date,
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await tx.query('DELETE FROM app.session WHERE expires_at < $1', [now.toISOString()]);
  await tx.query(
    'INSERT INTO app.session (token_hash, account_id, created_at, seen_at, expires_at, second_factor, user_agent) VALUES ($1, $2, $3, $3, $4, $5, $6)',
    [
      tokenHash(token),
      accountId,
      now.toISOString(),
      new Date(now.getTime() + SESSION_HOURS * 3_600_000).toISOString(),
      secondFactor,
      userAgent.slice(0, 200),
    ],
  );
  return token;
}

export const signOut = (db: Database, session: Session): Promise<unknown> =>
  db.query('DELETE FROM app.session WHERE token_hash = $1', [session.tokenHash]);
export const signOutEverywhere = (db: Database, accountId: string): Promise<unknown> =>
  db.query('DELETE FROM app.session WHERE account_id = $1', [accountId]);

/** Sets a new password and ends all other sessions. Throws `password_wrong` (counted like a failed sign-in), `password_weak`. */
export async function changePassword(
  db: Database,
  session: Session,
  current: string,
  next: string,
): Promise<void> {
  const now = new Date();
  await refuseWhileLocked(db, session.account.username, now);
  const rows = await db.query<AccountRow>('SELECT * FROM app.account WHERE id = $1', [session.account.id]);
  if (!(await verify(rows[0]!.password_hash, current).catch(() => false))) {
    await countFailure(db, session.account.username, now);
    throw new AppError('password_wrong', 'invalid');
  }
  checkPassword(next, session.account.username);
  const passwordHash = await hash(next, ARGON);
  await db.transaction(
    { ...system(session.account.username), accountId: session.account.id, reason: 'change password' },
    async (tx) => {
      await tx.query(
        'UPDATE app.account SET password_hash = $2, must_change_password = false WHERE id = $1',
        [session.account.id, passwordHash],
      );
      await tx.query('DELETE FROM app.session WHERE account_id = $1 AND token_hash <> $2', [
        session.account.id,
        session.tokenHash,
      ]);
    },
  );
}

/** Units of all rights of an account, ended ones included; empty when there is no such account. */
export async function findAccountUnits(db: Database, id: string): Promise<number[]> {
  const rows = await db.query<{ unit_id: number }>(
    'SELECT unit_id FROM app.role_grant WHERE account_id = $1',
    [id],
  );
  return rows.map(({ unit_id }) => unit_id);
}

/** Gives an account a first password again, for who lost his or his phone. Throws `password_weak`. */
export async function resetAccount(db: Database, actor: Actor, id: string, password: string): Promise<void> {
  const [row] = await db.query<AccountRow>('SELECT * FROM app.account WHERE id = $1', [id]);
  checkPassword(password, row!.username);
  const passwordHash = await hash(password, ARGON);
  await db.transaction(actor, async (tx) => {
    await tx.query(
      'UPDATE app.account SET password_hash = $2, must_change_password = true, totp_secret = NULL, totp_step = NULL WHERE id = $1',
      [id, passwordHash],
    );
    await tx.query('DELETE FROM app.session WHERE account_id = $1', [id]);
  });
  await forgetFailures(db, row!.username);
}

/** Closes an account, or opens it again. */
export async function setDisabled(db: Database, actor: Actor, id: string, disabled: boolean): Promise<void> {
  await db.transaction(actor, async (tx) => {
    await tx.query('UPDATE app.account SET disabled = $2 WHERE id = $1', [id, disabled]);
    await tx.query('DELETE FROM app.session WHERE account_id = $1', [id]);
  });
}
