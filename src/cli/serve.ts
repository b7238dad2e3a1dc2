import type { Command } from 'commander';
import { referenceUnits } from '../areas/units.ts';
import { DEMO_PASSWORD, ensureDemoAccounts } from '../identity/demo-accounts.ts';
import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import { readConfig } from '../platform/config.ts';
import { openConfiguredDatabase } from '../platform/open-database.ts';
import { serve } from '../server/serve.ts';
import { trainingSpace } from '../server/training-space.ts';
import { startWorkerProcess } from '../server/worker-process.ts';
import { bringUpToDate } from './bring-up-to-date.ts';
import { withCommon } from './common-options.ts';
import { type CommonOptions, fail } from './context.ts';
import { loadDemo } from './demo.ts';

export function register(program: Command): void {
  withCommon(
    program.command('serve').description('serve the web application, the API and the worker'),
  ).action(run);
}

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};
const system: Actor = {
  accountId: null,
  name: 'system',
  onBehalfOf: null,
  requestId: 'start',
  reason: 'demonstration',
};

async function run(options: CommonOptions): Promise<void> {
  // Whoever read what we say may go; the users stay.
  process.stdout.on('error', () => {});
  const opened = stopOnSignal();
  const config = readConfig();
  try {
    const { db, url, stop } = await openConfiguredDatabase(config, options.data);
    opened.push(stop);
    const units = referenceUnits();
    await bringUpToDate(db, units, system);
    const accounts = config.SOTIEM_DEMO === 'on' ? await ensureDemoAccounts(db, units, system) : [];
    const serving = await serve(config, db, units, {
      worker: startWorkerProcess(url),
      training: trainingSpace(config, url, units),
    });
    opened.push(serving.stop);
    const address = await serving.server.listen({ port: config.PORT, host: config.HOST });
    if (config.SOTIEM_DEMO === 'on') await loadDemo(db, units, system, say);
    const shown = config.SOTIEM_PUBLIC_URL ?? `http://localhost:${new URL(address).port}`;
    say(`\n  Sổ Tiêm đang chạy tại / is running at  ${shown}`);
    if (accounts.length > 0) {
      say(`\n  Tài khoản trình diễn / demonstration accounts (mật khẩu / password: ${DEMO_PASSWORD})`);
      for (const { username, name, role } of accounts) say(`    ${username.padEnd(18)} ${name} (${role})`);
    }
    say('\n  Ctrl-C để dừng / to stop\n');
  } catch (error) {
    // What fails because it is being stopped fails as wanted; the stop ends the process.
    if (opened.stopping) return;
    fail(
      (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
        ? new AppError('port_in_use', 'unavailable', { port: config.PORT })
        : error,
      options.json ?? false,
    );
    await opened.stopAll();
    process.exit(2);
  }
}

type Opened = { push(stop: () => Promise<void>): void; stopAll(): Promise<void>; readonly stopping: boolean };

/** From the first moment on, a signal stops whatever has been opened by then, the last first, and ends the process. */
function stopOnSignal(): Opened {
  const stops: (() => Promise<void>)[] = [];
  let stopping = false;
  const stopAll = async (): Promise<void> => {
    stopping = true;
    for (let stop = stops.pop(); stop !== undefined; stop = stops.pop()) await stop();
  };
  const leave = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    // Nothing is open in the first second: what is being opened is stopped when it is there.
    if (stops.length === 0) return;
    await stopAll();
    process.exit(0);
  };
  process.on('SIGINT', leave);
  process.on('SIGTERM', leave);
  // Whoever started us is gone, be it by kill -9: a server that nobody can stop any more must not hold the port.
  if (process.connected) process.on('disconnect', leave);
  return {
    push: (stop) => {
      stops.push(stop);
      // Opened while we were already leaving.
      if (stopping) void stopAll().then(() => process.exit(0));
    },
    stopAll,
    get stopping() {
      return stopping;
    },
  };
}
