/** A thread of `threads.ts`. */
import { parentPort } from 'node:worker_threads';
import { type JobName, Jobs } from './jobs.ts';

const jobs = new Jobs();
parentPort!.on('message', ([job, input]: [JobName, never]) => {
  parentPort!.postMessage(jobs.run(job, input));
});
