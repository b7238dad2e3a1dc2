/**
 * Why the three figures of a facility differ, day by day and lot by lot. Pure: what is said follows from the figures
 * alone, and the parts of a gap always add up to it. Used and named are compared lot by lot; what was declared is
 * compared with what was used, or with the named where the facility keeps no ledger here.
 */
import { dayOf, daysBetween, makeDate, monthOf, type PlainDate, yearOf } from '../kernel/plain-date.ts';
import type { Cause, DayReport, Gap, GapKind, GapPart, LotDay } from './contract.ts';

/** A day's register is copied within a week: a dose so far off is rather another dose than a slip of the date. */
const NEAR_DAYS = 7;

/** All gaps of one facility, by day and lot. */
export function explainGaps(lots: readonly LotDay[], reports: readonly DayReport[]): Gap[] {
  const byDay = new Map(reports.map((report) => [report.day, report]));
  return [...usedAgainstNamed(lots), ...declaredGaps(lots, byDay)].sort(
    (a, b) =>
      byText(a.day, b.day) || byText(a.item, b.item) || byText(a.lot, b.lot) || byText(a.kind, b.kind),
  );
}

const byText = (a: string | null, b: string | null): number =>
  (a ?? '') < (b ?? '') ? -1 : (a ?? '') > (b ?? '') ? 1 : 0;

/** A cell with what of its gap is not explained yet. */
class Open {
  readonly cell: LotDay;
  readonly parts: GapPart[] = [];
  rest: number;

  constructor(cell: LotDay) {
    this.cell = cell;
    this.rest = (cell.used ?? 0) - cell.named;
  }

  /** Explains up to so many doses of what is left, in its direction; returns how many. */
  take(cause: Cause, most: number, other: LotDay | null = null): number {
    const doses = Math.min(most, Math.abs(this.rest));
    if (doses <= 0) return 0;
    const signed = Math.sign(this.rest) * doses;
    this.parts.push({ cause, doses: signed, other: other === null ? null : placeOf(other) });
    this.rest -= signed;
    return doses;
  }
}

const placeOf = ({ day, item, lot }: LotDay) => ({ day, item, lot });

function usedAgainstNamed(lots: readonly LotDay[]): Gap[] {
  const cells = lots.filter(({ used }) => used !== null).map((cell) => new Open(cell));
  const over = () => cells.filter(({ rest }) => rest < 0);
  // Twice the same people, or the same vials, is a mistake within the cell: first, lest it be moved elsewhere.
  for (const one of cells) {
    if (one.rest < 0) one.take('duplicate_entry', one.cell.duplicates);
    else one.take('use_entered_twice', one.cell.usedTwice);
  }
  const stocked = new Set(cells.filter(({ cell }) => inLedger(cell)).map(({ cell }) => keyOf(cell)));
  for (const one of over())
    move(one, cells, 'lot_other_vaccine', (to) => sameDay(one, to) && to.cell.lot === one.cell.lot);
  for (const one of over())
    if (one.cell.lot === null || !stocked.has(keyOf(one.cell)))
      move(
        one,
        cells,
        one.cell.lot === null ? 'lot_not_named' : 'lot_unknown',
        (to) => sameDay(one, to) && (one.cell.item === null || to.cell.item === one.cell.item),
      );
  for (const one of over()) {
    const { day, firstReceipt } = one.cell;
    const early = firstReceipt !== null && day < firstReceipt;
    move(
      one,
      cells,
      early ? 'before_receipt' : 'other_day',
      (to) => sameLot(one, to) && (early || slipOfDate(one, to)),
    );
  }
  for (const one of cells) {
    const { cell } = one;
    if (one.rest > 0) one.take('not_entered', one.rest);
    if (one.rest === 0) continue;
    if (cell.firstReceipt !== null && cell.day < cell.firstReceipt) one.take('before_receipt', -one.rest);
    if (cell.lot === null) one.take('lot_not_named', -one.rest);
    else if (!stocked.has(keyOf(cell))) one.take('lot_unknown', -one.rest);
    one.take('wastage_missing', cell.untold);
    one.take('use_missing', -one.rest);
  }
  return cells.flatMap(({ cell, parts }) => gapOf('used_named', cell, cell.used ?? 0, cell.named, parts));
}

