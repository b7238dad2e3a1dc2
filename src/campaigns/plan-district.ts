/** What a district plans from: who is due in each commune, for which dose, and how many places stand already. */
import type { Units, UnitVersion } from '../areas/units.ts';
import { placeOf } from '../due/due-counts.ts';
import { keptDue } from '../due/keep-counts.ts';
import { findFacilities, type Reader } from '../duties/directive-store.ts';
import { addDays, type PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import type { DoseKind } from '../schedules/rules.ts';
import { facilitiesOf, facilityKey, isCommune, ownFacility } from '../stock/facilities.ts';
import type { CampaignTarget, Site, VaccinationSession } from './contract.ts';
import { EVERYBODY, isTarget } from './find-candidates.ts';
import { type Need, needsAfter } from './propose-sessions.ts';
import { stands } from './rules.ts';
import { findSessions } from './session-store.ts';

export type CommuneNeed = Readonly<{
  unit: string;
  unitName: string;
  people: number;
  overdue: number;
  doses: readonly Readonly<{ kind: DoseKind; doseNo: number; people: number }>[];
  /** Of them, for whom no session stands yet. */
  unplaced: number;
  hamlets: readonly Readonly<{ hamlet: string | null; unplaced: number }>[];
}>;

/** Places that sessions give to people of the needs; a cancelled session gives none. */
const placesOf = (units: Units, sessions: readonly VaccinationSession[]) =>
  sessions.filter(stands).map(({ serves, hamlet, capacity, walkIns, on }) => ({
    serves: serves.map((id) => units.get(id, on).code),
    hamlet,
    places: capacity - walkIns,
  }));

/** The needs of a unit's communes on a day, and what of them the sessions from then on leave over. */
export async function findNeeds(
  db: Database,
  units: Units,
  code: string,
  on: PlainDate,
  target: CampaignTarget = EVERYBODY,
): Promise<{ unit: UnitVersion; communes: CommuneNeed[]; needs: readonly Need[] }> {
  const { unit, day, recorded } = await placeOf(db, units, code, on);
  const [cells, sessions] = await Promise.all([
    keptDue(db, recorded, on),
    findSessions(db, { unitIds: null, from: on, to: addDays(on, 366) }),
  ]);
  const due = cells.flatMap((cell) => {
    if ((cell.state !== 'due' && cell.state !== 'overdue') || !isTarget(cell, target)) return [];
    const placed = units.mapTo(cell.unitId, day);
    return 'unitId' in placed ? [{ ...cell, unit: units.get(placed.unitId, day).code }] : [];
  });
  const sums = new Map<string, Need & { people: number }>();
  for (const { unit: commune, hamlet = null, people } of due) {
    const key = `${commune} ${hamlet}`;
    const sum = sums.get(key);
    if (sum === undefined) sums.set(key, { unit: commune, hamlet, people });
    else sum.people += people;
  }
  const needs = needsAfter([...sums.values()], placesOf(units, sessions));
  const byCommune = Map.groupBy(due, (cell) => cell.unit);
  const communes = units.communesUnder(unit.id, day).map((commune) => {
    const own = byCommune.get(commune.code) ?? [];
    const hamlets = needs.filter((need) => need.unit === commune.code);
    return {
      unit: commune.code,
      unitName: commune.fullName,
      people: sum(own),
      overdue: sum(own.filter(({ state }) => state === 'overdue')),
      doses: [...Map.groupBy(own, ({ kind, doseNo }) => `${doseNo} ${kind}`)]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([, cellsOfDose]) => ({
          kind: cellsOfDose[0]!.kind!,
          doseNo: cellsOfDose[0]!.doseNo!,
          people: sum(cellsOfDose),
        })),
      unplaced: sum(hamlets),
      hamlets: hamlets
        .map(({ hamlet, people }) => ({ hamlet, unplaced: people }))
        .sort((a, b) => (a.hamlet ?? '').localeCompare(b.hamlet ?? '', 'vi', { numeric: true })),
    };
  });
  return { unit, communes, needs };
}

/** Tells whether a facility is open on a day, by what was stated of it; one of which nothing was stated is. */
export async function openFacilities(
  db: Reader,
): Promise<(site: { unitId: number; facility: string }, on: PlainDate) => boolean> {
  const stated = new Map(
    (await findFacilities(db)).map((one) => [`${one.unitId} ${facilityKey(one.name)}`, one] as const),
  );
  return ({ unitId, facility }, on) => {
    const days = stated.get(`${unitId} ${facilityKey(facility)}`);
    return days === undefined || (days.openedOn <= on && (days.closedOn === null || on < days.closedOn));
  };
}

const sum = (parts: readonly { people: number }[]): number =>
  parts.reduce((total, { people }) => total + people, 0);

/** Facilities of a unit's communes, and of the unit itself, with the days on which they open and close. */
export async function findSites(
  db: Database,
  units: Units,
  unit: UnitVersion,
  on: PlainDate,
): Promise<Site[]> {
  const within = [unit, ...units.communesUnder(unit.id, on)].filter(
    (one, i, all) => all.findIndex(({ id }) => id === one.id) === i,
  );
  const [named, stated] = await Promise.all([
    facilitiesOf(
      db,
      within.map(({ id }) => id),
    ),
    findFacilities(db),
  ]);
  return within.flatMap((one) => {
    const own = isCommune(units, one, on) ? [ownFacility(one, true)] : [];
    const names = [...own, ...named.filter(({ unitId }) => unitId === one.id).map(({ name }) => name)];
    const distinct = [...new Map(names.map((name) => [facilityKey(name), name])).values()];
    return distinct.map((facility): Site => {
      const days = stated.find(
        ({ unitId, name }) => unitId === one.id && facilityKey(name) === facilityKey(facility),
      );
      return {
        unit: one.code,
        unitName: one.fullName,
        facility,
        openedOn: days?.openedOn ?? null,
        closedOn: days?.closedOn ?? null,
      };
    });
  });
}
