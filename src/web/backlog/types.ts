import type { RowCheck, SheetRow } from '../../backlog/contract.ts';

export type SheetSummary = {
  id: string;
  facility: string;
  title: string;
  openedBy: string;
  changedAt: string;
  rows: number;
  filed: number;
};

export type Revision = {
  row: number;
  action: 'filed' | 'corrected' | 'in_error';
  cells: string[];
  reason: string | null;
  by: string;
  at: string;
};

export type SheetPageData = {
  id: string;
  facility: string;
  title: string;
  unit: string;
  rows: SheetRow[];
  checks: RowCheck[];
  revisions: Revision[];
};
