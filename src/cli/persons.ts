import type { Command } from 'commander';
import { getPerson } from '../immunizations/get-person.ts';
import { findPeople } from '../residents/find-people.ts';
import { withCommon } from './common-options.ts';
import { type CommonOptions, dateArgument, print, withDatabase } from './context.ts';
import { recordedUnits } from './recorded-units.ts';

type Options = CommonOptions & { unit?: string; query?: string; date?: string };

export function register(program: Command): void {
  withCommon(program.command('persons').description('people of a unit'))
    .requiredOption('--unit <code>', 'unit')
    .option('--query <text>', 'name without accents, number, phone or year')
    .option('--date <date>', 'map date of the code')
    .action((options: Options & { unit: string }) =>
      withDatabase(options, async ({ db, units }) => {
        const ids = (await recordedUnits(db, units, options.unit, dateArgument(options.date)))!;
        const { persons } = await findPeople(db, {
          unitIds: ids,
          query: options.query ?? null,
          limit: 1_000_000,
        });
        if (options.json) print(persons);
        else
          for (const person of persons)
            process.stdout.write(
              `${person.id}\t${person.name}\t${person.birth?.on ?? '-'}\t${person.nationalId ?? '-'}\n`,
            );
        return 0;
      }),
    );
  withCommon(program.command('person <id>').description('one person with every source record')).action(
    (id: string, options: Options) =>
      withDatabase(options, async ({ db }) => {
        print(await getPerson(db, id));
        return 0;
      }),
  );
}
