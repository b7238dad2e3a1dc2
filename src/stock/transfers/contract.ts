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
export type Transfer = Ends & Readonly<{ id: string; state: TransferStep; steps: readonly Step[] }>;

export type Difference = Readonly<{ item: string; lot: string; sent: number; received: number }>;

/** A transfer as it is shown to one who may take its next steps, or only look on. */
export type TransferAnswer = Readonly<{
  id: string;
  state: TransferStep;
  may: readonly TransferStep[];
  from: Site;
  to: Site;
  steps: readonly Step[];
  differences: readonly Difference[];
}>;
