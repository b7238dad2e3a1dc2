/** Shapes of the reconciliation answers, as these pages use them. */
export type BoardRow = {
  unit: { code: string; name: string };
  hamlet: string | null;
  lists: Record<string, number>;
  people: number;
  conflicts: Record<string, number>;
  inConflict: number;
  rowsInReview: number;
};
export type ReviewCounts = {
  waiting: number;
  unsure: number;
  held: number;
  settled: number;
  reasons: { reason: string; waiting: number }[];
};
export type Board = {
  unit: { code: string; name: string };
  rows: BoardRow[];
  reviews: ReviewCounts;
  settledBy: Record<string, string>;
};
export type SeenRow = {
  recordId: string;
  unit: { code: string; name: string };
  own: boolean;
  file: string | null;
  sheet: string | null;
  row: number | null;
  source: string;
  asOf: string;
  name: string | null;
  sex: string | null;
  birth: { on: string; precision: string } | null;
  identifiers: { kind: string; value: string; sound: boolean }[];
  phone: string | null;
  hamlet: string | null;
  household: string | null;
  relation: string | null;
  address: string | null;
  residenceKind: string | null;
  whereabouts: string | null;
  note: string | null;
  doses: { number: number | null; vaccineText: string | null; on: string | null }[] | null;
};
export type Told = { field: string; text: string; bits: number };
export type Evidence = { fields: Told[]; probability: number; reason: string | null };
export type Review = {
  recordId: string;
  candidateId: string;
  reason: string;
  score: number | null;
  since: string;
  unsure: { by: string; note: string | null } | null;
  record: SeenRow;
  candidate: SeenRow[];
  evidence: Evidence | null;
  mayDecide: boolean;
};
export type Reviews = { reviews: Review[]; counts: ReviewCounts };
export type Verdict = 'same' | 'different' | 'unsure';
export type Proposals = {
  waiting: number;
  proposals: {
    personA: string;
    personB: string;
    probability: number;
    record: SeenRow | null;
    candidate: SeenRow[];
    evidence: Evidence | null;
    mayDecide: boolean;
  }[];
};
