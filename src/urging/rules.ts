/** Quiet hours, waiting between tries, and the order of the chase list. Pure; the browser uses them too. */
import { addDays, daysBetween, type PlainDate } from '../kernel/plain-date.ts';
import { dayInVietnam, momentOf } from '../kernel/vietnam-time.ts';
import type { ChaseRow, Quiet } from './contract.ts';

/** The earliest moment at or after `at` (ISO) that lies outside the quiet hours. No quiet hours where both ends are the same. */
export function afterQuiet(at: string, { from, to }: Quiet): string {
  if (from === to) return at;
  const day = dayInVietnam(at);
  // A night belongs to the day on which it begins: the last one may still run.
  for (const begins of [addDays(day, -1), day]) {
    const end = momentOf(from < to ? begins : addDays(begins, 1), to);
    if (momentOf(begins, from) <= at && at < end) return end;
  }
  return at;
}

/** Minutes to wait after the first, second, … failed try; none left: it is given up. About a day and a half in all. */
const WAITS = [1, 5, 15, 60, 180, 360, 720, 720] as const;
const MINUTE_MS = 60_000;

/** When to try again after so many failed tries; null: no more. */
export function nextTry(at: string, failed: number, quiet: Quiet): string | null {
  const minutes = WAITS[failed - 1];
  return minutes === undefined
    ? null
    : afterQuiet(new Date(Date.parse(at) + minutes * MINUTE_MS).toISOString(), quiet);
}

export const CHASE_VIEWS = ['all', 'uncalled', 'again', 'support'] as const;
/** All; nobody spoke to since the oldest duty is late; to look at again today or before; waiting for support. */
export type ChaseView = (typeof CHASE_VIEWS)[number];
export const CHASE_ORDERS = ['since', 'duties', 'unit', 'last'] as const;
export type ChaseOrder = (typeof CHASE_ORDERS)[number];

export type ChaseFilter = Readonly<{
  view: ChaseView;
  order: ChaseOrder;
  /** Number of an item; null for all. */
  item: string | null;
  /** At least so many days late. */
  days: number;
}>;

const IN_VIEW: Readonly<Record<ChaseView, (row: ChaseRow, today: PlainDate) => boolean>> = {
  all: () => true,
  uncalled: ({ last, since }) => last === null || (since !== null && last.at < since),
  again: ({ last }, today) => last?.nextOn != null && last.nextOn <= today,
  support: ({ support }) => support,
};

const vietnamese = new Intl.Collator('vi');
const BY: Readonly<Record<ChaseOrder, (a: ChaseRow, b: ChaseRow) => number>> = {
  since: (a, b) => compare(a.since ?? '9', b.since ?? '9'),
  duties: (a, b) => b.duties.length - a.duties.length,
  unit: () => 0,
  last: (a, b) => compare(a.last?.at ?? '', b.last?.at ?? ''),
};
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The rows that a filter asks for, in its order; units of equal rank by name. */
export function chaseRows(rows: readonly ChaseRow[], filter: ChaseFilter, today: PlainDate): ChaseRow[] {
  return rows
    .filter(
      (row) =>
        IN_VIEW[filter.view](row, today) &&
        (filter.item === null || row.duties.some(({ number }) => number === filter.item)) &&
        (filter.days === 0 || (row.since !== null && daysLate(row.since, today) >= filter.days)),
    )
    .sort(
      (a, b) =>
        BY[filter.order](a, b) ||
        vietnamese.compare(a.unitName, b.unitName) ||
        vietnamese.compare(a.facility ?? '', b.facility ?? ''),
    );
}

/** Whole days in Vietnam since something was due. */
export const daysLate = (since: string, today: PlainDate): number =>
  Math.max(0, daysBetween(dayInVietnam(since), today));
