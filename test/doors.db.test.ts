import assert from 'node:assert/strict';
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { account, emptyWorld, idle, PASSWORD, upload } from './support/access.ts';
import { testDatabase } from './support/database.ts';
import { listFile, RESIDENTS } from './support/lists.ts';
import { book, zip } from './support/workbooks.ts';

const bin = join(import.meta.dirname, '../bin/sotiem.mjs');
const folder = mkdtempSync(join(tmpdir(), 'sotiem-doors-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, bytes: Buffer | string): string => {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
};
const who = ['Nguyễn Văn Thầmkín', '01/02/1980', 'Nam', '022080111222', 'Khu Bímật', 'Thường trú', null];

async function hostile(): Promise<readonly (readonly [path: string, code: string])[]> {
  const whole = readFileSync(await listFile(RESIDENTS, [who]));
  return [
    [file('cut.xlsx', whole.subarray(0, whole.length - 400)), 'file_damaged'],
    [file('bomb.xlsx', zip(book(`<worksheet>${' '.repeat(8_000_000)}</worksheet>`))), 'file_bomb'],
    [file('macro.xlsm', zip(book('<worksheet/>', { 'xl/vbaProject.bin': 'x' }))), 'file_has_macros'],
    [file('page.xlsx', '%PDF-1.7 …'), 'file_wrong_type'],
    [file('empty.xlsx', ''), 'file_empty'],
    [
      file(
        'locked.xlsx',
        Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.from('EncryptedPackage', 'utf16le')]),
      ),
      'file_encrypted',
    ],
    [file('note.csv', 'Đây không phải danh sách\n'), 'no_list_found'],
  ];
}

test('a hostile file ends as failed with its code, through the web; nothing is kept and the server goes on', async () => {
  const world = await emptyWorld(after);
  const clerk = await account(world.db, 'commune-clerk', '06697');
  for (const [path, code] of await hostile()) {
    const { runId } = await upload(world, clerk, path, { unit: '06697' });
    await idle(world.db);
    const [run] = await world.db.query<{ state: string; problem: { code: string } }>(
      'SELECT state, problem FROM app.import_run WHERE id = $1',
      [runId],
    );
    assert.deepEqual([run?.state, run?.problem.code], ['failed', code], path);
  }
  assert.deepEqual(
    await world.db.query('SELECT 1 FROM app.list_edition UNION ALL SELECT 1 FROM app.source_record'),
    [],
  );
  await upload(world, clerk, await listFile(RESIDENTS, [who]), { unit: '06697' });
  await idle(world.db);
  assert.equal((await world.db.query('SELECT 1 FROM app.person')).length, 1, 'the next list goes in');
});

test('a run that killed its workers three times is given up by name, not tried for ever', async () => {
  const world = await emptyWorld(after);
  const clerk = await account(world.db, 'commune-clerk', '06697');
  const list = await listFile(RESIDENTS, [who]);
  const state = async (deaths: number) => {
    const { runId } = await upload(world, clerk, list, { unit: '06697', dryRun: 'true' });
    await idle(world.db);
    // As a worker leaves it that died over it: under way, and nobody holds its lock.
    await world.db.query(`UPDATE app.import_run SET state = 'reading', deaths = $2 WHERE id = $1`, [
      runId,
      deaths,
    ]);
    await idle(world.db);
    const [run] = await world.db.query<{ state: string; problem: { code: string } | null }>(
      'SELECT state, problem FROM app.import_run WHERE id = $1',
      [runId],
    );
    return [run!.state, run!.problem?.code];
  };
  assert.deepEqual(await state(0), ['checked', undefined]);
  assert.deepEqual(await state(2), ['failed', 'import_crashed']);
});

const sotiem = (args: readonly string[], url: string): Promise<{ code: number; out: string; err: string }> =>
  new Promise((done) => {
    execFile(
      process.execPath,
      [bin, ...args],
      { env: { ...process.env, DATABASE_URL: url } },
      (error, out, err) => done({ code: Number(error?.code ?? 0), out, err }),
    );
  });

