/** Scores all pairs of some blocks; keeps a histogram of all and only the pairs worth keeping. */
import { type Blocks, forEachPair } from './blocks.ts';
import { Scorer, type ScoringPlan } from './scorer.ts';

export type ScanTask = Readonly<{
  plan: ScoringPlan;
  blocks: Blocks;
  sides: Uint8Array;
  twoSided: boolean;
  /** Pairs of fewer bits are counted, not kept. */
  floorBits: number;
  /** Whether the histogram is to show also how far under the floor a pair lies; that costs. */
  whole: boolean;
  /** Block numbers at which chunks begin, and the end: chunk `c` is `chunks[c]` to `chunks[c + 1]`. */
  chunks: Int32Array;
  /** Number of the next chunk that nobody has taken; shared. */
  next: Int32Array;
}>;

/** Pairs kept: columns of equal length. */
export type Edges = Readonly<{ left: Int32Array; right: Int32Array; bits: Float64Array }>;
export type Scan = Readonly<{ pairs: number; histogram: Float64Array; edges: Edges }>;

const BIN = 0.25;
const LOWEST = -100;
const BINS = 1200;

/** Bits in the middle of a bin of the histogram. */
export const bitsOfBin = (bin: number): number => LOWEST + (bin + 0.5) * BIN;
export const binOf = (bits: number): number =>
  Math.max(0, Math.min(BINS - 1, Math.floor((bits - LOWEST) / BIN)));

const CHUNKS = 256;

/** Cuts the blocks into chunks of about equally many pairs. */
export function cutChunks(blocks: Blocks): Int32Array {
  const each = Math.max(1, blocks.pairs / CHUNKS);
  const chunks = [0];
  let pairs = 0;
  for (let block = 0; block < blocks.rules.length; block++) {
    const size = blocks.starts[block + 1]! - blocks.starts[block]!;
    pairs += (size * (size - 1)) / 2;
    if (pairs >= each) {
      chunks.push(block + 1);
      pairs = 0;
    }
  }
  if (chunks.at(-1) !== blocks.rules.length) chunks.push(blocks.rules.length);
  const shared = new Int32Array(new SharedArrayBuffer(chunks.length * 4));
  shared.set(chunks);
  return shared;
}

function copyInto<T extends Int32Array | Float64Array>(grown: T, old: T): T {
  grown.set(old);
  return grown;
}

/** Takes chunks until none is left. Several threads may run the same task at once. */
export function scanPairs(task: ScanTask): Scan {
  const { blocks, sides, twoSided, floorBits, whole, chunks, next } = task;
  const scorer = new Scorer(task.plan);
  const histogram = new Float64Array(BINS);
  let capacity = 4096;
  let kept = 0;
  let pairs = 0;
  let left = new Int32Array(capacity);
  let right = new Int32Array(capacity);
  let bits = new Float64Array(capacity);
  const visit = (i: number, j: number): void => {
    pairs++;
    if (!whole && !scorer.mayReach(i, j, floorBits)) {
      histogram[0]!++;
      return;
    }
    const score = scorer.score(i, j);
    histogram[binOf(score)]!++;
    if (score < floorBits) return;
    if (kept === capacity) {
      capacity *= 2;
      left = copyInto(new Int32Array(capacity), left);
      right = copyInto(new Int32Array(capacity), right);
      bits = copyInto(new Float64Array(capacity), bits);
    }
    left[kept] = i;
    right[kept] = j;
    bits[kept++] = score;
  };
  for (;;) {
    const chunk = Atomics.add(next, 0, 1);
    if (chunk >= chunks.length - 1) break;
    forEachPair(blocks, sides, twoSided, chunks[chunk]!, chunks[chunk + 1]!, visit);
  }
  return {
    pairs,
    histogram,
    edges: { left: left.slice(0, kept), right: right.slice(0, kept), bits: bits.slice(0, kept) },
  };
}

/** One scan of several; the order of the kept pairs does not depend on which thread found them. */
export function mergeScans(scans: readonly Scan[]): Scan {
  const histogram = new Float64Array(BINS);
  for (const scan of scans)
    scan.histogram.forEach((count, bin) => {
      histogram[bin]! += count;
    });
  const total = scans.reduce((sum, { edges }) => sum + edges.bits.length, 0);
  const [left, right, bits] = [new Int32Array(total), new Int32Array(total), new Float64Array(total)];
  let at = 0;
  for (const { edges } of scans) {
    left.set(edges.left, at);
    right.set(edges.right, at);
    bits.set(edges.bits, at);
    at += edges.bits.length;
  }
  const order = Uint32Array.from(bits.keys()).sort(
    (a, b) => bits[b]! - bits[a]! || left[a]! - left[b]! || right[a]! - right[b]!,
  );
  return {
    pairs: scans.reduce((sum, { pairs }) => sum + pairs, 0),
    histogram,
    edges: {
      left: Int32Array.from(order, (e) => left[e]!),
      right: Int32Array.from(order, (e) => right[e]!),
      bits: Float64Array.from(order, (e) => bits[e]!),
    },
  };
}
