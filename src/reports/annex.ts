/**
 * The annex of target groups ("Phụ lục tổng hợp đối tượng", dispatch 9035/UBND-XD6): for each unit, by residence kind
 * and age group, the three population figures beside who is listed, vaccinated and not yet. It counts nothing itself:
 * population comes from `populationFigures`, people from `coverage`, so no figure here can differ from theirs.
 */
import type { Units } from '../areas/units.ts';
import { AGE_BANDS, type AgeBand } from '../kernel/age-band.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { DISPATCH_BANDS, type ReportState, SERIES, type Series } from '../population/contract.ts';
import { type FigureRow, populationFigures, type SeriesAnswer } from '../population/figures.ts';
import { type CoverageRow, coverage } from './coverage.ts';

/**
 * `present` is whom the unit answers for: permanent, temporary and transient together. The absent are counted where
 * they are now, so they stand in a row of their own and in no sum of the unit.
 */
export const ANNEX_KINDS = ['present', 'permanent', 'temporary', 'transient', 'absent'] as const;
export type AnnexKind = (typeof ANNEX_KINDS)[number];

export const ANNEX_FIGURES = [...SERIES, 'listed', 'dose1', 'dose2', 'dose3', 'none'] as const;
export type AnnexFigure = (typeof ANNEX_FIGURES)[number];

/** People; null where nobody reported the figure, or where the population series knows no such residence kind. */
export type AnnexFigures = Readonly<Record<AnnexFigure, number | null>>;

export type AnnexRow = AnnexFigures &
  Readonly<{
    /** Code on the map date, or "unassigned": people of whom nobody knows yet which unit of this map is theirs. */
    unit: string;
    unitName: string;
    residenceKind: AnnexKind;
    ageBand: 'total' | AgeBand;
    /** Series whose figure in this row was computed, not counted. */
    estimated: readonly Series[];
  }>;

export type Annex = Readonly<{
  unit: string;
  unitName: string;
  by: AnnexQuery['by'];
  date: PlainDate;
  mapDate: PlainDate;
  rows: readonly AnnexRow[];
  /** The sum of the rows for each residence kind and age group. */
  total: readonly AnnexRow[];
  completeness: Readonly<{
    communes: number;
    /** Communes with a list in force. */
    listed: number;
    files: number;
    rowsInReview: number;
    /** The newest day of the lists. */
    asOf: string | null;
    population: Readonly<
      Record<Series, Readonly<{ reported: number; states: SeriesAnswer['states']; oldestOn: string | null }>>
    >;
  }>;
  mapStatus: string;
}>;

export type AnnexQuery = Readonly<{
  unitId: number;
  by: 'self' | 'children' | 'communes';
  date: PlainDate;
  mapDate: PlainDate;
}>;

/** Throws `unit_unknown`. */
export async function annexOf(db: Database, units: Units, query: AnnexQuery): Promise<Annex> {
  const { unitId, by, date, mapDate } = query;
  const { code: unit, fullName: unitName } = units.get(unitId, mapDate);
  const [people, population] = await Promise.all([
    coverage(db, units, { unitCode: unit, by, date, mapDate }),
    populationFigures(db, units, { ...query, bandSet: DISPATCH_BANDS.id }),
  ]);
  const listed = Map.groupBy(people.rows, (row) => row.unit);
  const reported = new Map(population.rows.map((row) => [row.unit, row]));
  const silent = new Set(people.completeness.withoutData);
  const rows = [...new Set([...listed.keys(), ...reported.keys()])]
    // Whom no unit has yet comes last, whichever of the two told of him.
    .sort((a, b) => Number(a === 'unassigned') - Number(b === 'unassigned'))
    .flatMap((code) => {
      const own = listed.get(code) ?? [];
      // Where no list came and nobody is known there is nothing to say; 0 would be an answer.
      const said = own.some(({ residents }) => residents > 0) || !isSilent(units, code, mapDate, silent);
      return rowsOf(code, said ? own : null, reported.get(code));
    });
  const { communes, communesWithData, files, rowsInReview, asOf } = people.completeness;
  return {
    unit,
    unitName,
    by,
    date,
    mapDate,
    rows,
    total: totalOf(rows, { unit, unitName }),
    completeness: {
      communes,
      listed: communesWithData,
      files,
      rowsInReview,
      asOf,
      population: bySeries((series) => completenessOf(population.rows, series)),
    },
    mapStatus: people.mapStatus,
  };
}

