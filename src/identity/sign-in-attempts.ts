/** How often a name was tried in vain, and until when it rests: counted by the name as typed, known or not. */
import { createHash } from 'node:crypto';
import { AppError } from '../kernel/app-error.ts';
import type { Database } from '../platform/database.ts';

const FREE_ATTEMPTS = 5;
const LONGEST_MINUTES = 60;
const FORGET_HOURS = 24;

const hashOf = (username: string): string => createHash('sha256').update(username).digest('hex');

/** Throws `account_locked` while the name rests, whatever password comes with it. */
export async function refuseWhileLocked(db: Database, username: string, now: Date): Promise<void> {
  const rows = await db.query<{ until: Date }>(
    'SELECT locked_until AS until FROM app.sign_in_attempt WHERE name_hash = $1 AND locked_until > $2',
    [hashOf(username), now.toISOString()],
  );
  if (rows[0] !== undefined)
    throw new AppError('account_locked', 'too-many', { until: rows[0].until.toISOString() });
}

/** Counts one failure; from the fifth on the name rests 1, 2, 4 … 60 minutes. A day without one forgets them. */
export async function countFailure(db: Database, username: string, now: Date): Promise<void> {
  const forgotten = new Date(now.getTime() - FORGET_HOURS * 3_600_000).toISOString();
  await db.query('DELETE FROM app.sign_in_attempt WHERE failed_at < $1', [forgotten]);
  // One statement: attempts that come at the same moment are all counted.
  await db.query(
    `INSERT INTO app.sign_in_attempt AS known (name_hash, failures, failed_at) VALUES ($1, 1, $2)
     ON CONFLICT (name_hash) DO UPDATE SET failures = known.failures + 1, failed_at = excluded.failed_at,
       locked_until = CASE WHEN known.failures + 1 >= $3
         THEN excluded.failed_at + least(power(2, least(known.failures + 1 - $3, 10)), $4) * interval '1 minute' END`,
    [hashOf(username), now.toISOString(), FREE_ATTEMPTS, LONGEST_MINUTES],
  );
}

export const forgetFailures = (db: Database, username: string): Promise<unknown> =>
  db.query('DELETE FROM app.sign_in_attempt WHERE name_hash = $1', [hashOf(username)]);

/** Which of these names rest now. */
export async function findLocked(
  db: Database,
  usernames: readonly string[],
  now: Date,
): Promise<ReadonlySet<string>> {
  const hashes = new Map(usernames.map((username) => [hashOf(username), username]));
  const rows = await db.query<{ name_hash: string }>(
    'SELECT name_hash FROM app.sign_in_attempt WHERE name_hash = ANY($1::text[]) AND locked_until > $2',
    [[...hashes.keys()], now.toISOString()],
  );
  return new Set(rows.map(({ name_hash }) => hashes.get(name_hash)!));
}
