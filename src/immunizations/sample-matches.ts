import type { BirthDate } from '../kernel/plain-date.ts';
import type { FiledList } from '../residents/file-list.ts';

/** One row and whom it was taken for: what a user looks at before he lets a list in. */
export type MatchSample = Readonly<{
  sheet: string;
  row: number;
  name: string | null;
  birth: BirthDate | null;
  reason: string;
  /** How another row of the person names him; null for somebody new. */
  known: Readonly<{ name: string | null; birth: BirthDate | null }> | null;
}>;
export type MatchSamples = Readonly<Record<'known' | 'new' | 'review', readonly MatchSample[]>>;

const EACH = 5;

/** A few rows of each outcome, spread over the file so that no single hamlet speaks for all. */
export function sampleMatches({ rows, touched }: FiledList): MatchSamples {
  const all: Record<keyof MatchSamples, MatchSample[]> = { known: [], new: [], review: [] };
  for (const { row, recordId, personId, decision } of rows) {
    if (decision === null) continue;
    const outcome = decision.status === 'review' ? 'review' : decision.created ? 'new' : 'known';
    const other = touched
      .get(personId)
      ?.find((claim) => claim.recordId !== recordId && claim.claim.name !== null);
    all[outcome].push({
      sheet: row.sheet,
      row: row.row,
      name: row.claim.name,
      birth: row.claim.birth,
      reason: decision.reason,
      known:
        outcome === 'new' || other === undefined
          ? null
          : { name: other.claim.name, birth: other.claim.birth },
    });
  }
  const spread = (list: readonly MatchSample[]): MatchSample[] =>
    list.filter((_, i) => i % Math.max(1, Math.ceil(list.length / EACH)) === 0);
  return { known: spread(all.known), new: spread(all.new), review: spread(all.review) };
}
