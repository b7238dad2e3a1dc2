import type { Command } from 'commander';
import { loadUnits } from '../areas/load-units.ts';
import { referenceUnits } from '../areas/units.ts';
import { DEMO_PASSWORD, ensureDemoAccounts } from '../identity/demo-accounts.ts';
import { AppError } from '../kernel/app-error.ts';
import { readConfig } from '../platform/config.ts';
import { migrate } from '../platform/migrate.ts';
import { openConfiguredDatabase } from '../platform/open-database.ts';
import { serve } from '../server/serve.ts';
import { type CommonOptions, fail } from './context.ts';
import { loadDemo } from './demo.ts';
import { withCommon } from './program.ts';

export function register(program: Command): void {
  withCommon(
    program.command('serve').description('serve the web application, the API and the worker'),
  ).action(run);
}

async function run(options: CommonOptions): Promise<void> {
  try {
    const config = readConfig();
    const { db, stop } = await openConfiguredDatabase(config, options.data);
    await migrate(db);
    await loadUnits(db);
    const units = referenceUnits();
    const actor = {
      accountId: null,
      name: 'system',
      onBehalfOf: null,
      requestId: 'start',
      reason: 'demonstration',
    };
    const accounts = config.SOTIEM_DEMO === 'on' ? await ensureDemoAccounts(db, units, actor) : [];
    const serving = await serve(config, db, units);
    const address = await serving.server.listen({ port: config.PORT, host: config.HOST });
    const shown = `http://localhost:${new URL(address).port}`;
    if (config.SOTIEM_DEMO === 'on')
      await loadDemo(db, units, actor, (text) => process.stdout.write(`${text}\n`));
    process.stdout.write(`\n  Sổ Tiêm đang chạy tại / is running at  ${config.SOTIEM_PUBLIC_URL ?? shown}\n`);
    if (accounts.length > 0) {
      process.stdout.write(
        `\n  Tài khoản trình diễn / demonstration accounts (mật khẩu / password: ${DEMO_PASSWORD})\n`,
      );
      for (const { username, name, role } of accounts)
        process.stdout.write(`    ${username.padEnd(18)} ${name} (${role})\n`);
    }
    process.stdout.write('\n  Ctrl-C để dừng / to stop\n\n');
    let stopping = false;
    const end = async (): Promise<void> => {
      if (stopping) return;
      stopping = true;
      await serving.stop();
      await stop();
      process.exit(0);
    };
    process.on('SIGINT', end);
    process.on('SIGTERM', end);
  } catch (error) {
    fail(
      error instanceof Error && (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
        ? new AppError('port_in_use', 'unavailable', { port: readConfig().PORT })
        : error,
      options.json ?? false,
    );
    process.exit(2);
  }
}
