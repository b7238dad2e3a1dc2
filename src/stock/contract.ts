/**
 * The words of the stock ledger: whole doses of a lot at a facility, moved between accounts by balanced movements; and the
 * answers about it, which server and browser share.
 */
import type { Finding } from '../kernel/finding.ts';
import type { PlainDate } from '../kernel/plain-date.ts';

/** Accounts in which doses can be touched; they are never below nothing. */
export const PHYSICAL = ['on_hand', 'opened', 'quarantine', 'in_transit'] as const;

/**
 * Every account of a lot at a facility; together they are always nothing. Doses come from `external` (negative: so many
 * came), from `overfill` (more drawn than labelled) or are `adjusted` at stocktakes; `suspense` is consumption that no
 * receipt covers yet, as a debt; `repeated` are slips entered a second time.
 */
export const ACCOUNTS = [
  ...PHYSICAL,
  'injected',
  'wasted',
  'written_off',
  'external',
  'overfill',
  'adjusted',
  'repeated',
  'suspense',
] as const;
export type Account = (typeof ACCOUNTS)[number];

export const MOVEMENT_KINDS = [
  'receipt',
  'repeated_receipt',
  'matched',
  'issue',
  'sent',
  'delivered',
  'open',
  'use',
  'write_off',
  'quarantine',
  'release',
  'stocktake',
  'reversal',
] as const;
export type MovementKind = (typeof MOVEMENT_KINDS)[number];

export const MOVEMENT_SOURCES = ['book', 'form', 'table', 'transfer', 'recall', 'match', 'demo'] as const;
export type MovementSource = (typeof MOVEMENT_SOURCES)[number];

/** A lot of an item at a facility: what one row of the balance is about. `facility` is its name within the unit. */
export type Holding = Readonly<{ unitId: number; facility: string; item: string; lot: string }>;

/** Doses by account; an account that is not named has none. */
export type Amounts = Readonly<Partial<Record<Account, number>>>;

/**
 * A movement before it is posted. `amounts` must add up to nothing and name no `suspense`: what `on_hand` has not, the
 * ledger takes there by itself when `short` allows it, and pays back when a receipt comes.
 */
export type NewMovement = Holding &
  Readonly<{
    /** UUIDv7; made when left out. A device may bring its own. */
    id?: string;
    kind: MovementKind;
    on: PlainDate;
    amounts: Amounts;
    vials?: number | null;
    slip?: string | null;
    counterpart?: string | null;
    reason?: string | null;
    source: MovementSource;
    importId?: string | null;
    sheet?: string | null;
    row?: number | null;
    refersTo?: string | null;
    /** Consumption with evidence goes to suspense; what is only intended is refused. */
    short: 'suspense' | 'refuse';
  }>;

export type Movement = Holding &
  Readonly<{
    id: string;
    kind: MovementKind;
    on: PlainDate;
    amounts: Amounts;
    vials: number | null;
    slip: string | null;
    counterpart: string | null;
    reason: string | null;
    source: MovementSource;
    importId: string | null;
    sheet: string | null;
    row: number | null;
    refersTo: string | null;
    recordedBy: string;
    recordedAt: string;
  }>;

export type Lot = Readonly<{
  item: string;
  lot: string;
  expiresOn: PlainDate | null;
  dosesPerVial: number;
  maxDosesPerVial: number;
}>;

/** What a site has of a lot: what stands in the refrigerator less what was used without a receipt. */
export const balanceOf = (amounts: Amounts): number => (amounts.on_hand ?? 0) + (amounts.suspense ?? 0);

export type Discrepancy = Readonly<{
  code: DiscrepancyCode;
  /** `info`: explained and counted; `warning`: somebody has to look. */
  severity: 'info' | 'warning';
  detail: Readonly<Record<string, string | number | null>>;
}>;

