/**
 * The administrative map over time, in memory: a country is 15 thousand versions. A unit keeps its id over changes
 * of name, code, type and parent; mergers and splits are successions (docs/decisions/units.md).
 */
import { readFileSync } from 'node:fs';
import { AppError } from '../kernel/app-error.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { foldText } from '../kernel/vietnamese-text.ts';

export type UnitVersion = Readonly<{
  id: number;
  code: string;
  name: string;
  /** "Phường Hồng Hà". */
  fullName: string;
  type: string;
  /** 1 province, 2 district (until 30/06/2025), 3 commune. */
  level: 1 | 2 | 3;
  parentId: number | null;
  from: PlainDate;
  to: PlainDate | null;
}>;

export type Succession = Readonly<{
  fromId: number;
  toId: number;
  on: PlainDate;
  relation: 'full' | 'partial';
  method: string;
  areaShare: number | null;
  flag: string;
}>;

/** Dates from which a whole map is known, and where it comes from (db/reference/units/README.md). */
export const KNOWN_MAPS = ['2021-11-01', '2025-07-01', '2026-04-30'] as PlainDate[];
// Two known maps with communes merged between them (12/2024–03/2025): days after this are on the earlier map, marked.
const CERTAIN_UNTIL = '2022-04-10' as PlainDate;

export type MapStatus = 'known' | 'earlier_map' | 'before_first_map';

/** `unassignedWithin` 0 is the country, where no province holds all that a unit was made of. */
export type Placement = { unitId: number } | { unassignedWithin: number };

export type NameSearch = { unit: UnitVersion } | { ambiguous: readonly UnitVersion[] } | { none: true };

const PREFIX =
  /^(thanh pho truc thuoc|thanh pho|thi tran|thi xa|dac khu|phuong|huyen|quan|tinh|xa|tt|tx|tp|p|x|h|q|t)[\s.]+(?=\S)/;

