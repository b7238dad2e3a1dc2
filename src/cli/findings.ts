import type { Command } from 'commander';
import { sentence } from '../platform/messages.ts';
import { findFindings } from '../residents/find-findings.ts';
import { withCommon } from './common-options.ts';
import { type CommonOptions, dateArgument, print, withDatabase } from './context.ts';
import { recordedUnits } from './recorded-units.ts';

type Options = CommonOptions & { unit?: string; date?: string };

export function register(program: Command): void {
  withCommon(program.command('findings').description('all current findings, those across files too'))
    .option('--unit <code>', 'unit')
    .option('--date <date>', 'map date of the code')
    .action((options: Options) =>
      withDatabase(options, async ({ db, units }) => {
        const ids = await recordedUnits(db, units, options.unit, dateArgument(options.date));
        const findings = await findFindings(db, ids);
        const worded = findings.map((finding) => ({
          ...finding,
          message: {
            vi: sentence('vi', `finding.${finding.code}`, finding.params),
            en: sentence('en', `finding.${finding.code}`, finding.params),
          },
        }));
        if (options.json) print(worded);
        else
          for (const finding of worded)
            process.stdout.write(
              `${finding.file ?? '-'}\t${finding.sheet ?? ''}\t${finding.row ?? ''}${finding.column ?? ''}\t${finding.severity}\t${finding.message.vi}\n`,
            );
        return findings.some(({ severity }) => severity === 'error') ? 1 : 0;
      }),
    );
}