const isSilent = (units: Units, code: string, mapDate: PlainDate, silent: ReadonlySet<string>): boolean =>
  code === 'unassigned' ||
  units.communesUnder(units.byCode(code, mapDate).id, mapDate).every((commune) => silent.has(commune.code));

const bySeries = <T>(of: (series: Series) => T): Record<Series, T> => ({
  official: of('official'),
  actual: of('actual'),
  transient: of('transient'),
});

const seriesOf = (row: FigureRow | undefined, series: Series): SeriesAnswer | undefined =>
  row?.series.find((one) => one.series === series);

function completenessOf(rows: readonly FigureRow[], series: Series) {
  const answers = rows.flatMap((row) => seriesOf(row, series) ?? []);
  const states: Partial<Record<ReportState | 'census', number>> = {};
  for (const answer of answers)
    for (const [state, count] of Object.entries(answer.states) as [ReportState | 'census', number][])
      states[state] = (states[state] ?? 0) + count;
  return {
    reported: answers.reduce((sum, { reported }) => sum + reported, 0),
    states,
    oldestOn: answers.flatMap(({ oldestOn }) => oldestOn ?? []).sort()[0] ?? null,
  };
}

/** Which series a residence kind has a figure of: a and b are of all who live there, c is of the transient. */
const seriesIn = (kind: AnnexKind): readonly Series[] =>
  kind === 'present' ? SERIES : kind === 'transient' ? ['transient'] : [];

const isOf = (kind: AnnexKind, residence: CoverageRow['residenceKind']): boolean =>
  kind === residence || (kind === 'present' && residence !== 'absent');

function rowsOf(unit: string, people: readonly CoverageRow[] | null, population: FigureRow | undefined) {
  const unitName = people?.[0]?.unitName ?? population?.unitName ?? unit;
  return ANNEX_KINDS.flatMap((residenceKind) =>
    bandsOf(people?.some(({ ageBand }) => ageBand === 'unknown') ?? false).map((ageBand): AnnexRow => {
      const told = bySeries((series) => {
        const answer = seriesIn(residenceKind).includes(series) ? seriesOf(population, series) : undefined;
        return ageBand === 'total' ? answer : answer?.bands.find(({ band }) => band === ageBand);
      });
      const own = people?.filter(
        (row) => isOf(residenceKind, row.residenceKind) && (ageBand === 'total' || row.ageBand === ageBand),
      );
      const count = (figure: 'residents' | 'dose1' | 'dose2' | 'dose3' | 'none'): number | null =>
        own?.reduce((sum, row) => sum + row[figure], 0) ?? null;
      return {
        unit,
        unitName,
        residenceKind,
        ageBand,
        ...bySeries((series) => told[series]?.people ?? null),
        listed: count('residents'),
        dose1: count('dose1'),
        dose2: count('dose2'),
        dose3: count('dose3'),
        none: count('none'),
        estimated: SERIES.filter((series) => (told[series]?.method ?? null) !== null),
      };
    }),
  );
}

const bandsOf = (withUnknown: boolean): readonly AnnexRow['ageBand'][] => [
  'total',
  ...AGE_BANDS.filter((band) => band !== 'unknown' || withUnknown),
];

/** Adds rows up; a figure that no row has stays unknown. */
function totalOf(rows: readonly AnnexRow[], of: Pick<AnnexRow, 'unit' | 'unitName'>): AnnexRow[] {
  const unknown = rows.some(({ ageBand }) => ageBand === 'unknown');
  return ANNEX_KINDS.flatMap((residenceKind) =>
    bandsOf(unknown).map((ageBand) => {
      const own = rows.filter((row) => row.residenceKind === residenceKind && row.ageBand === ageBand);
      const sums = Object.fromEntries(ANNEX_FIGURES.map((figure) => [figure, sumOf(own, figure)]));
      return {
        ...of,
        residenceKind,
        ageBand,
        ...(sums as AnnexFigures),
        estimated: SERIES.filter((series) => own.some(({ estimated }) => estimated.includes(series))),
      };
    }),
  );
}

function sumOf(rows: readonly AnnexRow[], figure: AnnexFigure): number | null {
  const known = rows.flatMap((row) => row[figure] ?? []);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}
