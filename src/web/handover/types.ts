/** Shapes of the API's answers about signed lists. */
export const KINDS = ['permanent', 'temporary', 'absent', 'transient'] as const;
export const BANDS = ['0-11', '12-17', '18-49', '50-65', '66+', 'unknown'] as const;
export type Kind = (typeof KINDS)[number];
export type Band = (typeof BANDS)[number];
export type Counts = Readonly<Record<Kind, Readonly<Record<Band, number>>>>;
export type BandFigures = Readonly<Record<Band, number>>;

export type Basis = Readonly<{
  lists: readonly {
    id: string;
    file: string;
    source: string;
    kind: string;
    asOf: string;
    complete: boolean;
    rows: number;
  }[];
  missing: readonly string[];
  rowsInReview: number;
  rowsWaiting: number;
  verification: Readonly<Record<string, number>>;
  moves: Readonly<{ in: number; out: number; disputed: number }>;
}>;

export type SignedList = Readonly<{
  id: string;
  unit: { code: string; name: string };
  version: number;
  on: string;
  people: number;
  sha256: string;
  counts: Counts;
  basis: Basis;
  note: string | null;
  signedBy: string;
  signedFor: string | null;
  signedAt: string;
  receipts: readonly { role: string; receivedBy: string; receivedAt: string; note: string | null }[];
}>;

export type PoliceFigures = Readonly<{
  id: string;
  on: string;
  proposed: BandFigures;
  entered: BandFigures;
  note: string | null;
  submittedBy: string;
  submittedAt: string;
}>;

export type Handover = Readonly<{
  unit: { code: string; name: string };
  date: string;
  current: { people: number; sha256: string; counts: Counts; basis: Basis };
  signed: (SignedList & { intact: boolean }) | null;
  difference: { added: number; left: number; changed: number } | null;
  lists: readonly SignedList[];
  police: { proposed: BandFigures; submitted: readonly PoliceFigures[] };
  may: { sign: boolean; count: boolean; receive: readonly string[]; names: boolean };
}>;

export type ListedPerson = Readonly<{
  personId: string;
  name: string;
  sex: string | null;
  birth: string | null;
  nationalId: string | null;
  hamlet: string | null;
  household: string | null;
  kind: Kind;
}>;

export type Difference = Readonly<{
  totals: { added: number; left: number; changed: number };
  added: readonly ListedPerson[];
  left: readonly ListedPerson[];
  changed: readonly { before: ListedPerson; after: ListedPerson; fields: readonly string[] }[];
}>;

export const sumOf = (figures: BandFigures): number => BANDS.reduce((sum, band) => sum + figures[band], 0);
