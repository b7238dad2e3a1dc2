/**
 * Doses of named people held against the use of a facility's lots, day by day. People never are the source of use: where
 * the two differ, that is what is told. Pure.
 */
import { dayOf, makeDate, monthOf, type PlainDate, yearOf } from '../kernel/plain-date.ts';
import type { Discrepancy, Movement } from './contract.ts';

/** Doses of people alike in all that matters here. `placed`: their list names the facility; else it names none. */
export type DoseGroup = Readonly<{
  vaccine: string | null;
  lot: string | null;
  on: PlainDate | null;
  placed: boolean;
  doses: number;
}>;

type Day = { used: number; gap: number };
type LotUse = {
  item: string;
  lot: string;
  /** Injected by day, and for how many of them nobody is named yet. */
  days: Map<PlainDate, Day>;
  named: number;
  found: Discrepancy[];
};

/** Of some hundred doses one is usually entered later than the report asks for: what is rarer than this stands out. */
const USUAL_SHARE = 0.0035;
const MOST_USUAL_SHARE = 0.01;
const SURPRISE = 0.02;

export type Compared = Readonly<{ named: number; discrepancies: readonly Discrepancy[] }>;

/** What is told of each lot, by `item|lot`; empty where the register knows nobody of the facility. */
export function compareWithPeople(
  lots: readonly (readonly Movement[])[],
  doses: readonly DoseGroup[],
): ReadonlyMap<string, Compared> {
  if (!doses.some(({ placed }) => placed)) return new Map();
  const uses = lots.map(usesOf);
  const byLot = new Map<string, LotUse[]>();
  for (const use of uses) byLot.set(use.lot, [...(byLot.get(use.lot) ?? []), use]);
  const meant = ({ lot, vaccine }: DoseGroup): LotUse | undefined => {
    const some = byLot.get(lot ?? '');
    // Of two products with one lot number the one that the person's row names.
    return some?.find(({ item }) => item === vaccine) ?? some?.[0];
  };
  const loose: DoseGroup[] = [];
  for (const group of doses) {
    const use = meant(group);
    const day = group.on === null || !group.placed ? undefined : use && dayOfUse(use, group.on);
    if (use === undefined || day === undefined) {
      loose.push(group);
      continue;
    }
    use.named += group.doses;
    day.gap -= group.doses;
  }
  for (const use of uses)
    for (const [on, day] of use.days)
      if (day.gap < 0) {
        const detail = { date: on, extra: -day.gap, used: day.used };
        use.found.push({ code: 'records_more_than_usage', severity: 'warning', detail });
        day.gap = 0;
      }
  for (const group of loose.toSorted((a, b) => exactness(b) - exactness(a)))
    explain(group, meant(group), uses);
  tellUnnamed(uses);
  return new Map(
    uses.map(({ item, lot, named, found }) => [`${item}|${lot}`, { named, discrepancies: found }]),
  );
}

function usesOf(movements: readonly Movement[]): LotUse {
  const [{ item, lot }] = movements as [Movement];
  const days: LotUse['days'] = new Map();
  for (const { on, amounts } of movements) {
    const used = amounts.injected ?? 0;
    const day = days.get(on) ?? { used: 0, gap: 0 };
    if (used !== 0) days.set(on, { used: day.used + used, gap: day.gap + used });
  }
  return { item, lot, days, named: 0, found: [] };
}

export const swapped = (on: PlainDate): PlainDate | null => makeDate(yearOf(on), dayOf(on), monthOf(on));

/** The use of a dose's day, or of the day with which it exchanges its month. */
function dayOfUse({ days }: LotUse, on: PlainDate): Day | undefined {
  const turned = swapped(on);
  return days.get(on) ?? (turned === null ? undefined : days.get(turned));
}

/** Doses without a day, a place or a lot go where most people are missing: they explain gaps and make none. */
function explain(
  { on, vaccine, placed, doses }: DoseGroup,
  use: LotUse | undefined,
  uses: readonly LotUse[],
): void {
  const onDay = ({ days }: LotUse): Day[] => [(on === null ? undefined : days.get(on)) ?? []].flat();
  let left = doses;
  const into = (days: readonly Day[]): void => {
    for (; left > 0; left--) {
      const most = days.reduce<Day | null>((best, day) => (day.gap > (best?.gap ?? 0) ? day : best), null);
      if (most === null) break;
      most.gap--;
      if (use !== undefined && !placed) use.named++;
    }
  };
  if (use === undefined) into(uses.filter(({ item }) => item === (vaccine ?? item)).flatMap(onDay));
  else {
    if (placed) use.named += doses;
    into(onDay(use));
    if (placed || on === null) into([...use.days.values()]);
  }
}

/** A dose without a lot has the least to say, one that names lot, day and place the most. */
const exactness = ({ lot, on, placed }: DoseGroup): number =>
  (lot === null ? 0 : 4) + (on === null ? 0 : 2) + (placed ? 1 : 0);

/** Use that nobody is named for, where it is more than what is usually still to be entered. */
function tellUnnamed(uses: readonly LotUse[]): void {
  const all = uses.flatMap(({ days }) => [...days.values()]);
  const used = all.reduce((sum, day) => sum + day.used, 0);
  const gaps = all.reduce((sum, day) => sum + day.gap, 0);
  for (const use of uses)
    for (const [on, day] of use.days) {
      if (day.gap <= 0) continue;
      const others = used - day.used;
      const share = Math.min(
        Math.max(others === 0 ? 0 : (gaps - day.gap) / others, USUAL_SHARE),
        MOST_USUAL_SHARE,
      );
      if (atLeast(day.gap, day.used * share) < SURPRISE)
        use.found.push({
          code: 'usage_more_than_records',
          severity: 'warning',
          detail: { date: on, extra: day.gap, used: day.used },
        });
    }
}

/** Chance of `count` or more where `mean` are expected (Poisson). */
function atLeast(count: number, mean: number): number {
  let term = Math.exp(-mean);
  let below = 0;
  for (let n = 0; n < count; n++) {
    below += term;
    term *= mean / (n + 1);
  }
  return Math.max(1 - below, 0);
}
