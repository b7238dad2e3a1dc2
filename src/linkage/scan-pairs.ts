/** Scores all pairs of some blocks; keeps a histogram of all and only the pairs worth keeping. */
import { type Blocks, forEachPair } from './blocks.ts';
import { type Edges, KeptEdges, VERDICTS } from './edges.ts';
import { type GuardedBy, Guards } from './guards.ts';
import { Scorer, type ScoringPlan } from './scorer.ts';

export type ScanTask = Readonly<{
  plan: ScoringPlan;
  guardedBy: GuardedBy;
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

export type Scan = Readonly<{ pairs: number; histogram: Float64Array; edges: Edges }>;

const BIN = 0.25;
const LOWEST = -100;
export const BINS = 1200;

/** Bits in the middle of a bin of the histogram. */
export const bitsOfBin = (bin: number): number => LOWEST + (bin + 0.5) * BIN;
export const binOf = (bits: number): number =>
  Math.max(0, Math.min(BINS - 1, Math.floor((bits - LOWEST) / BIN)));

/** Takes chunks until none is left. Several threads may run the same task at once. */
export function scanPairs(task: ScanTask): Scan {
  const { blocks, sides, twoSided, floorBits, whole, chunks, next } = task;
  const scorer = new Scorer(task.plan);
  const guards = new Guards(task.plan, task.guardedBy);
  const histogram = new Float64Array(BINS);
  const kept = new KeptEdges();
  let pairs = 0;
  const visit = (i: number, j: number): void => {
    pairs++;
    if (!whole && !scorer.mayReach(i, j, floorBits)) {
      histogram[0]!++;
      return;
    }
    const score = scorer.score(i, j);
    histogram[binOf(score)]!++;
    if (score >= floorBits)
      kept.push(i, j, score, VERDICTS.indexOf(guards.judge(i, j, scorer.levels).verdict));
  };
  for (;;) {
    const chunk = Atomics.add(next, 0, 1);
    if (chunk >= chunks.length - 1) break;
    forEachPair(blocks, sides, twoSided, chunks[chunk]!, chunks[chunk + 1]!, visit);
  }
  return { pairs, histogram, edges: kept.surestFirst() };
}
