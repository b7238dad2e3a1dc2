import type { Database } from '../platform/database.ts';
import type { Missing } from './contract.ts';

/** The last look at a task of somebody: what was missing, and since when it is done. */
export type Step = Readonly<{
  accountId: string;
  task: string;
  attempts: number;
  missing: readonly Missing[];
  at: string;
  doneAt: string | null;
}>;
export type Visitor = Readonly<{ accountId: string; username: string; unitId: number }>;

/** Everybody who came to the training space, for each of his units. */
export async function findVisitors(db: Database): Promise<Visitor[]> {
  const rows = await db.query<{ account_id: string; username: string; unit_id: number }>(
    'SELECT account_id, username, unit_id FROM app.training_visit ORDER BY last_at DESC',
  );
  return rows.map((row) => ({ accountId: row.account_id, username: row.username, unitId: row.unit_id }));
}

/** How far these accounts got, the longest without a check first. */
export async function findSteps(db: Database, accountIds: readonly string[]): Promise<Step[]> {
  const rows = await db.query<{
    account_id: string;
    task: string;
    attempts: number;
    missing: Missing[];
    last_at: Date;
    done_at: Date | null;
  }>(
    `SELECT account_id, task, attempts, missing, last_at, done_at FROM app.training_step
     WHERE account_id = ANY($1::uuid[]) ORDER BY last_at, task`,
    [accountIds],
  );
  return rows.map((row) => ({
    accountId: row.account_id,
    task: row.task,
    attempts: row.attempts,
    missing: row.missing,
    at: row.last_at.toISOString(),
    doneAt: row.done_at?.toISOString() ?? null,
  }));
}
