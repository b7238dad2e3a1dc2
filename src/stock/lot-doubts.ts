/** Doses of named people whose lot the stock of their facility contradicts: of another product, or dated before it came. */
import type { PlainDate } from '../kernel/plain-date.ts';
import { swapped } from './compare-with-people.ts';
import type { Holding, LotDoubt } from './contract.ts';
import { facilityCodes, facilityKey } from './facilities.ts';
import type { Reader } from './store.ts';

/** What the stock knows of a lot at a facility. */
export type KnownLot = Holding & Readonly<{ firstReceipt: PlainDate | null; days: readonly PlainDate[] }>;
/** Doses alike in all that the stock can contradict. */
export type ToldLot = Readonly<{ vaccine: string | null; lot: string; on: PlainDate | null; place: string }>;
type Dose = ToldLot &
  Readonly<{ personId: string; id: string; recordIds: readonly string[]; doseNo: number }>;

const TOLD = `SELECT DISTINCT vaccine, lot, given_on AS "on", place FROM app.stock_named_dose WHERE place IS NOT NULL
    AND lot IN (SELECT lot FROM app.stock_balance) AND ($1::uuid[] IS NULL OR person_id = ANY($1)) AND ($2::text[] IS NULL OR lot = ANY($2))`;
const alike = (
  day: string,
): string => `SELECT d.person_id AS "personId", d.id, d.record_ids AS "recordIds", d.dose_no AS "doseNo", d.vaccine, d.lot, d.given_on AS "on", d.place
  FROM unnest($1::text[], $2::text[], $3::date[], $4::text[]) AS x(vaccine, lot, given_on, place)
  JOIN app.stock_named_dose d ON d.place = x.place AND ${day} AND d.lot || '' = x.lot AND coalesce(d.vaccine, '') = coalesce(x.vaccine, '')
  WHERE $5::uuid[] IS NULL OR d.person_id = ANY($5)`;
// By the index of places and days, not of lots: on a day one place gives few of a lot's doses. Those without a day stand apart,
// for a condition of both finds no index.
const DOSES = `${alike('d.given_on = x.given_on')} UNION ALL ${alike('d.given_on IS NULL AND x.given_on IS NULL')} ORDER BY id`;
const HOLDINGS =
  'SELECT unit_id AS "unitId", facility, item, lot FROM app.stock_balance WHERE lot = ANY($1::text[])';
const KNOWN = `SELECT b.unit_id AS "unitId", b.facility, b.item, b.lot,
    (SELECT min(m.on_day) FROM app.stock_movement m WHERE m.unit_id = b.unit_id AND m.facility = b.facility AND m.item = b.item AND m.lot = b.lot
       AND m.kind = 'receipt' AND NOT EXISTS (SELECT 1 FROM app.stock_movement r WHERE r.unit_id = m.unit_id AND r.refers_to = m.id AND r.kind = 'reversal')) AS "firstReceipt",
    ARRAY(SELECT DISTINCT m.on_day::text FROM app.stock_movement m WHERE m.unit_id = b.unit_id AND m.facility = b.facility AND m.item = b.item AND m.lot = b.lot
       AND m.kind IN ('use', 'open')) AS days
  FROM unnest($1::int[], $2::text[], $3::text[], $4::text[]) AS b(unit_id, facility, item, lot)`;

/** Of which doses: those of people just projected, or those of lots of which stock was just told. */
export type DoubtScope = Readonly<{ people: readonly string[] } | { lots: readonly string[] }>;

/** A row of a list that says it is asked for, for two people taken for one would lend each other their lots. */
export async function findLotDoubts(db: Reader, scope: DoubtScope): Promise<LotDoubt[]> {
  const [people, lots] = 'people' in scope ? [scope.people, null] : [null, scope.lots];
  const { rows: told } = await db.pool.query<ToldLot>(TOLD, [people, lots]);
  if (told.length === 0) return [];
  const codes = await facilityCodes(db);
  const keys = new Map(
    [...new Set(told.map(({ place }) => place))].map((place) => [
      place,
      facilityKey(codes.get(place.trim()) ?? place),
    ]),
  );
  const keyOf = ({ place, lot }: ToldLot): string => `${keys.get(place)}|${lot}`;
  const known = await findKnown(db, [...new Set(told.map(({ lot }) => lot))], new Set(told.map(keyOf)));
  return doubtsAmong(db, told, (one) => known.get(keyOf(one)) ?? [], people);
}

