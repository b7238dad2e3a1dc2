/** The question "what is there of each lot, and what does not fit", for a facility or everything in a unit, as of a day. */
import type { PlainDate } from '../kernel/plain-date.ts';
import type { DoseGroup } from './compare-with-people.ts';
import type { Movement } from './contract.ts';
import { placesOf } from './facilities.ts';
import { judgeFacility, type StockRowAnswer } from './judge-stock.ts';
import { findLotDoubts } from './lot-doubts.ts';
import { findLots, findMovements, findStatements, type Reader } from './store.ts';

export type StockQuestion = Readonly<{
  unitIds: readonly number[];
  /** Name in the ledger; null for all of the units. */
  facility: string | null;
  date: PlainDate;
}>;

/** Rows by facility and lot; the lot that expires first is the first of its facility. */
export async function findStock(
  db: Reader,
  { unitIds, facility, date }: StockQuestion,
): Promise<StockRowAnswer[]> {
  const movements = await findMovements(db, { unitIds, facility, until: date });
  const statements = await findStatements(db, unitIds, facility, date);
  const lots = await findLots(db);
  const sites = new Map<string, Movement[]>();
  for (const movement of movements) {
    const key = `${movement.unitId}|${movement.facility}`;
    sites.set(key, [...(sites.get(key) ?? []), movement]);
  }
  const doubts = await findLotDoubts(db, { lots: [...new Set(movements.map(({ lot }) => lot))] });
  const doses = await findDoses(db, [...sites.values()], date);
  return [...sites]
    .flatMap(([key, own]) =>
      judgeFacility({
        movements: own,
        statements: statements.filter((one) => `${one.unitId}|${one.facility}` === key),
        lots,
        doses: doses.get(key) ?? [],
        doubts: doubts.filter((one) => `${one.unitId}|${one.facility}` === key && (one.on ?? '') <= date),
      }),
    )
    .sort(
      (a, b) =>
        a.unitId - b.unitId ||
        order(a.facility, b.facility) ||
        order(a.item, b.item) ||
        order(a.expiresOn ?? '9', b.expiresOn ?? '9') ||
        order(a.lot, b.lot),
    );
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Doses of named people by site: those whose list names it, and those of lists of its unit that name no place. */
async function findDoses(
  db: Reader,
  sites: readonly (readonly Movement[])[],
  until: PlainDate,
): Promise<Map<string, DoseGroup[]>> {
  const lots = [...new Set(sites.flatMap((own) => own.map(({ lot }) => lot)))];
  const days = [
    ...new Set(
      sites.flatMap((own) => own.flatMap(({ on, amounts }) => ((amounts.injected ?? 0) > 0 ? [on] : []))),
    ),
  ];
  if (lots.length === 0) return new Map();
  const { rows } = await db.pool.query<
    Omit<DoseGroup, 'placed'> & { place: string | null; unitId: number | null }
  >({
    name: 'stock-named-doses',
    text: `SELECT vaccine, lot, given_on AS "on", place, list_unit_id AS "unitId", count(*)::int AS doses FROM app.stock_named_dose
      WHERE (lot = ANY($1::text[]) OR given_on = ANY($2::date[])) AND (given_on IS NULL OR given_on <= $3::date) GROUP BY 1, 2, 3, 4, 5`,
    values: [lots, days, until],
  });
  const named = sites.map((own) => own[0]!);
  const places = [...new Set(rows.flatMap(({ place }) => place ?? []))];
  const found = new Map<string, DoseGroup[]>();
  const meant = await placesOf(
    db,
    named.map(({ facility }) => facility),
    places,
  );
  for (const { place, unitId, ...group } of rows)
    for (const site of named)
      if (place === null ? unitId === site.unitId : meant.get(place) === site.facility) {
        const key = `${site.unitId}|${site.facility}`;
        const own = found.get(key) ?? [];
        found.set(key, own);
        own.push({ ...group, placed: place !== null });
      }
  return found;
}
