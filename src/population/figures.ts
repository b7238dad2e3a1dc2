/**
 * One question: the three series of a unit on a day, on the map of any day, for itself, its children or its communes.
 * Communes' versions are added up; a larger unit's own report stands beside their sum and never replaces it.
 */
import type { Units } from '../areas/units.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { census } from './census.ts';
import { bandNames, type Figure, type Method, type ReportState, SERIES, type Series } from './contract.ts';
import {
  type Basis,
  currentSources,
  dayOf,
  ownSources,
  type Source,
  unitsWithin,
  withoutSuperseded,
} from './current-sources.ts';
import { placeFigures } from './place-figures.ts';
import { getBandSet, isCounted } from './record-report.ts';
import { findPlacements, type Reader } from './store.ts';

export type BandAnswer = Readonly<{
  band: string;
  /** Null where nobody gave the group. */
  people: number | null;
  men: number | null;
  women: number | null;
  method: Method | null;
}>;

export type SeriesAnswer = Readonly<{
  series: Series;
  people: number | null;
  method: Method | null;
  bands: readonly BandAnswer[];
  /** Units with figures of this series, of those that should have them. */
  reported: number;
  expected: number;
  /** How many of the versions behind the figure are in each state. */
  states: Readonly<Partial<Record<ReportState | 'census', number>>>;
  /** The oldest day of the versions behind the figure. */
  oldestOn: PlainDate | null;
  /** The version itself when there is one alone. */
  basis: Basis | null;
}>;

export type FigureRow = Readonly<{
  /** Code on the map date, or "unassigned": people of divided units of whom nobody knows yet where they belong. */
  unit: string;
  unitName: string;
  series: readonly SeriesAnswer[];
}>;

export type FiguresQuery = Readonly<{
  unitId: number;
  date: PlainDate;
  mapDate: PlainDate;
  by: 'self' | 'children' | 'communes';
  bandSet: string;
}>;

export type PopulationAnswer = Readonly<{
  bandSet: Readonly<{ id: string; starts: readonly number[] }>;
  rows: readonly FigureRow[];
  /** What the unit itself reported, where communes below it make the sum. */
  own: readonly SeriesAnswer[];
  /** Divided units whose people are in no unit of this map yet: their hamlets or shares are asked for. */
  unplaced: readonly {
    unit: string;
    unitName: string;
    /** A day on whose map the code is the unit's: codes are used again. */
    on: PlainDate;
    people: number;
    hamlets: readonly string[];
    successors: readonly { unit: string; unitName: string }[];
  }[];
  mapStatus: string;
}>;

type Group = number | 'unassigned';
type Portion = Readonly<{ source: Source; figures: readonly Figure[]; placedIn: number | null }>;

/** Throws `population_band_set_unknown`, `unit_unknown`. */
export async function populationFigures(
  db: Reader,
  units: Units,
  query: FiguresQuery,
): Promise<PopulationAnswer> {
  const { starts } = await getBandSet(db, query.bandSet);
  const counted = census(units);
  const inside = await unitsWithin(db, units, counted, query);
  const leaf = isCounted(units, units.get(query.unitId, query.mapDate), query.mapDate);
  const sources = await currentSources(db, units, counted, inside, query, starts, leaf);
  const live = withoutSuperseded(units, sources, query.date);
  const placements = await findPlacements(db);
  const groups = new Map<Group, Portion[]>();
  const unplaced = new Map<number, { source: Source; left: readonly Figure[] }>();
  const reporting = new Set(live.map(({ unitId, series }) => `${unitId} ${series}`));
  for (const source of live)
    for (const { place, figures } of placeFigures(
      units,
      source.unitId,
      source.figures,
      query.mapDate,
      placements,
    )) {
      const anchor = 'unit' in place ? place.unit : place.within;
      // A successor that reports by itself has these people already.
      const gone = units.find(source.unitId, query.date) === undefined;
      if ('unit' in place && gone && reporting.has(`${anchor} ${source.series}`)) continue;
      if (anchor === 0 || !units.isWithin(anchor, query.unitId, query.mapDate)) continue;
      if (!('unit' in place) && unplaced.get(source.unitId)?.source.series !== 'actual')
        unplaced.set(source.unitId, { source, left: figures });
      const group = groupOf(units, anchor, 'unit' in place, query);
      groups.set(group, [
        ...(groups.get(group) ?? []),
        { source, figures, placedIn: 'unit' in place ? anchor : null },
      ]);
    }
  const rows = [
    ...groupsOf(units, query),
    ...(groups.has('unassigned') ? (['unassigned'] as const) : []),
  ].map(
    (group): FigureRow => ({
      ...naming(units, group, query.mapDate),
      series: SERIES.map((series) =>
        addUp(
          series,
          (groups.get(group) ?? []).filter(({ source }) => source.series === series),
          group === 'unassigned' ? 0 : units.communesUnder(group, query.mapDate).length,
          starts,
        ),
      ),
    }),
  );
  return {
    bandSet: { id: query.bandSet, starts },
    rows,
    own: leaf
      ? []
      : (await ownSources(db, units, query, starts)).map((source) =>
          addUp(source.series, [{ source, figures: source.figures, placedIn: query.unitId }], 1, starts),
        ),
    unplaced: [...unplaced.values()].map(({ source: { unitId, hamlets }, left }) => ({
      ...naming(units, unitId, query.date),
      on: dayOf(units, unitId, query.date),
      people: wholeOf(left)?.people ?? 0,
      hamlets: hamlets.toSorted((x, y) => x.localeCompare(y, 'vi', { numeric: true })),
      successors: units
        .nowUnit(unitId, query.mapDate)
        .units.map(({ id }) => naming(units, id, query.mapDate)),
    })),
    mapStatus: units.mapDay(query.mapDate).status,
  };
}

