import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import pg from 'pg';
import { loadUnits } from '../../src/areas/load-units.ts';
import type { Actor } from '../../src/kernel/actor.ts';
import { type Database, openDatabase } from '../../src/platform/database.ts';
import { startEmbedded } from '../../src/platform/embedded-postgres.ts';
import { migrate } from '../../src/platform/migrate.ts';

export const tester: Actor = {
  accountId: null,
  name: 'tester',
  onBehalfOf: null,
  requestId: 'test',
  reason: null,
};

async function server(): Promise<{ url: string; stop(): Promise<void> }> {
  const url = process.env.SOTIEM_TEST_DATABASE_URL;
  return url === undefined
    ? startEmbedded(join(tmpdir(), 'sotiem-test-by-hand'))
    : { url, stop: async () => {} };
}

const at = (url: string, database: string): string => {
  const parsed = new URL(url);
  parsed.pathname = `/${database}`;
  return parsed.href;
};

async function admin(url: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** The migrated template, made once for a server; the lock keeps test files that start together from making it twice. */
async function template(url: string): Promise<string> {
  const name = 'sotiem_template';
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock(7326099)');
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) {
      await client.query(`CREATE DATABASE ${name}_making`);
      const db = openDatabase(at(url, `${name}_making`));
      await migrate(db);
      await loadUnits(db);
      await db.close();
      await client.query(`ALTER DATABASE ${name}_making RENAME TO ${name}`);
    }
    return name;
  } finally {
    await client.end();
  }
}

/** A fresh, migrated database with the units loaded; dropped after the test file. */
export async function testDatabase(): Promise<Database & { url: string }> {
  const running = await server();
  const name = `t_${randomBytes(6).toString('hex')}`;
  await admin(running.url, `CREATE DATABASE ${name} TEMPLATE ${await template(running.url)}`);
  const url = at(running.url, name);
  const db = openDatabase(url);
  after(async () => {
    await db.close();
    await admin(running.url, `DROP DATABASE ${name} WITH (FORCE)`);
    await running.stop();
  });
  return { ...db, url };
}
