/** The threads of one run: each does one job after the other, and all share the arrays they are handed. */
import { Worker } from 'node:worker_threads';
import { type JobName, Jobs } from './jobs.ts';

type Input<K extends JobName> = Parameters<Jobs[K]>[0];
type Output<K extends JobName> = ReturnType<Jobs[K]>;

export interface Thread {
  /** Jobs of one thread are done in the order in which they were given. */
  run<K extends JobName>(job: K, input: Input<K>): Promise<Output<K>>;
  close(): void;
}

/** What a thread throws away at once: a collection costs as much however much of it is garbage. */
const YOUNG_MB = 64;

/** The thread that asks: for what is too small to share. */
function ownThread(): Thread {
  const jobs = new Jobs();
  return {
    run: async (job, input) => jobs.run(job, input),
    close: () => {},
  };
}

function workerThread(): Thread {
  const worker = new Worker(new URL('./thread-worker.ts', import.meta.url), {
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  });
  const waiting: PromiseWithResolvers<never>[] = [];
  worker.on('message', (output) => waiting.shift()!.resolve(output as never));
  worker.on('error', (error) => {
    for (const { reject } of waiting.splice(0)) reject(error);
  });
  return {
    run: (job, input) => {
      const answer = Promise.withResolvers<never>();
      waiting.push(answer);
      worker.postMessage([job, input]);
      return answer.promise;
    },
    close: () => void worker.terminate(),
  };
}

export class Threads {
  private readonly all: readonly Thread[];

  /** One means: no thread but this. */
  constructor(count: number) {
    this.all = count < 2 ? [ownThread()] : Array.from({ length: count }, workerThread);
  }

  get count(): number {
    return this.all.length;
  }

  /** Gives one job to all threads, to each its own input. */
  everyone<K extends JobName>(job: K, inputOf: (thread: number) => Input<K>): Promise<Output<K>[]> {
    const answers = Promise.all(this.all.map((thread, t) => thread.run(job, inputOf(t))));
    // Whoever waits hears of a failure; of jobs in a row only the last is waited for.
    answers.catch(() => {});
    return answers;
  }

  /** Does a job for each input; a thread takes the next when it is done with one. */
  async each<K extends JobName>(job: K, inputs: readonly Input<K>[]): Promise<Output<K>[]> {
    const outputs = new Array<Output<K>>(inputs.length);
    let next = 0;
    await Promise.all(
      this.all.map(async (thread) => {
        while (next < inputs.length) {
          const at = next++;
          outputs[at] = await thread.run(job, inputs[at]!);
        }
      }),
    );
    return outputs;
  }

  /** Does a job for the numbers under `count`, cut into a range for each thread. */
  ranges<K extends JobName>(
    job: K,
    count: number,
    inputOf: (from: number, to: number) => Input<K>,
  ): Promise<Output<K>[]> {
    const cut = (t: number): number => Math.floor((count * t) / this.count);
    return this.everyone(job, (t) => inputOf(cut(t), cut(t + 1)));
  }

  close(): void {
    for (const thread of this.all) thread.close();
  }
}
