import { type Command, Option } from 'commander';
import { KNOWN_MAPS, type Units } from '../areas/units.ts';
import { findPairs } from '../reconciliation/find-pairs.ts';
import { linkPeople } from '../reconciliation/link-people.ts';
import { withCommon } from './common-options.ts';
import { type CommonOptions, dateArgument, print, today, withDatabase } from './context.ts';
import { recordedUnits } from './recorded-units.ts';

type Options = CommonOptions & { unit: string; date?: string; dryRun?: boolean; band: 'same' | 'review' };

export function register(program: Command): void {
  withCommon(
    program
      .command('link')
      .description('look once more for people of a unit who are one; proposes, never acts'),
  )
    .requiredOption('--unit <code>', 'unit')
    .option('--date <date>', 'map date of the code')
    .option('--dry-run', 'show what would be proposed, keep nothing')
    .action((options: Options) =>
      withDatabase(options, async ({ db, units, actor }) => {
        const ids = (await recordedUnits(db, units, options.unit, dateArgument(options.date)))!;
        const report = await linkPeople(db, actor, ids, lowestCommonUnit(units), options.dryRun ?? false);
        if (options.json) print(report);
        else
          process.stdout.write(
            `${report.people} người, ${report.sourceRecords} dòng; ${report.proposals} cặp chờ quyết định (${report.seconds} s)\n`,
          );
        return 0;
      }),
    );
  withCommon(program.command('pairs').description('pairs of records: of one person, or to be reviewed'))
    .requiredOption('--unit <code>', 'unit')
    .addOption(new Option('--band <band>').choices(['same', 'review']).makeOptionMandatory())
    .option('--date <date>', 'map date of the code')
    .action((options: Options) =>
      withDatabase(options, async ({ db, units }) => {
        const ids = (await recordedUnits(db, units, options.unit, dateArgument(options.date)))!;
        const pairs = await findPairs(db, ids, options.band);
        if (options.json) print(pairs);
        else
          for (const { left, right, score } of pairs)
            process.stdout.write(`${left}\t${right}\t${score ?? ''}\n`);
        return 0;
      }),
    );
}

/** The lowest unit that covers two units of record, on the latest map on which both have a place. */
function lowestCommonUnit(units: Units): (a: number, b: number) => number {
  return (a, b) => {
    if (a === b) return a;
    for (const day of [today(), ...[...KNOWN_MAPS].reverse()]) {
      const placed = [a, b].flatMap((id) => {
        const place = units.mapTo(id, day);
        return 'unitId' in place
          ? [place.unitId]
          : place.unassignedWithin === 0
            ? []
            : [place.unassignedWithin];
      });
      const common = placed.length === 2 ? units.lowestCommon(placed, day) : null;
      if (common !== null) return common;
    }
    // Two provinces: whoever sees both decides, and that is a unit of neither.
    return a;
  };
}
