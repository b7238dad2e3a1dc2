/** The census of 01/04/2019 as shipped (db/reference/population): official figures where nobody reported newer ones. */
import { readFileSync } from 'node:fs';
import type { Units } from '../areas/units.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Figure } from './contract.ts';
import { type BandFigure, withAgesOf } from './estimate-bands.ts';

export const CENSUS_DAY = '2019-04-01' as PlainDate;
// The reference is keyed by the codes of the dispatch's day.
const CENSUS_MAP = '2021-12-14' as PlainDate;

export type Census = Readonly<{
  /** Ids of the units of record: communes of the map of 2021. */
  unitIds: readonly number[];
  /** Total, and groups estimated from the district's five-year groups; null for a unit the census does not have. */
  find(unitId: number, starts: readonly number[]): { total: number; bands: readonly BandFigure[] } | null;
  /** A total of the unit in the proportion of its district's ages; empty where the census knows none. */
  agesOf(unitId: number, total: number, starts: readonly number[]): readonly BandFigure[];
  /** The same as figures of the official series. */
  figures(unitId: number, starts: readonly number[]): readonly Figure[];
}>;

const rowsOf = (file: string): string[][] =>
  readFileSync(new URL(`../../db/reference/population/${file}`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));

const read = new WeakMap<Units, Census>();

export function census(units: Units): Census {
  let known = read.get(units);
  if (known === undefined) {
    known = readCensus(units);
    read.set(units, known);
  }
  return known;
}

function readCensus(units: Units): Census {
  const [[, ...groups], ...districts] = rowsOf('census-2019-ages.tsv') as [string[], ...string[][]];
  const ages = new Map(
    districts.map(([code, ...people]) => [
      units.byCode(code!, CENSUS_MAP).id,
      groups.map((band, i): BandFigure => ({ band, people: Number(people[i]), method: null })),
    ]),
  );
  const totals = new Map(
    rowsOf('census-2019-communes.tsv')
      .slice(1)
      .map(([code, total]) => [units.byCode(code!, CENSUS_MAP).id, Number(total)]),
  );
  const agesOf: Census['agesOf'] = (unitId, total, starts) => {
    const home = totals.has(unitId) ? units.get(unitId, CENSUS_MAP) : undefined;
    const district = ages.get(home?.parentId ?? 0) ?? ages.get(unitId);
    return district === undefined ? [] : withAgesOf(total, district, starts);
  };
  const find: Census['find'] = (unitId, starts) => {
    const total = totals.get(unitId);
    return total === undefined ? null : { total, bands: agesOf(unitId, total, starts) };
  };
  return {
    unitIds: [...totals.keys()],
    find,
    agesOf,
    figures(unitId, starts) {
      const found = find(unitId, starts);
      if (found === null) return [];
      const shared = { series: 'official', hamlet: '', sex: 'all' } as const;
      return [
        { ...shared, band: 'total', people: found.total, method: null },
        ...found.bands.map((figure) => ({ ...shared, ...figure })),
      ];
    },
  };
}
