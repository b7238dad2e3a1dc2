/**
 * The denominator bench: one unit's coverage under every denominator side by side. A figure above 100 % stays as it
 * is, and the parts that explain it are told with their people.
 */
import type { Units } from '../areas/units.ts';
import { recordedWithin } from '../immunizations/recorded-units.ts';
import { daysBetween, type PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { bandNames, type CountRegister, type Method, type Series } from '../population/contract.ts';
import { populationFigures, type SeriesAnswer } from '../population/figures.ts';
import { getBandSet } from '../population/record-report.ts';
import { type Doubt, type VaccinatedCell, vaccinatedWhere } from './vaccinated-where.ts';

export const DENOMINATORS = [
  'official',
  'actual',
  'actual_transient',
  'register',
  'register_transient',
] as const;
export type DenominatorName = (typeof DENOMINATORS)[number];

export type Denominator = Readonly<{
  name: DenominatorName;
  /** By group and `total`; null where nobody gave it. */
  people: Readonly<Record<string, number | null>>;
  methods: Readonly<Record<string, Method | null>>;
  /** Day of the oldest version behind it, and how many days before the asked day that was; null for the register. */
  oldestOn: PlainDate | null;
  age: number | null;
  reported: number;
  expected: number;
}>;

export type Numerators = Readonly<{
  /** Actual residents who had the dose, wherever it was given. */
  residents: number;
  transients: number;
  /** People to whom the units' facilities gave it, wherever they live. */
  givenHere: number;
}>;

/** Why a group's doses and its people may not fit; people, or days for `stale`. */
export type Parts = Readonly<{
  nonResidents: number;
  onNoList: number;
  elsewhere: number;
  placeUnknown: number;
}> &
  Readonly<Record<Doubt, number>>;

export type DenominatorBench = Readonly<{
  bands: readonly string[];
  denominators: readonly Denominator[];
  numerators: Readonly<Record<string, Numerators>>;
  parts: Readonly<Record<string, Parts>>;
  matrix: readonly VaccinatedCell[];
}>;

export type BenchQuery = Readonly<{
  unitId: number;
  date: PlainDate;
  mapDate: PlainDate;
  dose: 1 | 2 | 3;
  bandSet: string;
}>;

/** Throws `population_band_set_unknown`, `unit_unknown`. */
export async function denominatorBench(
  db: Database,
  units: Units,
  countRegister: CountRegister,
  { unitId, date, mapDate, dose, bandSet }: BenchQuery,
): Promise<DenominatorBench> {
  const { starts } = await getBandSet(db, bandSet);
  const unitIds = await recordedWithin(db, units, unitId, mapDate);
  const [answer, register, matrix] = await Promise.all([
    populationFigures(db, units, { unitId, date, mapDate, by: 'self', bandSet }),
    countRegister(unitId, date, starts),
    vaccinatedWhere(db, { unitIds, on: date, dose, starts }),
  ]);
  const groups = ['total', ...bandNames(starts)];
  const series = (name: Series): SeriesAnswer => answer.rows[0]!.series.find((one) => one.series === name)!;
  const listed = (kinds: readonly Series[], band: string): number =>
    register
      .filter((count) => kinds.includes(count.series) && (band === 'total' || count.band === band))
      .reduce((sum, { people }) => sum + people, 0);
  const inRegister = (name: DenominatorName, kinds: readonly Series[]): Denominator => ({
    name,
    people: byGroup(groups, (band) => (register.length === 0 ? null : listed(kinds, band))),
    methods: byGroup(groups, () => null),
    oldestOn: null,
    age: null,
    reported: unitIds.length,
    expected: units.communesUnder(unitId, mapDate).length,
  });
  return {
    bands: groups,
    denominators: [
      reported('official', groups, [series('official')], date),
      reported('actual', groups, [series('actual')], date),
      reported('actual_transient', groups, [series('actual'), series('transient')], date),
      inRegister('register', ['actual']),
      inRegister('register_transient', ['actual', 'transient']),
    ],
    numerators: byGroup(groups, (band) => numeratorsOf(matrix, band)),
    parts: byGroup(groups, (band) => partsOf(matrix, band)),
    matrix,
  };
}

const byGroup = <T>(groups: readonly string[], of: (band: string) => T): Record<string, T> =>
  Object.fromEntries(groups.map((band) => [band, of(band)]));

/** Reported series added up; unknown where one of them is. */
function reported(
  name: DenominatorName,
  groups: readonly string[],
  series: readonly SeriesAnswer[],
  date: PlainDate,
): Denominator {
  const cells = (band: string) =>
    series.map((one) => (band === 'total' ? one : one.bands.find((cell) => cell.band === band)!));
  const oldestOn = series.flatMap((one) => one.oldestOn ?? []).sort()[0] ?? null;
  return {
    name,
    people: byGroup(groups, (band) => {
      const people = cells(band).map((cell) => cell.people);
      return people.includes(null) ? null : people.reduce<number>((sum, count) => sum + count!, 0);
    }),
    methods: byGroup(groups, (band) => cells(band).find(({ method }) => method !== null)?.method ?? null),
    oldestOn,
    age: oldestOn === null ? null : daysBetween(oldestOn, date),
    reported: Math.min(...series.map((one) => one.reported)),
    expected: series[0]!.expected,
  };
}

type Choice = Readonly<{ residences?: readonly string[]; places?: readonly string[] }>;

const chosen = (
  matrix: readonly VaccinatedCell[],
  band: string,
  { residences, places }: Choice,
): VaccinatedCell[] =>
  matrix.filter(
    (cell) =>
      (band === 'total' || cell.band === band) &&
      (residences?.includes(cell.residence) ?? true) &&
      (places?.includes(cell.place) ?? true),
  );
const count = (matrix: readonly VaccinatedCell[], band: string, choice: Choice): number =>
  chosen(matrix, band, choice).reduce((sum, { people }) => sum + people, 0);

export const numeratorsOf = (matrix: readonly VaccinatedCell[], band: string): Numerators => ({
  residents: count(matrix, band, { residences: ['actual'] }),
  transients: count(matrix, band, { residences: ['transient'] }),
  givenHere: count(matrix, band, { places: ['here'] }),
});

const HERE = ['actual', 'transient', 'absent'] as const;

export function partsOf(matrix: readonly VaccinatedCell[], band: string): Parts {
  const doubt = (name: Doubt): number =>
    chosen(matrix, band, { residences: HERE }).reduce((sum, { doubts }) => sum + doubts[name], 0);
  return {
    nonResidents: count(matrix, band, { residences: ['elsewhere'], places: ['here'] }),
    onNoList: count(matrix, band, { residences: ['no_list'], places: ['here'] }),
    elsewhere: count(matrix, band, { residences: HERE, places: ['elsewhere'] }),
    placeUnknown: count(matrix, band, { residences: HERE, places: ['unknown'] }),
    in_review: doubt('in_review'),
    group_moved: doubt('group_moved'),
    birth_unsure: doubt('birth_unsure'),
  };
}
