/**
 * The worker that reads lists, in a process of its own: a file that takes all memory or all time takes it from that
 * process, while the server answers (docs/decisions/import-worker.md).
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { RunWorker } from '../immunizations/run-worker.ts';

// A list of a million rows is held whole while it is matched; what needs more than this is refused by its death.
const MEMORY_MB = 2048;
const RESTART_MS = 300;
const STOP_MS = 5000;
/** How often the worker says that its event loop turns, and how long it may not: 200,000 rows are matched in one go, on a busy machine in minutes. */
export const BEAT_MS = 2000;
const SILENT_MS = 600_000;

/** Starts the process on the database of `url`, and another whenever it dies, or is stuck and ended. */
export function startWorkerProcess(url: string): RunWorker {
  let stopping = false;
  let child: ChildProcess;
  let heard = Date.now();
  const start = (): void => {
    child = spawn(
      process.execPath,
      [
        '--disable-warning=ExperimentalWarning',
        `--max-old-space-size=${MEMORY_MB}`,
        join(import.meta.dirname, '../main.ts'),
        'worker',
      ],
      { env: { ...process.env, DATABASE_URL: url }, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
    );
    heard = Date.now();
    child.on('message', () => {
      heard = Date.now();
    });
    child.once('exit', () => {
      if (!stopping) setTimeout(() => stopping || start(), RESTART_MS);
    });
  };
  start();
  const watch = setInterval(() => {
    if (Date.now() - heard > SILENT_MS) child.kill('SIGKILL');
  }, BEAT_MS);
  return {
    wake: () => {
      if (child.connected) child.send('wake', () => {});
    },
    stop: async () => {
      stopping = true;
      clearInterval(watch);
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const hard = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await ended;
      clearTimeout(hard);
    },
  };
}
