import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { readXlsx } from 'hucre';
import { account, DAY, emptyWorld, type World } from '../../test/support/access.ts';
import { tester } from '../../test/support/database.ts';
import { units } from '../../test/support/lists.ts';
import { saveDirective } from '../duties/save-directive.ts';
import { contentSchema } from '../duties/schema.ts';
import { momentOf } from '../kernel/vietnam-time.ts';
import type { ChaseRow, HelpRow } from './contract.ts';

const LATE_DAY = '2021-12-16';
const HONG_HA = units.byCode('06697', DAY).id;

/** Communes of Hạ Long owe a report since the 14th; one of them has sent it. */
async function late(): Promise<{
  world: World;
  ask: (who: string, url: string) => Promise<{ status: number; body: never }>;
  tell: (
    who: string,
    payload: object,
    url?: string,
    method?: 'POST' | 'PUT',
  ) => Promise<{ status: number; body: { code?: string } }>;
}> {
  const world = await emptyWorld(after);
  const content = contentSchema.parse({
    number: '1/CĐ',
    issuedOn: DAY,
    issuer: 'UBND',
    signer: 'Chủ tịch',
    summary: 'Báo cáo',
    items: [
      {
        id: 'mot',
        number: '1',
        title: 'Báo cáo dân cư',
        owners: { levels: ['commune'], roles: ['commune-clerk'] },
        form: 'free_text',
        schedule: { kind: 'once', on: DAY, time: '16:00' },
        from: DAY,
      },
    ],
  });
  await saveDirective(
    world.db,
    units,
    tester,
    { id: 'cd', unitId: units.byCode('193', DAY).id, content, file: null },
    new Date(momentOf(DAY, '08:00')),
  );
  for (const [role, code] of [
    ['commune-clerk', '06697'],
    ['commune-clerk', '06676'],
    ['district-committee', '193'],
    ['information-department', '22'],
    ['province-leader', '22'],
  ] as const)
    await account(world.db, role, code);
  const call = async (who: string, method: 'GET' | 'POST' | 'PUT', url: string, payload?: object) => {
    const response = await world.server.inject({
      method,
      url: `/api/v1${url}`,
      headers: { cookie: await world.cookie(who) },
      ...(payload === undefined ? {} : { payload }),
    });
    return {
      status: response.statusCode,
      body: (response.headers['content-type']?.includes('json')
        ? response.json()
        : response.rawPayload) as never,
    };
  };
  await call(
    'commune-clerk.06676',
    'POST',
    `/duties/${encodeURIComponent(`cd~mot~${units.byCode('06676', DAY).id}~once`)}/answers`,
    { text: 'Đã rà soát' },
  );
  return {
    world,
    ask: (who, url) => call(who, 'GET', url),
    tell: (who, payload, url = '/chase', method = 'POST') => call(who, method, url, payload),
  };
}
const DEPARTMENT = 'information-department.22';

