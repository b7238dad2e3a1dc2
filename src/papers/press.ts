/** Papers are set in type one after another by a process of their own (press-process.ts), which is started anew now and then. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { AppError } from '../kernel/app-error.ts';
import type { Delivery, Order } from './press-process.ts';

const TIME_MS = 60_000;
/** What the compiler keeps grows with each paper, so a process makes only so many. */
const PAPERS_A_PROCESS = 100;
const IDLE_MS = 30_000;
const MOST_WAITING = 20;

export class Press {
  readonly #timeMs: number;
  #child: ChildProcess | null = null;
  #made = 0;
  #waiting = 0;
  #last: Promise<unknown> = Promise.resolve();
  #idle: NodeJS.Timeout | undefined;

  constructor(timeMs = TIME_MS) {
    this.#timeMs = timeMs;
  }

  /** Throws `paper_busy`, and `paper_not_made` for a paper that needs more time or memory than there is. */
  async print(order: Order): Promise<Uint8Array> {
    if (this.#waiting >= MOST_WAITING) throw new AppError('paper_busy', 'unavailable');
    this.#waiting++;
    const turn = this.#last.then(() => this.#make(order));
    this.#last = turn.catch(() => {});
    try {
      return await turn;
    } finally {
      this.#waiting--;
    }
  }

  async #make(order: Order): Promise<Uint8Array> {
    clearTimeout(this.#idle);
    const child = this.#child?.connected ? this.#child : this.#start();
    const delivery = await this.#deliver(child, order);
    if ('problem' in delivery) {
      this.#end();
      throw new AppError('paper_not_made', 'too-large', {}, { cause: new Error(delivery.problem) });
    }
    if (++this.#made >= PAPERS_A_PROCESS) this.#end();
    else this.#idle = setTimeout(() => this.#end(), IDLE_MS).unref();
    return delivery.pdf;
  }

  /** Holds the program open only while a paper is awaited. */
  async #deliver(child: ChildProcess, order: Order): Promise<Delivery> {
    child.ref();
    child.channel?.ref();
    try {
      return await new Promise<Delivery>((resolve) => {
        const late = setTimeout(() => resolve({ problem: 'time' }), this.#timeMs);
        const settle = (delivery: Delivery): void => {
          clearTimeout(late);
          child.removeAllListeners('message').removeAllListeners('exit').removeAllListeners('error');
          resolve(delivery);
        };
        child.once('message', settle);
        child.once('exit', (code, signal) => settle({ problem: `ended: ${signal ?? code}` }));
        child.once('error', ({ message }) => settle({ problem: message }));
        child.send(order);
      });
    } finally {
      child.unref();
      child.channel?.unref();
    }
  }

  #start(): ChildProcess {
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'press-process.ts')],
      // It needs no setting of ours, and no secret among them.
      { env: {}, stdio: ['ignore', 'ignore', 'inherit', 'ipc'], serialization: 'advanced' },
    );
    this.#child = child;
    this.#made = 0;
    return child;
  }

  #end(): void {
    this.#child?.kill('SIGKILL');
    this.#child = null;
  }
}
