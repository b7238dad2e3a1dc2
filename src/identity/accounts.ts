import { createHash, randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import * as OTPAuth from 'otpauth';
import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import { newId } from '../kernel/ids.ts';
import type { Database } from '../platform/database.ts';
import { type Principal, type Role, seesNames } from './access.ts';

// OWASP's floor for Argon2id: 19 MiB, 2 passes, 1 lane.
const ARGON = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const SESSION_HOURS = 12;
const FREE_ATTEMPTS = 5;
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
  secondFactor: boolean;
}>;

type AccountRow = {
  id: string;
  username: string;
  display_name: string;
  password_hash: string;
  must_change_password: boolean;
  totp_secret: string | null;
  language: string;
  failed_attempts: number;
  locked_until: Date | null;
  disabled: boolean;
};

const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');
const system = (name: string): Actor => ({
  accountId: null,
  name,
  onBehalfOf: null,
  requestId: newId(),
  reason: null,
});
const toAccount = (row: AccountRow): Account => ({
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

// Verified against when the user is unknown, so that both answers take the same time.
let decoy: Promise<string> | null = null;

/**
 * Checks name, password and (where a role needs it) code; returns a new session token. The same `sign_in_failed` for
 * an unknown name and a wrong password; `account_locked` after five failures, for longer each time;
 * `code_needed` / `code_wrong` for the second factor.
 */
export async function signIn(
  db: Database,
  input: Readonly<{
    username: string;
    password: string;
    code?: string | undefined;
    userAgent?: string | undefined;
  }>,
  secondFactorNeeded: boolean,
): Promise<{ token: string; account: Account; enrolNeeded: boolean }> {
  const rows = await db.query<AccountRow>('SELECT * FROM app.account WHERE username = $1', [
    input.username.trim().toLowerCase(),
  ]);
  const row = rows[0];
  decoy ??= hash(randomBytes(16).toString('hex'), ARGON);
  const locked = row?.locked_until != null && row.locked_until > new Date();
  const right = await verify(row?.password_hash ?? (await decoy), input.password).catch(() => false);
  if (row === undefined || row.disabled) throw new AppError('sign_in_failed', 'unauthenticated');
  if (locked) throw new AppError('account_locked', 'too-many', { until: row.locked_until!.toISOString() });
  if (!right) {
    await failedAttempt(db, row);
    throw new AppError('sign_in_failed', 'unauthenticated');
  }
  const principal = await principalOf(db, row);
  const needed = secondFactorNeeded && seesNames(principal);
  if (needed && row.totp_secret !== null) {
    if (input.code === undefined || input.code === '') throw new AppError('code_needed', 'unauthenticated');
    if (!validCode(row.totp_secret, input.code)) {
      await failedAttempt(db, row);
      throw new AppError('code_wrong', 'unauthenticated');
    }
  }
  const token = randomBytes(32).toString('base64url');
  const at = new Date();
  await db.transaction({ ...system(row.username), accountId: row.id, reason: 'sign-in' }, async (tx) => {
    if (row.failed_attempts > 0 || row.locked_until !== null)
      await tx.query('UPDATE app.account SET failed_attempts = 0, locked_until = NULL WHERE id = $1', [
        row.id,
      ]);
    await tx.query(
      'INSERT INTO app.session (token_hash, account_id, created_at, seen_at, expires_at, second_factor, user_agent) VALUES ($1, $2, $3, $3, $4, $5, $6)',
      [
        tokenHash(token),
        row.id,
        at.toISOString(),
        new Date(at.getTime() + SESSION_HOURS * 3_600_000).toISOString(),
        !needed || row.totp_secret !== null,
        (input.userAgent ?? '').slice(0, 200),
      ],
    );
  });
  return { token, account: toAccount(row), enrolNeeded: needed && row.totp_secret === null };
}

async function failedAttempt(db: Database, row: AccountRow): Promise<void> {
  const attempts = row.failed_attempts + 1;
  const minutes = attempts < FREE_ATTEMPTS ? 0 : Math.min(2 ** (attempts - FREE_ATTEMPTS), 60);
  await db.transaction(system('sign-in'), (tx) =>
    tx.query('UPDATE app.account SET failed_attempts = $2, locked_until = $3 WHERE id = $1', [
      row.id,
      attempts,
      minutes === 0 ? null : new Date(Date.now() + minutes * 60_000).toISOString(),
    ]),
  );
}

function validCode(secret: string, code: string): boolean {
  return (
    new OTPAuth.TOTP({ issuer: 'Sổ Tiêm', secret: OTPAuth.Secret.fromBase32(secret) }).validate({
      token: code.replace(/\s/g, ''),
      window: 1,
    }) !== null
  );
}

async function principalOf(db: Database, row: { id: string; username: string }): Promise<Principal> {
  const grants = await db.query<{
    role: Role;
    unit_id: number;
    facility: string | null;
    on_behalf_of: string | null;
    valid_from: Date;
    valid_to: Date | null;
  }>(
    'SELECT role, unit_id, facility, on_behalf_of, valid_from, valid_to FROM app.role_grant WHERE account_id = $1 AND (valid_to IS NULL OR valid_to > now())',
    [row.id],
  );
  return {
    accountId: row.id,
    username: row.username,
    grants: grants.map((grant) => ({
      role: grant.role,
      unitId: grant.unit_id,
      facility: grant.facility,
      onBehalfOf: grant.on_behalf_of,
      validFrom: grant.valid_from.toISOString(),
      validTo: grant.valid_to?.toISOString() ?? null,
    })),
  };
}

/** The session of a token; null when it is unknown, expired, or its account is disabled. */
export async function findSession(db: Database, token: string): Promise<Session | null> {
  const hashed = tokenHash(token);
  const rows = await db.query<AccountRow & { second_factor: boolean }>(
    'SELECT a.*, s.second_factor FROM app.session s JOIN app.account a ON a.id = s.account_id WHERE s.token_hash = $1 AND s.expires_at > now() AND NOT a.disabled',
    [hashed],
  );
  const row = rows[0];
  return row === undefined
    ? null
    : {
        account: toAccount(row),
        principal: await principalOf(db, row),
        tokenHash: hashed,
        secondFactor: row.second_factor,
      };
}

export const signOut = (db: Database, session: Session): Promise<unknown> =>
  db.query('DELETE FROM app.session WHERE token_hash = $1', [session.tokenHash]);
export const signOutEverywhere = (db: Database, accountId: string): Promise<unknown> =>
  db.query('DELETE FROM app.session WHERE account_id = $1', [accountId]);

/** Sets a new password and ends all other sessions. Throws `password_wrong`, `password_weak`. */
export async function changePassword(
  db: Database,
  session: Session,
  current: string,
  next: string,
): Promise<void> {
  const rows = await db.query<AccountRow>('SELECT * FROM app.account WHERE id = $1', [session.account.id]);
  if (!(await verify(rows[0]!.password_hash, current).catch(() => false)))
    throw new AppError('password_wrong', 'invalid');
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

/** A fresh second-factor secret to show once; it holds after `confirmSecondFactor`. */
export function proposeSecondFactor(username: string): { secret: string; uri: string } {
  const secret = new OTPAuth.Secret({ size: 20 });
  return {
    secret: secret.base32,
    uri: new OTPAuth.TOTP({ issuer: 'Sổ Tiêm', label: username, secret }).toString(),
  };
}

/** Throws `code_wrong` when the code does not fit the secret. */
export async function confirmSecondFactor(
  db: Database,
  session: Session,
  secret: string,
  code: string,
): Promise<void> {
  if (!validCode(secret, code)) throw new AppError('code_wrong', 'invalid');
  await db.transaction(
    { ...system(session.account.username), accountId: session.account.id, reason: 'second factor' },
    async (tx) => {
      await tx.query('UPDATE app.account SET totp_secret = $2 WHERE id = $1', [session.account.id, secret]);
      await tx.query('UPDATE app.session SET second_factor = true WHERE token_hash = $1', [
        session.tokenHash,
      ]);
    },
  );
}
