import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Command } from 'commander';
import type { UnitVersion } from '../areas/units.ts';
import { recordedWithin } from '../immunizations/recorded-units.ts';
import { countIdentities, findIdentities } from '../reconciliation/find-identities.ts';
import { handBackAnswers, takeWorkbook } from '../reconciliation/take-workbook.ts';
import { verificationSheet } from '../reconciliation/verification-sheet.ts';
import { withCommon } from './common-options.ts';
import { type CliContext, type CommonOptions, dateArgument, print, today, withDatabase } from './context.ts';

type Options = CommonOptions & { unit: string; mapDate?: string };

const MOST = 150_000;

/** Verification with the police from the command line: how it stands, the sheet to fill in, and the sheet that comes back. */
export function register(program: Command): void {
  const verb = (name: string, description: string): Command =>
    withCommon(program.command(name).description(description))
      .requiredOption('--unit <code>', 'code of the commune')
      .option('--map-date <date>', 'map on which the code is read');
  verb('verification', 'how many people of a unit are verified, wrong, stale').action((options: Options) =>
    withDatabase(options, async (context) => {
      const { recorded } = await scope(context, options);
      const counts = await countIdentities(context.db, recorded);
      if (options.json) print(counts);
      else
        for (const [state, people] of Object.entries(counts)) process.stdout.write(`${state}\t${people}\n`);
      return 0;
    }),
  );
  verb('verification-sheet', 'the sheet that the police of a commune fill in')
    .requiredOption('--out <file>', 'workbook to write')
    .action((options: Options & { out: string }) =>
      withDatabase(options, async (context) => {
        const { unit, recorded } = await scope(context, options);
        const people = (
          await findIdentities(
            context.db,
            { unitIds: recorded, state: null, hamlet: null },
            { offset: 0, limit: MOST },
          )
        ).filter(({ state }) => state !== 'foreign');
        await writeFile(options.out, await verificationSheet(people, unit, today(), 'vi'));
        if (options.json) print({ people: people.length, file: options.out });
        return 0;
      }),
    );
  withCommon(
    program
      .command('verification-answers <file>')
      .description('take a filled-in sheet; exit 1 when rows were not taken'),
  )
    .requiredOption('--unit <code>', 'code of the commune')
    .option('--map-date <date>', 'map on which the code is read')
    .option('--returned <file>', 'write the sheet with what there is to say of its rows')
    .action((file: string, options: Options & { returned?: string }) =>
      withDatabase(options, async (context) => {
        const { unit, recorded } = await scope(context, options);
        const upload = await takeWorkbook(
          context.db,
          context.actor,
          { id: unit.id, code: unit.code, recorded },
          { name: basename(file), bytes: createReadStream(file) },
          today(),
        );
        if (options.returned !== undefined) {
          const { bytes } = await handBackAnswers(context.db, upload, 'vi');
          await writeFile(options.returned, bytes);
        }
        const { rowsRead, rowsTaken, rowsUnchanged, rowsBlank, findings } = upload;
        if (options.json) print({ rowsRead, rowsTaken, rowsUnchanged, rowsBlank, findings });
        else
          process.stdout.write(
            `${rowsTaken}/${rowsRead}\t${rowsUnchanged}\t${rowsBlank}\t${findings.length}\n`,
          );
        return findings.length > 0 ? 1 : 0;
      }),
    );
}

async function scope(
  { db, units }: CliContext,
  options: Options,
): Promise<{ unit: UnitVersion; recorded: number[] }> {
  const at = dateArgument(options.mapDate) ?? today();
  const unit = units.byCodeOrEarlier(options.unit, at);
  const day = units.find(unit.id, at) === undefined ? unit.from : at;
  return { unit, recorded: await recordedWithin(db, units, unit.id, day) };
}
