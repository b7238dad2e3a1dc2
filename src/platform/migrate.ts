import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../kernel/app-error.ts';
import type { Database } from './database.ts';

const ROOT = join(import.meta.dirname, '../../db');
// One migrator at a time on a server; the number only has to be ours.
const MIGRATION_LOCK = 7_326_001;

async function sqlFiles(folder: string): Promise<{ name: string; sql: string }[]> {
  const names = (await readdir(join(ROOT, folder))).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => ({ name, sql: await readFile(join(ROOT, folder, name), 'utf8') })),
  );
}

/**
 * Brings the schema up to this version of the product: each file of `db/migrations` once, in the order of its
 * name, in a transaction of its own; then rebuilds `db/views`. Returns the names applied now.
 * Throws `migration_changed` when a file that already ran has other content (history is forward only), and
 * `database_newer` when a later version of the product has been here: this one would not know what it writes over.
 */
export async function migrate(db: Database): Promise<string[]> {
  const client = await db.pool.connect();
  const applied: string[] = [];
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query('CREATE SCHEMA IF NOT EXISTS app');
    await client.query(
      `CREATE TABLE IF NOT EXISTS app.migration (
         name text COLLATE "C" NOT NULL, hash text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now(),
         CONSTRAINT migration_pk PRIMARY KEY (name))`,
    );
    const done = new Map(
      (await client.query<{ name: string; hash: string }>('SELECT name, hash FROM app.migration')).rows.map(
        (row) => [row.name, row.hash],
      ),
    );
    const files = await sqlFiles('migrations');
    const unknown = [...done.keys()].find((name) => !files.some((file) => file.name === name));
    if (unknown !== undefined) throw new AppError('database_newer', 'conflict', { name: unknown });
    for (const { name, sql } of files) {
      const hash = createHash('sha256').update(sql).digest('hex');
      const earlier = done.get(name);
      if (earlier === hash) continue;
      if (earlier !== undefined) throw new AppError('migration_changed', 'conflict', { name });
      await client.query('BEGIN');
      await client.query(sql);
      await client.query('INSERT INTO app.migration (name, hash) VALUES ($1, $2)', [name, hash]);
      await client.query('COMMIT');
      applied.push(name);
    }
    await client.query('BEGIN');
    for (const { sql } of await sqlFiles('views')) await client.query(sql);
    await client.query('COMMIT');
    return applied;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => {});
    client.release();
  }
}
