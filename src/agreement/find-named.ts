/** One question: whom a facility's named figure of a day is made of; for those who may see names and doses. */
import type { Units } from '../areas/units.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { facilityKey, findPlacesOf, isCommune, ownFacility } from '../stock/facilities.ts';

export type NamedDose = Readonly<{
  personId: string;
  name: string;
  birth: PlainDate | null;
  doseNo: number;
  item: string | null;
  lot: string | null;
  entered: string;
}>;

const MOST = 500;

/** In given-name order; the first five hundred. */
export async function findNamed(
  db: Database,
  units: Units,
  { unitId, facility, day }: Readonly<{ unitId: number; facility: string; day: PlainDate }>,
): Promise<NamedDose[]> {
  const unit = units.get(unitId, day);
  const own = facilityKey(ownFacility(unit, isCommune(units, unit, day))) === facilityKey(facility);
  const places = await findPlacesOf(db, [facility]);
  return db.query<NamedDose>(
    `SELECT p.id AS "personId", p.name, p.birth_on AS birth, i.dose_no AS "doseNo", i.vaccine AS item, i.lot, i.entered
     FROM app.injection i JOIN app.person p ON p.id = i.person_id
     WHERE i.given_on = $1::date AND i.validity <> 'inferred' AND (i.place = ANY($2::text[]) OR ($3 AND i.place IS NULL AND i.unit_id = ANY($4::int[])))
     ORDER BY i.vaccine, i.lot, p.sort_key, p.id LIMIT ${MOST}`,
    [day, [...places.keys()], own, units.everWithin(unitId, day)],
  );
}
