/**
 * What a facility's ledger says of each lot, and where it disagrees with itself, with the book's own balances and with
 * the doses of named people. Pure: the same movements and doses give the same answer.
 */
import type { PlainDate } from '../kernel/plain-date.ts';
import { compareWithPeople, type DoseGroup } from './compare-with-people.ts';
import {
  balanceOf,
  type Discrepancy,
  type Lot,
  type LotDoubt,
  type Movement,
  type StockRowAnswer,
} from './contract.ts';
import { missingInBook, secondTellings } from './slip-halves.ts';
import type { Statement } from './store.ts';

export type FacilityStock = Readonly<{
  movements: readonly Movement[];
  statements: readonly Statement[];
  lots: ReadonlyMap<string, Lot>;
  /** Doses of named people, of this facility and of lists of its unit without a place. */
  doses: readonly DoseGroup[];
  /** Doses whose lot the stock contradicts. */
  doubts: readonly LotDoubt[];
  /** What transfers from or to the facility tell of its lots. */
  transfers: readonly Readonly<{ item: string; lot: string; told: Discrepancy }>[];
}>;

/** Movements that stand: what was taken back goes, together with what took it back. */
export function standing(movements: readonly Movement[]): Movement[] {
  const undone = new Set(movements.flatMap(({ kind, refersTo }) => (kind === 'reversal' ? [refersTo] : [])));
  return movements.filter(({ id, kind }) => kind !== 'reversal' && !undone.has(id));
}

/** The rows of one facility, lot by lot. */
export function judgeFacility({
  movements,
  statements,
  lots,
  doses,
  doubts,
  transfers,
}: FacilityStock): StockRowAnswer[] {
  const byLot = new Map<string, Movement[]>();
  for (const movement of standing(movements)) {
    const key = `${movement.item}|${movement.lot}`;
    byLot.set(key, [...(byLot.get(key) ?? []), movement]);
  }
  const people = compareWithPeople([...byLot.values()], doses);
  return [...byLot].map(([key, own]) => {
    const [first] = own as [Movement];
    const lot = lots.get(key);
    const figures = figuresOf(own);
    const compared = people.get(key);
    return {
      unitId: first.unitId,
      facility: first.facility,
      item: first.item,
      lot: first.lot,
      expiresOn: lot?.expiresOn ?? null,
      ...figures,
      named: compared?.named ?? null,
      discrepancies: [
        ...repeatedSlips(own),
        ...toldTwice(own),
        ...overfill(own, lot),
        ...ofTheLedger(own, figures, lot),
        ...transfers.flatMap((one) => (`${one.item}|${one.lot}` === key ? one.told : [])),
        ...ofTheBook(
          own,
          statements.filter((one) => `${one.item}|${one.lot}` === key),
          figures,
        ),
        ...ofPeople(doubts.filter(({ item, lot: about }) => item === first.item && about === first.lot)),
        ...(compared?.discrepancies ?? []),
      ],
    };
  });
}

const leaving = ({ amounts }: Movement): number => -balanceOf(amounts);
const sum = (movements: readonly Movement[], value: (movement: Movement) => number): number =>
  movements.reduce((total, movement) => total + value(movement), 0);

function figuresOf(own: readonly Movement[]) {
  const of = (...kinds: Movement['kind'][]): Movement[] => own.filter(({ kind }) => kinds.includes(kind));
  const entered = sum(of('receipt'), (movement) => -leaving(movement));
  /** Doses of second tellings: of receipts above nothing, of what left below it. */
  const again = of('matched').map(({ amounts }) => amounts.repeated ?? 0);
  const received = entered - again.reduce((total, doses) => total + Math.max(doses, 0), 0);
  return {
    receivedAsEntered: entered + sum(of('repeated_receipt'), ({ amounts }) => amounts.repeated ?? 0),
    received,
    issued: sum(of('issue', 'sent'), leaving) + again.reduce((total, doses) => total + Math.min(doses, 0), 0),
    opened: sum(of('open', 'use'), leaving),
    injected: sum(own, ({ amounts }) => amounts.injected ?? 0),
    overfill: -sum(own, ({ amounts }) => amounts.overfill ?? 0) || 0,
    wasted: sum(own, ({ amounts }) => amounts.wasted ?? 0),
    writtenOff: sum(own, ({ amounts }) => amounts.written_off ?? 0),
    quarantine: sum(own, ({ amounts }) => amounts.quarantine ?? 0),
    inTransit: sum(own, ({ amounts }) => amounts.in_transit ?? 0),
    untold: sum(own, ({ amounts }) => amounts.opened ?? 0),
    balance: sum(own, ({ amounts }) => balanceOf(amounts)),
  };
}