test('the chase list says who is late since when with what, whom to call, and what was done; the department sees no names of accounts', async () => {
  const { ask, tell } = await late();
  const phone = {
    unit: '06697',
    focal: { name: 'Lê Thị Mai', phone: '+84 912 345 601', hours: 'Giờ hành chính' },
  };
  assert.equal((await tell('commune-clerk.06697', phone, '/focals', 'PUT')).status, 200);
  const list = async (more = '') =>
    (await ask(DEPARTMENT, `/chase?unit=22&date=${LATE_DAY}${more}`)).body as {
      rows: ChaseRow[];
      counts: Record<string, number>;
    };
  const all = await list();
  const communes = units.communesUnder(units.byCode('193', DAY).id, DAY).length;
  assert.equal(all.rows.length, communes - 1, 'all but the one that has sent it');
  const row = all.rows.find(({ unit }) => unit === '06697')!;
  assert.deepEqual(row.focal, { name: 'Lê Thị Mai', phone: '0912345601', hours: 'Giờ hành chính' });
  assert.equal(row.since, momentOf(DAY, '16:00'));
  assert.deepEqual(
    row.duties.map(({ number, state }) => [number, state]),
    [['1', 'late']],
  );
  assert.equal(row.parentName, 'Thành phố Hạ Long');
  assert.doesNotMatch(JSON.stringify(all), /commune-clerk/);

  assert.deepEqual(
    await tell(DEPARTMENT, { unit: '06697', action: 'call' }).then(({ body }) => body.code),
    'chase_outcome_needed',
  );
  assert.equal(
    (await tell(DEPARTMENT, { unit: '06697', action: 'call', outcome: 'promised', nextOn: '2021-01-01' }))
      .body.code,
    'chase_next_past',
  );
  assert.equal((await tell(DEPARTMENT, { unit: '06697', action: 'support' })).body.code, 'chase_note_needed');
  assert.equal(
    (await tell(DEPARTMENT, { unit: '06697', action: 'resolved', note: 'xong' })).body.code,
    'support_not_open',
  );
  assert.equal(
    (await tell('commune-clerk.06697', { unit: '06697', action: 'call', outcome: 'sent' })).status,
    403,
  );
  assert.equal(
    (await tell('province-leader.22', { unit: '06697', action: 'call', outcome: 'sent' })).status,
    403,
  );
  assert.equal(
    (await tell(DEPARTMENT, { unit: '06697', action: 'call', outcome: 'promised', note: 'Hẹn chiều nay' }))
      .status,
    201,
  );
  assert.equal((await list('&view=uncalled')).rows.length, communes - 2);
  assert.equal((await list('&days=3')).rows.length, 0);
  assert.equal((await list('&item=1&order=unit')).rows.length, communes - 1);
  assert.equal((await list('&item=9')).rows.length, 0);

  assert.equal(
    (await tell('district-committee.193', { unit: '06697', action: 'support', note: 'Không đăng nhập được' }))
      .status,
    201,
  );
  assert.deepEqual(
    (await list('&view=support')).rows.map(({ unit, support }) => [unit, support]),
    [['06697', true]],
  );
  assert.equal(
    (await tell('district-committee.193', { unit: '06697', action: 'resolved', note: 'x' })).status,
    403,
  );
  assert.equal(
    (await tell(DEPARTMENT, { unit: '06697', action: 'resolved', note: 'Đã cấp lại mật khẩu' })).status,
    201,
  );
  assert.equal((await list()).counts.support, 0);
  const log = (await ask(DEPARTMENT, `/chase/log?unit=22&date=${LATE_DAY}`)).body as {
    entries: { action: string; byName: string; unit: string }[];
  };
  assert.deepEqual(
    log.entries.map(({ action, byName }) => [action, byName]),
    [
      ['resolved', DEPARTMENT],
      ['support', 'district-committee.193'],
      ['call', DEPARTMENT],
    ],
  );
});

test('what was written down stays: no entry is changed or taken away', async () => {
  const { world, tell } = await late();
  await tell(DEPARTMENT, { unit: '06697', action: 'visit', outcome: 'no_answer' });
  for (const sql of [
    'UPDATE app.chase_entry SET note = $$khác$$',
    'DELETE FROM app.chase_entry',
    'TRUNCATE app.chase_entry',
  ])
    await assert.rejects(world.db.query(sql), /audit_append_only/);
});

test('the workbook holds what the filter shows', async () => {
  const { ask } = await late();
  const { body, status } = await ask(DEPARTMENT, `/chase.xlsx?unit=193&date=${LATE_DAY}&order=unit`);
  assert.equal(status, 200);
  const book = await readXlsx(body as Buffer);
  const texts = book.sheets[0]!.rows.flat().filter((value) => typeof value === 'string');
  assert.ok(texts.includes('DANH SÁCH ĐƠN VỊ CHẬM BÁO CÁO'));
  assert.ok(texts.includes('Phường Hồng Hà'));
  assert.ok(!texts.includes('Phường Cao Thắng'), 'who has sent it is not in it');
});

