import { randomBytes } from 'node:crypto';
import { type Command, Option } from 'commander';
import { ROLES, type Role } from '../identity/access.ts';
import { createAccount } from '../identity/accounts.ts';
import { AppError } from '../kernel/app-error.ts';
import { withCommon } from './common-options.ts';
import { type CommonOptions, print, today, withDatabase } from './context.ts';

type Options = CommonOptions & { role: Role; unit: string; name?: string; facility?: string };

export function register(program: Command): void {
  withCommon(
    program
      .command('account <username>')
      .description('make an account, the first administrator above all; prints its first password'),
  )
    .addOption(new Option('--role <role>').choices(ROLES).default('administrator'))
    .requiredOption(
      '--unit <code>',
      'unit in which the role holds, read on today’s map or the newest that knows it',
    )
    .option('--name <name>', 'name shown to others')
    .option('--facility <name>', 'the facility, for the role of one')
    .action((username: string, options: Options) =>
      withDatabase(options, async ({ db, units, actor }) => {
        if (!/^[a-z0-9][a-z0-9._-]{2,60}$/.test(username))
          throw new AppError('input_invalid', 'invalid', { field: 'username' });
        if ((options.role === 'facility') !== (options.facility !== undefined))
          throw new AppError('facility_needed', 'invalid');
        const { id: unitId, fullName } = units.byCodeOrEarlier(options.unit, today());
        const password = randomBytes(12).toString('base64url');
        await createAccount(
          db,
          { ...actor, reason: 'new account', unitId },
          {
            username,
            displayName: options.name ?? username,
            password,
            mustChange: true,
            grants: [{ role: options.role, unitId, facility: options.facility ?? null }],
          },
        );
        if (options.json) print({ username, role: options.role, unit: options.unit, password });
        else
          process.stdout.write(
            `${username} (${options.role}, ${fullName})\nMật khẩu lần đầu / first password: ${password}\n`,
          );
        return 0;
      }),
    );
}
