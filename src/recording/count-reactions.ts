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
    `SELECT count(*) FILTER (WHERE severity IN ('mild', 'moderate'))::int AS common, count(*) FILTER (WHERE severity = 'severe')::int AS severe
     FROM (SELECT unit_id, facility, onset_at, coalesce(corrected_to, severity) AS severity FROM app.adverse_event) e WHERE unit_id = $1 AND facility = $2
       AND (onset_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date BETWEEN $3::date AND $4::date`,
    [unitId, facility, from, to],
  );
  return row!;
}
