import { type Command, Option } from 'commander';
import { coverage } from '../reports/coverage.ts';
import { withCommon } from './common-options.ts';
import { type CommonOptions, dateArgument, print, today, withDatabase } from './context.ts';

type Options = CommonOptions & {
  unit: string;
  by: 'self' | 'children' | 'communes';
  date?: string;
  mapDate?: string;
};

export function register(program: Command): void {
  withCommon(program.command('coverage').description('residents and doses by residence kind and age group'))
    .requiredOption('--unit <code>', 'unit, read on the map date')
    .addOption(new Option('--by <by>').choices(['self', 'children', 'communes']).default('self'))
    .option('--date <date>', 'reference date, YYYY-MM-DD (default: today)')
    .option('--map-date <date>', 'date of the administrative map (default: the reference date)')
    .action((options: Options) =>
      withDatabase(options, async ({ db, units }) => {
        const date = dateArgument(options.date) ?? today();
        const mapDate = dateArgument(options.mapDate) ?? date;
        const result = await coverage(db, units, { unitCode: options.unit, by: options.by, date, mapDate });
        if (options.json) print(result);
        else
          for (const row of result.rows)
            if (row.residents > 0)
              process.stdout.write(
                `${row.unit}\t${row.unitName}\t${row.residenceKind}\t${row.ageBand}\t${row.residents}\t${row.dose1}\t${row.dose2}\t${row.dose3}\t${row.full}\t${row.none}\n`,
              );
        return 0;
      }),
    );
}
