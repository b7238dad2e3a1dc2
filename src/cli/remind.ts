import type { Command } from 'commander';
import { momentOf } from '../kernel/vietnam-time.ts';
import { clockOf } from '../platform/clock.ts';
import { deliver, openWays } from '../urging/deliver.ts';
import { remind } from '../urging/remind.ts';
import { SHIPPED_RULE } from '../urging/rule-store.ts';
import { withCommon } from './common-options.ts';
import { type CommonOptions, dateArgument, print, withDatabase } from './context.ts';

type Options = CommonOptions & { dryRun?: boolean; date?: string };

export function register(program: Command): void {
  withCommon(program.command('remind').description("write the day's messages and send what waits"))
    .option('--dry-run', 'show who would be told what; nothing is kept or sent')
    .option('--date <date>', 'as of the morning of a day, YYYY-MM-DD (default: now)')
    .action((options: Options) =>
      withDatabase(options, async ({ config, db, units, actor }) => {
        const day = dateArgument(options.date);
        const now = day === null ? clockOf(config)() : new Date(momentOf(day, SHIPPED_RULE.sendAt));
        const ways = openWays(config);
        try {
          const mode = options.dryRun ? 'dry-run' : 'commit';
          const told = await remind(db, units, actor, {
            now,
            at: new Date(),
            channels: ways.channels,
            mode,
            onTime: false,
          });
          const deliveries = options.dryRun
            ? { sent: 0, failed: 0 }
            : await deliver(db, units, ways, () => new Date());
          if (options.json)
            print({ at: now.toISOString(), dryRun: options.dryRun ?? false, deliveries, messages: told });
          else {
            for (const { username, digest, channels } of told)
              process.stdout.write(
                `${[username, digest.returned.length, digest.late.length, digest.dueToday.length, digest.escalated.length, channels.join('+')].join('\t')}\n`,
              );
            process.stdout.write(`${deliveries.sent} sent, ${deliveries.failed} failed\n`);
          }
          return 0;
        } finally {
          ways.close();
        }
      }),
    );
}
