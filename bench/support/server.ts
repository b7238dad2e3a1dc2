/** A server for benchmarks: `DATABASE_URL` if set, else an embedded one of its own; and fresh, migrated databases on it. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { loadUnits } from '../../src/areas/load-units.ts';
import { AppError } from '../../src/kernel/app-error.ts';
import { type Database, openDatabase } from '../../src/platform/database.ts';
import { startEmbedded } from '../../src/platform/embedded-postgres.ts';
import { migrate } from '../../src/platform/migrate.ts';

export type BenchServer = Readonly<{
  /** A migrated database with the units loaded; made anew unless `keep` says that what stands may serve. */
  database(name: string, keep?: boolean): Promise<{ db: Database; made: boolean }>;
  /** A copy of a database that nobody is connected to, for changes that must not stay. */
  clone(from: string, name: string): Promise<{ db: Database }>;
  drop(name: string): Promise<void>;
  stop(): Promise<void>;
}>;

export async function benchServer(): Promise<BenchServer> {
  const own =
    process.env.DATABASE_URL === undefined
      ? await startEmbedded(process.env.BENCH_DATA ?? join(tmpdir(), 'sotiem-bench-server'))
      : null;
  const server = process.env.DATABASE_URL ?? own!.url;
  const admin = async (text: string): Promise<number> => {
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    try {
      return (await client.query(text)).rowCount ?? 0;
    } finally {
      await client.end();
    }
  };
  const at = (name: string): string => {
    const parsed = new URL(server);
    parsed.pathname = `/${name}`;
    return parsed.href;
  };
  return {
    async database(name, keep = false) {
      const stands = (await admin(`SELECT 1 FROM pg_database WHERE datname = '${name}'`)) > 0;
      if (stands && keep) {
        const db = openDatabase(at(name));
        try {
          await migrate(db);
          return { db, made: false };
        } catch (error) {
          // Made under another schema, it serves no more.
          await db.close();
          if (!(error instanceof AppError)) throw error;
        }
      }
      await admin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await admin(`CREATE DATABASE ${name}`);
      const db = openDatabase(at(name));
      await migrate(db);
      await loadUnits(db);
      return { db, made: true };
    },
    async clone(from, name) {
      await admin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await admin(`CREATE DATABASE ${name} TEMPLATE ${from} STRATEGY FILE_COPY`);
      return { db: openDatabase(at(name)) };
    },
    async drop(name) {
      await admin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
    stop: async () => own?.stop(),
  };
}
