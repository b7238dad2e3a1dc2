import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { AppError } from '../kernel/app-error.ts';
import type { Database } from '../platform/database.ts';
import { seesNames } from './access.ts';
import {
  type Account,
  type AccountRow,
  ARGON,
  openSession,
  principalOf,
  system,
  toAccount,
} from './accounts.ts';
import { takeCode } from './second-factor.ts';
import { countFailure, forgetFailures, refuseWhileLocked } from './sign-in-attempts.ts';

// Verified against when the user is unknown, so that both answers take the same time.
let decoy: Promise<string> | null = null;

/**
 * Checks name, password and (where a role needs it, or the account has one) code; returns a new session token. Known and
 * unknown names get the same answers: `sign_in_failed`, and `account_locked` after five failures, for longer each time.
 * `code_needed` / `code_wrong` for the second factor, which a code taken before is too.
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
  const now = new Date();
  const username = input.username.trim().toLowerCase();
  await refuseWhileLocked(db, username, now);
  const fail = async (code: 'sign_in_failed' | 'code_wrong'): Promise<never> => {
    await countFailure(db, username, now);
    throw new AppError(code, 'unauthenticated');
  };
  const [row] = await db.query<AccountRow>('SELECT * FROM app.account WHERE username = $1', [username]);
  decoy ??= hash(randomBytes(16).toString('hex'), ARGON);
  const right = await verify(row?.password_hash ?? (await decoy), input.password).catch(() => false);
  if (row === undefined || row.disabled || !right) return fail('sign_in_failed');

  const needed = secondFactorNeeded && (row.totp_secret !== null || seesNames(await principalOf(db, row)));
  const withCode = needed && row.totp_secret !== null;
  if (withCode) {
    if (input.code === undefined || input.code === '') throw new AppError('code_needed', 'unauthenticated');
    if (!(await takeCode(db, row, row.totp_secret!, input.code, now))) return fail('code_wrong');
  }
  await forgetFailures(db, username);
  const actor = { ...system(row.username), accountId: row.id, reason: 'sign-in' };
  const token = await db.transaction(actor, async (tx) => {
    const opened = await openSession(
      tx,
      row.id,
      { secondFactor: withCode, userAgent: input.userAgent ?? '' },
      now,
    );
    await tx.query(
      'UPDATE app.account SET first_signed_in_at = $2 WHERE id = $1 AND first_signed_in_at IS NULL',
      [row.id, now.toISOString()],
    );
    return opened;
  });
  return { token, account: toAccount(row), enrolNeeded: needed && !withCode };
}
