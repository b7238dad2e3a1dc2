import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { writeXlsx } from 'hucre';
import { account, address, PASSWORD } from '../../test/support/access.ts';
import { testDatabase } from '../../test/support/database.ts';
import { units } from '../../test/support/lists.ts';
import { newId } from '../kernel/ids.ts';
import { type Config, readConfig } from '../platform/config.ts';
import type { Database } from '../platform/database.ts';
import { type Serving, serve } from '../server/serve.ts';
import { trainingSpace } from '../server/training-space.ts';
import { TRAINING_BASE } from './contract.ts';
import {
  type Cells,
  PRACTICE_BANDS,
  practiceDoses,
  practiceFigures,
  practiceList,
  practicePeople,
} from './practice.ts';
import type { TrainingSpace } from './space.ts';

const CODE = '06697';
// On the day of the demonstration there were districts.
const CONFIG: Config = readConfig({ SOTIEM_DEMO: 'on', SOTIEM_SECOND_FACTOR: 'off', SOTIEM_LOG: 'silent' });

type Product = { base: string; db: Database; space: TrainingSpace; cookies: Map<string, string> };

async function product(): Promise<Product> {
  let stop = async () => {};
  after(() => stop());
  const db = await testDatabase();
  const space = trainingSpace(CONFIG, db.url, units);
  const serving: Serving = await serve(CONFIG, db, units, { training: space });
  const base = await serving.server.listen({ port: 0, host: '127.0.0.1' });
  stop = async () => {
    await serving.stop();
    await space.remove();
  };
  return { base, db, space, cookies: new Map() };
}

