/** Shapes of the answers about stock. */
import type { Account, MovementKind } from '../../stock/contract.ts';
import type { TransferStep } from '../../stock/rules.ts';

export type Site = { unit: string; facility: string };
export type StockItem = {
  code: string;
  name: string;
  kind: string;
  dosesPerVial: number;
  maxDosesPerVial: number;
};
export type Discrepancy = {
  code: string;
  severity: 'info' | 'warning';
  message: string;
  title: string;
  remedy: string;
};
export type StockRow = Site & {
  item: string;
  itemName: string;
  lot: string;
  expiresOn: string | null;
  receivedAsEntered: number;
  received: number;
  issued: number;
  opened: number;
  injected: number;
  overfill: number;
  wasted: number;
  writtenOff: number;
  quarantine: number;
  inTransit: number;
  untold: number;
  balance: number;
  named: number | null;
  daysLeft: number | null;
  usedLately: number;
  recalled: boolean;
  discrepancies: Discrepancy[];
};
export type StockAnswer = {
  unit: { code: string; name: string };
  date: string;
  items: StockItem[];
  sites: Site[];
  rows: StockRow[];
  mayPost: boolean;
  mayRecall: boolean;
};
export type Movement = {
  id: string;
  kind: MovementKind;
  on: string;
  amounts: Partial<Record<Account, number>>;
  vials: number | null;
  slip: string | null;
  counterpart: string | null;
  reason: string | null;
  source: string;
  sheet: string | null;
  row: number | null;
  refersTo: string | null;
  recordedBy: string;
  recordedAt: string;
};
export type StockEvent = {
  id: string;
  facility: string | null;
  kind: 'vvm' | 'temperature' | 'recall';
  happenedAt: string;
  content: Record<string, string | number | null>;
  recordedBy: string;
};
export type LotAnswer = {
  unit: { code: string; name: string };
  row: StockRow;
  movements: Movement[];
  events: StockEvent[];
  mayPost: boolean;
};
export type TransferLine = { item: string; lot: string | null; doses: number };
export type Transfer = {
  id: string;
  state: TransferStep;
  may: TransferStep[];
  from: Site;
  to: Site;
  steps: { step: TransferStep; lines: TransferLine[]; note: string | null; by: string; at: string }[];
  differences: { item: string; lot: string; sent: number; received: number }[];
};
export type BookAnswer = {
  importId: string;
  file: string;
  facility: string;
  rowsRead: number;
  movements: number;
  movementsPosted: number;
  movementsReversed: number;
  findings: {
    sheet: string;
    row: number;
    column: string | null;
    code: string;
    severity: 'error' | 'warning' | 'info';
    message: string;
  }[];
};
