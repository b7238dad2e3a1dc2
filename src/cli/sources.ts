import type { Command } from 'commander';
import { findSources } from '../residents/find-sources.ts';
import { withCommon } from './common-options.ts';
import { type CommonOptions, dateArgument, print, withDatabase } from './context.ts';
import { recordedUnits } from './recorded-units.ts';

type Options = CommonOptions & { unit?: string; date?: string };

export function register(program: Command): void {
  withCommon(program.command('sources').description('every row of every list that speaks of a person'))
    .option('--unit <code>', 'unit')
    .option('--date <date>', 'map date of the code')
    .action((options: Options) =>
      withDatabase(options, async ({ db, units }) => {
        const ids = await recordedUnits(db, units, options.unit, dateArgument(options.date));
        const sources = await findSources(db, ids);
        if (options.json) print(sources);
        else
          for (const source of sources)
            process.stdout.write(
              `${source.file}\t${source.sheet}\t${source.row}\t${source.personId ?? '-'}\t${source.status}\n`,
            );
        return 0;
      }),
    );
}
