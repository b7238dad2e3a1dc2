import type { Actor } from '../kernel/actor.ts';
import type { Database } from '../platform/database.ts';

/** Writes that somebody read a person's details, revealed a number or took figures out. */
export async function recordRead(
  db: Database,
  actor: Actor,
  action: 'view' | 'reveal' | 'export' | 'search',
  subject: string,
  subjectId: string,
  detail: object = {},
): Promise<void> {
  await db.query(
    `INSERT INTO app.audit_event (subject_id, at, subject, action, rows, actor, account_id, on_behalf_of, request_id, reason, detail, unit_id)
     VALUES ($1, clock_timestamp(), $2, $3, 1, $4, $5, $6, $7, $8, $9, $10)`,
    [
      subjectId,
      subject,
      action,
      actor.name,
      actor.accountId,
      actor.onBehalfOf,
      actor.requestId,
      actor.reason,
      JSON.stringify(detail),
      actor.unitId ?? null,
    ],
  );
}
