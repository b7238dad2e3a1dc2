/**
 * Three figures of one thing: the doses a facility declares for a day (daily report), the people named for it (doses of
 * persons) and the doses used (stock ledger). Where they differ there is a gap; its parts say why and add up to it.
 */
import type { PlainDate } from '../kernel/plain-date.ts';

/** Doses of one lot on one day at one facility, as each of the three tells; whole doses. */
export type LotDay = Readonly<{
  day: PlainDate;
  /** Product code; null where people's rows do not say. */
  item: string | null;
  /** Null where people's rows do not say. */
  lot: string | null;
  /** Null: the report of the day does not tell this lot. */
  declared: number | null;
  named: number;
  /** Of the named: typed from paper, or told by a list after the day; the others were entered at the table, or that day. */
  namedLate: number;
  /** Of the named: recorded after the report was sent. */
  namedAfterReport: number;
  /** Of the named: the second of two people alike in name and birth. */
  duplicates: number;
  /** Null: the ledger knows nothing of this facility. */
  used: number | null;
  /** Of the used: posted after the report was sent. */
  usedAfterReport: number;
  /** Of the used: the same vials and doses posted once more. */
  usedTwice: number;
  /** Drawn beyond the label; thrown away; opened, and nobody told what became of them. */
  overfill: number;
  wasted: number;
  untold: number;
  /** First day on which the lot came to the facility; null when the ledger has no receipt. */
  firstReceipt: PlainDate | null;
}>;

/** What a facility's report of a day says; `total` is people injected by it. */
export type DayReport = Readonly<{
  day: PlainDate;
  total: number;
  /** The report tells doses by lot: then its lots are compared one by one, not the day as a whole. */
  byLot: boolean;
  sentAt: string;
  by: string;
}>;

/** Which two of the figures differ; `first − second` is the gap. */
export const GAP_KINDS = ['used_named', 'declared_used', 'declared_named'] as const;
export type GapKind = (typeof GAP_KINDS)[number];

export const CAUSES = [
  // People's rows that stand at another lot, product or day.
  'lot_other_vaccine',
  'lot_not_named',
  'lot_unknown',
  'before_receipt',
  'other_day',
  // Rows that are there twice.
  'duplicate_entry',
  'use_entered_twice',
  // Not there yet.
  'not_entered',
  'use_missing',
  'wastage_missing',
  // The report against the ledger.
  'overfill',
  'entered_late',
  'wastage_declared',
  'declared_more',
  'declared_less',
] as const;
export type Cause = (typeof CAUSES)[number];

/** So many doses of a gap, with the gap's sign, and what they are likely to be. */
export type GapPart = Readonly<{
  cause: Cause;
  doses: number;
  /** Where the other half of the same mistake shows. */
  other: Readonly<{ day: PlainDate; item: string | null; lot: string | null }> | null;
}>;

export type Gap = Readonly<{
  kind: GapKind;
  day: PlainDate;
  /** Null with `lot`: the day as a whole, where the report does not tell lots. */
  item: string | null;
  lot: string | null;
  first: number;
  second: number;
  /** Their doses add up to `first − second`, which is not 0. */
  parts: readonly GapPart[];
}>;

/** Who puts it right: those who enter people, who keep the vaccine, or who send the report. */
export const SETTLERS = ['entry', 'store', 'report'] as const;
export type Settler = (typeof SETTLERS)[number];

export const SETTLER_OF: Readonly<Record<Cause, Settler>> = {
  lot_other_vaccine: 'entry',
  lot_not_named: 'entry',
  lot_unknown: 'entry',
  before_receipt: 'entry',
  other_day: 'entry',
  duplicate_entry: 'entry',
  not_entered: 'entry',
  use_entered_twice: 'store',
  use_missing: 'store',
  wastage_missing: 'store',
  overfill: 'report',
  entered_late: 'report',
  wastage_declared: 'report',
  declared_more: 'report',
  declared_less: 'report',
};

/** `reopened`: it was settled, and the figures have changed since. */
export type GapState = 'open' | 'settled' | 'reopened';

export type Settlement = Readonly<{
  explanation: string;
  first: number;
  second: number;
  by: string;
  at: string;
}>;

/** A gap on the work list. */
export type OpenGap = Gap &
  Readonly<{
    unitId: number;
    facility: string;
    state: GapState;
    /** Only the other half of gaps that are told elsewhere: settled when they are. */
    mirror: boolean;
    /** What it was explained by, the newest first; of other figures too. */
    settlements: readonly Settlement[];
    /** Who puts the greater part of it right, and the account that wrote the figure, if one is known. */
    settler: Settler;
    account: string | null;
  }>;

/** What a facility's three figures are on one day, all lots together or one. */
export type FigureRow = Readonly<{
  unitId: number;
  facility: string;
  day: PlainDate;
  item: string | null;
  lot: string | null;
  declared: number | null;
  named: number;
  namedLate: number;
  used: number | null;
}>;
