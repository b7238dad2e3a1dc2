import type { Command } from 'commander';
import { type DuePerson, LISTED_STATES } from '../due/contract.ts';
import { byHamlet } from '../due/describe-due.ts';
import { dueCounts, placeOf } from '../due/due-counts.ts';
import { evaluatePerson } from '../due/evaluate-person.ts';
import { findDue } from '../due/find-due.ts';
import { withCommon } from './common-options.ts';
import { type CommonOptions, dateArgument, print, today, withDatabase } from './context.ts';

type Options = CommonOptions & { unit: string; date?: string; mapDate?: string; people?: boolean };

export function register(program: Command): void {
  withCommon(
    program.command('due').description('who is due and overdue, by hamlet; above a commune, how many'),
  )
    .requiredOption('--unit <code>', 'unit, read on the map date')
    .option('--date <date>', 'day, YYYY-MM-DD (default: today)')
    .option('--map-date <date>', 'date of the administrative map (default: the day)')
    .option('--people', 'people also above a commune')
    .action((options: Options) =>
      withDatabase(options, async ({ db, units }) => {
        const on = dateArgument(options.date) ?? today();
        const mapDate = dateArgument(options.mapDate) ?? on;
        const { groups, ...total } = await dueCounts(db, units, { unit: options.unit, on, mapDate });
        const { unit, day, recorded } = await placeOf(db, units, options.unit, mapDate);
        const commune = units.children(unit.id, day).length === 0;
        const rows = commune || options.people ? await findDue(db, { unitIds: recorded, on }) : [];
        const people = rows
          .filter(({ state }) => LISTED_STATES.some((listed) => listed === state))
          .map(
            ({ sortKey: _, birthOn: __, unitId, ...person }): DuePerson => ({
              ...person,
              unit: units.get(unitId, day).code,
            }),
          );
        const result = {
          ...total,
          date: on,
          ...(commune
            ? {
                hamlets: groups
                  .map((group) => ({
                    ...group,
                    list: people.filter(({ hamlet }) => hamlet === group.hamlet),
                  }))
                  .sort((a, b) => byHamlet(a.hamlet ?? null, b.hamlet ?? null)),
              }
            : { units: groups, ...(options.people ? { list: people } : {}) }),
        };
        if (options.json) print(result);
        else
          for (const group of groups)
            process.stdout.write(
              `${group.unit}\t${group.hamlet ?? group.unitName}\t${group.people}\t${group.counts.due}\t${group.counts.overdue}\n`,
            );
        return 0;
      }),
    );
  withCommon(
    program.command('evaluate <person>').description('each dose by the rules of its day, and the next one'),
  )
    .option('--date <date>', 'day for the next dose, YYYY-MM-DD (default: today)')
    .action((id: string, options: CommonOptions & { date?: string }) =>
      withDatabase(options, async ({ db, units }) => {
        const { unitId, ...result } = await evaluatePerson(db, id, dateArgument(options.date) ?? today());
        print({ ...result, unit: unitId === null ? null : units.get(unitId, today()).code });
        return 0;
      }),
    );
}