/** Comparison key of a unit's name: without type word, accents and case; numbers without leading zeros. */
export function unitNameKey(text: string): string {
  let key = foldText(text)
    .replace(/[.,]/g, ' ')
    .replace(/[^a-z0-9 ]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  key = key.replace(PREFIX, '');
  return key
    .replace(/\b0+(\d)/g, '$1')
    .replace(/y\b/g, 'i')
    .trim();
}

/** Type word as written, folded, or null: "P.", "Phường" → phuong. Tells Xã Minh Tân from Thị trấn Minh Tân. */
function typeKey(text: string): string | null {
  const word = PREFIX.exec(foldText(text).replace(/[.]/g, '. '))?.[1] ?? null;
  return word === null
    ? null
    : ({
        p: 'phuong',
        x: 'xa',
        tt: 'thi tran',
        tx: 'thi xa',
        tp: 'thanh pho',
        h: 'huyen',
        q: 'quan',
        t: 'tinh',
      }[word] ?? word);
}

export class Units {
  readonly #versions = new Map<number, UnitVersion[]>();
  readonly #byCode = new Map<string, UnitVersion[]>();
  readonly #successors = new Map<number, Succession[]>();
  readonly #predecessors = new Map<number, Succession[]>();
  readonly #maps = new Map<string, ReadonlyMap<number, readonly UnitVersion[]>>();
  readonly #aliases: readonly { code: string; id: number; from: string; to: string }[];
  readonly #mapped = new Map<string, Placement>();
  readonly #everWithin = new Map<PlainDate, ReadonlyMap<number, readonly number[]>>();

  constructor(
    versions: readonly UnitVersion[],
    successions: readonly Succession[],
    aliases: readonly { code: string; id: number; from: string; to: string }[],
  ) {
    for (const version of versions) {
      push(this.#versions, version.id, version);
      push(this.#byCode, `${version.level} ${version.code}`, version);
    }
    for (const succession of successions) {
      push(this.#successors, succession.fromId, succession);
      push(this.#predecessors, succession.toId, succession);
    }
    this.#aliases = aliases;
  }

  /** The day whose map holds on `date`: days before the first known map read on it. */
  mapDay(date: PlainDate): { day: PlainDate; status: MapStatus } {
    if (date < KNOWN_MAPS[0]!) return { day: KNOWN_MAPS[0]!, status: 'before_first_map' };
    return { day: date, status: date >= CERTAIN_UNTIL && date < KNOWN_MAPS[1]! ? 'earlier_map' : 'known' };
  }

  /** The unit as it was on the date; undefined when it did not exist then. */
  find(id: number, date: PlainDate): UnitVersion | undefined {
    const { day } = this.mapDay(date);
    return this.#versions.get(id)?.find(({ from, to }) => from <= day && (to === null || day < to));
  }

  /** The unit on the date, or its last version before: names what is no more. Throws `unit_unknown`. */
  get(id: number, date: PlainDate): UnitVersion {
    const version = this.find(id, date) ?? this.#versions.get(id)?.at(-1);
    if (version === undefined) throw new AppError('unit_unknown', 'not-found', { unit: id });
    return version;
  }

  /** A code read on the map of the date: 2 digits a province, 3 a district, 5 a commune. */
  findByCode(code: string, date: PlainDate): UnitVersion | undefined {
    const { day } = this.mapDay(date);
    const text = code.trim();
    const level = text.length <= 2 ? 1 : text.length === 3 ? 2 : 3;
    const padded = text.padStart([0, 2, 3, 5][level]!, '0');
    const found = this.#byCode
      .get(`${level} ${padded}`)
      ?.find(({ from, to }) => from <= day && (to === null || day < to));
    if (found !== undefined) return found;
    const alias = this.#aliases.find(
      (one) => one.code === padded && one.from <= day && (one.to === '' || day < one.to),
    );
    return alias === undefined ? undefined : this.find(alias.id, date);
  }

  /** The unit of a code on the map of the date, else on the newest map before it that knows the code. Throws `unit_unknown`. */
  byCodeOrEarlier(code: string, date: PlainDate): UnitVersion {
    for (const day of [date, ...KNOWN_MAPS.filter((known) => known < date).reverse()]) {
      const found = this.findByCode(code, day);
      if (found !== undefined) return found;
    }
    throw new AppError('unit_unknown', 'not-found', { unit: code, date });
  }

  /** Throws `unit_unknown` when no unit has the code on that map. */
  byCode(code: string, date: PlainDate): UnitVersion {
    const found = this.findByCode(code, date);
    if (found === undefined) throw new AppError('unit_unknown', 'not-found', { unit: code, date });
    return found;
  }

  /** Ids of all units of all maps. */
  ids(): readonly number[] {
    return [...this.#versions.keys()];
  }

  /** All units of the map of a date, by parent id (0 for provinces). */
  #map(date: PlainDate): ReadonlyMap<number, readonly UnitVersion[]> {
    const { day } = this.mapDay(date);
    const key = KNOWN_MAPS.findLast((known) => known <= day)!;
    let map = this.#maps.get(key);
    if (map === undefined) {
      const building = new Map<number, UnitVersion[]>();
      for (const versions of this.#versions.values()) {
        const version = versions.find(({ from, to }) => from <= key && (to === null || key < to));
        if (version !== undefined) push(building, version.parentId ?? 0, version);
      }
      map = building;
      this.#maps.set(key, map);
    }
    return map;
  }

  unitsAt(date: PlainDate): { units: readonly UnitVersion[]; status: MapStatus } {
    return { units: [...this.#map(date).values()].flat(), status: this.mapDay(date).status };
  }

  children(id: number | null, date: PlainDate): readonly UnitVersion[] {
    return [...(this.#map(date).get(id ?? 0) ?? [])].sort((a, b) => (a.code < b.code ? -1 : 1));
  }

  /** From the unit itself up to its province. */
  ancestors(id: number, date: PlainDate): readonly UnitVersion[] {
    const chain: UnitVersion[] = [];
    for (let at: number | null = id; at !== null; ) {
      const version: UnitVersion = this.get(at, date);
      chain.push(version);
      at = version.parentId;
    }
    return chain;
  }

  /** The communes under a unit (or itself, when it is one). */
  communesUnder(id: number, date: PlainDate): readonly UnitVersion[] {
    const unit = this.find(id, date);
    if (unit === undefined) return [];
    const below = this.children(id, date);
    // An island district without communes is where its people live.
    return unit.level === 3 || (unit.level === 2 && below.length === 0)
      ? [unit]
      : below.flatMap((child) => this.communesUnder(child.id, date));
  }

  isWithin(id: number, scopeId: number, date: PlainDate): boolean {
    return this.ancestors(id, date).some((unit) => unit.id === scopeId);
  }

  /** Which unit it is on another map: the same, its full successor, or one of several. */
  nowUnit(
    id: number,
    date: PlainDate,
  ): { kind: 'same' | 'full' | 'partial' | 'several' | 'gone'; units: readonly UnitVersion[] } {
    const same = this.find(id, date);
    if (same !== undefined) return { kind: 'same', units: [same] };
    const next = (this.#successors.get(id) ?? []).filter(({ on }) => on <= this.mapDay(date).day);
    const reached = next.flatMap(({ toId }) => [...this.nowUnit(toId, date).units]);
    const units = [...new Map(reached.map((unit) => [unit.id, unit])).values()];
    if (units.length === 0) return { kind: 'gone', units };
    if (units.length > 1) return { kind: 'several', units };
    return { kind: next.every(({ relation }) => relation === 'full') ? 'full' : 'partial', units };
  }

  /** Where people of a unit stand on the map of a date: in one unit, or unassigned within the lowest unit that holds all. */
  mapTo(id: number, date: PlainDate): Placement {
    const key = `${id} ${KNOWN_MAPS.findLast((known) => known <= this.mapDay(date).day)}`;
    let placed = this.#mapped.get(key);
    if (placed === undefined) {
      placed = this.#place(id, date);
      this.#mapped.set(key, placed);
    }
    return placed;
  }

  /**
   * Units of any time whose people stand within the unit on the map of a date, unassigned ones included: where to look
   * for its rows. Worked out for a whole map at once, then known.
   */
  everWithin(id: number, date: PlainDate): readonly number[] {
    const key = KNOWN_MAPS.findLast((known) => known <= this.mapDay(date).day)!;
    let map = this.#everWithin.get(key);
    if (map === undefined) {
      const building = new Map<number, number[]>();
      for (const unit of this.#versions.keys()) {
        const placed = this.mapTo(unit, date);
        const anchor = 'unitId' in placed ? placed.unitId : placed.unassignedWithin;
        if (anchor !== 0) for (const above of this.ancestors(anchor, date)) push(building, above.id, unit);
      }
      map = building;
      this.#everWithin.set(key, map);
    }
    return map.get(id) ?? [];
  }

  #place(id: number, date: PlainDate): Placement {
    const { units } = this.nowUnit(id, date);
    if (units.length === 1) return { unitId: units[0]!.id };
    if (units.length === 0) return this.#before(id, date);
    return {
      unassignedWithin:
        this.lowestCommon(
          units.map(({ id: one }) => one),
          date,
        ) ?? 0,
    };
  }

  /** The lowest unit that holds all of these units of one map; null when none does. */
  lowestCommon(ids: readonly number[], date: PlainDate): number | null {
    const chains = ids.map((id) => this.ancestors(id, date).map((ancestor) => ancestor.id));
    return chains[0]?.find((candidate) => chains.every((chain) => chain.includes(candidate))) ?? null;
  }

  /** A unit of a later map seen on an earlier one: its only predecessor, else within what holds its predecessors. */
  #before(id: number, date: PlainDate): Placement {
    const sources = this.#predecessors.get(id) ?? [];
    const units = sources.flatMap(({ fromId }) => this.find(fromId, date) ?? []);
    if (units.length === 1) return { unitId: units[0]!.id };
    return {
      unassignedWithin:
        this.lowestCommon(
          units.map(({ id: one }) => one),
          date,
        ) ?? 0,
    };
  }

  /** Finds a commune by the words of a list, within what else is known; never guesses between two. */
  findByName(
    words: Readonly<{ province?: string | null; district?: string | null; commune?: string | null }>,
    date: PlainDate,
    within: number | null = null,
  ): NameSearch {
    let scope: readonly UnitVersion[] =
      within === null ? this.children(null, date) : [this.get(within, date)];
    const narrow = (text: string, level: 1 | 2): void => {
      const found = scope
        .flatMap((unit) => this.#below(unit, level, date))
        .filter((unit) => sameName(unit, text));
      if (found.length > 0) scope = found;
    };
    if (words.province) narrow(words.province, 1);
    if (words.district) narrow(words.district, 2);
    if (!words.commune) return scope.length === 1 ? { unit: scope[0]! } : { none: true };
    const text = words.commune;
    const named = scope
      .flatMap((unit) => this.communesUnder(unit.id, date))
      .filter((unit) => sameName(unit, text));
    const type = typeKey(text);
    const typed = named.filter((unit) => type === null || foldText(unit.type) === type);
    const found = typed.length > 0 ? typed : named;
    const accented = found.filter((unit) =>
      text.normalize('NFC').toLowerCase().includes(unit.name.toLowerCase()),
    );
    const best = found.length > 1 && accented.length === 1 ? accented : found;
    return best.length === 1 ? { unit: best[0]! } : best.length === 0 ? { none: true } : { ambiguous: best };
  }

  #below(unit: UnitVersion, level: 1 | 2, date: PlainDate): readonly UnitVersion[] {
    if (unit.level === level) return [unit];
    return unit.level < level
      ? this.children(unit.id, date).flatMap((child) => this.#below(child, level, date))
      : [];
  }

  /** Units whose name or code starts with the text, accentless; at most 20, provinces first. */
  search(text: string, date: PlainDate, within: number | null = null): readonly UnitVersion[] {
    const key = unitNameKey(text);
    const all = this.unitsAt(date).units.filter(
      (unit) =>
        unit.code.startsWith(text.trim()) ||
        (key !== '' && ` ${unitNameKey(unit.fullName)}`.includes(` ${key}`)),
    );
    const inside = within === null ? all : all.filter((unit) => this.isWithin(unit.id, within, date));
    return [...inside].sort((a, b) => a.level - b.level || (a.code < b.code ? -1 : 1)).slice(0, 20);
  }
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

const nameKeys = new WeakMap<UnitVersion, string>();
function sameName(unit: UnitVersion, text: string): boolean {
  let key = nameKeys.get(unit);
  if (key === undefined) {
    key = unitNameKey(unit.name);
    nameKeys.set(unit, key);
  }
  const wanted = unitNameKey(text);
  return key === wanted || unitNameKey(unit.fullName) === wanted;
}

let shared: Units | null = null;

/** The units of db/reference/units, read once per process. */
export function referenceUnits(): Units {
  shared ??= readReference();
  return shared;
}

export const referenceRows = (file: string): string[][] =>
  readFileSync(new URL(`../../db/reference/units/${file}`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'));

function readReference(): Units {
  const versions = referenceRows('versions.tsv').map(
    ([id, code, name, type, level, parent, from, to]): UnitVersion => ({
      id: Number(id),
      code: code!,
      name: name!,
      fullName: `${type} ${name}`,
      type: type!,
      level: Number(level) as 1 | 2 | 3,
      parentId: parent === '' ? null : Number(parent),
      from: from as PlainDate,
      to: to === '' || to === undefined ? null : (to as PlainDate),
    }),
  );
  const successions = referenceRows('successions.tsv').map(
    ([from, to, on, relation, method, share, flag]): Succession => ({
      fromId: Number(from),
      toId: Number(to),
      on: on as PlainDate,
      relation: relation as 'full' | 'partial',
      method: method!,
      areaShare: share === '' || share === undefined ? null : Number(share),
      flag: flag ?? '',
    }),
  );
  return new Units(
    versions,
    successions,
    referenceRows('aliases.tsv').map(([code, id, from, to]) => ({
      code: code!,
      id: Number(id),
      from: from!,
      to: to ?? '',
    })),
  );
}
