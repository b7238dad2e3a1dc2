import { userInfo } from 'node:os';
import { referenceUnits, type Units } from '../areas/units.ts';
import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import { newId } from '../kernel/ids.ts';
import { type PlainDate, parseDate } from '../kernel/plain-date.ts';
import { type Config, readConfig } from '../platform/config.ts';
import type { Database } from '../platform/database.ts';
import { sentence } from '../platform/messages.ts';
import { openConfiguredDatabase } from '../platform/open-database.ts';
import { bringUpToDate } from './bring-up-to-date.ts';

export type CommonOptions = { data?: string; json?: boolean };
export type CliContext = Readonly<{ config: Config; db: Database; url: string; units: Units; actor: Actor }>;

/** Opens the database of the command line, brings it up to date, runs the verb, closes. Exit code 2 when it could not run. */
export async function withDatabase(
  options: CommonOptions,
  verb: (context: CliContext) => Promise<number>,
): Promise<void> {
  let stop: (() => Promise<void>) | null = null;
  // Whoever read what we say may go (`| head`); what was begun is finished.
  process.stdout.on('error', () => {});
  try {
    const config = readConfig();
    const opened = await openConfiguredDatabase(config, options.data);
    stop = opened.stop;
    const actor: Actor = {
      accountId: null,
      name: `cli:${userInfo().username}`,
      onBehalfOf: null,
      requestId: newId(),
      reason: null,
    };
    const units = referenceUnits();
    await bringUpToDate(opened.db, units, actor);
    process.exitCode = await verb({ config, db: opened.db, url: opened.url, units, actor });
  } catch (error) {
    fail(error, options.json ?? false);
  } finally {
    await stop?.();
  }
}

export function fail(error: unknown, json: boolean): void {
  process.exitCode = 2;
  if (!(error instanceof AppError)) {
    // Message and places only: the details of a database error may quote a person's row.
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    return;
  }
  const messages = {
    vi: sentence('vi', `error.${error.code}`, error.params),
    en: sentence('en', `error.${error.code}`, error.params),
  };
  if (json) print({ error: { code: error.code, params: error.params, message: messages } });
  else process.stderr.write(`${messages.vi}\n${messages.en}\n`);
}

export const print = (value: unknown): void => {
  process.stdout.write(`${JSON.stringify(value)}\n`);
};

export const today = (): PlainDate => new Date().toISOString().slice(0, 10) as PlainDate;

/** A date argument `YYYY-MM-DD`; throws `date_invalid`. */
export function dateArgument(text: string | undefined): PlainDate | null {
  if (text === undefined) return null;
  const date = parseDate(text);
  if (date === null) throw new AppError('date_invalid', 'invalid', { date: text });
  return date;
}
