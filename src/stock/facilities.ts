/** Facilities as books and lists name them: one spelling for the ledger, and whether a dose's place means it. */
import { KNOWN_MAPS, type Units, type UnitVersion } from '../areas/units.ts';
import { AppError } from '../kernel/app-error.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { foldText, repairText } from '../kernel/vietnamese-text.ts';
import type { Tx } from '../platform/database.ts';
import type { Reader } from './store.ts';

const SHORT: readonly (readonly [RegExp, string])[] = [
  [/\btyt\b|\btram yt\b/g, 'tram y te'],
  [/\bttyt\b/g, 'trung tam y te'],
  [/\bbvdk\b/g, 'benh vien da khoa'],
  [/\bbv\b/g, 'benh vien'],
  [/\btp\b/g, 'thanh pho'],
  [/\btx\b/g, 'thi xa'],
  [/\btt\b/g, 'thi tran'],
];

/** Names that mean the same facility have the same key: "TYT P. Hồng Hà" and "TRẠM Y TẾ PHƯỜNG HỒNG HÀ". */
export function facilityKey(name: string): string {
  let key = foldText(name)
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
  for (const [pattern, word] of SHORT) key = key.replace(pattern, word);
  return key.replace(/^(tram y te) p (?=\S)/, '$1 phuong ').replace(/^(tram y te) x (?=\S)/, '$1 xa ');
}

const SMALL = /(?<=\s)(Y Tế|Phường|Xã|Thị Trấn|Thị Xã|Thành Phố|Huyện|Quận|Tỉnh|Đa Khoa|Tiêm Chủng)(?=\s|$)/g;

