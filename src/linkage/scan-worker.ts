/** A thread of `scanInParallel`: takes chunks of the shared task and hands back what it kept. */
import { parentPort, workerData } from 'node:worker_threads';
import { type ScanTask, scanPairs } from './scan-pairs.ts';

const scan = scanPairs(workerData as ScanTask);
const { left, right, bits } = scan.edges;
parentPort!.postMessage(scan, [
  left.buffer,
  right.buffer,
  bits.buffer,
  scan.histogram.buffer,
] as ArrayBuffer[]);
