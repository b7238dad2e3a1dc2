/**
 * The floor under every import: the very rows that ended in the tables, COPYed raw into empty copies of the same tables
 * with their indexes, checks and triggers.
 */
import { createReadStream, createWriteStream, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { Database } from '../../src/platform/database.ts';

// The audit's rows are made by the triggers of the others.
const TABLES = [
  'list_edition',
  'source_record',
  'person_link',
  'waiting_row',
  'person',
  'person_identifier',
  'residence',
  'injection',
  'vaccination_status',
  'injected_beside',
  'count_delta',
  'finding',
] as const;

/** Writes each table's rows, in the order in which they lie, to a file of `folder`. */
export async function dumpTables(db: Database, folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const client = await db.pool.connect();
  try {
    for (const table of TABLES)
      await pipeline(
        client.query(copyTo(`COPY app.${table} TO STDOUT`)),
        createWriteStream(join(folder, table)),
      );
  } finally {
    client.release();
  }
}

/** COPYs the dumped rows back, table after table on one connection; returns milliseconds by table. */
export async function copyTables(db: Database, folder: string): Promise<Map<string, number>> {
  const spent = new Map<string, number>();
  const client = await db.pool.connect();
  try {
    for (const table of TABLES) {
      const start = performance.now();
      await pipeline(
        createReadStream(join(folder, table), { highWaterMark: 1 << 18 }),
        client.query(copyFrom(`COPY app.${table} FROM STDIN`)),
      );
      spent.set(table, performance.now() - start);
    }
  } finally {
    client.release();
  }
  return spent;
}