const inLedger = ({ used, firstReceipt }: LotDay): boolean => firstReceipt !== null || (used ?? 0) > 0;
const keyOf = ({ item, lot }: LotDay): string => `${item}|${lot}`;
const sameDay = (a: Open, b: Open): boolean => a.cell.day === b.cell.day;
const sameLot = (a: Open, b: Open): boolean => keyOf(a.cell) === keyOf(b.cell);

/** Day and month exchanged, or a day near by. */
function slipOfDate(a: Open, b: Open): boolean {
  const [x, y] = [a.cell.day, b.cell.day];
  return Math.abs(daysBetween(x, y)) <= NEAR_DAYS || makeDate(yearOf(x), dayOf(x), monthOf(x)) === y;
}

/** Named too many here, too few there, and something says that they are the same doses: one mistake, seen twice. */
function move(from: Open, cells: readonly Open[], cause: Cause, fits: (to: Open) => boolean): void {
  const distance = ({ cell }: Open): number => Math.abs(daysBetween(cell.day, from.cell.day));
  for (const to of cells
    .filter((one) => one !== from && one.rest > 0 && fits(one))
    .sort((a, b) => distance(a) - distance(b))) {
    const doses = from.take(cause, to.rest, to.cell);
    to.take(cause, doses, from.cell);
    if (from.rest === 0) return;
  }
}

function gapOf(
  kind: GapKind,
  at: Readonly<{ day: PlainDate; item: string | null; lot: string | null }>,
  first: number,
  second: number,
  parts: readonly GapPart[],
): Gap[] {
  return first === second
    ? []
    : [{ kind, ...{ day: at.day, item: at.item, lot: at.lot }, first, second, parts }];
}

function declaredGaps(lots: readonly LotDay[], reports: ReadonlyMap<PlainDate, DayReport>): Gap[] {
  const whole: LotDay[] = [...reports.values()]
    .filter(({ byLot }) => !byLot)
    .map(({ day, total }) => ({
      ...sumOf(
        lots.filter((cell) => cell.day === day),
        day,
      ),
      declared: total,
    }));
  const single = lots.filter(({ day }) => reports.get(day)?.byLot === true);
  return [...whole, ...single].flatMap((cell) => {
    const declared = cell.declared ?? 0;
    const kind = cell.used === null ? 'declared_named' : 'declared_used';
    const other = cell.used ?? cell.named;
    return gapOf(kind, cell, declared, other, declaredParts(cell, declared - other));
  });
}

/** What a report says too much or too little, against the ledger or, where there is none, against the named. */
function declaredParts(cell: LotDay, gap: number): GapPart[] {
  const parts: GapPart[] = [];
  let rest = gap;
  const take = (cause: Cause, most: number): void => {
    const doses = Math.sign(rest) * Math.min(Math.max(most, 0), Math.abs(rest));
    if (doses === 0) return;
    parts.push({ cause, doses, other: null });
    rest -= doses;
  };
  const ledger = cell.used !== null;
  if (gap > 0) {
    // Doses of opened vials that were told as given: nobody said that they were thrown away, or somebody did.
    if (ledger) take('wastage_missing', cell.untold);
    if (ledger) take('wastage_declared', cell.wasted);
    take(ledger ? 'declared_more' : 'not_entered', rest);
  } else {
    // A report that counts vials by their label misses what was drawn beyond it.
    if (ledger) take('overfill', cell.overfill);
    take('entered_late', ledger ? cell.usedAfterReport : cell.namedAfterReport);
    if (!ledger) take('duplicate_entry', cell.duplicates);
    take('declared_less', -rest);
  }
  return parts;
}

const ADDED = [
  'named',
  'namedLate',
  'namedAfterReport',
  'duplicates',
  'usedAfterReport',
  'usedTwice',
  'overfill',
  'wasted',
  'untold',
] as const;

/** The day as a whole: all lots together. */
export function sumOf(cells: readonly LotDay[], day: PlainDate): LotDay {
  const add = (value: (cell: LotDay) => number): number => cells.reduce((sum, cell) => sum + value(cell), 0);
  const sums = Object.fromEntries(ADDED.map((name) => [name, add((cell) => cell[name])])) as Record<
    (typeof ADDED)[number],
    number
  >;
  const told = cells.filter(({ declared }) => declared !== null);
  const stocked = cells.filter(({ used }) => used !== null);
  return {
    ...sums,
    day,
    item: null,
    lot: null,
    firstReceipt: null,
    declared: told.length === 0 ? null : add(({ declared }) => declared ?? 0),
    used: stocked.length === 0 ? null : add(({ used }) => used ?? 0),
  };
}
