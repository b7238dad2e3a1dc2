/** For whom which of a session's doses is kept. Pure. */
export type Wanting = Readonly<{
  id: string;
  /** Who goes first where doses are few: smaller before larger. */
  rank: number;
  /** The session's vaccines that they may have. */
  vaccines: readonly string[];
  /** With which their series is finished, where that can be; null: any of them. */
  own: string | null;
}>;

/**
 * Keeps a dose for each person, the most urgent first: of the product that finishes their series, else of the one of which
 * most is left, so that those who have no choice find theirs. Whoever is not in the answer has no dose here. `doses`: how many
 * are free of each vaccine.
 */
export function keepDoses(
  people: readonly Wanting[],
  doses: ReadonlyMap<string, number>,
): ReadonlyMap<string, string> {
  const left = new Map(doses);
  const of = (vaccine: string): number => left.get(vaccine) ?? 0;
  const kept = new Map<string, string>();
  for (const { id, vaccines, own } of people.toSorted((a, b) => a.rank - b.rank || (a.id < b.id ? -1 : 1))) {
    const chosen =
      own !== null && of(own) > 0
        ? own
        : vaccines.reduce<string | null>(
            (best, one) => (of(one) > (best === null ? 0 : of(best)) ? one : best),
            null,
          );
    if (chosen === null) continue;
    left.set(chosen, of(chosen) - 1);
    kept.set(id, chosen);
  }
  return kept;
}
