/** The thread of `readFar`. */
import { parentPort, workerData } from 'node:worker_threads';
import { type FarColumn, readColumn } from './read-far.ts';

parentPort!.postMessage((workerData as readonly FarColumn[]).map(readColumn));
