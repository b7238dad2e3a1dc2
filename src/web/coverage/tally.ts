/** Sums of coverage rows: which people are meant, and what is said of them. Pure. */
import type { Coverage, CoverageRow } from '../app/api-types.ts';

/** "actual" is the dispatch's population b (permanent + temporary), "transient" its population c. */
export const POPULATIONS = ['actual', 'all', 'permanent', 'temporary', 'absent', 'transient'] as const;
export type Population = (typeof POPULATIONS)[number];

export const FIGURES = ['residents', 'dose1', 'dose2', 'dose3', 'full', 'none'] as const;
export type FigureName = (typeof FIGURES)[number];
export type Tally = Readonly<Record<FigureName, number>>;

/** One line of the table: an age group or a unit; `tally` is null where nobody has handed in a list. */
export type Line = Readonly<{
  key: string;
  name: string;
  /** District of a commune where several districts stand in one table. */
  parent: string | null;
  unassigned: boolean;
  tally: Tally | null;
}>;

export const belongs = (population: Population, kind: string): boolean =>
  population === 'all' ||
  population === kind ||
  (population === 'actual' && (kind === 'permanent' || kind === 'temporary'));

export function tally(rows: readonly CoverageRow[], population: Population): Tally {
  const sum: Record<FigureName, number> = { residents: 0, dose1: 0, dose2: 0, dose3: 0, full: 0, none: 0 };
  for (const row of rows)
    if (belongs(population, row.residenceKind)) for (const name of FIGURES) sum[name] += row[name];
  return sum;
}

/** Lines by age group, in the order of age; the group of unknown age only where somebody is in it. */
export function linesByAge(data: Coverage, population: Population): Line[] {
  return groups(data, ({ ageBand }) => ageBand).map(([band, rows]) => ({
    key: band,
    name: band,
    parent: null,
    unassigned: false,
    tally: tally(rows, population),
  }));
}

/**
 * Lines by unit. A unit in which nobody at all is listed has handed in nothing: its figures are unknown, not 0.
 */
export function linesByUnit(data: Coverage, population: Population): Line[] {
  return groups(data, ({ unit }) => unit).map(([unit, rows]) => ({
    key: unit,
    name: rows[0]!.unitName,
    parent: rows[0]!.unitParent,
    unassigned: unit === 'unassigned',
    tally: rows.every(({ residents }) => residents === 0) ? null : tally(rows, population),
  }));
}

function groups(data: Coverage, of: (row: CoverageRow) => string): [string, CoverageRow[]][] {
  const found = new Map<string, CoverageRow[]>();
  for (const row of data.rows) {
    const group = found.get(of(row));
    if (group === undefined) found.set(of(row), [row]);
    else group.push(row);
  }
  return [...found];
}
