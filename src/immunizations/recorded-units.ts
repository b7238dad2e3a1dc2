import type { Units } from '../areas/units.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';

const RECORDED =
  'SELECT unit_id FROM app.count_unit UNION SELECT unit_id FROM app.count_delta UNION SELECT unit_id FROM app.list_edition';

/** Units of record (of any map) whose people stand within the unit on the map of the date, unassigned ones included. */
export async function recordedWithin(
  db: Database,
  units: Units,
  unitId: number,
  mapDate: PlainDate,
): Promise<number[]> {
  const { rows } = await db.pool.query<{ unit_id: number }>({ name: 'recorded-units', text: RECORDED });
  const within = new Set(units.everWithin(unitId, mapDate));
  return rows.flatMap(({ unit_id }) => (within.has(unit_id) ? [unit_id] : []));
}
