/** Shapes of the API's answers about people who moved. */
export type Move = Readonly<{
  personId: string;
  name: string;
  sex: string | null;
  birth: string | null;
  nationalId: string | null;
  from: Side & Readonly<{ asOf: string }>;
  to: Side & Readonly<{ asOf: string | null; since: string | null }>;
  answer: Readonly<{
    answer: string;
    on: string;
    reason: string;
    by: string;
    at: string;
    aboveUnit: string | null;
  }> | null;
  may: Readonly<{ answer: boolean; upheld: boolean; rejected: boolean }>;
}>;
type Side = Readonly<{
  id: number;
  unit: { code: string; name: string };
  hamlet: string | null;
  kind: string | null;
  sources: readonly string[];
}>;

export type Moves = Readonly<{
  moves: readonly Move[];
  total: number;
  counts: Readonly<{ in: number; out: number; disputed: number; shared: number; away: number }>;
}>;

export type Shared = Readonly<{
  kind: string;
  value: string;
  personId: string;
  name: string;
  birth: string | null;
  other: { name: string; birth: string | null; unit: { code: string; name: string } | null };
}>;

export type Away = Readonly<{
  personId: string;
  name: string;
  sex: string | null;
  birth: string | null;
  hamlet: string | null;
  whereabouts: string;
  until: string | null;
  stillIn: readonly string[];
  disputed: boolean;
}>;

/** What one says of a move. */
export type Verdict = 'moved' | 'registered' | 'contested' | 'upheld' | 'rejected';
