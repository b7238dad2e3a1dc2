/** The question "what is there of each lot, and what does not fit", for a facility or everything in a unit, as of a day. */
import type { PlainDate } from '../kernel/plain-date.ts';
import type { DoseGroup } from './compare-with-people.ts';
import type { LotDoubt, Movement, StockRowAnswer } from './contract.ts';
import { findPlacesOf } from './facilities.ts';
import { judgeFacility, standing } from './judge-stock.ts';
import { doubtsAmong, type KnownLot, type ToldLot } from './lot-doubts.ts';
import { findLots, findMovements, findStatements, type Reader } from './store.ts';
import { tellDifferences } from './transfers/rules.ts';
import { findReceivedOtherwise } from './transfers/transfer.ts';

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
  const sites = Map.groupBy(movements, siteOf);
  const stated = Map.groupBy(statements, siteOf);
  const doses = await findDoses(db, sites, date);
  const transfers = Map.groupBy(
    (await findReceivedOtherwise(db, unitIds, date)).flatMap(tellDifferences),
    siteOf,
  );
  const doubts = Map.groupBy(await findDoubts(db, sites, doses), siteOf);
  return [...sites]
    .flatMap(([key, own]) =>
      judgeFacility({
        movements: own,
        statements: stated.get(key) ?? [],
        lots,
        doses: doses.get(key) ?? [],
        doubts: doubts.get(key) ?? [],
        transfers: transfers.get(key) ?? [],
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

const siteOf = ({ unitId, facility }: Readonly<{ unitId: number; facility: string }>): string =>
  `${unitId}|${facility}`;

type Sites = ReadonlyMap<string, readonly Movement[]>;
type Named = Omit<DoseGroup, 'placed'> & Readonly<{ place: string | null }>;

/** Doses of named people by site: those whose list names it, and those of lists of its unit that name no place. */
async function findDoses(
  db: Reader,
  sites: Sites,
  until: PlainDate,
): Promise<Map<string, (DoseGroup & Named)[]>> {
  const found = new Map([...sites.keys()].map((key): [string, (DoseGroup & Named)[]] => [key, []]));
  if (sites.size === 0) return found;
  const named = [...sites.values()].map((own) => own[0]!);
  const movements = [...sites.values()].flat();
  const meant = await findPlacesOf(
    db,
    named.map(({ facility }) => facility),
  );
  const scope = [
    [...new Set(movements.map(({ lot }) => lot))],
    [...new Set(movements.flatMap(({ on, amounts }) => ((amounts.injected ?? 0) > 0 ? [on] : [])))],
    until,
  ];
  const { rows: placed } = await db.pool.query<Named>(
    `${NAMED} AND place = ANY($4::text[]) GROUP BY 1, 2, 3, 4`,
    [...scope, [...meant.keys()]],
  );
  const { rows: unplaced } = await db.pool.query<Named & { unitId: number }>(UNPLACED, [
    ...scope,
    [...new Set(named.map(({ unitId }) => unitId))],
  ]);
  const byName = Map.groupBy(named, ({ facility }) => facility);
  for (const group of placed)
    for (const site of byName.get(meant.get(group.place!)!) ?? [])
      found.get(siteOf(site))!.push({ ...group, placed: true });
  const byUnit = Map.groupBy(named, ({ unitId }) => unitId);
  for (const { unitId, ...group } of unplaced)
    for (const site of byUnit.get(unitId) ?? []) found.get(siteOf(site))!.push({ ...group, placed: false });
  return found;
}

const SCOPE = `(lot = ANY($1::text[]) OR given_on = ANY($2::date[])) AND (given_on IS NULL OR given_on <= $3::date)`;
const NAMED = `SELECT vaccine, lot, given_on AS "on", place, count(*)::int AS doses FROM app.stock_named_dose WHERE ${SCOPE}`;
const UNPLACED = `SELECT vaccine, lot, given_on AS "on", place, list_unit_id AS "unitId", count(*)::int AS doses FROM app.stock_named_dose
  WHERE ${SCOPE} AND place IS NULL AND list_unit_id = ANY($4::int[]) GROUP BY 1, 2, 3, 4, 5`;

/** Of the doses at the sites, those that the ledger there contradicts. */
async function findDoubts(
  db: Reader,
  sites: Sites,
  doses: ReadonlyMap<string, readonly (DoseGroup & Named)[]>,
): Promise<LotDoubt[]> {
  const known = new Map<string, KnownLot[]>();
  const told: ToldLot[] = [];
  for (const [key, own] of sites) {
    const lots = Map.groupBy(knownLots(own), ({ lot }) => lot);
    for (const { vaccine, lot, on, place } of doses.get(key)!) {
      const held = lot === null || place === null ? undefined : lots.get(lot);
      if (held === undefined) continue;
      const at = `${place}|${lot}`;
      const others = known.get(at) ?? [];
      // Sites of two units may bear one name.
      if (!others.includes(held[0]!)) known.set(at, [...others, ...held]);
      told.push({ vaccine, lot: lot!, on, place: place! });
    }
  }
  return doubtsAmong(db, told, ({ place, lot }) => known.get(`${place}|${lot}`) ?? []);
}

function knownLots(movements: readonly Movement[]): KnownLot[] {
  const lots = Map.groupBy(standing(movements), ({ item, lot }) => `${item}|${lot}`);
  return [...lots.values()].map((own) => {
    const { unitId, facility, item, lot } = own[0]!;
    const days = own.flatMap(({ kind, on }) => (kind === 'use' || kind === 'open' ? [on] : []));
    // Movements come in the order of their days.
    const firstReceipt = own.find(({ kind }) => kind === 'receipt')?.on ?? null;
    return { unitId, facility, item, lot, firstReceipt, days };
  });
}
