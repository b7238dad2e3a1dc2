import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, openAsBlob, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAccount } from '../src/identity/accounts.ts';
import { type Database, openDatabase } from '../src/platform/database.ts';
import { type EmbeddedServer, startEmbedded } from '../src/platform/embedded-postgres.ts';
import { tester } from './support/database.ts';
import { day, listFile, RESIDENTS, units } from './support/lists.ts';
import { bin, killGroup, serveProcess } from './support/serve-process.ts';

const PASSWORD = 'mot-mat-khau-dai';
const ROWS = 8_000;
const data = mkdtempSync(join(tmpdir(), 'sotiem-kill-'));
chmodSync(data, 0o755);
const home = join(data, 'home');
after(() => {
  rmSync(data, { recursive: true, force: true });
});

type Served = { child: ChildProcess; url: string; cookie: string };

async function signIn(url: string): Promise<string> {
  const response = await fetch(`${url}/api/v1/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'clerk', password: PASSWORD }),
  });
  assert.equal(response.status, 200);
  return response.headers.get('set-cookie')!.split(';')[0]!;
}

async function upload({ url, cookie }: Served, path: string): Promise<string> {
  const form = new FormData();
  form.set('unit', '06697');
  form.set('asOf', '2021-12-14');
  form.set('files', await openAsBlob(path), `${path.split('/').at(-1)}`);
  const response = await fetch(`${url}/api/v1/imports`, { method: 'POST', body: form, headers: { cookie } });
  assert.equal(response.status, 202);
  return ((await response.json()) as { runs: { id: string }[] }).runs[0]!.id;
}

type Run = { state: string; result: { rowsTaken: number; rowsUnchanged: number } | null };
async function runOf({ url, cookie }: Served, id: string): Promise<Run> {
  const response = await fetch(`${url}/api/v1/imports/${id}`, { headers: { cookie } });
  assert.equal(response.status, 200);
  return (await response.json()) as Run;
}

async function until<T>(what: string, ask: () => Promise<T>, holds: (answer: T) => boolean): Promise<T> {
  for (const deadline = Date.now() + 180_000; Date.now() < deadline; await sleep(20)) {
    const answer = await ask().catch(() => undefined);
    if (answer !== undefined && holds(answer)) return answer;
  }
  throw new Error(`never: ${what}`);
}

/** Rows of lists that are in the register. */
const rowsIn = async (db: Database): Promise<number> =>
  (await db.query<{ n: number }>('SELECT count(*)::int AS n FROM app.source_record'))[0]!.n;

/** As many different people, with an ID number of their own. */
const residents = (count: number, from: number): (string | null)[][] =>
  Array.from({ length: count }, (_, i) => {
    const n = from + i;
    const year = 1940 + (n % 70);
    const letters = [n, Math.floor(n / 20), Math.floor(n / 400), Math.floor(n / 8000)]
      .map((part) => 'BCDGHKLMNPQRSTVXAEIO'[part % 20])
      .join('')
      .toLowerCase();
    return [
      `Nguyễn ${letters[3]}a ${letters[2]}a ${letters[1]}a ${letters[0]}a`,
      `${String(1 + (n % 28)).padStart(2, '0')}/0${1 + (n % 9)}/${year}`,
      'Nam',
      `022${year < 2000 ? 0 : 2}${String(year).slice(2)}${String(n).padStart(6, '0')}`,
      `Khu phố ${1 + (n % 9)}`,
      'Thường trú',
      null,
    ];
  });

/** The middle of an import: its rows are being written, and nobody else sees one of them. */
const written = async (db: Database): Promise<boolean> =>
  (
    await db.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM pg_stat_activity
       WHERE state = 'active' AND query LIKE 'COPY app.%' AND datname = current_database()`,
    )
  )[0]!.n > 0;

test('kill -9 of the server, and of PostgreSQL, in the middle of an import: nothing committed is lost, nothing half is there', async (t) => {
  const [small, large, later] = [
    await listFile(RESIDENTS, residents(200, 0), 'small'),
    await listFile(RESIDENTS, residents(ROWS, 1000), 'large'),
    await listFile(RESIDENTS, residents(ROWS, 40_000), 'later'),
  ];
  let { child, url } = await serveProcess(home);
  const beside: EmbeddedServer = await startEmbedded(home);
  const db = openDatabase(beside.url);
  t.after(async () => {
    if (!db.pool.ended) await db.close();
    await beside.stop();
  });
  await createAccount(db, tester, {
    username: 'clerk',
    displayName: 'clerk',
    password: PASSWORD,
    mustChange: false,
    grants: [{ role: 'commune-clerk', unitId: units.byCode('06697', day('2021-12-14')).id }],
  });
  let served: Served = { child, url, cookie: await signIn(url) };
  const first = await upload(served, small);
  await until(
    'the small list is in',
    () => runOf(served, first),
    ({ state }) => state === 'committed',
  );
  assert.equal(await rowsIn(db), 200);

  const second = await upload(served, large);
  await until('rows are being written', () => written(db), Boolean);
  killGroup(child);
  await once(child, 'exit');
  assert.equal(await rowsIn(db), 200, 'nothing of the half import');

  ({ child, url } = await serveProcess(home));
  served = { ...served, child, url };
  const taken = await until(
    'it is taken up again',
    () => runOf(served, second),
    ({ state }) => state === 'committed',
  );
  assert.deepEqual([taken.result!.rowsTaken, taken.result!.rowsUnchanged], [ROWS, 0]);
  assert.equal(await rowsIn(db), 200 + ROWS);

  const third = await upload(served, later);
  await until('rows are being written', () => written(db), Boolean);
  process.kill(Number(readFileSync(join(home, 'pg/postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL');
  await until(
    'it is taken up again',
    () => runOf(served, third),
    ({ state }) => state === 'committed',
  );
  assert.equal(await rowsIn(db), 200 + 2 * ROWS);

  const told = JSON.parse(
    execFileSync(
      process.execPath,
      [bin, 'coverage', '--unit', '06697', '--date', '2021-12-14', '--data', home, '--json'],
      {
        encoding: 'utf8',
      },
    ),
  ) as { rows: { residents: number }[] };
  const [counted] = await db.query<{ n: number }>('SELECT count(*)::int AS n FROM app.person');
  assert.equal(
    told.rows.reduce((sum, row) => sum + row.residents, 0),
    counted!.n,
    'the command line, beside the server, tells the same',
  );
  await db.close();
  await beside.stop();
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  assert.deepEqual(await ended, [0, null]);
  assert.throws(() => readFileSync(join(home, 'pg/postmaster.pid')), 'PostgreSQL stopped with its last user');
});
