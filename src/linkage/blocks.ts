/** Records that share a key form a block; every pair of a block is a candidate, and is looked at once. */
import { AtomReader, type BlockingRule } from './blocking-keys.ts';
import { dropLoneKeys, sortByKey } from './hash.ts';
import type { Table } from './table.ts';

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

/** Calls `visit` for each run of equal keys. */
function forEachRun(sorted: Uint32Array, visit: (key: number, from: number, to: number) => void): void {
  for (let from = 0; from < sorted.length; ) {
    let to = from + 1;
    while (to < sorted.length && sorted[to] === sorted[from]) to++;
    visit(sorted[from]!, from, to);
    from = to;
  }
}

/** Keys that more than `most` records share. */
function countHot(keys: Uint32Array, most: number): Set<number> {
  const hot = new Set<number>();
  forEachRun(sortByKey(keys).sorted, (key, from, to) => {
    if (to - from > most) hot.add(key);
  });
  return hot;
}

/** How many pairs these keys make in blocks of at most `most` records, and the share of records in such blocks. */
export function measureKeys(keys: Uint32Array, most: number): { pairs: number; kept: number } {
  const { sorted } = sortByKey(keys);
  let [pairs, covered] = [0, 0];
  forEachRun(sorted, (_, from, to) => {
    const size = to - from;
    if (size > most) return;
    pairs += (size * (size - 1)) / 2;
    covered += size;
  });
  return { pairs, kept: sorted.length === 0 ? 0 : covered / sorted.length };
}

const shared = (length: number): Int32Array =>
  new Int32Array(new SharedArrayBuffer(Math.max(1, length) * Int32Array.BYTES_PER_ELEMENT));

/**
 * Forms the blocks of all rules. Keys that more than `mostInBlock` records share are hot; with `pinned` the hot keys
 * are these, whatever the count, so that one record more does not move another's keys.
 */
export function buildBlocks(
  table: Table,
  rules: readonly BlockingRule[],
  mostInBlock: number,
  pinned: ReadonlySet<number> | null = null,
): Blocks {
  const { count } = table;
  const reader = new AtomReader(table);
  const keys = new Uint32Array(new SharedArrayBuffer(Math.max(4, count * rules.length * 4)));
  const column = new Uint32Array(count);
  const hotKeys: number[] = [];
  const most = pinned === null ? mostInBlock : mostInBlock * OVERGROWN;
  const parts: { members: Int32Array; sizes: number[] }[] = [];
  let pairs = 0;
  rules.forEach((rule, r) => {
    reader.keys(rule.atoms, r, column);
    for (const atom of rule.refine ?? []) {
      const hot = pinned ?? countHot(column, mostInBlock);
      if (hot.size === 0) break;
      if (pinned === null) hotKeys.push(...hot);
      reader.refine(column, atom, hot);
    }
    dropLoneKeys(column);
    const { order, sorted } = sortByKey(column);
    const members = new Int32Array(order.length);
    const sizes: number[] = [];
    let used = 0;
    forEachRun(sorted, (key, from, to) => {
      const size = to - from;
      const hot = pinned === null ? size > mostInBlock : pinned.has(key);
      if (hot && pinned === null) hotKeys.push(key);
      const kept = size > 1 && size <= most && !hot;
      for (let k = from; k < to; k++) {
        if (kept) members[used++] = order[k]!;
        else column[order[k]!] = 0;
      }
      if (!kept) return;
      sizes.push(size);
      pairs += (size * (size - 1)) / 2;
    });
    parts.push({ members: members.subarray(0, used), sizes });
    for (let i = 0; i < count; i++) keys[i * rules.length + r] = column[i]!;
  });
  const members = shared(parts.reduce((sum, part) => sum + part.members.length, 0));
  const blockCount = parts.reduce((sum, { sizes }) => sum + sizes.length, 0);
  const [starts, ruleOf] = [shared(blockCount + 1), shared(blockCount)];
  let [at, block] = [0, 0];
  parts.forEach((part, r) => {
    members.set(part.members, at);
    for (const size of part.sizes) {
      ruleOf[block] = r;
      starts[block++] = at;
      at += size;
    }
  });
  starts[block] = at;
  return {
    ruleCount: rules.length,
    keys,
    members,
    starts,
    rules: ruleOf.subarray(0, blockCount),
    pairs,
    hotKeys,
  };
}

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
