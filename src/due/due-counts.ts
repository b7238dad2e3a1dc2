import type { Units, UnitVersion } from '../areas/units.ts';
import { recordedWithin } from '../immunizations/recorded-units.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import type { DueCell } from './count-due.ts';
import { type DueFigures, describeDue } from './describe-due.ts';
import { keptDue } from './keep-counts.ts';

export type DueQuestion = {
  /** Code, read on the map date. */
  unit: string;
  on: PlainDate;
  /** The day when null. */
  mapDate?: PlainDate;
  /** Whether a commune is told by its hamlets: where somebody lives is not for everybody who sees figures. */
  hamlets?: boolean;
};

/** The figures of a unit on a day: whoever it holds by how they stand, and of what it is made. Throws `unit_unknown`. */
export async function dueCounts(
  db: Database,
  units: Units,
  { unit: code, on, mapDate = on, hamlets = true }: Readonly<DueQuestion>,
): Promise<DueFigures & { countedAt: string }> {
  const { unit, day, recorded } = await placeOf(db, units, code, mapDate);
  const byHamlet = hamlets && units.children(unit.id, day).length === 0;
  const countedAt = new Date().toISOString();
  const cells = await keptDue(db, recorded, on);
  return { ...describeDue(units, unit, day, byHamlet ? cells : cells.map(withoutHamlet)), countedAt };
}

const withoutHamlet = ({ hamlet: _, ...cell }: DueCell): DueCell => cell;

/** The unit of a code, the map on which it stands, and the units of record whose people are within it. */
export async function placeOf(
  db: Database,
  units: Units,
  code: string,
  mapDate: PlainDate,
): Promise<{ unit: UnitVersion; day: PlainDate; recorded: number[] }> {
  const unit = units.byCodeOrEarlier(code, mapDate);
  const day = units.find(unit.id, mapDate) === undefined ? unit.from : mapDate;
  return { unit, day, recorded: await recordedWithin(db, units, unit.id, day) };
}
