import type { Database } from '../platform/database.ts';
import type { Missing } from './contract.ts';

export type Step = Readonly<{
  accountId: string;
  task: string;
  attempts: number;
  missing: readonly Missing[];
  at: string;
  doneAt: string | null;
}>;
export type Visitor = Readonly<{ accountId: string; username: string; unitId: number; lastAt: string }>;

/** Who of these units came, the latest first, with how far each got. */
export async function findProgress(
  db: Database,
  wanted: Readonly<{ unitIds: readonly number[] } | { accountId: string }>,
): Promise<{ visitors: Visitor[]; steps: Step[] }> {
  const [condition, value] =
    'accountId' in wanted ? ['account_id = $1', wanted.accountId] : ['unit_id = ANY($1)', wanted.unitIds];
  const visitors = await db.query<{ account_id: string; username: string; unit_id: number; last_at: Date }>(
    `SELECT account_id, username, unit_id, last_at FROM app.training_visit WHERE ${condition} ORDER BY last_at DESC`,
    [value],
  );
  const steps = await db.query<{
    account_id: string;
    task: string;
    attempts: number;
    missing: Missing[];
    last_at: Date;
    done_at: Date | null;
  }>(
    `SELECT account_id, task, attempts, missing, last_at, done_at FROM app.training_step WHERE ${condition} ORDER BY last_at`,
    [value],
  );
  return {
    visitors: visitors.map((row) => ({
      accountId: row.account_id,
      username: row.username,
      unitId: row.unit_id,
      lastAt: row.last_at.toISOString(),
    })),
    steps: steps.map((row) => ({
      accountId: row.account_id,
      task: row.task,
      attempts: row.attempts,
      missing: row.missing,
      at: row.last_at.toISOString(),
      doneAt: row.done_at?.toISOString() ?? null,
    })),
  };
}
