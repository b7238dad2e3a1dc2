/** The blocks of one rule: records that share a key, unless too many do. */
import { type HashedAtom, refineKeys } from './blocking-keys.ts';
import { dropLoneKeys, sortByKey } from './hash.ts';

export type RuleTask = Readonly<{
  /** Record → key under the atoms of the rule; becomes the final key, 0 for a record that is in no block. */
  keys: Uint32Array;
  refine: readonly HashedAtom[];
  rows: Int32Array;
  width: number;
  /** Keys that more records share are hot … */
  mostInBlock: number;
  /** … and a block of more than `most` is not formed. */
  most: number;
  /** Hot keys of a model that stands; null to find them. */
  pinned: ReadonlySet<number> | null;
}>;

export type RuleBlocks = Readonly<{
  /** Members of all blocks, one block after the other, and the sizes of the blocks. */
  members: Int32Array;
  sizes: Int32Array;
  pairs: number;
  /** Keys that were refined or given up. */
  hotKeys: readonly number[];
}>;

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

export function blocksOfRule(task: RuleTask): RuleBlocks {
  const { keys, refine, rows, width, mostInBlock, most, pinned } = task;
  const hotKeys: number[] = [];
  for (const atom of refine) {
    const hot = pinned ?? countHot(keys, mostInBlock);
    if (hot.size === 0) break;
    if (pinned === null) hotKeys.push(...hot);
    refineKeys(keys, atom, rows, width, hot);
  }
  dropLoneKeys(keys);
  const { order, sorted } = sortByKey(keys);
  const members = new Int32Array(order.length);
  const sizes = new Int32Array(order.length >> 1);
  let [used, blocks, pairs] = [0, 0, 0];
  forEachRun(sorted, (key, from, to) => {
    const size = to - from;
    const hot = pinned === null ? size > mostInBlock : pinned.has(key);
    if (hot && pinned === null) hotKeys.push(key);
    const kept = size > 1 && size <= most && !hot;
    for (let k = from; k < to; k++) {
      if (kept) members[used++] = order[k]!;
      else keys[order[k]!] = 0;
    }
    if (!kept) return;
    sizes[blocks++] = size;
    pairs += (size * (size - 1)) / 2;
  });
  const found = { members: members.slice(0, used), sizes: sizes.slice(0, blocks) };
  return { ...(pinned === null ? found : byFirstMember(found, keys.length)), pairs, hotKeys };
}

type Found = Pick<RuleBlocks, 'members' | 'sizes'>;

/**
 * The same blocks, ordered by their first member. Records of one name lie side by side, and so do most members of one
 * block: a scan in this order walks through memory, where in the order of keys it jumps for each record.
 */
function byFirstMember({ members, sizes }: Found, count: number): Found {
  const blockOf = new Int32Array(count).fill(-1);
  for (let block = 0, at = 0; block < sizes.length; block++)
    for (let end = at + sizes[block]!; at < end; at++) blockOf[members[at]!] = block;
  const ordered = { members: new Int32Array(members.length), sizes: new Int32Array(sizes.length) };
  const places = new Int32Array(sizes.length).fill(-1);
  for (let i = 0, blocks = 0, used = 0; i < count; i++) {
    const block = blockOf[i]!;
    if (block < 0) continue;
    if (places[block]! < 0) {
      places[block] = used;
      ordered.sizes[blocks++] = sizes[block]!;
      used += sizes[block]!;
    }
    ordered.members[places[block]!++] = i;
  }
  return ordered;
}
