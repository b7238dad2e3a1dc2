/** The versions that figures rest on: for each unit of record and series the newest that counts, in the groups asked for. */
import type { Units } from '../areas/units.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { CENSUS_DAY, type Census } from './census.ts';
import { isSent } from './chain.ts';
import { progressOf } from './check-report.ts';
import { type Figure, type Method, type ReportState, SERIES, type Series } from './contract.ts';
import { regroup } from './estimate-bands.ts';
import { isCounted } from './record-report.ts';
import { bandSets, figuresOf, findReports, type Reader, reportingUnits, type StoredReport } from './store.ts';

/** Whose figures, on which day, on which map. */
type Asked = Readonly<{ unitId: number; date: PlainDate; mapDate: PlainDate }>;

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

/** Figures of one unit of record and series, hamlets too, with the version they come from. */
export type Source = Readonly<{
  unitId: number;
  series: Series;
  basis: Basis;
  figures: readonly Figure[];
  hamlets: readonly string[];
}>;
/** Units of record, of any map, whose people are within the unit asked for; the unit itself not unless it is counted. */
export async function unitsWithin(
  db: Reader,
  units: Units,
  { unitIds }: Census,
  { unitId, mapDate, date }: Asked,
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
export const dayOf = (units: Units, id: number, on: PlainDate): PlainDate =>
  units.find(id, on) === undefined ? units.get(id, on).from : on;

/** For each unit and series the newest version that was sent; for a lone unit else the newest of all, so that it sees its draft. */
export async function currentSources(
  db: Reader,
  units: Units,
  counted: Census,
  inside: readonly number[],
  { date }: Asked,
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
export function withoutSuperseded(units: Units, sources: readonly Source[], date: PlainDate): Source[] {
  const reporting = new Set(sources.map(({ unitId, series }) => `${unitId} ${series}`));
  return sources.filter(({ unitId, series }) => {
    if (units.find(unitId, date) !== undefined) return true;
    const next = units.nowUnit(unitId, date).units;
    return next.length === 0 || !next.every(({ id }) => reporting.has(`${id} ${series}`));
  });
}

/** The newest version of a larger unit itself for each series, sent or not: it stands beside the sum of its communes. */
export async function ownSources(
  db: Reader,
  units: Units,
  { unitId, date }: Asked,
  starts: readonly number[],
): Promise<Source[]> {
  const reports = await findReports(db, [unitId], date);
  const figures = await figuresOf(db, reports);
  const sets = await startsOfSets(db);
  return SERIES.flatMap((series) => {
    const report = reports.find((one) => one.series.includes(series));
    if (report === undefined) return [];
    const own = figures.get(report.id)!.filter((figure) => figure.series === series && figure.hamlet === '');
    return [
      {
        unitId,
        series,
        basis: basisOf(report, progressOf(units, report).state),
        figures: inBands(own, sets.get(report.bandSet) ?? starts, starts, () => []),
        hamlets: [],
      },
    ];
  });
}
