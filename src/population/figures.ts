/**
 * One question: the three series of a unit on a day, on the map of any day, for itself, its children or its communes.
 * Communes' versions are added up; a larger unit's own report stands beside their sum and never replaces it.
 */
import type { Units } from '../areas/units.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { CENSUS_DAY, type Census, census } from './census.ts';
import { isSent } from './chain.ts';
import { progressOf } from './check-report.ts';
import { bandNames, type Figure, type Method, type ReportState, SERIES, type Series } from './contract.ts';
import { regroup } from './estimate-bands.ts';
import { placeFigures } from './place-figures.ts';
import { getBandSet, isCounted } from './record-report.ts';
import {
  bandSets,
  figuresOf,
  findPlacements,
  findReports,
  type Reader,
  reportingUnits,
  type StoredReport,
} from './store.ts';

export type BandAnswer = Readonly<{
  band: string;
  /** Null where nobody gave the group. */
  people: number | null;
  men: number | null;
  women: number | null;
  method: Method | null;
}>;

/** Which version a figure rests on; null id for the census. */
export type Basis = Readonly<{
  id: string | null;
  version: number | null;
  source: string;
  reporter: string | null;
  effectiveOn: PlainDate;
  state: ReportState | null;
  note: string | null;
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

type Source = Readonly<{
  unitId: number;
  series: Series;
  basis: Basis;
  figures: readonly Figure[];
  hamlets: readonly string[];
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
    own: leaf ? [] : await ownFigures(db, units, query, starts),
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

/** Units of record, of any map, whose people are within the unit asked for; the unit itself not unless it is counted. */
async function unitsWithin(
  db: Reader,
  units: Units,
  { unitIds }: Census,
  { unitId, mapDate, date }: FiguresQuery,
): Promise<number[]> {
  const all = [...new Set([...(await reportingUnits(db)), ...unitIds])];
  return all.filter((id) => {
    if (!isCounted(units, units.get(id, date), dayOf(units, id, date))) return false;
    const targets = units.nowUnit(id, mapDate).units.map((unit) => unit.id);
    const placed = units.mapTo(id, mapDate);
    const anchors =
      targets.length > 1 ? targets : ['unitId' in placed ? placed.unitId : placed.unassignedWithin];
    return anchors.some((anchor) => anchor !== 0 && units.isWithin(anchor, unitId, mapDate));
  });
}

/** A day on whose map the unit stands: the asked one, or the first of its last version. */
const dayOf = (units: Units, id: number, on: PlainDate): PlainDate =>
  units.find(id, on) === undefined ? units.get(id, on).from : on;

/** For each unit and series the newest version that was sent; for a lone unit else the newest of all, so that it sees its draft. */
async function currentSources(
  db: Reader,
  units: Units,
  counted: Census,
  inside: readonly number[],
  { date }: FiguresQuery,
  starts: readonly number[],
  lone: boolean,
): Promise<Source[]> {
  const reports = await findReports(db, inside, date);
  const chosen = new Map<string, { report: StoredReport; state: ReportState; series: Series }>();
  for (const sentOnly of lone ? [true, false] : [true])
    for (const report of reports) {
      const { state } = progressOf(units, report);
      if (sentOnly && !isSent(state)) continue;
      for (const series of report.series) {
        const key = `${report.unitId} ${series}`;
        if (!chosen.has(key)) chosen.set(key, { report, state, series });
      }
    }
  const figures = await figuresOf(
    db,
    [...chosen.values()].map(({ report }) => report),
  );
  const sets = await startsOfSets(db);
  const sources = [...chosen.values()].map(({ report, state, series }): Source => {
    const own = figures.get(report.id)!.filter((figure) => figure.series === series);
    return {
      unitId: report.unitId,
      series,
      basis: basisOf(report, state),
      figures: inBands(own, sets.get(report.bandSet) ?? starts, starts, (total) =>
        series === 'official' ? counted.agesOf(report.unitId, total, starts) : [],
      ),
      hamlets: [...new Set(own.map(({ hamlet }) => hamlet).filter((hamlet) => hamlet !== ''))],
    };
  });
  if (date < CENSUS_DAY) return sources;
  for (const unitId of inside)
    if (!chosen.has(`${unitId} official`)) {
      const own = counted.figures(unitId, starts);
      if (own.length > 0)
        sources.push({ unitId, series: 'official', basis: CENSUS_BASIS, figures: own, hamlets: [] });
    }
  return sources;
}

const CENSUS_BASIS: Basis = {
  id: null,
  version: null,
  source: 'census',
  reporter: null,
  effectiveOn: CENSUS_DAY,
  state: null,
  note: null,
};

const basisOf = (report: StoredReport, state: ReportState): Basis => ({
  id: report.id,
  version: report.version,
  source: report.source,
  reporter: report.reporter,
  effectiveOn: report.effectiveOn,
  state,
  note: report.note,
});

async function startsOfSets(db: Reader): Promise<Map<string, readonly number[]>> {
  return new Map((await bandSets(db)).map(({ id, starts }) => [id, starts]));
}

/** Figures in the groups asked for, hamlet by hamlet and sex by sex; a lone total gets what `estimate` makes of it. */
function inBands(
  figures: readonly Figure[],
  given: readonly number[],
  asked: readonly number[],
  estimate: (total: number) => readonly { band: string; people: number; method: Method | null }[],
): Figure[] {
  const places = new Map<string, Figure[]>();
  for (const figure of figures) {
    const key = `${figure.hamlet}|${figure.sex}`;
    places.set(key, [...(places.get(key) ?? []), figure]);
  }
  const same = given.join() === asked.join();
  return [...places.values()].flatMap((own) => {
    const total = own.find(({ band }) => band === 'total');
    const bands = own.filter(({ band }) => band !== 'total');
    const { series, hamlet, sex } = own[0]!;
    const regrouped =
      bands.length > 0
        ? same
          ? bands
          : regroup(bands, asked)
        : total !== undefined && hamlet === '' && sex === 'all'
          ? estimate(total.people)
          : [];
    return [
      ...(total === undefined ? [] : [total]),
      ...regrouped.map(({ band, people, method }) => ({ series, hamlet, sex, band, people, method })),
    ];
  });
}

/** Without units that are no more on the day and all of whose successors report by themselves: those have their people. */
function withoutSuperseded(units: Units, sources: readonly Source[], date: PlainDate): Source[] {
  const reporting = new Set(sources.map(({ unitId, series }) => `${unitId} ${series}`));
  return sources.filter(({ unitId, series }) => {
    if (units.find(unitId, date) !== undefined) return true;
    const next = units.nowUnit(unitId, date).units;
    return next.length === 0 || !next.every(({ id }) => reporting.has(`${id} ${series}`));
  });
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

/** The newest version of a larger unit itself for each series. */
async function ownFigures(
  db: Reader,
  units: Units,
  { unitId, date }: FiguresQuery,
  starts: readonly number[],
): Promise<SeriesAnswer[]> {
  const reports = await findReports(db, [unitId], date);
  const figures = await figuresOf(db, reports);
  const sets = await startsOfSets(db);
  return SERIES.flatMap((series) => {
    const report = reports.find((one) => one.series.includes(series));
    if (report === undefined) return [];
    const own = figures.get(report.id)!.filter((figure) => figure.series === series && figure.hamlet === '');
    const source: Source = {
      unitId,
      series,
      basis: basisOf(report, progressOf(units, report).state),
      figures: inBands(own, sets.get(report.bandSet) ?? starts, starts, () => []),
      hamlets: [],
    };
    return [addUp(series, [{ source, figures: source.figures, placedIn: unitId }], 1, starts)];
  });
}