const repeatedSlips = (own: readonly Movement[]): Discrepancy[] =>
  own
    .filter(({ kind }) => kind === 'repeated_receipt')
    .map(({ slip, on, amounts }) => ({
      code: 'receipt_entered_twice',
      severity: 'warning',
      detail: { slip, date: on, doses: amounts.repeated ?? 0 },
    }));

/** Slips told by two (counted once), and receipts of transfers that the store's book should tell and does not, with the likely reason. */
function toldTwice(own: readonly Movement[]): Discrepancy[] {
  const aside = own.filter(({ kind }) => kind === 'matched');
  const matched = new Set(aside.map(({ refersTo }) => refersTo));
  const pairs = secondTellings(own, new Set(own.flatMap(({ id }) => (matched.has(id) ? [] : [id]))));
  return [
    ...aside.map(({ slip, on, amounts }) => ({
      code: 'slip_told_twice' as const,
      severity: 'info' as const,
      detail: { slip, date: on, doses: Math.abs(amounts.repeated ?? 0) },
    })),
    ...missingInBook(own, pairs).map(({ half, near }) => {
      const detail = { date: half.on, doses: balanceOf(half.amounts), from: half.counterpart };
      return near === null
        ? { code: 'slip_not_in_book' as const, severity: 'warning' as const, detail }
        : {
            code: 'slip_halves_differ' as const,
            severity: 'warning' as const,
            detail: { ...detail, booked: balanceOf(near.amounts), bookedOn: near.on, slip: near.slip },
          };
    }),
  ];
}

/** Vials of a lot opened together, and what was drawn from them. */
type Drawn = Readonly<{ labelled: number; drawn: number; extra: number; limit: number; vials: number }>;

function drawnFrom(uses: readonly Movement[], { dosesPerVial, maxDosesPerVial }: Lot): Drawn {
  const labelled = sum(uses, leaving);
  const vials = Math.ceil(labelled / dosesPerVial);
  return {
    labelled,
    drawn: sum(uses, ({ amounts }) => (amounts.injected ?? 0) + (amounts.wasted ?? 0)),
    extra: -sum(uses, ({ amounts }) => amounts.overfill ?? 0),
    limit: vials * maxDosesPerVial,
    vials,
  };
}

/**
 * More doses drawn than labelled, judged by the vials that were opened on a day: what one table drew too much, vials of
 * another cannot have given on another day. Explained up to what the product allows of them; a vial that was closed later
 * counts for the day on which it was opened.
 */
function overfill(own: readonly Movement[], lot: Lot | undefined): Discrepancy[] {
  const uses = own.filter(({ kind }) => kind === 'use' || kind === 'open');
  if (lot === undefined || sum(uses, ({ amounts }) => amounts.overfill ?? 0) === 0) return [];
  const opened = new Map(uses.map(({ id, on }) => [id, on]));
  const days = [...Map.groupBy(uses, ({ refersTo, on }) => opened.get(refersTo ?? '') ?? on)];
  const beyond = days.flatMap(([date, some]) => {
    const day = drawnFrom(some, lot);
    return day.drawn > day.limit && day.labelled > 0 ? [{ date, some, detail: { ...day, date } }] : [];
  });
  const rest = drawnFrom(
    uses.filter((use) => !beyond.some(({ some }) => some.includes(use))),
    lot,
  );
  return [
    ...beyond.map(({ detail }) => ({
      code: 'overfill_beyond_limit' as const,
      severity: 'warning' as const,
      detail,
    })),
    ...(rest.extra <= 0
      ? []
      : rest.drawn <= rest.limit
        ? [{ code: 'overfill_within_limit' as const, severity: 'info' as const, detail: rest }]
        : // No vial of the day is known, and those of all days give no more.
          [
            {
              code: 'overfill_beyond_limit' as const,
              severity: 'warning' as const,
              detail: { ...rest, date: null },
            },
          ]),
  ];
}

