import type { Command } from 'commander';
import { mergePeople } from '../reconciliation/merge-people.ts';
import { unmergePeople } from '../reconciliation/unmerge-people.ts';
import { withCommon } from './common-options.ts';
import { type CommonOptions, print, withDatabase } from './context.ts';

type Options = CommonOptions & { reason?: string };

export function register(program: Command): void {
  withCommon(
    program.command('merge <kept> <gone>').description('say that two people are one; undone by unmerge'),
  )
    .option('--reason <text>', 'why')
    .action((keptId: string, goneId: string, options: Options) =>
      withDatabase(options, async ({ db, actor }) => {
        const merge = await mergePeople(db, { ...actor, reason: options.reason ?? null }, { keptId, goneId });
        if (options.json) print(merge);
        else process.stdout.write(`${merge.id}\t${merge.goneId} → ${merge.keptId}\n`);
        return 0;
      }),
    );
  withCommon(
    program.command('unmerge <id>').description('undo a merge, by its id or that of one of its two people'),
  )
    .option('--reason <text>', 'why')
    .action((id: string, options: Options) =>
      withDatabase(options, async ({ db, actor }) => {
        const merge = await unmergePeople(db, { ...actor, reason: options.reason ?? null }, id);
        if (options.json) print(merge);
        else process.stdout.write(`${merge.id}\t${merge.keptId} | ${merge.goneId}\n`);
        return 0;
      }),
    );
}
