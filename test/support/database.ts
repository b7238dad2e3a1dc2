import { createHash, randomBytes } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import pg from 'pg';
import { loadUnits } from '../../src/areas/load-units.ts';
import type { Actor } from '../../src/kernel/actor.ts';
import { type Database, openDatabase } from '../../src/platform/database.ts';
import { startEmbedded } from '../../src/platform/embedded-postgres.ts';
import { migrate } from '../../src/platform/migrate.ts';

const root = join(import.meta.dirname, '../..');

export const tester: Actor = {
  accountId: null,
  name: 'tester',
  onBehalfOf: null,
  requestId: 'test',
  reason: null,
};

let embedded: ReturnType<typeof startEmbedded> | null = null;

/** The server of the test run; a file run by hand starts one of its own, once. */
async function serverUrl(): Promise<string> {
  if (process.env.SOTIEM_TEST_DATABASE_URL !== undefined) return process.env.SOTIEM_TEST_DATABASE_URL;
  embedded ??= startEmbedded(join(tmpdir(), 'sotiem-test-by-hand'));
  return (await embedded).url;
}
after(async () => (await embedded)?.stop());

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

/** A server that outlives a change of the schema makes its template anew. */
async function schemaHash(): Promise<string> {
  const hash = createHash('sha256');
  for (const file of globSync('db/{migrations,views,reference/units}/*', { cwd: root }).sort())
    hash.update(readFileSync(join(root, file)));
  return hash.digest('hex').slice(0, 12);
}

/** The migrated template, made once for a server; the lock keeps test files that start together from making it twice. */
async function template(url: string): Promise<string> {
  const name = `sotiem_template_${await schemaHash()}`;
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
  const server = await serverUrl();
  const name = `t_${randomBytes(6).toString('hex')}`;
  await admin(server, `CREATE DATABASE ${name} TEMPLATE ${await template(server)}`);
  const url = at(server, name);
  const db = openDatabase(url);
  after(async () => {
    // A test that needs many databases closes them itself.
    if (!db.pool.ended) await db.close();
    await admin(server, `DROP DATABASE ${name} WITH (FORCE)`);
  });
  return { ...db, url };
}
