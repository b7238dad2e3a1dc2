/** Who is late, since when, with what; whom to call, and what was done: aggregates and focal persons, no person of a list. */
import type { Units, UnitVersion } from '../areas/units.ts';
import type { Duty } from '../duties/contract.ts';
import { findDuties } from '../duties/find-duties.ts';
import { addDays, type PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { findEntries, placeKey, standOf } from './chase-store.ts';
import { findFocals } from './contact-store.ts';
import type { ChaseRow, Focal } from './contract.ts';
import { loadRules } from './rule-store.ts';

/** Units on the map of a day from one downward, itself first. */
export function unitsWithin(units: Units, id: number, on: PlainDate): UnitVersion[] {
  const unit = units.find(id, on);
  return unit === undefined
    ? []
    : [unit, ...units.children(id, on).flatMap((child) => unitsWithin(units, child.id, on))];
}

/** Overdue duties of a unit and all within it; a duty that is made of those below is chased there. */
export async function findOverdue(
  db: Database,
  units: Units,
  within: number,
  day: PlainDate,
  now: Date,
): Promise<Duty[]> {
  const { lookBackDays } = (await loadRules(db, units, day))(within);
  const duties = await findDuties(db, units, {
    scope: { within },
    from: addDays(day, -lookBackDays),
    to: day,
    now,
  });
  return duties.filter(({ overdue, item }) => overdue && item.form !== 'below');
}

/** Focal persons by unit or facility. */
export async function focalsBy(
  db: Database,
  unitIds: readonly number[],
): Promise<ReadonlyMap<string, Focal>> {
  const focals = await findFocals(db, unitIds);
  return new Map(
    focals.map(({ unitId, facility, name, phone, hours }) => [
      placeKey(unitId, facility),
      { name, phone, hours },
    ]),
  );
}

export async function findChaseList(
  db: Database,
  units: Units,
  within: number,
  day: PlainDate,
  now: Date,
): Promise<ChaseRow[]> {
  const all = unitsWithin(units, within, day);
  const ids = all.map(({ id }) => id);
  const [overdue, focals, entries] = await Promise.all([
    findOverdue(db, units, within, day, now),
    focalsBy(db, ids),
    findEntries(db, ids),
  ]);
  const { last, support } = standOf(entries);
  const byPlace = Map.groupBy(overdue, ({ unitId, facility }) => placeKey(unitId, facility));
  // Who waits for support stays in sight, also when nothing of his is late any more.
  for (const key of support.keys()) if (!byPlace.has(key)) byPlace.set(key, []);
  return [...byPlace].flatMap(([key, duties]): ChaseRow[] => {
    const unitId = duties[0]?.unitId ?? support.get(key)!.unitId;
    const facility = duties[0]?.facility ?? support.get(key)?.facility ?? null;
    const unit = units.find(unitId, day) ?? units.get(unitId, duties[0]?.day ?? day);
    const parent = units.ancestors(unitId, day)[1];
    return [
      {
        unit: unit.code,
        unitName: unit.fullName,
        parent: parent?.code ?? null,
        parentName: parent?.fullName ?? null,
        level:
          unit.level === 1 ? 'province' : units.children(unitId, day).length === 0 ? 'commune' : 'district',
        facility,
        duties: duties.map((duty) => ({
          key: duty.key,
          number: duty.item.number,
          title: duty.item.title,
          dueAt: duty.dueAt,
          state: duty.state === 'returned' ? 'returned' : 'late',
        })),
        since: duties[0]?.dueAt ?? null,
        focal: focals.get(key) ?? focals.get(placeKey(unitId, null)) ?? null,
        last: last.get(key) ?? null,
        support: support.has(key),
      },
    ];
  });
}
