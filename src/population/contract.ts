/**
 * The words of population figures. Three series stand side by side and never replace one another (dispatch 9035,
 * item 2.3): official (statistics office), actual (present now, after migration), transient (passing through).
 */
import type { Finding } from '../kernel/finding.ts';
import type { PlainDate } from '../kernel/plain-date.ts';

export const SERIES = ['official', 'actual', 'transient'] as const;
export type Series = (typeof SERIES)[number];

export const SEXES = ['all', 'M', 'F'] as const;
export type FigureSex = (typeof SEXES)[number];

export const REPORT_SOURCES = ['form', 'grid', 'workbook', 'register', 'api'] as const;
export type ReportSource = (typeof REPORT_SOURCES)[number];

/** How a figure that nobody counted was made; it is shown as an estimate wherever it appears. */
export const METHODS = ['five_year_groups', 'district_ages', 'split_group', 'stated_share'] as const;
export type Method = (typeof METHODS)[number];

/** One number of a report: `hamlet` is empty for the whole unit; `band` is `total` or a group such as `12-17`, `66+`. */
export type Figure = Readonly<{
  series: Series;
  hamlet: string;
  sex: FigureSex;
  band: string;
  people: number;
  method: Method | null;
}>;

export type BandSet = Readonly<{ id: string; label: string; starts: readonly number[] }>;

/** The five groups of the dispatch: the set wherever nothing else is asked for. */
export const DISPATCH_BANDS = {
  id: 'dispatch-9035',
  label: 'Năm nhóm tuổi theo Công văn 9035/UBND-XD6',
  starts: [0, 12, 18, 50, 66],
} as const satisfies BandSet;

/** Names of the groups that begin at these ages: [0, 12, 66] → 0-11, 12-65, 66+. */
export const bandNames = (starts: readonly number[]): string[] =>
  starts.map((start, i) => (starts[i + 1] === undefined ? `${start}+` : `${start}-${starts[i + 1]! - 1}`));

/** First and last age of a group; the last is Infinity for an open one. Null for `total` and what is no group. */
export function bandAges(band: string): readonly [first: number, last: number] | null {
  const match = /^(\d{1,3})(?:-(\d{1,3})|\+)$/.exec(band);
  if (match === null) return null;
  return [Number(match[1]), match[2] === undefined ? Number.POSITIVE_INFINITY : Number(match[2])];
}

/** draft → submitted → accepted (a level said yes, another is still to) → locked; or returned with a reason. */
export const STATES = ['draft', 'submitted', 'returned', 'accepted', 'locked'] as const;
export type ReportState = (typeof STATES)[number];

export type ReportEvent = Readonly<{
  action: 'submitted' | 'returned' | 'accepted';
  checkerId: number | null;
  by: string;
  accountId: string | null;
  at: string;
  reason: string | null;
}>;

/** A version of a unit's figures, as it was written; nothing of it changes later. */
export type Report = Readonly<{
  id: string;
  unitId: number;
  effectiveOn: PlainDate;
  version: number;
  bandSet: string;
  series: readonly Series[];
  source: ReportSource;
  reporter: string;
  accountId: string | null;
  note: string | null;
  replaces: string | null;
  fileId: string | null;
  fileName: string | null;
  recordedAt: string;
}>;

/** Where in a report a finding is: the cell that somebody should look at. */
export type FigureAddress = Readonly<Pick<Figure, 'series' | 'hamlet' | 'sex' | 'band'>>;
export type FigureFinding = Readonly<Pick<Finding, 'code' | 'severity' | 'params'>> &
  Readonly<{ at: FigureAddress }>;

/** People of the register on a day, by series, group and sex; and how many of them had a first dose. */
export type RegisterCount = Readonly<{
  series: 'actual' | 'transient';
  band: string;
  sex: 'M' | 'F' | null;
  people: number;
  dose1: number;
}>;

/** Counts a unit's people in the register on a day by the groups that begin at `starts`; `unknown` has no birth date. */
export type CountRegister = (
  unitId: number,
  on: PlainDate,
  starts: readonly number[],
) => Promise<readonly RegisterCount[]>;