function groupOf(
  units: Units,
  anchor: number,
  placed: boolean,
  { unitId, mapDate, by }: FiguresQuery,
): Group {
  if (by === 'self') return unitId;
  if (by === 'communes') return placed ? anchor : 'unassigned';
  const chain = units.ancestors(anchor, mapDate).map(({ id }) => id);
  return chain[chain.indexOf(unitId) - 1] ?? (placed ? unitId : 'unassigned');
}

function groupsOf(units: Units, { unitId, mapDate, by }: FiguresQuery): number[] {
  if (by === 'self') return [unitId];
  const below = by === 'children' ? units.children(unitId, mapDate) : units.communesUnder(unitId, mapDate);
  return below.length === 0 ? [unitId] : below.map(({ id }) => id);
}

function naming(units: Units, group: Group, on: PlainDate): { unit: string; unitName: string } {
  if (group === 'unassigned') return { unit: 'unassigned', unitName: 'unassigned' };
  const unit = units.get(group, on);
  return { unit: unit.code, unitName: unit.fullName };
}

const wholeOf = (figures: readonly Figure[], sex: Figure['sex'] = 'all') => {
  const stated = figures.find((figure) => figure.band === 'total' && figure.sex === sex);
  if (stated !== undefined) return { people: stated.people, method: stated.method };
  const bands = figures.filter((figure) => figure.sex === sex);
  return bands.length === 0
    ? null
    : {
        people: bands.reduce((sum, { people }) => sum + people, 0),
        method: bands.find(({ method }) => method !== null)?.method ?? null,
      };
};

const sum = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((total, value) => total + value, 0);

function addUp(
  series: Series,
  portions: readonly Portion[],
  expected: number,
  starts: readonly number[],
): SeriesAnswer {
  const wholes = portions.flatMap(({ figures }) => wholeOf(figures) ?? []);
  const bandOf = (band: string, sex: Figure['sex']): Figure[] =>
    portions.flatMap(
      ({ figures }) => figures.find((figure) => figure.band === band && figure.sex === sex) ?? [],
    );
  const states: Partial<Record<ReportState | 'census', number>> = {};
  for (const { source } of portions) {
    const state = source.basis.state ?? 'census';
    states[state] = (states[state] ?? 0) + 1;
  }
  return {
    series,
    people: sum(wholes.map(({ people }) => people)),
    method: wholes.find(({ method }) => method !== null)?.method ?? null,
    bands: bandNames(starts).map((band) => {
      const all = bandOf(band, 'all');
      const [men, women] = [bandOf(band, 'M'), bandOf(band, 'F')];
      // The sexes are told only where everyone told them: a part of them would look like the whole.
      const complete = men.length === portions.length && women.length === portions.length;
      return {
        band,
        people: sum(all.map(({ people }) => people)),
        men: complete ? sum(men.map(({ people }) => people)) : null,
        women: complete ? sum(women.map(({ people }) => people)) : null,
        method: all.find(({ method }) => method !== null)?.method ?? null,
      };
    }),
    reported: new Set(portions.flatMap(({ placedIn }) => placedIn ?? [])).size,
    expected,
    states,
    oldestOn: portions.map(({ source }) => source.basis.effectiveOn).sort()[0] ?? null,
    basis: portions.length === 1 ? portions[0]!.source.basis : null,
  };
}
