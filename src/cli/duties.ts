import type { Command } from 'commander';
import { judgedAt } from '../duties/clock.ts';
import { findDuties } from '../duties/find-duties.ts';
import { isReceived } from '../duties/rules.ts';
import { addDays } from '../kernel/plain-date.ts';
import { dayInVietnam, momentOf } from '../kernel/vietnam-time.ts';
import { withCommon } from './common-options.ts';
import { type CommonOptions, dateArgument, print, withDatabase } from './context.ts';

type Options = CommonOptions & { unit?: string; date?: string };

/** How far back duties are still shown that nobody answered, and how far ahead those that already run. */
const BACK = 60;
const AHEAD = 31;

export function register(program: Command): void {
  withCommon(program.command('duties').description('what each unit owes on a day, and how it stands'))
    .option('--date <date>', 'day, YYYY-MM-DD (default: today); lateness is judged at its end')
    .option('--unit <code>', 'unit and all below it, read on the map of the day (default: the country)')
    .action((options: Options) =>
      withDatabase(options, async ({ db, units }) => {
        const now = new Date();
        const day = dateArgument(options.date) ?? dayInVietnam(now);
        const roots =
          options.unit === undefined
            ? units.children(null, day).map(({ id }) => id)
            : [units.byCode(options.unit, day).id];
        const end = momentOf(day, '24:00');
        const found = [];
        for (const within of roots)
          found.push(
            ...(await findDuties(db, units, {
              scope: { within },
              from: addDays(day, -BACK),
              to: addDays(day, AHEAD),
              now: judgedAt(day, now),
            })),
          );
        // Open on the day: due then, or begun and not yet due, or overdue.
        const rows = found
          .filter((duty) => duty.opensAt < end && (duty.day >= day || !isReceived(duty.state)))
          .map((duty) => ({
            unit: duty.unit,
            unitName: duty.unitName,
            facility: duty.facility,
            directive: duty.directive.number,
            item: duty.item.id,
            number: duty.item.number,
            title: duty.item.title,
            form: duty.item.form,
            due: duty.dueAt,
            dueDay: duty.day,
            state: duty.state,
            onTime: duty.onTime,
            sentAt: duty.answer?.sentAt ?? null,
            reason: duty.answer?.zeroReason ?? duty.answer?.returnReason ?? null,
            waitingFor: duty.waitingFor?.code ?? null,
            parts: duty.parts,
            key: duty.key,
          }));
        if (options.json) print({ date: day, rows });
        else
          for (const { unit, unitName, facility, number, title, due, state } of rows)
            process.stdout.write(`${unit}\t${facility ?? unitName}\t${number}\t${title}\t${due}\t${state}\n`);
        return 0;
      }),
    );
}
