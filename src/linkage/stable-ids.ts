/** Names of clusters that stay the same over runs. Pure. */

/**
 * Gives each group an id: the one that most of its records had before, unless a group with more of them has taken
 * it; a group of strangers is named by its smallest record id. No two groups get one id. Deterministic.
 */
export function stableClusterIds(
  groups: readonly (readonly string[])[],
  before: ReadonlyMap<string, string> = new Map(),
): string[] {
  const claims: { group: number; id: string; votes: number }[] = [];
  groups.forEach((records, group) => {
    const votes = new Map<string, number>();
    for (const record of records) {
      const id = before.get(record);
      if (id !== undefined) votes.set(id, (votes.get(id) ?? 0) + 1);
    }
    for (const [id, count] of votes) claims.push({ group, id, votes: count });
  });
  const smallest = groups.map((records) => records.reduce((a, b) => (a < b ? a : b)));
  claims.sort(
    (a, b) =>
      b.votes - a.votes ||
      (a.id < b.id ? -1 : a.id > b.id ? 1 : smallest[a.group]! < smallest[b.group]! ? -1 : 1),
  );
  const ids: (string | undefined)[] = groups.map(() => undefined);
  const taken = new Set<string>(before.values());
  const given = new Set<string>();
  for (const { group, id } of claims) {
    if (ids[group] !== undefined || given.has(id)) continue;
    ids[group] = id;
    given.add(id);
  }
  return ids.map((id, group) => {
    if (id !== undefined) return id;
    // The id of a former group may be a record that now stands elsewhere: never hand it out twice.
    const own = groups[group]!.toSorted().find((record) => !taken.has(record) && !given.has(record));
    const fresh = own ?? `${smallest[group]}+`;
    given.add(fresh);
    return fresh;
  });
}
