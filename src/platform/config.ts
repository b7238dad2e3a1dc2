/** Every setting of the product, in one typed list: name, default, meaning. README's table is tested against it. */
import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../kernel/app-error.ts';

const flag = z.enum(['on', 'off']);

export const SETTINGS = {
  PORT: {
    schema: z.coerce.number().int().min(0).max(65_535).default(8080),
    doc: 'Port of the web application and API',
  },
  HOST: { schema: z.string().default('0.0.0.0'), doc: 'Address to listen on' },
  SOTIEM_DATA: {
    schema: z.string().optional(),
    doc: 'Data directory of the embedded database (`--data` on the command line)',
  },
  DATABASE_URL: {
    schema: z
      .string()
      .regex(/^postgres(ql)?:\/\//)
      .optional(),
    doc: 'PostgreSQL 15 or later to use instead of the embedded database',
  },
  SOTIEM_DEMO: {
    schema: flag.default('off'),
    doc: '`on`: load the demonstration province at the first start (`npm start` sets it)',
  },
  SOTIEM_SECOND_FACTOR: {
    schema: flag.default('on'),
    doc: '`off`: roles that see names may sign in without a code; shown in a banner',
  },
  SOTIEM_PUBLIC_URL: {
    schema: z.url().optional(),
    doc: 'Address under which users reach the product; `https:` makes cookies secure',
  },
  SOTIEM_SMTP_URL: {
    schema: z
      .string()
      .regex(/^smtps?:\/\//)
      .optional(),
    doc: 'Mail server for reminders: `smtp://user:password@host:587`; without it none go by e-mail',
  },
  SOTIEM_MAIL_FROM: {
    schema: z.string().regex(/@/).default('Sổ Tiêm <sotiem@localhost>'),
    doc: 'Sender of the e-mails',
  },
  SOTIEM_WEBHOOK_URL: {
    schema: z.url({ protocol: /^https?$/ }).optional(),
    doc: 'Gateway for SMS or Zalo, see docs/webhook.md; gets id, telephone number and a short text',
  },
  SOTIEM_WEBHOOK_SECRET: {
    schema: z.string().min(16).optional(),
    doc: 'Key of the signature that every call of the gateway carries; no gateway without it',
  },
  SOTIEM_WEBHOOK_PRIVATE: {
    schema: flag.default('off'),
    doc: '`on`: the gateway may stand in a private network (10.0.0.0/8, 127.0.0.1, …)',
  },
  SOTIEM_SIGNING_ROOTS: {
    schema: z.string().optional(),
    doc: 'File (PEM) of the authorities whose personal signatures are trusted; without it none is judged',
  },
  SOTIEM_LOG: {
    schema: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('warn'),
    doc: 'How much is logged; never personal data',
  },
} as const;

export type Config = {
  readonly [Name in keyof typeof SETTINGS]: z.output<(typeof SETTINGS)[Name]['schema']>;
};

/** Reads the settings; throws `config_invalid` naming the first that is wrong. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const values: Record<string, unknown> = {};
  for (const [name, { schema }] of Object.entries(SETTINGS)) {
    const result = schema.safeParse(env[name] === '' ? undefined : env[name]);
    if (!result.success) throw new AppError('config_invalid', 'invalid', { setting: name });
    values[name] = result.data;
  }
  const config = values as Config;
  if (config.SOTIEM_WEBHOOK_URL !== undefined && config.SOTIEM_WEBHOOK_SECRET === undefined)
    throw new AppError('config_invalid', 'invalid', { setting: 'SOTIEM_WEBHOOK_SECRET' });
  return config;
}

/** Where the embedded database lives when no setting says so: one directory for each checkout. */
export function defaultDataDirectory(): string {
  const checkout = join(import.meta.dirname, '../..');
  const name = createHash('sha256').update(checkout).digest('hex').slice(0, 12);
  return process.getuid?.() === 0
    ? `/var/lib/sotiem/${name}`
    : join(process.env.XDG_DATA_HOME ?? join(homedir(), '.local/share'), 'sotiem', name);
}
