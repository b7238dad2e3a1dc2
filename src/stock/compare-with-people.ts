/**
 * Doses of named people held against the use of a facility's lots, day by day. People never are the source of use: where
 * the two differ, that is what is told. Pure.
 */
import { dayOf, makeDate, monthOf, type PlainDate, yearOf } from '../kernel/plain-date.ts';
import type { Movement } from './contract.ts';
import type { Discrepancy } from './judge-stock.ts';

/** Doses of people alike in all that matters here. `placed`: their list names the facility; else it names none. */
export type DoseGroup = Readonly<{
  vaccine: string | null;
  lot: string | null;
  on: PlainDate | null;
  placed: boolean;
  doses: number;
}>;

type LotUse = {
  item: string;
  lot: string;
  firstReceipt: PlainDate | null;
  /** Injected by day, and what no person is held against yet. */
  days: Map<PlainDate, { used: number; gap: number }>;
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
  const loose: { group: DoseGroup; left: number }[] = [];
  // First what says where, which lot and when; then what leaves one of them open, wherever use has nobody yet.
  for (const group of doses) {
    const use = lotMeant(byLot.get(group.lot ?? ''), group.vaccine);
    if (use === null) {
      loose.push({ group, left: group.doses });
      continue;
    }
    const day = group.on === null ? undefined : use.days.get(group.on);
    if (!group.placed) {
      loose.push({ group, left: group.doses });
      continue;
    }
    use.named += group.doses;
    if (group.vaccine !== null && group.vaccine !== use.item) wrongVaccine(use, group);
    if (day !== undefined) day.gap -= group.doses;
    else if (group.on === null) loose.push({ group, left: group.doses });
    else offDay(use, group, group.on, loose);
  }
  for (const use of uses)
    for (const [on, day] of use.days)
      if (day.gap < 0) {
        use.found.push({
          code: 'records_more_than_usage',
          severity: 'warning',
          detail: { date: on, extra: -day.gap, used: day.used },
        });
        day.gap = 0;
      }
  fill(uses, byLot, loose);
  tellUnnamed(uses);
  return new Map(
    uses.map(({ item, lot, named, found }) => [`${item}|${lot}`, { named, discrepancies: found }]),
  );
}

function usesOf(movements: readonly Movement[]): LotUse {
  const [{ item, lot }] = movements as [Movement];
  const receipts = movements.flatMap(({ kind, on }) => (kind === 'receipt' ? [on] : [])).sort();
  const days: LotUse['days'] = new Map();
  for (const { on, amounts } of movements) {
    const used = amounts.injected ?? 0;
    const day = days.get(on) ?? { used: 0, gap: 0 };
    if (used !== 0) days.set(on, { used: day.used + used, gap: day.gap + used });
  }
  return { item, lot, firstReceipt: receipts[0] ?? null, days, named: 0, found: [] };
}

/** Of two products with one lot number the one that the person's row names. */
const lotMeant = (uses: readonly LotUse[] | undefined, vaccine: string | null): LotUse | null =>
  uses === undefined ? null : (uses.find(({ item }) => item === vaccine) ?? uses[0]!);

function wrongVaccine(use: LotUse, { vaccine, doses }: DoseGroup): void {
  const at = use.found.findIndex(
    ({ code, detail }) => code === 'wrong_vaccine_for_lot' && detail.recordedVaccine === vaccine,
  );
  const before = at < 0 ? 0 : Number(use.found.splice(at, 1)[0]!.detail.doses);
  use.found.push({
    code: 'wrong_vaccine_for_lot',
    severity: 'warning',
    detail: { recordedVaccine: vaccine, lotVaccine: use.item, doses: before + doses },
  });
}

export const swapped = (on: PlainDate): PlainDate | null => makeDate(yearOf(on), dayOf(on), monthOf(on));

/** A dose on a day on which the lot was not used: before it came, or with day and month exchanged, or simply elsewhen. */
function offDay(
  use: LotUse,
  group: DoseGroup,
  on: PlainDate,
  loose: { group: DoseGroup; left: number }[],
): void {
  const turned = swapped(on);
  const meant = turned === null ? undefined : use.days.get(turned);
  if (meant !== undefined && meant.used > 0 && turned !== on) {
    meant.gap -= group.doses;
    use.found.push({
      code: 'injection_date_swapped',
      severity: 'info',
      detail: { recordedDate: on, likelyDate: turned, doses: group.doses },
    });
    return;
  }
  loose.push({ group, left: group.doses });
  if (use.firstReceipt !== null && on < use.firstReceipt)
    use.found.push({
      code: 'injection_before_receipt',
      severity: 'warning',
      detail: { recordedDate: on, firstReceipt: use.firstReceipt, doses: group.doses },
    });
}

/** Doses without a day, a place or a lot go where use has most people missing: they explain gaps and make none. */
function fill(
  uses: readonly LotUse[],
  byLot: ReadonlyMap<string, readonly LotUse[]>,
  loose: readonly { group: DoseGroup; left: number }[],
): void {
  const spread = (left: number, days: { used: number; gap: number }[]): number => {
    let rest = left;
    for (const day of days.sort((a, b) => b.gap - a.gap)) {
      const taken = Math.min(Math.max(day.gap, 0), rest);
      day.gap -= taken;
      rest -= taken;
    }
    return rest;
  };
  for (const entry of loose.toSorted((a, b) => exactness(b.group) - exactness(a.group))) {
    const { group } = entry;
    const use = lotMeant(byLot.get(group.lot ?? ''), group.vaccine);
    const sameDay = (one: LotUse): { used: number; gap: number }[] =>
      group.on === null ? [] : [one.days.get(group.on) ?? []].flat();
    if (use !== null) {
      entry.left = spread(entry.left, sameDay(use));
      if (group.placed || group.on === null) entry.left = spread(entry.left, [...use.days.values()]);
    } else if (group.on !== null)
      entry.left = spread(
        entry.left,
        uses.filter(({ item }) => item === group.vaccine || group.vaccine === null).flatMap(sameDay),
      );
  }
}

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
