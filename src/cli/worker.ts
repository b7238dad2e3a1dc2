import type { Command } from 'commander';
import { referenceUnits } from '../areas/units.ts';
import { startRunWorker } from '../immunizations/run-worker.ts';
import { readConfig } from '../platform/config.ts';
import { openConfiguredDatabase } from '../platform/open-database.ts';
import { trouble } from '../server/serve.ts';
import { BEAT_MS } from '../server/worker-process.ts';
import { withCommon } from './common-options.ts';
import { type CommonOptions, fail } from './context.ts';

export function register(program: Command): void {
  withCommon(
    program.command('worker').description('read uploaded lists (a part of `serve`; several may run)'),
  ).action(run);
}

/** Works until it is told to stop, or until the server that started it is gone. */
async function run(options: CommonOptions): Promise<void> {
  try {
    const { db, stop } = await openConfiguredDatabase(readConfig(), options.data);
    const worker = startRunWorker(db, referenceUnits(), trouble);
    process.on('message', worker.wake);
    if (process.connected) setInterval(() => process.send?.('alive'), BEAT_MS);
    process.once('disconnect', () => process.exit(0));
    let leaving = false;
    const end = async (): Promise<void> => {
      if (leaving) return;
      leaving = true;
      await worker.stop();
      await stop();
      process.exit(0);
    };
    process.on('SIGINT', end);
    process.on('SIGTERM', end);
  } catch (error) {
    fail(error, options.json ?? false);
    process.exit(2);
  }
}
