/** Shapes of the API's answers about verification. */
export const FIELDS = ['name', 'sex', 'birth', 'id'] as const;
export type Field = (typeof FIELDS)[number];
export const STATES = ['waiting', 'partial', 'wrong', 'stale', 'matched', 'foreign'] as const;
export type State = (typeof STATES)[number];
export type Marks = Readonly<Record<Field, boolean | null>>;
export type Right = Readonly<Partial<Record<Field, string>>>;
export type Identity = Readonly<Record<Field, string | null>>;

export type VerifiedPerson = Identity &
  Readonly<{
    personId: string;
    code: string;
    hamlet: string | null;
    household: string | null;
    state: State;
    marks: Marks;
    corrected: readonly Field[];
    checkedBy: string | null;
    checkedAt: string | null;
    doses: number | null;
  }>;

export type Verification = Readonly<{
  people: VerifiedPerson[];
  counts: Readonly<Record<State, number>>;
  hamlets: readonly { hamlet: string; people: number }[];
}>;

export type AnswerUpload = Readonly<{
  id: string;
  fileName: string;
  rowsRead: number;
  rowsTaken: number;
  rowsUnchanged: number;
  rowsBlank: number;
  loadedBy: string;
  loadedAt: string;
  findings: readonly {
    sheet: string;
    row: number;
    column: string | null;
    code: string;
    message: string;
    cell: string | null;
  }[];
}>;

export type OutdatedRecord = Readonly<{
  recordId: string;
  personId: string;
  unit: { code: string; name: string };
  file: string;
  sheet: string;
  row: number;
  place: string | null;
  shown: Identity;
  right: Identity;
  fields: readonly Field[];
}>;

/** `1980-02-01` as `01/02/1980`. */
export const shownBirth = (text: string | null): string => text?.split('-').reverse().join('/') ?? '–';
