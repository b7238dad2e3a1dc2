/** Severe events after doses: an alarm until the written report is made, which is due within 24 hours. */
import type { FastifyRequest } from 'fastify';
import type { Guard } from '../identity/guard.ts';
import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import type { Database } from '../platform/database.ts';
import type { AlarmList } from './contract.ts';

type Row = Omit<AlarmList['alarms'][number], 'onsetAt' | 'recordedAt' | 'reportDueAt'> & {
  onsetAt: Date;
  recordedAt: Date;
  reportDueAt: Date;
};

/** Those of the units that wait for their report, the first due first; at most `limit`. */
export async function findAlarms(
  db: Database,
  unitIds: readonly number[],
  facilities: readonly string[] | null,
  limit: number,
): Promise<AlarmList> {
  const rows = await db.query<Row & { total: number }>(
    `SELECT a.id, a.person_id AS "personId", coalesce(p.name, '') AS "personName", a.facility, a.type, a.outcome, a.onset_at AS "onsetAt",
       a.recorded_at AS "recordedAt", a.report_due_at AS "reportDueAt", (count(*) OVER ())::int AS total
     FROM app.adverse_event a LEFT JOIN app.person p ON p.id = a.person_id
     WHERE a.unit_id = ANY($1::int[]) AND a.report_due_at IS NOT NULL AND a.reported_at IS NULL AND ($2::text[] IS NULL OR a.facility = ANY($2::text[]))
     ORDER BY a.report_due_at, a.id LIMIT $3`,
    [unitIds, facilities, limit],
  );
  return {
    total: rows[0]?.total ?? 0,
    alarms: rows.map(({ total: _, ...row }) => ({
      ...row,
      onsetAt: row.onsetAt.toISOString(),
      recordedAt: row.recordedAt.toISOString(),
      reportDueAt: row.reportDueAt.toISOString(),
    })),
  };
}

/** Where the alarm rang. Throws `alarm_unknown` when none of this id waits. */
export async function getAlarmPlace(
  db: Database,
  personId: string,
  id: string,
): Promise<{ unitId: number; facility: string }> {
  const [row] = await db.query<{ unitId: number; facility: string }>(
    `SELECT unit_id AS "unitId", facility FROM app.adverse_event WHERE person_id = $1 AND id = $2 AND report_due_at IS NOT NULL AND reported_at IS NULL`,
    [personId, id],
  );
  if (row === undefined) throw new AppError('alarm_unknown', 'not-found', { id });
  return row;
}

/** The written report was made: the alarm ends. */
export const endAlarm = (
  db: Database,
  actor: Actor,
  personId: string,
  id: string,
  now: Date,
): Promise<unknown> =>
  db.transaction(actor, (tx) =>
    tx.query(
      'UPDATE app.adverse_event SET reported_by = $3, reported_at = $4 WHERE person_id = $1 AND id = $2 AND reported_at IS NULL',
      [personId, id, actor.name, now.toISOString()],
    ),
  );

const ASK_EVERY_MS = 900;

/** How many alarms ring for an asker: whoever may record doses there hears them. Asked of the database once for all who listen. */
export function alarmClock(db: Database, guard: Guard): (request: FastifyRequest) => Promise<number> {
  let asked = { at: 0, places: Promise.resolve<{ unitId: number; facility: string }[]>([]) };
  return async (request) => {
    if (Date.now() - asked.at >= ASK_EVERY_MS)
      asked = {
        at: Date.now(),
        // Few: a severe event is rare, and its report ends the alarm.
        places: db.query(
          'SELECT unit_id AS "unitId", facility FROM app.adverse_event WHERE report_due_at IS NOT NULL AND reported_at IS NULL',
        ),
      };
    return (await asked.places).filter(({ unitId, facility }) => {
      if (!guard.allows(request, 'dose.record', unitId)) return false;
      return guard.facilities(request, 'dose.record', unitId)?.includes(facility) ?? true;
    }).length;
  };
}