export const DISCREPANCY_CODES = [
  'receipt_entered_twice',
  'slip_told_twice',
  'slip_not_in_book',
  'slip_halves_differ',
  'overfill_within_limit',
  'overfill_beyond_limit',
  'wastage_missing',
  'use_without_receipt',
  'used_after_expiry',
  'stated_balance_differs',
  'session_issue_differs',
  'stocktake_difference',
  'transfer_difference',
  'transfer_settled',
  'wrong_vaccine_for_lot',
  'injection_before_receipt',
  'usage_more_than_records',
  'records_more_than_usage',
] as const;
export type DiscrepancyCode = (typeof DISCREPANCY_CODES)[number];

export type StockRowAnswer = Holding &
  Readonly<{
    expiresOn: PlainDate | null;
    receivedAsEntered: number;
    /** Without slips entered a second time. */
    received: number;
    /** To other facilities and back to where it came from. */
    issued: number;
    /** Labelled doses of vials that were opened. */
    opened: number;
    injected: number;
    overfill: number;
    wasted: number;
    writtenOff: number;
    quarantine: number;
    inTransit: number;
    /** Opened doses of which nobody told what became of them. */
    untold: number;
    balance: number;
    /** Doses of named people held against the use; null where the register knows none of the facility. */
    named: number | null;
    discrepancies: readonly Discrepancy[];
  }>;

/** Doses of named people whose lot the stock of their facility contradicts: of another product, or dated before it came. */
export type LotDoubt = Readonly<{
  unitId: number;
  facility: string;
  /** The lot as the stock knows it. */
  item: string;
  lot: string;
  on: PlainDate | null;
  personId: string;
  doseId: string;
  /** Rows of lists that say so, and the unit of the first. */
  recordIds: readonly string[];
  listUnitId: number;
  code: 'lot_wrong_vaccine' | 'dose_before_lot_received';
  params: Readonly<Record<string, string | number>>;
}>;

export type Forecast = Readonly<{
  /** Days that the product lasts at this site at the use of the last days; null where none was used. */
  daysLeft: number | null;
  /** Doses injected over the days of the forecast, of this lot. */
  usedLately: number;
  recalled: boolean;
}>;

/** A store as the API names it. */
export type Site = Readonly<{ unit: string; facility: string }>;

export type StockItem = Readonly<{
  code: string;
  name: string;
  kind: 'vaccine' | 'diluent' | 'syringe';
  dosesPerVial: number;
  maxDosesPerVial: number;
}>;

/** A lot of a site as it is shown: what does not fit stands in words. */
export type StockRow = Site &
  Omit<StockRowAnswer, 'unitId' | 'facility' | 'discrepancies'> &
  Forecast &
  Readonly<{
    itemName: string;
    discrepancies: readonly Readonly<
      Pick<Discrepancy, 'code' | 'severity'> & { message: string; title: string; remedy: string }
    >[];
  }>;

export type StockAnswer = Readonly<{
  unit: Readonly<{ code: string; name: string }>;
  date: PlainDate;
  items: readonly StockItem[];
  sites: readonly Site[];
  rows: readonly StockRow[];
  mayPost: boolean;
  mayRecall: boolean;
}>;

/** What happened to a lot, or to a refrigerator with all it held. */
export type KnownEvent = Readonly<{
  id: string;
  facility: string | null;
  kind: 'vvm' | 'temperature' | 'recall';
  happenedAt: string;
  content: Readonly<Record<string, string | number | null>>;
  recordedBy: string;
}>;

export type LotAnswer = Readonly<{
  unit: Readonly<{ code: string; name: string }>;
  row: StockRow;
  movements: readonly Movement[];
  events: readonly KnownEvent[];
  mayPost: boolean;
}>;

export type BookAnswer = Readonly<{
  importId: string;
  file: string;
  unit: string;
  facility: string;
  rowsRead: number;
  movements: number;
  movementsPosted: number;
  movementsReversed: number;
  findings: readonly Readonly<Omit<Finding, 'params'> & { message: string }>[];
}>;