async function call(
  { base, cookies }: Product,
  who: string,
  method: 'GET' | 'POST',
  path: string,
  body?: object | FormData,
): Promise<{ status: number; json: never; cookies: string[] }> {
  const response = await fetch(`${base}${path}`, {
    method,
    headers: {
      cookie: cookies.get(`${who}${path.startsWith(TRAINING_BASE) ? ' training' : ''}`) ?? '',
      'x-forwarded-for': address(who),
      ...(body instanceof FormData || body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body && { body: body instanceof FormData ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    json: (text.startsWith('{') ? JSON.parse(text) : text) as never,
    cookies: response.headers.getSetCookie(),
  };
}

async function signIn(run: Product, username: string): Promise<string> {
  const { cookies } = await call(run, username, 'POST', '/api/v1/sign-in', { username, password: PASSWORD });
  run.cookies.set(username, cookies[0]!.split(';')[0]!);
  return username;
}

async function enter(run: Product, who: string): Promise<void> {
  const { status, cookies } = await call(run, who, 'POST', '/api/v1/training/enter', {});
  assert.equal(status, 200);
  assert.match(cookies[0]!, new RegExp(`Path=${TRAINING_BASE}`), 'the session of practice goes nowhere else');
  run.cookies.set(`${who} training`, cookies[0]!.split(';')[0]!);
}

/** Loads a workbook in the training space and waits until it has been read. */
async function load(run: Product, who: string, rows: readonly Cells[], dryRun = false): Promise<void> {
  const form = new FormData();
  for (const [name, value] of Object.entries({ asOf: '2021-12-14', unit: CODE, dryRun: String(dryRun) }))
    form.set(name, value);
  const book = await writeXlsx({ sheets: [{ name: 'DS', rows: rows.map((row) => [...row]) }] });
  form.set('files', new Blob([book as Uint8Array<ArrayBuffer>]), 'tap-huan.xlsx');
  const sent = await call(run, who, 'POST', `${TRAINING_BASE}/api/v1/imports`, form);
  assert.equal(sent.status, 202);
  const { id } = (sent.json as { runs: { id: string }[] }).runs[0]!;
  for (;;) {
    const { json } = await call(run, who, 'GET', `${TRAINING_BASE}/api/v1/imports/${id}`);
    const { state } = json as { state: string };
    if (!['waiting', 'reading', 'matching'].includes(state)) return;
    await new Promise((done) => setTimeout(done, 30));
  }
}

const check = async (run: Product, who: string, task: string) =>
  (await call(run, who, 'POST', `/api/v1/training/tasks/${task}/check`, {})).json as {
    done: boolean;
    missing: string[];
  };

/** Every row of the register, but for what training itself, sessions and the audit write. */
async function everything(db: Database): Promise<string> {
  const tables = await db.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'app'::regnamespace AND relkind = 'r'
       AND relname !~ '^(training_|audit_|session$|sign_in_attempt$)' ORDER BY relname`,
  );
  const rows: string[] = [];
  for (const { name } of tables) {
    const [row] = await db.query<{ all: string | null }>(
      `SELECT md5(string_agg(t::text, ';' ORDER BY t::text)) AS all FROM app.${name} t`,
    );
    rows.push(`${name} ${row!.all}`);
  }
  return rows.join('\n');
}

test('a clerk practises: the tasks are checked by what was done, and nothing of it reaches the register', async () => {
  const run = await product();
  const { db, space } = run;
  const clerk = await signIn(run, await account(db, 'commune-clerk', CODE));
  const before = await everything(db);
  assert.match((await check(run, clerk, 'import-list')).missing.join(), /chưa vào không gian tập huấn/);
  assert.equal((await call(run, clerk, 'GET', `${TRAINING_BASE}/api/v1/me`)).status, 401);
  await enter(run, clerk);
  const me = (await call(run, clerk, 'GET', `${TRAINING_BASE}/api/v1/me`)).json as {
    account: { username: string };
    roles: { role: string; unit: { code: string } }[];
  };
  assert.deepEqual(
    [me.account.username, me.roles.map(({ role, unit }) => [role, unit.code])],
    [clerk, [['commune-clerk', CODE]]],
  );

  // Step by step, each wrong way named.
  assert.match((await check(run, clerk, 'import-list')).missing.join(), /Chưa thấy tệp/);
  await load(run, clerk, practiceList(CODE), true);
  assert.match((await check(run, clerk, 'import-list')).missing.join(), /Mới xem thử/);
  await load(run, clerk, practiceList(CODE));
  assert.deepEqual(await check(run, clerk, 'import-list'), { done: true, missing: [] });
  const slips = await check(run, clerk, 'correct-findings');
  assert.equal(slips.done, false);
  for (const word of [/Ngày sinh/, /Số CCCD/, /Giới tính/, /Chưa có/])
    assert.match(slips.missing.join(' '), word);
  const [header] = practiceList(CODE);
  const right = practicePeople(CODE).map(
    (person, i): Cells => [
      i + 1,
      person.name,
      person.birth.split('-').reverse().join('/'),
      person.sex === 'M' ? 'Nam' : 'Nữ',
      person.nationalId,
      person.hamlet,
      'Thường trú',
    ],
  );
  await load(run, clerk, [header!, ...right]);
  assert.deepEqual(await check(run, clerk, 'correct-findings'), { done: true, missing: [] });

  const { official, ...series } = practiceFigures(CODE);
  const report = (wrong: number, submit: boolean) => ({
    submit,
    reports: [
      {
        unit: CODE,
        effectiveOn: '2021-12-14',
        figures: [
          { series: 'official', band: 'total', people: official + wrong },
          ...(['actual', 'transient'] as const).flatMap((name) =>
            PRACTICE_BANDS.map((band, i) => ({ series: name, band, people: series[name][i]! })),
          ),
        ],
      },
    ],
  });
  const send = (body: object) => call(run, clerk, 'POST', `${TRAINING_BASE}/api/v1/population/reports`, body);
  assert.match((await check(run, clerk, 'submit-figures')).missing.join(), /Chưa có bản số liệu/);
  await send(report(1, true));
  assert.match((await check(run, clerk, 'submit-figures')).missing.join(), /a\) Thống kê, tổng số/);
  await send(report(0, false));
  assert.match((await check(run, clerk, 'submit-figures')).missing.join(), /bản nháp/);
  await send(report(0, true));
  assert.deepEqual(await check(run, clerk, 'submit-figures'), { done: true, missing: [] });

  assert.equal(await everything(db), before, 'not a row of practice stands in the register');
  const people = 'SELECT count(*)::int AS n FROM app.person';
  assert.deepEqual(await db.query(people), [{ n: 0 }]);
  assert.deepEqual(await (await space.db()).query(people), [{ n: 12 }]);
  const coverage = await call(
    run,
    clerk,
    'GET',
    `/api/v1/coverage?unit=${CODE}&date=2021-12-14&mapDate=2021-12-14`,
  );
  assert.equal(coverage.status, 200);
  assert.doesNotMatch(JSON.stringify(coverage.json), /"residents":[1-9]/, 'no figure counts them');

  // Neither session opens the other's door.
  const foreign = run.cookies.get(`${clerk} training`)!;
  run.cookies.set('thief', foreign);
  assert.equal((await call(run, 'thief', 'GET', '/api/v1/me')).status, 401);
  run.cookies.set('thief training', run.cookies.get(clerk)!);
  assert.equal((await call(run, 'thief', 'GET', `${TRAINING_BASE}/api/v1/me`)).status, 401);
});

test('the trainer sees who came, who is stuck where, and starts afresh; what was learned stays noted', async () => {
  const run = await product();
  const { db, space } = run;
  const clerk = await signIn(run, await account(db, 'commune-clerk', CODE));
  const police = await signIn(run, await account(db, 'commune-police', '06676'));
  const trainer = await signIn(run, await account(db, 'information-department', '22'));
  const elsewhere = await signIn(run, await account(db, 'information-department', '01'));
  await enter(run, clerk);
  await enter(run, police);
  await load(run, clerk, practiceList(CODE));
  await check(run, clerk, 'import-list');
  await check(run, clerk, 'correct-findings');
  assert.equal(
    (await call(run, police, 'POST', '/api/v1/training/tasks/submit-figures/check', {})).status,
    404,
  );
  await check(run, police, 'verify-people');

  type Progress = {
    units: { code: string; attended: number; done: Record<string, number> }[];
    stuck: { who: string; task: string; attempts: number; missing: string[] }[];
  };
  const ask = (who: string, unit: string) =>
    call(run, who, 'GET', `/api/v1/training/progress?unit=${unit}&mapDate=2021-12-14`);
  const progress = async () => (await ask(trainer, '22')).json as Progress;
  const first = await progress();
  const of = (code: string) => first.units.find((unit) => unit.code === code)!;
  assert.ok(first.units.length > 177);
  assert.deepEqual(
    [of(CODE).attended, of(CODE).done['import-list'], of(CODE).done['correct-findings']],
    [1, 1, 0],
  );
  assert.deepEqual([of('06676').attended, of('06682').attended], [1, 0]);
  assert.deepEqual(first.stuck.map(({ who, task, attempts }) => [who, task, attempts]).toSorted(), [
    [clerk, 'correct-findings', 1],
    [police, 'verify-people', 1],
  ]);
  assert.ok(first.stuck.every(({ missing }) => missing.length > 0));
  assert.equal((await ask(clerk, CODE)).status, 403);
  assert.equal((await ask(elsewhere, '22')).status, 403);

  assert.equal((await call(run, clerk, 'POST', '/api/v1/training/reset', {})).status, 403);
  assert.equal((await call(run, trainer, 'POST', '/api/v1/training/reset', {})).status, 200);
  assert.deepEqual(await (await space.db()).query('SELECT 1 FROM app.person'), []);
  assert.equal((await call(run, clerk, 'GET', `${TRAINING_BASE}/api/v1/me`)).status, 401, 'one enters anew');
  await enter(run, clerk);
  assert.equal((await check(run, clerk, 'import-list')).done, false);
  const second = await progress();
  assert.equal(second.units.find((unit) => unit.code === CODE)!.done['import-list'], 1, 'done stays done');
});

test('a district is sent a report that does not add up, and has learned when it returned it with a reason', async () => {
  const run = await product();
  const district = await signIn(run, await account(run.db, 'district-committee', '193'));
  const before = await everything(run.db);
  await enter(run, district);
  assert.match((await check(run, district, 'return-figures')).missing.join(), /Chưa trả lại/);
  type Reports = { reports: { id: string; unit: { code: string } }[] };
  const waiting = async () =>
    (
      (
        await call(
          run,
          district,
          'GET',
          `${TRAINING_BASE}/api/v1/population/reports?unit=193&mapDate=2021-12-14&waiting=true`,
        )
      ).json as Reports
    ).reports;
  const [report, ...others] = await waiting();
  assert.equal(others.length, 0);
  await enter(run, district);
  assert.equal((await waiting()).length, 1, 'entering again sends no other');
  const sent = await call(
    run,
    district,
    'POST',
    `${TRAINING_BASE}/api/v1/population/reports/${report!.id}/check`,
    {
      action: 'returned',
      reason: 'Tổng số không bằng cộng các nhóm tuổi.',
    },
  );
  assert.equal(sent.status, 200);
  assert.deepEqual(await check(run, district, 'return-figures'), { done: true, missing: [] });
  assert.equal(await everything(run.db), before);
});

test('a station reports a day, and the department calls one that has not: checked by what stands in the space', async () => {
  const run = await product();
  const station = await signIn(run, await account(run.db, 'health-station', CODE));
  await enter(run, station);
  assert.match((await check(run, station, 'report-day')).missing.join(), /Chưa có báo cáo/);
  const duties = (
    await call(run, station, 'GET', `${TRAINING_BASE}/api/v1/duties?unit=${CODE}&date=2021-12-14`)
  ).json as { duties: { key: string; dueAt: string }[] };
  const report = (payload: object) =>
    call(
      run,
      station,
      'POST',
      `${TRAINING_BASE}/api/v1/duties/${encodeURIComponent(duties.duties.at(-1)!.key)}/answers`,
      payload,
    );
  await report({ zeroReason: 'Không có lịch tiêm' });
  assert.match((await check(run, station, 'report-day')).missing.join(), /không tổ chức tiêm/);
  const { dose1, dose2, dose3 } = practiceDoses(CODE);
  const figures = { 'injected.dose1': dose1, 'injected.dose2': dose2, 'injected.dose3': dose3 + 1 };
  await report({ figures });
  assert.deepEqual((await check(run, station, 'report-day')).missing, [
    'Số người tiêm mũi 3 chưa đúng với bài.',
  ]);
  await report({ figures: { ...figures, 'injected.dose3': dose3 }, send: false });
  assert.match((await check(run, station, 'report-day')).missing.join(), /bản nháp/);
  await report({ figures: { ...figures, 'injected.dose3': dose3 } });
  assert.deepEqual(await check(run, station, 'report-day'), { done: true, missing: [] });

  const department = await signIn(run, await account(run.db, 'information-department', '22'));
  await enter(run, department);
  const late = (await call(run, department, 'GET', `${TRAINING_BASE}/api/v1/chase?unit=22&date=2021-12-14`))
    .json as { rows: { unit: string; facility: string | null }[] };
  const [first] = late.rows;
  assert.ok(first !== undefined, 'communes owe since the day before');
  assert.match((await check(run, department, 'log-contact')).missing.join(), /Chưa ghi lần liên hệ/);
  const log = (note: string | null) =>
    call(run, department, 'POST', `${TRAINING_BASE}/api/v1/chase`, {
      unit: first.unit,
      facility: first.facility,
      action: 'call',
      outcome: 'promised',
      note,
    });
  await log(null);
  assert.match((await check(run, department, 'log-contact')).missing.join(), /chưa có ghi chú/);
  await log('Hẹn gửi trước 17 giờ');
  assert.deepEqual(await check(run, department, 'log-contact'), { done: true, missing: [] });
});

test('where the database may not be made, entering says so and nothing else is hurt', async () => {
  const db = await testDatabase();
  const name = `hoc_vien_${newId().replaceAll('-', '').slice(-12)}`;
  await db.query(`CREATE ROLE ${name} LOGIN PASSWORD 'mat-khau' NOCREATEDB`);
  const url = new URL(db.url);
  [url.username, url.password] = [name, 'mat-khau'];
  const space = trainingSpace(CONFIG, url.href, units);
  try {
    await assert.rejects(space.db(), { code: 'training_unavailable' });
    await assert.rejects(space.db(), { code: 'training_unavailable' }, 'asked again, it is tried again');
    await space.stop();
  } finally {
    await db.query(`DROP ROLE ${name}`);
  }
});