/** Lots by the key of their facility and their number, those in `wanted`. */
async function findKnown(
  db: Reader,
  lots: readonly string[],
  wanted: ReadonlySet<string>,
): Promise<Map<string, KnownLot[]>> {
  const keyOf = ({ facility, lot }: Holding): string => `${facilityKey(facility)}|${lot}`;
  const { rows } = await db.pool.query<Holding>(HOLDINGS, [lots]);
  const held = rows.filter((one) => wanted.has(keyOf(one)));
  const { rows: known } = await db.pool.query<KnownLot>(KNOWN, [
    held.map(({ unitId }) => unitId),
    held.map(({ facility }) => facility),
    held.map(({ item }) => item),
    held.map(({ lot }) => lot),
  ]);
  return Map.groupBy(known, keyOf);
}

/**
 * The doses that the stock contradicts, of those told: few, so only they are looked up one by one. `knownOf`: what the
 * stock knows of the lot where it was told of.
 */
export async function doubtsAmong(
  db: Reader,
  told: readonly ToldLot[],
  knownOf: (one: ToldLot) => readonly KnownLot[],
  people: readonly string[] | null = null,
): Promise<LotDoubt[]> {
  const doubted = told.filter((one) => contradictions(one, knownOf(one)).length > 0);
  if (doubted.length === 0) return [];
  const { rows: doses } = await db.pool.query<Dose>(DOSES, [
    doubted.map(({ vaccine }) => vaccine),
    doubted.map(({ lot }) => lot),
    doubted.map(({ on }) => on),
    doubted.map(({ place }) => place),
    people,
  ]);
  const { rows: said } = await db.pool.query<DoseClaim & { id: string; listUnitId: number }>(
    `SELECT r.id, r.unit_id AS "listUnitId", d.dose ->> 'lot' AS lot, d.dose ->> 'vaccine' AS vaccine, d.dose ->> 'on' AS "on"
     FROM app.person_link l JOIN app.source_record r ON r.person_id = l.filed_under AND r.id = l.record_id
     CROSS JOIN LATERAL jsonb_array_elements(r.claim -> 'doses') AS d(dose)
     WHERE l.record_id = ANY($1::uuid[]) AND l.superseded_at IS NULL`,
    [[...new Set(doses.flatMap(({ recordIds }) => recordIds))]],
  );
  const claims = Map.groupBy(said, ({ id }) => id);
  return doses.flatMap((dose) => {
    const own = dose.recordIds.flatMap((id) =>
      (claims.get(id) ?? []).filter(
        ({ lot, vaccine, on }) => lot === dose.lot && vaccine === dose.vaccine && on === dose.on,
      ),
    );
    if (own.length === 0) return [];
    const { personId, id: doseId, lot, on } = dose;
    const recordIds = [...new Set(own.map(({ id }) => id))];
    const listUnitId = own[0]!.listUnitId;
    return contradictions(dose, knownOf(dose)).map(
      ({ at: { unitId, facility, item }, code, params }): LotDoubt => ({
        ...{ unitId, facility, item, lot, on, personId, doseId, recordIds, listUnitId, code },
        params: { dose: dose.doseNo, ...params },
      }),
    );
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
  const key = facilityKey((await facilityCodes(db)).get(place.trim()) ?? place);
  const known = await findKnown(db, lots, new Set(lots.map((lot) => `${key}|${lot}`)));
  return doses.map(({ number, vaccine, lot, on }) =>
    lot === null
      ? []
      : contradictions({ vaccine, lot, on, place }, known.get(`${key}|${lot}`) ?? []).map(
          ({ code, params }) => ({ code, params: { dose: number ?? 1, ...params } }),
        ),
  );
}

type DoseClaim = { lot: string | null; vaccine: string | null; on: PlainDate | null };

/** In what the stock of a place contradicts doses there: the product of their lot, or that it had come by then. */
function contradictions(
  { vaccine, on, lot }: ToldLot,
  known: readonly KnownLot[],
): (Pick<LotDoubt, 'code' | 'params'> & { at: KnownLot })[] {
  const at = known.find(({ item }) => item === vaccine) ?? known[0];
  if (at === undefined) return [];
  const found: ReturnType<typeof contradictions> = [];
  if (vaccine !== null && at.item !== vaccine)
    found.push({ at, code: 'lot_wrong_vaccine', params: { lot, vaccine, product: at.item } });
  const turned = on === null ? null : swapped(on);
  // Day and month exchanged is another slip, and has its own repair.
  const exchanged = turned !== null && turned !== on && at.days.includes(turned);
  if (on !== null && at.firstReceipt !== null && on < at.firstReceipt && !exchanged)
    found.push({
      at,
      code: 'dose_before_lot_received',
      params: { lot, date: on, received: at.firstReceipt },
    });
  return found;
}
