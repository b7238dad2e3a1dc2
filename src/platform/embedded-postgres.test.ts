import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../kernel/app-error.ts';
import { openDatabase } from './database.ts';
import { startEmbedded } from './embedded-postgres.ts';

const folder = mkdtempSync(join(tmpdir(), 'sotiem-embedded-'));
// As root the server runs as nobody, who must be able to walk here.
chmodSync(folder, 0o755);
after(() => rmSync(folder, { recursive: true, force: true }));

const postmaster = (home: string): number =>
  Number(readFileSync(join(home, 'pg/postmaster.pid'), 'utf8').split('\n')[0]);
const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

async function eventually<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++)
    try {
      return await work();
    } catch (error) {
      if (attempt === 100) throw error;
      await sleep(100);
    }
}

test('one server for a directory: whoever leaves last stops it, whoever leaves first takes it from nobody', async () => {
  const home = join(folder, 'shared');
  const [one, two] = await Promise.all([startEmbedded(home), startEmbedded(home)]);
  assert.equal(one.url, two.url);
  const pid = postmaster(home);
  await one.stop();
  const db = openDatabase(two.url);
  assert.deepEqual(await db.query('SELECT 1 AS here'), [{ here: 1 }]);
  await db.close();
  await two.stop();
  assert.equal(isAlive(pid), false);
});

test('a server killed under its users is there again, on its port, with everything committed', async (t) => {
  const home = join(folder, 'killed');
  const server = await startEmbedded(home);
  const db = openDatabase(server.url);
  t.after(async () => {
    await db.close();
    await server.stop();
  });
  await db.query('CREATE TABLE kept (n int)');
  for (const n of [1, 2, 3]) await db.query('INSERT INTO kept VALUES ($1)', [n]);
  const first = postmaster(home);
  process.kill(first, 'SIGKILL');
  await eventually(async () => {
    const rows = await db.query<{ n: number }>('SELECT n FROM kept ORDER BY n');
    assert.deepEqual(
      rows.map(({ n }) => n),
      [1, 2, 3],
    );
    assert.notEqual(postmaster(home), first);
  });
});

test('a directory of another major version of PostgreSQL is refused with its version, and left as it is', async () => {
  const home = join(folder, 'old');
  await (await startEmbedded(home)).stop();
  writeFileSync(join(home, 'pg/PG_VERSION'), '15\n');
  await assert.rejects(
    startEmbedded(home),
    (error) =>
      error instanceof AppError &&
      error.code === 'data_directory_version' &&
      error.params.found === '15' &&
      error.params.shipped === '18',
  );
});