function ofTheLedger(
  own: readonly Movement[],
  { untold, balance }: ReturnType<typeof figuresOf>,
  lot: Lot | undefined,
): Discrepancy[] {
  const found: Discrepancy[] = [];
  const closed = own.filter(({ kind }) => kind === 'use');
  if (untold > 0 && closed.length > 0)
    found.push({
      code: 'wastage_missing',
      severity: 'warning',
      detail: { doses: untold, date: closed.find(({ amounts }) => (amounts.opened ?? 0) > 0)?.on ?? null },
    });
  const short = firstShort(own);
  if (short !== null || balance < 0)
    found.push({
      code: 'use_without_receipt',
      severity: 'warning',
      detail: { doses: short?.missing ?? -balance, date: short?.on ?? null, owed: Math.max(-balance, 0) },
    });
  const expired =
    lot?.expiresOn == null
      ? []
      : own.filter(
          (one) => (one.kind === 'open' || one.kind === 'use') && leaving(one) > 0 && one.on > lot.expiresOn!,
        );
  if (expired.length > 0)
    found.push({
      code: 'used_after_expiry',
      severity: 'warning',
      detail: { doses: sum(expired, leaving), date: expired[0]!.on, expiry: lot!.expiresOn },
    });
  const adjusted = own.filter(({ kind }) => kind === 'stocktake');
  for (const one of adjusted)
    found.push({
      code: 'stocktake_difference',
      severity: 'info',
      detail: { doses: -(one.amounts.adjusted ?? 0), date: one.on, reason: one.reason },
    });
  return found;
}

/** The first day whose end leaves less than nothing, and the most that was ever missing: what came on a day counts for its use. */
function firstShort(own: readonly Movement[]): { on: PlainDate; missing: number } | null {
  const days = new Map<PlainDate, number>();
  for (const one of own) days.set(one.on, (days.get(one.on) ?? 0) - leaving(one));
  let balance = 0;
  const short = [...days]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([on, change]) => {
      balance += change;
      return balance < 0 ? [{ on, missing: -balance }] : [];
    });
  return short[0] === undefined
    ? null
    : { on: short[0].on, missing: Math.max(...short.map(({ missing }) => missing)) };
}

/** Doses of people under another product than the lot's, or dated before it came: one line for each product and day. */
function ofPeople(doubts: readonly LotDoubt[]): Discrepancy[] {
  const found = new Map<string, Discrepancy>();
  for (const { code, params, item } of doubts) {
    const told =
      code === 'lot_wrong_vaccine'
        ? ({
            code: 'wrong_vaccine_for_lot',
            detail: { recordedVaccine: params.vaccine!, lotVaccine: item },
          } as const)
        : ({
            code: 'injection_before_receipt',
            detail: { recordedDate: params.date!, firstReceipt: params.received! },
          } as const);
    const key = JSON.stringify(told);
    const doses = Number(found.get(key)?.detail.doses ?? 0) + 1;
    found.set(key, { code: told.code, severity: 'warning', detail: { ...told.detail, doses } });
  }
  return [...found.values()];
}

/** The book against itself: its stated balance, and doses handed to a session against the vials opened there. */
function ofTheBook(
  own: readonly Movement[],
  statements: readonly Statement[],
  figures: ReturnType<typeof figuresOf>,
): Discrepancy[] {
  const found: Discrepancy[] = [];
  const stated = statements.filter(({ kind }) => kind === 'closing').at(-1);
  if (stated !== undefined) {
    const told = sum(
      own.filter(({ on }) => on <= stated.on),
      ({ amounts }) => balanceOf(amounts),
    );
    const repeated = figures.receivedAsEntered - figures.received;
    // The balance of a book with a slip entered twice is too high by that slip: told there already.
    if (stated.doses !== told && stated.doses !== told + repeated)
      found.push({
        code: 'stated_balance_differs',
        severity: 'warning',
        detail: { stated: stated.doses, counted: told, date: stated.on },
      });
  }
  const handed = new Map<PlainDate, number>();
  for (const { kind, on, doses } of statements)
    if (kind === 'session') handed.set(on, (handed.get(on) ?? 0) + doses);
  for (const [on, doses] of handed) {
    const opened = sum(
      own.filter((one) => one.on === on && (one.kind === 'use' || one.kind === 'open')),
      leaving,
    );
    if (opened !== doses)
      found.push({
        code: 'session_issue_differs',
        severity: 'warning',
        detail: { date: on, handed: doses, opened },
      });
  }
  return found;
}
