/** Shapes of the API's answers about duties, as the pages use them. */
import type { Directive, DutyState, Fields, Figures, Form, Level, SignedBy } from '../../duties/contract.ts';
import type { Completeness, DutyFinding } from '../../duties/rules.ts';

export type Named = { code: string; name: string };
export type DutyRow = {
  key: string;
  directive: string;
  directiveId: string;
  item: string;
  number: string;
  title: string;
  note: string | null;
  form: Form;
  unit: Named;
  facility: string | null;
  level: Level;
  day: string;
  dueAt: string;
  opensAt: string;
  state: DutyState;
  overdue: boolean;
  onTime: boolean | null;
  sentAt: string | null;
  by: string | null;
  zeroReason: string | null;
  returnReason: string | null;
  answerKind: string | null;
  answerId: string | null;
  waitingFor: Named | null;
  parts: { expected: number; received: number } | null;
  mayAnswer: boolean;
  mayCheck: boolean;
};
export type Session = { directiveId: string; title: string; facility: string | null };
export type DutyList = { date: string; judgedAt: string; duties: DutyRow[]; sessions: Session[] };
export type Basis = {
  lists: number;
  files: { id: string; name: string; asOf: string }[];
  reports: string[];
  rowsInReview: number;
  changedAt: string | null;
};
export type Version = {
  id: string;
  version: number;
  state: 'draft' | 'submitted' | 'returned' | 'accepted';
  waitingFor: Named | null;
  figures: Figures;
  counted: Figures;
  /** Null: not for the asker to read. */
  fields: Fields | null;
  text: string | null;
  zeroReason: string | null;
  basis: Basis;
  completeness: { filled: number; asked: number };
  sha256: string;
  fileName: string | null;
  signatureName: string | null;
  signedBy: SignedBy | null;
  by: string;
  onBehalfOf: string | null;
  recordedAt: string;
  findings: DutyFinding[];
  steps: { action: string; checker: Named | null; by: string; at: string; reason: string | null }[];
};
export type FigureChange = { field: string; before: number | null; now: number | null };
export type DutyAnswer = DutyRow & {
  own: boolean;
  products: { code: string; name: string }[];
  counted: Figures;
  before: Figures;
  basis: Basis;
  difference: { figures: FigureChange[]; added: number; gone: number } | null;
  checkers: Named[];
  chain: Version[];
};
export type GivenRow = {
  id: string;
  personId: string;
  doseNo: number;
  vaccine: string | null;
  lot: string | null;
  on: string;
};
export type ProgressRow = {
  unit: Named;
  leaf: boolean;
  total: Completeness;
  days: Record<string, Completeness>;
};
export type Progress = {
  unit: Named;
  days: string[];
  rows: ProgressRow[];
  total: Completeness;
  byDay: Record<string, Completeness>;
  items: { id: string; number: string; title: string; directive: string; total: Completeness }[];
};
export type DirectiveRow = Omit<Directive, 'unitId' | 'fileId'> & {
  /** Null: of the whole country. */
  unit: Named | null;
  hasFile: boolean;
  mayEdit: boolean;
};
export type Happened = { id: string; event: string; at: string; note: string | null; recordedBy: string };
export type DirectivePageAnswer = DirectiveRow & {
  happened: Happened[];
  versions: { version: number; recordedBy: string; recordedAt: string }[];
};
export type SumRow = { unit: Named; answers: number; expected: number; figures: Figures };
export type Sums = { rows: SumRow[]; total: Omit<SumRow, 'unit'> };
/** What the register fills in where nothing was answered yet. */
export type Proposal = { figures: Figures; fields: Fields };
