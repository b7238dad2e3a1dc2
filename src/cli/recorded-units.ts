import type { Units } from '../areas/units.ts';
import { KNOWN_MAPS } from '../areas/units.ts';
import { recordedWithin } from '../immunizations/recorded-units.ts';
import { AppError } from '../kernel/app-error.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { today } from './context.ts';

/**
 * The units of record under a code. Without a date the code is read on today's map; where nobody is recorded under
 * that unit, on the newest earlier map on which somebody is. Throws `unit_unknown`.
 */
export async function recordedUnits(
  db: Database,
  units: Units,
  code: string | undefined,
  date: PlainDate | null,
): Promise<number[] | null> {
  if (code === undefined) return null;
  const days = date === null ? [today(), ...[...KNOWN_MAPS].reverse()] : [date];
  let known = false;
  for (const day of days) {
    const unit = units.findByCode(code, day);
    if (unit === undefined) continue;
    known = true;
    const ids = await recordedWithin(db, units, unit.id, day);
    if (ids.length > 0) return ids;
  }
  if (!known) throw new AppError('unit_unknown', 'not-found', { unit: code });
  return [];
}
