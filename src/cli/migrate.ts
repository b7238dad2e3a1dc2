import type { Command } from 'commander';
import { withCommon } from './common-options.ts';
import { type CommonOptions, print, withDatabase } from './context.ts';

export function register(program: Command): void {
  withCommon(program.command('migrate').description('bring the database up to this version')).action(
    (options: CommonOptions) =>
      withDatabase(options, async ({ db }) => {
        const names = (await db.query<{ name: string }>('SELECT name FROM app.migration ORDER BY name')).map(
          ({ name }) => name,
        );
        if (options.json) print({ migrations: names });
        else process.stdout.write(`${names.join('\n')}\n`);
        return 0;
      }),
  );
}