test('the command line refuses the same files by the same codes, and takes the good one beside them', async () => {
  const db = await testDatabase();
  const files = await hostile();
  const good = await listFile(RESIDENTS, [who]);
  const { code, out } = await sotiem(
    ['import', ...files.map(([path]) => path), good, '--unit', '06697', '--as-of', '2021-12-14', '--json'],
    db.url,
  );
  const told = JSON.parse(out) as { files: { problem?: { code: string }; rowsTaken?: number }[] };
  assert.deepEqual(
    told.files.map(({ problem, rowsTaken }) => problem?.code ?? rowsTaken),
    [...files.map(([, expected]) => expected), 1],
  );
  assert.equal(code, 2);
  assert.equal((await db.query('SELECT 1 FROM app.person')).length, 1);
  assert.equal((await sotiem(['coverage', '--unit', '99999', '--json'], db.url)).code, 2);
  assert.equal((await sotiem(['no-such-verb'], db.url)).code, 2);
});

test('the dispatch is shipped: the command line says what each unit owes on a day', async () => {
  const db = await testDatabase();
  const { code, out } = await sotiem(['duties', '--date', '2021-12-14', '--unit', '06697', '--json'], db.url);
  assert.equal(code, 0);
  const { rows } = JSON.parse(out) as { rows: { unit: string; item: string; due: string; state: string }[] };
  assert.deepEqual(
    rows
      .filter(({ item }) => item.startsWith('2.'))
      .map(({ unit, item, due, state }) => [unit, item, due, state]),
    [
      ['06697', '2.1-tram', '2021-12-14T09:00:00.000Z', 'late'],
      // At the end of its day it may still come; a moment later it is late.
      ['06697', '2.2-xa', '2021-12-14T17:00:00.000Z', 'not_started'],
    ],
  );
  const plain = await sotiem(['duties', '--date', '2021-12-14', '--unit', '06697'], db.url);
  assert.equal(plain.out.trim().split('\n').length, rows.length);
  assert.equal((await sotiem(['duties', '--date', '14/12', '--json'], db.url)).code, 2);
});

test('what the server writes down at its most talkative names nobody', async () => {
  const db = await testDatabase();
  const made = await sotiem(
    ['account', 'quan.tri', '--role', 'province-health', '--unit', '22', '--json'],
    db.url,
  );
  assert.equal(made.code, 0, made.err);
  const { password } = JSON.parse(made.out) as { password: string };
  const child: ChildProcess = spawn(process.execPath, [bin, 'serve'], {
    env: {
      ...process.env,
      DATABASE_URL: db.url,
      PORT: '0',
      HOST: '127.0.0.1',
      SOTIEM_LOG: 'debug',
      SOTIEM_SECOND_FACTOR: 'off',
    },
  });
  after(() => child.kill('SIGKILL'));
  let log = '';
  const listening = new Promise<string>((done) => {
    for (const stream of [child.stdout!, child.stderr!])
      stream.on('data', (chunk) => {
        log += chunk;
        const address = /http:\/\/localhost:\d+/.exec(log);
        if (address !== null) done(address[0]);
      });
  });
  const url = `${await listening}/api/v1`;
  const ask = (path: string, init: RequestInit = {}) => fetch(`${url}${path}`, init);
  const post = (path: string, body: object, cookie = '') =>
    ask(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify(body),
    });
  const signIn = (secret: string) => post('/sign-in', { username: 'quan.tri', password: secret });
  await signIn('mat-khau-go-nham');
  const cookie = (await signIn(password)).headers.get('set-cookie')!.split(';')[0]!;
  assert.equal((await post('/change-password', { current: password, next: PASSWORD }, cookie)).status, 200);
  const form = new FormData();
  form.set('unit', '06697');
  form.set('asOf', '2021-12-14');
  form.set('files', new Blob([readFileSync(await listFile(RESIDENTS, [who]))]), 'danh-sach.xlsx');
  assert.equal((await ask('/imports', { method: 'POST', body: form, headers: { cookie } })).status, 202);
  await idle(db);
  const query = `unit=06697&mapDate=2021-12-14&q=${encodeURIComponent('thầmkín')}`;
  const found = await (await ask(`/persons?${query}`, { headers: { cookie } })).text();
  assert.match(found, /Thầmkín/);
  await ask('/persons/022080111222', { headers: { cookie } });
  await ask('/persons?q=%', { headers: { cookie } });
  child.kill('SIGTERM');
  await once(child, 'exit');
  assert.ok(log.includes('/api/v1/persons'), 'it did write');
  for (const secret of [
    /th(ầ|a)mk(í|i)n/i,
    /th%E1%BA%A7mk/i,
    /B(í|i)m(ậ|a)t/i,
    /mat-khau|mot-mat/,
    /sotiem_session/,
  ])
    assert.doesNotMatch(log, secret);
  assert.ok(!log.includes(password));
});
