import type { Command } from 'commander';
import { findGaps } from '../agreement/find-gaps.ts';
import { addDays } from '../kernel/plain-date.ts';
import { withCommon } from './common-options.ts';
import { type CommonOptions, dateArgument, print, today, withDatabase } from './context.ts';

type Options = CommonOptions & { unit: string; from?: string; to?: string; facility?: string };

/** Without days of its own the question is about the last week. */
const WEEK = 6;

export function register(program: Command): void {
  withCommon(
    program
      .command('gaps')
      .description('doses declared, people named, doses used: where they differ, and why'),
  )
    .requiredOption('--unit <code>', 'unit and all below it, read on the map of the last day')
    .option('--from <date>', 'first day, YYYY-MM-DD (default: six days before the last)')
    .option('--to <date>', 'last day, YYYY-MM-DD (default: today)')
    .option('--facility <name>', 'one facility alone')
    .action((options: Options) =>
      withDatabase(options, async ({ db, units }) => {
        const to = dateArgument(options.to) ?? today();
        const from = dateArgument(options.from) ?? addDays(to, -WEEK);
        const unit = units.byCodeOrEarlier(options.unit, to);
        const only = options.facility === undefined ? null : [options.facility];
        const { days, lots, gaps } = await findGaps(db, units, { unitId: unit.id, from, to }, only);
        const codeOf = (id: number): string => units.get(id, to).code;
        const coded = <T extends { unitId: number }>({ unitId, ...row }: T) => ({
          unit: codeOf(unitId),
          ...row,
        });
        if (options.json)
          print({
            unit: unit.code,
            from,
            to,
            days: days.map(coded),
            lots: lots.map(coded),
            gaps: gaps.map(coded),
          });
        else
          for (const { facility, day, item, lot, kind, first, second, parts, state } of gaps)
            process.stdout.write(
              `${day}\t${facility}\t${item ?? ''}\t${lot ?? ''}\t${kind}\t${first}\t${second}\t${parts.map(({ cause, doses }) => `${cause} ${doses}`).join(', ')}\t${state}\n`,
            );
        return 0;
      }),
    );
}
