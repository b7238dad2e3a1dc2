import type { Command } from 'commander';
import { findSignedLists, loadSignedRows } from '../reconciliation/find-signed-lists.ts';
import { hashList } from '../reconciliation/signed-list-rules.ts';
import { withCommon } from './common-options.ts';
import { type CommonOptions, dateArgument, print, today, withDatabase } from './context.ts';

/** The signed lists of a commune, each with whether its stored rows still give the hash that was signed. Exit code 1 when one does not. */
export function register(program: Command): void {
  withCommon(
    program.command('signed-lists').description('signed lists of a commune, checked against their hashes'),
  )
    .requiredOption('--unit <code>', 'code of the commune')
    .option('--map-date <date>', 'map on which the code is read')
    .action((options: CommonOptions & { unit: string; mapDate?: string }) =>
      withDatabase(options, async ({ db, units }) => {
        const unit = units.byCodeOrEarlier(options.unit, dateArgument(options.mapDate) ?? today());
        const lists = [];
        for (const list of await findSignedLists(db, [unit.id])) {
          const { id, version, on, people, sha256, counts, signedBy, signedAt, receipts } = list;
          const rows = await loadSignedRows(db, list);
          const intact = hashList(units.get(unit.id, on).code, on, rows) === sha256;
          lists.push({ id, version, on, people, sha256, intact, counts, signedBy, signedAt, receipts });
        }
        if (options.json) print({ lists });
        else
          for (const { version, on, people, sha256, intact, signedBy } of lists)
            process.stdout.write(`${version}\t${on}\t${people}\t${sha256}\t${intact}\t${signedBy}\n`);
        return lists.every(({ intact }) => intact) ? 0 : 1;
      }),
    );
}
