/** Doses on their way between two stores, as server and browser speak of them. */
import type { Site } from '../contract.ts';

export const TRANSFER_STEPS = ['requested', 'sent', 'received', 'refused', 'cancelled'] as const;
export type TransferStep = (typeof TRANSFER_STEPS)[number];

export type TransferLine = Readonly<{ item: string; lot: string | null; doses: number }>;
export type Ends = Readonly<{
  fromUnitId: number;
  fromFacility: string;
  toUnitId: number;
  toFacility: string;
}>;
export type Step = Readonly<{
  step: TransferStep;
  lines: readonly TransferLine[];
  note: string | null;
  by: string;
  at: string;
}>;

/**
 * What became of a difference. Fewer came than were sent: they arrived later, were lost or broken, never left, or another
 * lot lay in the box. More came: more were sent than the slip says, or the receiver counted wrongly.
 */
export const SETTLEMENT_WAYS = [
  'arrived',
  'lost',
  'broken',
  'sent_less',
  'wrong_lot',
  'sent_more',
  'counted_over',
] as const;
export type SettlementWay = (typeof SETTLEMENT_WAYS)[number];

type Signed = Readonly<{ reason: string; by: string; at: string }>;
export type Settlement = Signed &
  Readonly<{
    id: string;
    item: string;
    lot: string;
    way: SettlementWay;
    doses: number;
    /** The lot that lay in the box instead of `lot`; only of `wrong_lot`. */
    instead: string | null;
    /** Who took it back, when and why; null while it stands. */
    undone: Signed | null;
  }>;

export type Transfer = Ends &
  Readonly<{
    id: string;
    state: TransferStep;
    steps: readonly Step[];
    settlements: readonly Settlement[];
  }>;

/** `open`: doses not settled yet; above nothing they are missing, below it they are more than were sent. */
export type Difference = Readonly<{
  item: string;
  lot: string;
  sent: number;
  received: number;
  open: number;
}>;

/** A transfer as it is shown to one who may take its next steps, or only look on. */
export type TransferAnswer = Readonly<{
  id: string;
  state: TransferStep;
  may: readonly TransferStep[];
  from: Site;
  to: Site;
  steps: readonly Step[];
  /** Each with the ways in which the asker may settle it. */
  differences: readonly (Difference & Readonly<{ ways: readonly SettlementWay[] }>)[];
  settlements: readonly (Settlement & Readonly<{ mayUndo: boolean }>)[];
}>;
