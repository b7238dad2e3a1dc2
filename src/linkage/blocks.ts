/** Records that share a key form a block; every pair of a block is a candidate, and is looked at once. */

export type Blocks = Readonly<{
  ruleCount: number;
  /** Row-major final keys: rule `r` of record `i` is `keys[i * ruleCount + r]`, 0 for none. */
  keys: Uint32Array;
  /** Members of all blocks, one block after the other; block `b` is `members[starts[b]] … starts[b + 1]`. */
  members: Int32Array;
  starts: Int32Array;
  /** Block → its rule. */
  rules: Int32Array;
  /** Pairs inside the blocks, before each pair is taken once. */
  pairs: number;
  /** Keys that were refined or given up. */
  hotKeys: readonly number[];
}>;

/**
 * With pinned hot keys a block may outgrow its limit as records come; up to so many times the limit it still serves.
 */
export const OVERGROWN = 16;

/**
 * Calls `visit` for each pair of the blocks `from` to `to`, each pair in the first rule under which the two agree
 * and in no other. `i < j`.
 */
export function forEachPair(
  blocks: Blocks,
  sides: Uint8Array,
  twoSided: boolean,
  from: number,
  to: number,
  visit: (i: number, j: number, rule: number) => void,
): void {
  const { keys, members, starts, rules, ruleCount } = blocks;
  for (let block = from; block < to; block++) {
    const rule = rules[block]!;
    const end = starts[block + 1]!;
    for (let p = starts[block]!; p < end; p++) {
      const i = members[p]!;
      const keysOfI = i * ruleCount;
      next: for (let q = p + 1; q < end; q++) {
        const j = members[q]!;
        if (twoSided && sides[i] === sides[j]) continue;
        const keysOfJ = j * ruleCount;
        for (let r = 0; r < rule; r++) {
          const key = keys[keysOfI + r]!;
          if (key !== 0 && key === keys[keysOfJ + r]) continue next;
        }
        visit(i, j, rule);
      }
    }
  }
}
