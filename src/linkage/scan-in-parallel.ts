/** Scores the pairs of all blocks on all cores. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Blocks } from './blocks.ts';
import { cutChunks, mergeScans, type Scan, scanPairs } from './scan-pairs.ts';
import type { ScoringPlan } from './scorer.ts';
import type { Table } from './table.ts';

/** Below this many pairs a thread costs more to start than it saves. */
const WORTH_A_THREAD = 400_000;

/**
 * `threads`: at most; null for all cores; the result does not depend on it. `whole`: see `ScanTask`.
 */
export async function scanInParallel(
  table: Table,
  blocks: Blocks,
  plan: ScoringPlan,
  floorBits: number,
  whole: boolean,
  threads: number | null = null,
): Promise<Scan> {
  const task = {
    plan,
    blocks,
    sides: table.sides,
    twoSided: table.twoSided,
    floorBits,
    whole,
    chunks: cutChunks(blocks),
    next: new Int32Array(new SharedArrayBuffer(4)),
  };
  const wanted = Math.min(threads ?? availableParallelism(), Math.ceil(blocks.pairs / WORTH_A_THREAD));
  const helpers = Array.from(
    { length: Math.max(0, wanted - 1) },
    () =>
      new Promise<Scan>((resolve, reject) => {
        const worker = new Worker(new URL('./scan-worker.ts', import.meta.url), { workerData: task });
        worker.once('message', resolve);
        worker.once('error', reject);
      }),
  );
  // This thread works too; a helper's failure must not be lost meanwhile.
  const others = Promise.all(helpers);
  others.catch(() => {});
  const own = scanPairs(task);
  return mergeScans([own, ...(await others)]);
}