/** A title in capitals as it is written in a sentence; any other name as it stands. */
export function spellFacility(name: string): string {
  const text = repairText(name);
  if (text !== text.toUpperCase() || text === text.toLowerCase()) return text;
  const words = text
    .toLowerCase()
    .replace(/(^|[\s(-])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());
  return words.replace(SMALL, (word) => (word === 'Y Tế' ? 'Y tế' : word.toLowerCase()));
}

/** What a unit's own site is called when nothing names one: a commune's health station, else the unit's store. */
export const ownFacility = (unit: UnitVersion, isCommune: boolean): string =>
  `${isCommune ? 'Trạm Y tế' : 'Kho vắc xin'} ${unit.type.toLowerCase()} ${unit.name}`;

/** Sites known in a unit, of stock, of reports and of accounts. */
export async function facilitiesOf(
  db: Reader,
  unitIds: readonly number[],
): Promise<{ unitId: number; name: string }[]> {
  const { rows } = await db.pool.query<{ unitId: number; name: string }>(
    `SELECT DISTINCT unit_id AS "unitId", name FROM (
       SELECT unit_id, facility AS name FROM app.stock_balance UNION ALL
       SELECT unit_id, name FROM app.reporting_facility UNION ALL
       SELECT unit_id, facility FROM app.role_grant WHERE facility IS NOT NULL) f
     WHERE unit_id = ANY($1::int[]) ORDER BY 1, 2`,
    [unitIds],
  );
  return rows;
}

/** The name under which the ledger keeps a facility of a unit: the known one of the same key, else as it was given. */
export async function nameFacility(
  db: Reader,
  unit: UnitVersion,
  isCommune: boolean,
  given: string | null,
): Promise<string> {
  const own = ownFacility(unit, isCommune);
  if (given === null) return own;
  const key = facilityKey(given);
  const known = (await facilitiesOf(db, [unit.id])).map(({ name }) => name);
  return [...known, own].find((name) => facilityKey(name) === key) ?? spellFacility(given);
}

/** Codes of facilities and the names that they stand for. */
export async function facilityCodes(db: Reader): Promise<Map<string, string>> {
  const { rows } = await db.pool.query<{ code: string; name: string }>(
    'SELECT code, name FROM app.facility_code',
  );
  return new Map(rows.map(({ code, name }) => [code, name]));
}

/** The texts by which lists mean these facilities: whatever has the key of one, and the codes whose name has it. */
export async function findPlacesOf(
  db: Reader,
  facilities: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const [codes, { rows }] = await Promise.all([
    facilityCodes(db),
    db.pool.query<{ name: string }>({ name: 'dose-places', text: 'SELECT name FROM app.dose_place' }),
  ]);
  const byKey = new Map(facilities.map((name) => [facilityKey(name), name]));
  return new Map(
    rows.flatMap(({ name }): [string, string][] => {
      const facility = byKey.get(facilityKey(codes.get(name.trim()) ?? name));
      return facility === undefined ? [] : [[name, facility]];
    }),
  );
}

/** Keeps the texts by which doses that were just written name their places. */
export async function learnDosePlaces(tx: Tx, places: Iterable<string>): Promise<void> {
  const names = [...new Set(places)].sort();
  if (names.length === 0) return;
  await tx.query('INSERT INTO app.dose_place (name) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING', [
    names,
  ]);
}

export const isCommune = (units: Units, unit: UnitVersion, on: PlainDate): boolean =>
  unit.level === 3 || units.children(unit.id, on).length === 0;

/** The sites that a name or code means, within units or anywhere. Throws `stock_facility_unknown`. */
export async function findFacility(
  db: Reader,
  within: readonly number[] | null,
  text: string,
): Promise<{ unitId: number; name: string }[]> {
  const key = facilityKey((await facilityCodes(db)).get(text.trim()) ?? text);
  const { rows } = await db.pool.query<{ unitId: number; name: string }>(
    `SELECT DISTINCT unit_id AS "unitId", facility AS name FROM app.stock_balance WHERE $1::int[] IS NULL OR unit_id = ANY($1) ORDER BY 1, 2`,
    [within],
  );
  const found = rows.filter(({ name }) => facilityKey(name) === key);
  if (found.length === 0) throw new AppError('stock_facility_unknown', 'not-found', { facility: text });
  return found;
}

/** Keeps what codes of facilities mean, as a list's own sheet says; the newest list is right. */
export async function learnFacilityCodes(tx: Tx, codes: ReadonlyMap<string, string>): Promise<void> {
  if (codes.size === 0) return;
  await tx.query(
    `INSERT INTO app.facility_code AS c (code, name, recorded_at) SELECT code, name, $3::timestamptz
     FROM unnest($1::text[], $2::text[]) AS x(code, name) ORDER BY code
     ON CONFLICT (code) DO UPDATE SET name = excluded.name, recorded_at = excluded.recorded_at WHERE c.name <> excluded.name`,
    [[...codes.keys()], [...codes.values()], new Date().toISOString()],
  );
}

/** Units whose stores lie in a unit, on the map of a day or any known one: a store outlives the district it belonged to. */
export const storesWithin = (units: Units, unitId: number, on: PlainDate): number[] => [
  ...new Set(
    [on, ...KNOWN_MAPS].flatMap((map) =>
      units.find(unitId, map) === undefined ? [] : units.everWithin(unitId, map),
    ),
  ),
];

/** The code of a unit as it is or last was by a day: that of a store whose district is gone. */
export function lastCode(units: Units, unitId: number, on: PlainDate): string {
  for (const map of [on, ...KNOWN_MAPS.toReversed()]) {
    const unit = units.find(unitId, map);
    if (unit !== undefined) return unit.code;
  }
  return String(unitId);
}

/** A unit and those it lies in, on the map of a day or any known one: whose recalls hold for it. */
export const unitsAbove = (units: Units, unitId: number, on: PlainDate): number[] => [
  ...new Set(
    [on, ...KNOWN_MAPS].flatMap((map) =>
      units.find(unitId, map) === undefined ? [] : units.ancestors(unitId, map).map(({ id }) => id),
    ),
  ),
];
