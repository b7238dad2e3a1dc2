/** The second factor: time-based codes (RFC 6238, 30 s, SHA-1, 6 digits: what every phone's app knows). */
import * as OTPAuth from 'otpauth';
import { AppError } from '../kernel/app-error.ts';
import type { Database } from '../platform/database.ts';
import { type Session, system } from './accounts.ts';

const ISSUER = 'Sổ Tiêm';
const STEP_MS = 30_000;

/** A fresh secret to show once; it holds after `confirmSecondFactor`. */
export function proposeSecondFactor(username: string): { secret: string; uri: string } {
  const secret = new OTPAuth.Secret({ size: 20 });
  return {
    secret: secret.base32,
    uri: new OTPAuth.TOTP({ issuer: ISSUER, label: username, secret }).toString(),
  };
}

/** The time step a code belongs to, one step of clock drift allowed; null when it fits none. */
function stepOf(secret: string, code: string, now: Date): number | null {
  const delta = new OTPAuth.TOTP({ issuer: ISSUER, secret: OTPAuth.Secret.fromBase32(secret) }).validate({
    token: code.replace(/\s/g, ''),
    window: 1,
    timestamp: now.getTime(),
  });
  return delta === null ? null : Math.floor(now.getTime() / STEP_MS) + delta;
}

/** Takes a code of the account's secret once; false when it is wrong or was taken before, also at the same moment elsewhere. */
export async function takeCode(
  db: Database,
  account: Readonly<{ id: string; username: string }>,
  secret: string,
  code: string,
  now: Date,
): Promise<boolean> {
  const step = stepOf(secret, code, now);
  if (step === null) return false;
  return db.transaction(
    { ...system(account.username), accountId: account.id, reason: 'second factor' },
    async (tx) => {
      const { rowCount } = await tx.query(
        'UPDATE app.account SET totp_step = $2 WHERE id = $1 AND (totp_step IS NULL OR totp_step < $2)',
        [account.id, step],
      );
      return rowCount === 1;
    },
  );
}

/**
 * Turns the second factor on. Throws `code_wrong` when the code does not fit the secret, `second_factor_set` when there
 * is one already: who holds a session alone must not exchange it for his own.
 */
export async function confirmSecondFactor(
  db: Database,
  session: Session,
  secret: string,
  code: string,
  now: Date,
): Promise<void> {
  const step = stepOf(secret, code, now);
  if (step === null) throw new AppError('code_wrong', 'invalid');
  await db.transaction(
    { ...system(session.account.username), accountId: session.account.id, reason: 'second factor' },
    async (tx) => {
      const { rowCount } = await tx.query(
        'UPDATE app.account SET totp_secret = $2, totp_step = $3 WHERE id = $1 AND totp_secret IS NULL',
        [session.account.id, secret, step],
      );
      if (rowCount === 0) throw new AppError('second_factor_set', 'conflict');
      await tx.query('UPDATE app.session SET second_factor = true WHERE token_hash = $1', [
        session.tokenHash,
      ]);
    },
  );
}
