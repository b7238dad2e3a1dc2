import type { Actor } from '../kernel/actor.ts';
import type { Database } from '../platform/database.ts';
import type { Missing } from './contract.ts';

/** Notes that somebody came to the training space, for each of his units. */
export const recordVisit = (
  db: Database,
  actor: Actor & Readonly<{ accountId: string }>,
  unitIds: readonly number[],
): Promise<unknown> =>
  db.transaction(actor, (tx) =>
    tx.query(
      `INSERT INTO app.training_visit (account_id, unit_id, username, first_at, last_at)
       SELECT $1, unit_id, $3, $4, $4 FROM unnest($2::int[]) AS u(unit_id)
       ON CONFLICT (account_id, unit_id) DO UPDATE SET last_at = EXCLUDED.last_at`,
      [actor.accountId, [...new Set(unitIds)], actor.name, new Date().toISOString()],
    ),
  );

/** Notes what a look at a task found. What was done once stays done: practice may be thrown away, having learned is not. */
export const recordStep = (
  db: Database,
  actor: Actor & Readonly<{ accountId: string }>,
  { task, unitId, missing }: Readonly<{ task: string; unitId: number; missing: readonly Missing[] }>,
): Promise<unknown> =>
  db.transaction(actor, (tx) =>
    tx.query(
      `INSERT INTO app.training_step (account_id, task, unit_id, attempts, missing, first_at, last_at, done_at)
       VALUES ($1, $2, $3, 1, $4, $5, $5, $6)
       ON CONFLICT (account_id, task) DO UPDATE SET attempts = app.training_step.attempts + 1,
         missing = EXCLUDED.missing, last_at = EXCLUDED.last_at,
         done_at = coalesce(app.training_step.done_at, EXCLUDED.done_at)`,
      [
        actor.accountId,
        task,
        unitId,
        JSON.stringify(missing),
        new Date().toISOString(),
        missing.length === 0 ? new Date().toISOString() : null,
      ],
    ),
  );
