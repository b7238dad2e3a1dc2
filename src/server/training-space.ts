/**
 * The training space beside a running product: a second server of the same code in this process, on a database of its own
 * on the same PostgreSQL (docs/decisions/help-and-training.md). It is given that database and nothing else, so that what is
 * practised cannot reach the register; it opens when somebody first enters.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import pg from 'pg';
import { loadUnits } from '../areas/load-units.ts';
import type { Units } from '../areas/units.ts';
import { AppError } from '../kernel/app-error.ts';
import { type Config, readConfig } from '../platform/config.ts';
import { type Database, openDatabase } from '../platform/database.ts';
import { migrate } from '../platform/migrate.ts';
import { TRAINING_BASE } from '../training/contract.ts';
import type { TrainingSpace } from '../training/space.ts';
import { type Serving, serve } from './serve.ts';

const CONNECTIONS = 6;
const EXISTS_ALREADY = '42P04';

type Opened = Readonly<{ db: Database; serving: Serving }>;

/** The training space of the product whose database is at `url`; nothing is opened yet. */
export function trainingSpace(config: Config, url: string, units: Units): TrainingSpace {
  const at = new URL(url);
  const name = `${decodeURIComponent(at.pathname.slice(1))}_training`;
  at.pathname = `/${encodeURIComponent(name)}`;
  // Only these settings are shared: without the others nobody is reminded of practice, by whatever way will be added.
  const own: Config = {
    ...readConfig({ SOTIEM_SECOND_FACTOR: 'off' }),
    SOTIEM_DEMO: config.SOTIEM_DEMO,
    SOTIEM_PUBLIC_URL: config.SOTIEM_PUBLIC_URL,
    SOTIEM_LOG: config.SOTIEM_LOG,
  };

  async function start(): Promise<Opened> {
    await onServer(url, `CREATE DATABASE ${pg.escapeIdentifier(name)}`).catch((error: { code?: string }) => {
      if (error.code !== EXISTS_ALREADY)
        throw new AppError('training_unavailable', 'unavailable', {}, { cause: error });
    });
    const db = openDatabase(at.href, { max: CONNECTIONS });
    try {
      await migrate(db);
      await loadUnits(db);
      const serving = await serve(own, db, units, { base: TRAINING_BASE });
      await serving.server.ready();
      return { db, serving };
    } catch (error) {
      await db.close();
      throw error;
    }
  }
  const close = async ({ db, serving }: Opened): Promise<void> => {
    await serving.stop();
    await db.close();
  };

  const drop = (): Promise<void> =>
    onServer(url, `DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`);

  let current: Promise<Opened> | null = null;
  const stop = async (): Promise<void> => {
    const before = current;
    current = null;
    await before?.then(close, () => {});
  };
  const opened = (): Promise<Opened> => {
    current ??= start();
    const mine = current;
    // What failed is tried again by the next who asks.
    mine.catch(() => {
      if (current === mine) current = null;
    });
    return mine;
  };
  return {
    db: async () => (await opened()).db,
    async answer(request: IncomingMessage, response: ServerResponse) {
      try {
        const { serving } = await opened();
        request.url = request.url?.slice(TRAINING_BASE.length) || '/';
        serving.server.routing(request, response);
      } catch {
        response.writeHead(503).end();
      }
    },
    async reset() {
      const before = current;
      current = (async () => {
        await before?.then(close, () => {});
        await drop();
        return start();
      })();
      await opened();
    },
    stop,
    async remove() {
      await stop();
      await drop();
    },
  };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
