/**
 * What is worth a second look in figures, while they are typed and when they come in a workbook. Findings never
 * block: an honest figure may look odd. Pure; the browser and the server use this same file.
 */
import { daysBetween, type PlainDate } from '../kernel/plain-date.ts';
import type { Figure, FigureAddress, FigureFinding, RegisterCount, Series } from './contract.ts';

export type Earlier = Readonly<{ on: PlainDate; figures: readonly Figure[] }>;

/** What figures are compared with; empty where nothing is known. */
export type KnownFigures = Readonly<{
  previous: Earlier | null;
  census: Earlier | null;
  register: readonly RegisterCount[];
  /** Of the units below, added up; with how many of them have figures. */
  below: Readonly<{ figures: readonly Figure[]; reported: number; expected: number }> | null;
}>;

export const NOTHING_KNOWN: KnownFigures = { previous: null, census: null, register: [], below: null };

// A change beyond a tenth (and a twentieth more for each year between) that chance does not explain either.
const CHANGE = 0.1;
const CHANGE_A_YEAR = 0.05;
const DEVIATIONS = 3;
// The register is being built: a difference below this share is its everyday state.
const REGISTER_SHARE = 0.1;

const keyOf = ({ series, hamlet, sex, band }: FigureAddress): string => `${series}|${hamlet}|${sex}|${band}`;

/** Figures by their place in the report. */
export class FigureTable {
  readonly #figures = new Map<string, Figure>();
  readonly bands: readonly string[];

  constructor(figures: readonly Figure[]) {
    for (const figure of figures) this.#figures.set(keyOf(figure), figure);
    this.bands = [...new Set(figures.map(({ band }) => band))].filter((band) => band !== 'total');
  }

  get(address: FigureAddress): number | null {
    return this.#figures.get(keyOf(address))?.people ?? null;
  }

  /** The stated total of a hamlet or the unit, or the sum of all its groups when none is stated. */
  whole(series: Series, hamlet: string, sex: Figure['sex'] = 'all'): number | null {
    return this.get({ series, hamlet, sex, band: 'total' }) ?? this.sumOfBands(series, hamlet, sex);
  }

  sumOfBands(series: Series, hamlet: string, sex: Figure['sex'] = 'all'): number | null {
    const parts = this.bands.map((band) => this.get({ series, hamlet, sex, band }));
    const given = parts.filter((part) => part !== null);
    return given.length === 0 ? null : given.reduce((sum, part) => sum + part, 0);
  }

  sumOfHamlets(series: Series, sex: Figure['sex'], band: string): number | null {
    const parts = [...this.#figures.values()].filter(
      (figure) =>
        figure.hamlet !== '' && figure.series === series && figure.sex === sex && figure.band === band,
    );
    return parts.length === 0 ? null : parts.reduce((sum, { people }) => sum + people, 0);
  }
}

const shown = (date: PlainDate): string => date.split('-').reverse().join('/');
const places = (figures: readonly Figure[]): { series: Series; hamlet: string }[] => [
  ...new Map(
    figures.map(({ series, hamlet }) => [`${series}|${hamlet}`, { series, hamlet }] as const),
  ).values(),
];

/** All findings of one unit's figures on a day. */
export function checkFigures(
  figures: readonly Figure[],
  on: PlainDate,
  known: KnownFigures = NOTHING_KNOWN,
): FigureFinding[] {
  const table = new FigureTable(figures);
  return [
    ...partsAndWhole(figures, table),
    ...hamletsAndWhole(figures, table),
    ...sexes(figures, table),
    ...transientsAndActual(figures, table),
    ...changes(figures, on, known.previous),
    ...againstCensus(table, on, known.census),
    ...againstRegister(table, known.register),
    ...againstBelow(table, known.below),
  ];
}

function partsAndWhole(figures: readonly Figure[], table: FigureTable): FigureFinding[] {
  return places(figures).flatMap(({ series, hamlet }) => {
    const at = { series, hamlet, sex: 'all', band: 'total' } as const;
    const [whole, sum] = [table.get(at), table.sumOfBands(series, hamlet)];
    if (whole === null || sum === null || whole === sum) return [];
    return [
      {
        code: 'population_parts_differ',
        severity: 'warning',
        params: { series, band: 'total', whole, sum, difference: Math.abs(whole - sum) },
        at,
      },
    ];
  });
}

function hamletsAndWhole(figures: readonly Figure[], table: FigureTable): FigureFinding[] {
  return figures.flatMap(({ hamlet, people, method: _, ...where }) => {
    if (hamlet !== '') return [];
    const sum = table.sumOfHamlets(where.series, where.sex, where.band);
    if (sum === null || sum === people) return [];
    return [
      {
        code: 'population_hamlets_differ',
        severity: 'warning',
        params: { series: where.series, band: where.band, whole: people, sum },
        at: { ...where, hamlet },
      },
    ];
  });
}

function sexes(figures: readonly Figure[], table: FigureTable): FigureFinding[] {
  return figures.flatMap(({ people, method: _, ...at }) => {
    if (at.sex !== 'all') return [];
    const men = table.get({ ...at, sex: 'M' });
    const women = table.get({ ...at, sex: 'F' });
    if (men === null || women === null || men + women === people) return [];
    return [
      {
        code: 'population_sexes_differ',
        severity: 'warning',
        params: { series: at.series, band: at.band, men, women, whole: people },
        at,
      },
    ];
  });
}

