/** Scores the pairs of all blocks, on all threads. */
import type { Blocks } from './blocks.ts';
import { mergeEdges } from './edges.ts';
import type { GuardedBy } from './guards.ts';
import { BINS, type Scan } from './scan-pairs.ts';
import type { ScoringPlan } from './scorer.ts';
import type { Table } from './table.ts';
import type { Threads } from './threads.ts';

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

/** One scan of several; the order of the kept pairs does not depend on which thread found them. */
function mergeScans(scans: readonly Scan[]): Scan {
  const histogram = new Float64Array(BINS);
  for (const scan of scans)
    scan.histogram.forEach((count, bin) => {
      histogram[bin]! += count;
    });
  return {
    pairs: scans.reduce((sum, { pairs }) => sum + pairs, 0),
    histogram,
    edges: scans.map(({ edges }) => edges).reduce(mergeEdges),
  };
}

/** Scores the pairs of all blocks on all threads. `whole`: see `ScanTask`. The result does not depend on the threads. */
export async function scanBlocks(
  threads: Threads,
  { sides, twoSided }: Table,
  blocks: Blocks,
  plan: ScoringPlan,
  guardedBy: GuardedBy,
  floorBits: number,
  whole: boolean,
): Promise<Scan> {
  const chunks = cutChunks(blocks);
  const next = new Int32Array(new SharedArrayBuffer(4));
  const task = { plan, guardedBy, blocks, sides, twoSided, floorBits, whole, chunks, next };
  return mergeScans(await threads.everyone('scanPairs', () => task));
}
