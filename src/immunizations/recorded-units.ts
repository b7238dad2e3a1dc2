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
  return rows.flatMap(({ unit_id }) => {
    const placed = units.mapTo(unit_id, mapDate);
    const anchor = 'unitId' in placed ? placed.unitId : placed.unassignedWithin;
    return anchor !== 0 && units.isWithin(anchor, unitId, mapDate) ? [unit_id] : [];
  });
}
