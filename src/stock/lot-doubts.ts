/** Doses of named people whose lot the stock of their facility contradicts: of another product, or dated before it came. */
import type { PlainDate } from '../kernel/plain-date.ts';
import { swapped } from './compare-with-people.ts';
import { facilityCodes, facilityKey } from './facilities.ts';
import type { Reader } from './store.ts';

export type LotDoubt = Readonly<{
  unitId: number;
  facility: string;
  /** The lot as the stock knows it. */
  item: string;
  lot: string;
  on: PlainDate | null;
  personId: string;
  doseId: string;
  recordIds: readonly string[];
  code: 'lot_wrong_vaccine' | 'dose_before_lot_received';
  params: Readonly<Record<string, string | number>>;
}>;

type Known = {
  unitId: number;
  facility: string;
  item: string;
  lot: string;
  firstReceipt: PlainDate | null;
  days: PlainDate[];
};
type Dose = {
  personId: string;
  id: string;
  recordIds: string[];
  doseNo: number;
  vaccine: string | null;
  lot: string;
  on: PlainDate | null;
  place: string;
};

const STOCK = `SELECT b.unit_id AS "unitId", b.facility, b.item, b.lot,
    (SELECT min(m.on_day) FROM app.stock_movement m WHERE m.unit_id = b.unit_id AND m.facility = b.facility AND m.item = b.item AND m.lot = b.lot
       AND m.kind = 'receipt' AND NOT EXISTS (SELECT 1 FROM app.stock_movement r WHERE r.unit_id = m.unit_id AND r.refers_to = m.id AND r.kind = 'reversal')) AS "firstReceipt",
    ARRAY(SELECT DISTINCT m.on_day::text FROM app.stock_movement m WHERE m.unit_id = b.unit_id AND m.facility = b.facility AND m.item = b.item AND m.lot = b.lot
       AND m.kind IN ('use', 'open')) AS days
  FROM app.stock_balance b WHERE b.lot = ANY($1::text[])`;
const DOSES = `SELECT person_id AS "personId", id, record_ids AS "recordIds", dose_no AS "doseNo", vaccine, lot, given_on AS "on", place
  FROM app.stock_named_dose WHERE place IS NOT NULL AND lot IN (SELECT lot FROM app.stock_balance)
    AND ($1::uuid[] IS NULL OR person_id = ANY($1)) AND ($2::text[] IS NULL OR lot = ANY($2))`;

/** Of which doses: those of people just projected, or those of lots of which stock was just told. */
export type DoubtScope = Readonly<{ people: readonly string[] } | { lots: readonly string[] }>;

/** A row of a list that says it is asked for, for two people taken for one would lend each other their lots. */
export async function findLotDoubts(db: Reader, scope: DoubtScope): Promise<LotDoubt[]> {
  const [people, lots] = 'people' in scope ? [scope.people, null] : [null, scope.lots];
  const { rows: doses } = await db.pool.query<Dose>(DOSES, [people, lots]);
  if (doses.length === 0) return [];
  const { rows: stock } = await db.pool.query<Known>(STOCK, [[...new Set(doses.map(({ lot }) => lot))]]);
  const codes = await facilityCodes(db);
  const byPlace = new Map<string, Known[]>();
  for (const known of stock) {
    const key = `${facilityKey(known.facility)}|${known.lot}`;
    byPlace.set(key, [...(byPlace.get(key) ?? []), known]);
  }
  const doubts = doses.flatMap((dose) =>
    doubtsOf(
      dose,
      byPlace.get(`${facilityKey(codes.get(dose.place.trim()) ?? dose.place)}|${dose.lot}`) ?? [],
    ),
  );
  if (doubts.length === 0) return [];
  const { rows: said } = await db.pool.query<{ id: string; dose: DoseClaim }>(
    `SELECT r.id, d.dose FROM app.source_record r CROSS JOIN LATERAL jsonb_array_elements(r.claim -> 'doses') AS d(dose)
     WHERE r.id = ANY($1::uuid[]) AND d.dose ->> 'lot' = ANY($2::text[])`,
    [doubts.flatMap(({ recordIds }) => recordIds), doubts.map(({ lot }) => lot)],
  );
  return doubts.flatMap(({ vaccine, ...doubt }) => {
    const recordIds = said.flatMap(({ id, dose }) =>
      doubt.recordIds.includes(id) &&
      dose.lot === doubt.lot &&
      dose.vaccine === vaccine &&
      dose.on === doubt.on
        ? [id]
        : [],
    );
    return recordIds.length === 0 ? [] : [{ ...doubt, recordIds }];
  });
}

export type TypedDose = Readonly<{
  number: number | null;
  vaccine: string | null;
  lot: string | null;
  on: PlainDate | null;
}>;

/** The same for doses that are being typed, given at one place: the doubts of each, in their order. */
export async function doubtTypedDoses(
  db: Reader,
  place: string,
  doses: readonly TypedDose[],
): Promise<(readonly Pick<LotDoubt, 'code' | 'params'>[])[]> {
  const lots = [...new Set(doses.flatMap(({ lot }) => lot ?? []))];
  const { rows } = await db.pool.query<Known>(STOCK, [lots]);
  const key = facilityKey((await facilityCodes(db)).get(place.trim()) ?? place);
  const known = rows.filter(({ facility }) => facilityKey(facility) === key);
  return doses.map(({ number, vaccine, lot, on }) =>
    lot === null
      ? []
      : doubtsOf(
          { ...{ personId: '', id: '', recordIds: [] }, doseNo: number ?? 1, vaccine, lot, on, place },
          known.filter((one) => one.lot === lot),
        ),
  );
}

type DoseClaim = { lot: string | null; vaccine: string | null; on: PlainDate | null };

function doubtsOf(dose: Dose, known: readonly Known[]): (LotDoubt & { vaccine: string | null })[] {
  if (known.length === 0) return [];
  const { vaccine, on, lot, doseNo, personId, id: doseId, recordIds } = dose;
  const own = known.find(({ item }) => item === vaccine) ?? known[0]!;
  const base = {
    unitId: own.unitId,
    facility: own.facility,
    item: own.item,
    lot,
    on,
    personId,
    doseId,
    recordIds,
    vaccine,
  };
  const found: (LotDoubt & { vaccine: string | null })[] = [];
  if (vaccine !== null && own.item !== vaccine)
    found.push({
      ...base,
      code: 'lot_wrong_vaccine',
      params: { dose: doseNo, lot, vaccine, product: own.item },
    });
  const turned = on === null ? null : swapped(on);
  // Day and month exchanged is another slip, and has its own repair.
  const exchanged = turned !== null && turned !== on && own.days.includes(turned);
  if (on !== null && own.firstReceipt !== null && on < own.firstReceipt && !exchanged)
    found.push({
      ...base,
      code: 'dose_before_lot_received',
      params: { dose: doseNo, lot, date: on, received: own.firstReceipt },
    });
  return found;
}
