import type { Units } from '../areas/units.ts';
import { containment } from '../identity/guard.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { rulesSchema } from '../schedules/contract.ts';
import type { ListedVersion } from './contract.ts';

type Row = {
  id: string;
  unit_id: number | null;
  number: string;
  issued_on: PlainDate;
  title: string;
  from_on: PlainDate;
  rules: unknown;
  reason: string;
  adopted_by: string;
  adopted_at: Date;
  people: number | null;
  done: number | null;
  changed: number | null;
  finished_at: Date | null;
};

/** The versions that hold for a unit, newest first; all of them for the whole country. */
export async function findVersions(
  db: Database,
  units: Units,
  unitId: number | null,
  on: PlainDate,
): Promise<ListedVersion[]> {
  const within = containment(units);
  const rows = await db.query<Row>(
    `SELECT v.*, r.people, r.done, r.changed, r.finished_at FROM app.schedule_version v
     LEFT JOIN app.schedule_review r ON r.version_id = v.id ORDER BY v.adopted_at DESC, v.id DESC`,
  );
  return rows
    .filter(({ unit_id }) => unit_id === null || unitId === null || within(unitId, unit_id))
    .map((row) => ({
      id: row.id,
      unitName: row.unit_id === null ? null : units.get(row.unit_id, on).fullName,
      number: row.number,
      issuedOn: row.issued_on,
      title: row.title,
      from: row.from_on,
      rules: rulesSchema.parse(row.rules),
      reason: row.reason,
      adoptedBy: row.adopted_by,
      adoptedAt: row.adopted_at.toISOString(),
      review: {
        people: row.people ?? 0,
        done: row.done ?? 0,
        changed: row.changed ?? 0,
        finishedAt: row.finished_at?.toISOString() ?? null,
      },
    }));
}
