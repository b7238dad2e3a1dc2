import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';

/** Reactions that began within days at a facility, as reports tell them: common ones, and severe ones. */
export async function countReactions(
  db: Database,
  {
    unitId,
    facility,
    from,
    to,
  }: Readonly<{ unitId: number; facility: string; from: PlainDate; to: PlainDate }>,
): Promise<Readonly<{ common: number; severe: number }>> {
  const [row] = await db.query<{ common: number; severe: number }>(
    `SELECT count(*) FILTER (WHERE severity <> 'severe')::int AS common, count(*) FILTER (WHERE severity = 'severe')::int AS severe
     FROM app.adverse_event WHERE unit_id = $1 AND facility = $2
       AND (onset_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date BETWEEN $3::date AND $4::date`,
    [unitId, facility, from, to],
  );
  return row!;
}