test('who needs help: never signed in, many findings, many returns', async () => {
  const { world, ask } = await late();
  await account(world.db, 'commune-police', '06697');
  await world.db.query(
    `INSERT INTO app.finding (unit_id, id, code, severity, params) SELECT $1, gen_random_uuid(), 'dob_impossible', 'error', '{}' FROM generate_series(1, 7)`,
    [HONG_HA],
  );
  await world.db.query(
    `INSERT INTO app.duty_step (unit_id, id, submission_id, action, done_by, done_at) SELECT $1, gen_random_uuid(), gen_random_uuid(), 'returned', 'x', t
     FROM unnest(ARRAY['2021-12-10', '2021-12-12', '2021-10-01']::timestamptz[]) t`,
    [HONG_HA],
  );
  const { rows } = (await ask(DEPARTMENT, `/chase/help?unit=22&date=${LATE_DAY}`)).body as {
    rows: HelpRow[];
  };
  const row = rows.find(({ unit }) => unit === '06697')!;
  assert.deepEqual(
    [row.findings, row.returns, row.overdue, row.accounts, row.neverSignedIn],
    [7, 2, 1, 2, 2],
  );
  const other = rows.find(({ unit }) => unit === '06676');
  assert.equal(other?.neverSignedIn ?? 0, 0, 'who signed in to answer');
  assert.ok(rows.some(({ unit, overdue }) => unit !== '06697' && overdue === 1));
});

test('a person says how he is reached; a wrong number is refused; the administrator says it for others of his units', async () => {
  const { world, ask, tell } = await late();
  const contact = {
    email: 'mai@xa.vn',
    phone: '0912 345 601',
    byEmail: true,
    bySms: false,
    information: true,
  };
  assert.equal(
    (await tell('commune-clerk.06697', { ...contact, phone: '000000000000' }, '/contact', 'PUT')).body.code,
    'phone_wrong',
  );
  assert.equal(
    (await tell('commune-clerk.06697', { ...contact, email: 'mai' }, '/contact', 'PUT')).status,
    422,
  );
  assert.equal((await tell('commune-clerk.06697', contact, '/contact', 'PUT')).status, 200);
  assert.deepEqual((await ask('commune-clerk.06697', '/contact')).body, { ...contact, phone: '0912345601' });
  await account(world.db, 'administrator', '193');
  const [{ id }] = (await world.db.query<{ id: string }>(
    `SELECT id FROM app.account WHERE username = 'commune-clerk.06697'`,
  )) as [{ id: string }];
  assert.equal((await ask('administrator.193', `/accounts/${id}/contact`)).status, 200);
  const [{ id: far }] = (await world.db.query<{ id: string }>(
    `SELECT id FROM app.account WHERE username = '${DEPARTMENT}'`,
  )) as [{ id: string }];
  assert.equal((await ask('administrator.193', `/accounts/${far}/contact`)).status, 404);
});

test('messages: one’s own alone, marked read by oneself alone, told live', async () => {
  const { world, ask, tell } = await late();
  const { db, server, cookie } = world;
  const add = async (username: string) =>
    (
      await db.query<{ id: string }>(
        `INSERT INTO app.message (account_id, id, day, content, created_at)
       SELECT id, gen_random_uuid(), '${LATE_DAY}', '{"dueToday":[],"late":[],"returned":[],"escalated":[]}', now() FROM app.account WHERE username = $1 RETURNING id`,
        [username],
      )
    )[0]!.id;
  const mine = await add('commune-clerk.06697');
  const messages = async (who: string) =>
    ((await ask(who, '/messages')).body as { messages: { id: string; readAt: string | null }[] }).messages;
  assert.deepEqual(
    (await messages('commune-clerk.06697')).map(({ id }) => id),
    [mine],
  );
  assert.deepEqual(await messages('commune-clerk.06676'), []);
  await tell('commune-clerk.06676', { ids: [mine] }, '/messages/read');
  assert.equal((await messages('commune-clerk.06697'))[0]!.readAt, null);
  const address = await server.listen({ port: 0, host: '127.0.0.1' });
  const stream = await fetch(`${address}/api/v1/messages/events`, {
    headers: { cookie: await cookie('commune-clerk.06697') },
  });
  const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
  const next = async () => (await reader.read()).value?.trim();
  assert.equal(await next(), 'data: {"unread":1,"alarms":0}');
  await tell('commune-clerk.06697', { ids: [mine] }, '/messages/read');
  assert.equal(await next(), 'data: {"unread":0,"alarms":0}');
  await reader.cancel();
});