function transientsAndActual(figures: readonly Figure[], table: FigureTable): FigureFinding[] {
  return places(figures).flatMap(({ series, hamlet }) => {
    if (series !== 'transient') return [];
    const people = table.whole('transient', hamlet);
    const actual = table.whole('actual', hamlet);
    if (people === null || actual === null || people <= actual) return [];
    return [
      {
        code: 'population_transient_exceeds',
        severity: 'warning',
        params: { people, actual },
        at: { series, hamlet, sex: 'all', band: 'total' },
      },
    ];
  });
}

/** Whether a count changed more than time and chance explain. */
export function isOutlier(before: number, now: number, days: number): boolean {
  const change = Math.abs(now - before);
  const years = Math.abs(days) / 365;
  return (
    change > DEVIATIONS * Math.sqrt(Math.max(before, now)) &&
    change > before * (CHANGE + CHANGE_A_YEAR * years)
  );
}

const percent = (before: number, now: number): number =>
  before === 0 ? 100 : Math.trunc((100 * (now - before)) / before);

function changes(figures: readonly Figure[], on: PlainDate, previous: Earlier | null): FigureFinding[] {
  if (previous === null) return [];
  const before = new FigureTable(previous.figures);
  const days = daysBetween(previous.on, on);
  return figures.flatMap(({ people, method: _, ...at }) => {
    const earlier = before.get(at);
    if (earlier === null || !isOutlier(earlier, people, days)) return [];
    return [
      {
        code: 'population_change_large',
        severity: 'warning',
        params: {
          series: at.series,
          band: at.band,
          before: earlier,
          now: people,
          percent: percent(earlier, people),
          day: shown(previous.on),
        },
        at,
      },
    ];
  });
}

/** The census against the official figure and the actual one: totals only, its groups are estimates. */
function againstCensus(table: FigureTable, on: PlainDate, counted: Earlier | null): FigureFinding[] {
  if (counted === null) return [];
  const before = new FigureTable(counted.figures).whole('official', '');
  if (before === null) return [];
  return (['official', 'actual'] as const).flatMap((series): FigureFinding[] => {
    const now = table.whole(series, '');
    if (now === null || !isOutlier(before, now, daysBetween(counted.on, on))) return [];
    return [
      {
        code: 'population_census_differs',
        severity: 'warning',
        params: {
          series,
          band: 'total',
          before,
          now,
          percent: percent(before, now),
          day: shown(counted.on),
        },
        at: { series, hamlet: '', sex: 'all', band: 'total' },
      },
    ];
  });
}

function againstRegister(table: FigureTable, counts: readonly RegisterCount[]): FigureFinding[] {
  const sum = (series: Series, band: string | null, what: 'people' | 'dose1'): number =>
    counts
      .filter((count) => count.series === series && (band === null || count.band === band))
      .reduce((total, count) => total + count[what], 0);
  return (['actual', 'transient'] as const).flatMap((series): FigureFinding[] => {
    // A list that is far from the whole is far from its groups too: once is enough.
    let listFar = false;
    return ['total', ...table.bands].flatMap((band): FigureFinding[] => {
      const at = { series, hamlet: '', sex: 'all', band } as const;
      const people = band === 'total' ? table.whole(series, '') : table.get(at);
      if (people === null) return [];
      const group = band === 'total' ? null : band;
      const vaccinated = sum(series, group, 'dose1');
      if (vaccinated > people)
        return [
          {
            code: 'population_below_vaccinated',
            severity: 'warning',
            params: { series, band, people, vaccinated },
            at,
          },
        ];
      const listed = sum(series, group, 'people');
      if (listFar || listed === 0 || !isFarFromList(people, listed)) return [];
      listFar = band === 'total';
      return [
        {
          code: 'population_register_differs',
          severity: 'warning',
          params: { series, band, people, listed, difference: Math.abs(listed - people) },
          at,
        },
      ];
    });
  });
}

const isFarFromList = (people: number, listed: number): boolean =>
  Math.abs(listed - people) >
  Math.max(DEVIATIONS * Math.sqrt(Math.max(listed, people)), REGISTER_SHARE * people);

function againstBelow(table: FigureTable, below: KnownFigures['below']): FigureFinding[] {
  if (below === null || below.reported === 0) return [];
  const sums = new FigureTable(below.figures);
  return (['official', 'actual', 'transient'] as const).flatMap((series): FigureFinding[] =>
    ['total', ...table.bands].flatMap((band): FigureFinding[] => {
      const at = { series, hamlet: '', sex: 'all', band } as const;
      const own = table.get(at);
      const sum = band === 'total' ? sums.whole(series, '') : sums.get(at);
      if (own === null || sum === null || own === sum) return [];
      return [
        {
          code: 'population_below_differs',
          severity: 'warning',
          params: { series, band, own, sum, reported: below.reported, expected: below.expected },
          at,
        },
      ];
    }),
  );
}

export type FigureChange = Readonly<{ at: FigureAddress; before: number | null; now: number | null }>;

/** What a version changed against another: figures that differ, came or went. */
export function compareFigures(before: readonly Figure[], now: readonly Figure[]): FigureChange[] {
  const [old, fresh] = [new FigureTable(before), new FigureTable(now)];
  const all = new Map([...before, ...now].map((figure) => [keyOf(figure), figure]));
  return [...all.values()].flatMap(({ people: _, method: __, ...at }) =>
    old.get(at) === fresh.get(at) ? [] : [{ at, before: old.get(at), now: fresh.get(at) }],
  );
}
