import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import fc from 'fast-check';
import { testDatabase, tester } from '../../test/support/database.ts';
import { INJECTIONS, listFile, load, RESIDENTS, units } from '../../test/support/lists.ts';
import { can, fieldsFor, ROLES, type Role } from '../identity/access.ts';
import { createAccount } from '../identity/accounts.ts';
import { containment } from '../identity/guard.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { readConfig } from '../platform/config.ts';
import type { Database } from '../platform/database.ts';
import { type Serving, serve } from './serve.ts';

const PASSWORD = 'mot-mat-khau-dai';
const DAY = '2021-12-14' as PlainDate;
const HOME = '06697';
const NEXT = '06676';

async function running(secondFactor = 'off') {
  let serving: Serving | null = null;
  after(async () => serving?.stop());
  const db = await testDatabase();
  serving = await serve(readConfig({ SOTIEM_SECOND_FACTOR: secondFactor, SOTIEM_LOG: 'silent' }), db, units);
  return { db, server: serving.server };
}
type Running = Awaited<ReturnType<typeof running>>;

async function account(
  db: Database,
  role: Role,
  code: string,
  username = `${role}.${code}`,
  mustChange = false,
): Promise<string> {
  await createAccount(db, tester, {
    username,
    displayName: username,
    password: PASSWORD,
    mustChange,
    grants: [{ role, unitId: units.byCode(code, DAY).id }],
  });
  return username;
}

async function signIn({ server }: Running, username: string, password = PASSWORD) {
  const response = await server.inject({
    method: 'POST',
    url: '/api/v1/sign-in',
    payload: { username, password },
  });
  return { response, cookie: String(response.headers['set-cookie'] ?? '').split(';')[0]! };
}
const get = async ({ server }: Running, cookie: string, url: string) =>
  server.inject({ method: 'GET', url: `/api/v1${url}`, headers: { cookie } });

async function withPeople(): Promise<Running> {
  const run = await running();
  for (const [unitCode, hamlet] of [
    [HOME, 'Khu phố 1'],
    [NEXT, 'Khu phố 7'],
  ] as const) {
    await load(
      run.db,
      await listFile(RESIDENTS, [
        [
          `Nguyễn Văn ${unitCode}`.replace(/\d+/, unitCode === HOME ? 'An' : 'Bình'),
          '01/02/1980',
          'Nam',
          unitCode === HOME ? '022080111222' : '022080111333',
          hamlet,
          'Thường trú',
          null,
        ],
      ]),
      { unitCode },
    );
    await load(
      run.db,
      await listFile(INJECTIONS, [
        [
          unitCode === HOME ? 'Nguyễn Văn An' : 'Nguyễn Văn Bình',
          '01/02/1980',
          'Nam',
          unitCode === HOME ? '022080111222' : '022080111333',
          'AZ',
          '05/06/2021',
          'L1',
          1,
        ],
      ]),
      { unitCode },
    );
  }
  return run;
}

test('nothing but sign-in and health answers without a session', async () => {
  const run = await running();
  await run.server.ready();
  const paths = Object.entries(
    (run.server as unknown as { swagger(): { paths: Record<string, Record<string, unknown>> } }).swagger()
      .paths,
  );
  assert.ok(paths.length > 20);
  for (const [path, methods] of paths) {
    for (const method of Object.keys(methods)) {
      if (path.endsWith('/sign-in')) continue;
      const response = await run.server.inject({
        method: method.toUpperCase() as 'GET',
        url: path.replace(/\{\w+\}/g, 'x'),
        ...(method === 'get' ? {} : { payload: {} }),
      });
      assert.ok([401, 415, 422].includes(response.statusCode), `${method} ${path} → ${response.statusCode}`);
      assert.equal(response.headers['content-type']?.includes('application/problem+json'), true, path);
      if (response.statusCode !== 401) assert.doesNotMatch(response.body, /"persons"|"rows"/);
    }
  }
});

test('a wrong password and an unknown name get the same answer; the account locks for a while; a foreign site is refused', async () => {
  const run = await running();
  const username = await account(run.db, 'commune-clerk', HOME);
  const [wrong, unknown] = [
    await signIn(run, username, 'x'.repeat(12)),
    await signIn(run, 'nobody', 'x'.repeat(12)),
  ];
  const body = (response: { body: string }) => {
    const { requestId: _, ...rest } = JSON.parse(response.body) as Record<string, unknown>;
    return rest;
  };
  assert.deepEqual(body(wrong.response), body(unknown.response));
  for (let i = 0; i < 4; i++) await signIn(run, username, 'x'.repeat(12));
  assert.equal(JSON.parse((await signIn(run, username)).response.body).code, 'account_locked');
  const foreign = await run.server.inject({
    method: 'POST',
    url: '/api/v1/sign-in',
    payload: { username, password: PASSWORD },
    headers: { 'sec-fetch-site': 'cross-site' },
  });
  assert.equal(foreign.statusCode, 403);
});

test('a first password must be changed, and changing it ends the other sessions', async () => {
  const run = await running();
  const username = await account(run.db, 'commune-clerk', HOME, 'first.time', true);
  const [one, two] = [await signIn(run, username), await signIn(run, username)];
  assert.equal(
    JSON.parse((await get(run, one.cookie, `/persons?unit=${HOME}`)).body).code,
    'password_change_needed',
  );
  const change = (next: string) =>
    run.server.inject({
      method: 'POST',
      url: '/api/v1/change-password',
      headers: { cookie: one.cookie },
      payload: { current: PASSWORD, next },
    });
  assert.equal(JSON.parse((await change('short')).body).code, 'password_weak');
  assert.equal((await change('mat khau moi that dai')).statusCode, 200);
  assert.equal((await get(run, one.cookie, `/persons?unit=${HOME}&mapDate=${DAY}`)).statusCode, 200);
  assert.equal((await get(run, two.cookie, '/me')).statusCode, 401);
});

test('roles that see names need a second factor', async () => {
  const run = await running('on');
  const { cookie, response } = await signIn(run, await account(run.db, 'commune-clerk', HOME));
  assert.equal(JSON.parse(response.body).secondFactor, 'enrol');
  assert.equal(
    JSON.parse((await get(run, cookie, `/persons?unit=${HOME}`)).body).code,
    'second_factor_needed',
  );
  const leader = await signIn(run, await account(run.db, 'province-leader', '22'));
  assert.equal((await get(run, leader.cookie, `/coverage?unit=22&date=${DAY}`)).statusCode, 200);
});

test('no role sees a person outside its scope, or doses that are not its business, through any route', async () => {
  const run = await withPeople();
  const people = await run.db.query<{ id: string; name: string }>('SELECT id, name FROM app.person');
  const foreign = people.find(({ name }) => name === 'Nguyễn Văn Bình')!;
  const own = people.find(({ name }) => name === 'Nguyễn Văn An')!;
  for (const role of ROLES) {
    const { cookie } = await signIn(run, await account(run.db, role, HOME));
    const urls = [
      `/persons?unit=${NEXT}&mapDate=${DAY}`,
      `/persons?unit=22&mapDate=${DAY}`,
      `/persons/${foreign.id}`,
      `/coverage?unit=${NEXT}&date=${DAY}`,
      `/coverage?unit=22&date=${DAY}`,
      `/coverage.xlsx?unit=${NEXT}&date=${DAY}`,
      `/imports?unit=${NEXT}&at=${DAY}`,
      `/hamlets?unit=${NEXT}&mapDate=${DAY}`,
      `/persons.xlsx?unit=${NEXT}&date=${DAY}`,
      `/lists?unit=${NEXT}&mapDate=${DAY}`,
      `/findings?unit=${NEXT}&mapDate=${DAY}`,
      `/absences?unit=${NEXT}&mapDate=${DAY}`,
    ];
    for (const url of urls) {
      const response = await get(run, cookie, url);
      assert.ok([403, 404].includes(response.statusCode), `${role} ${url} → ${response.statusCode}`);
      assert.doesNotMatch(response.body, /Bình|022080111333|Khu phố 7/, `${role} ${url}`);
    }
    const mine = await get(run, cookie, `/persons/${own.id}`);
    assert.doesNotMatch(mine.body, /022080111222/, `${role}: numbers are masked`);
    if (role === 'commune-police') {
      assert.equal(mine.statusCode, 200);
      assert.doesNotMatch(mine.body, /astrazeneca|"AZ"|05\/06\/2021/, 'police never see doses');
      assert.equal(
        (await get(run, cookie, `/persons?unit=${HOME}&mapDate=${DAY}&doses=none`)).statusCode,
        403,
      );
      assert.equal((await get(run, cookie, `/coverage?unit=${HOME}&date=${DAY}`)).statusCode, 403);
    }
    if (
      [
        'information-department',
        'province-leader',
        'ministry',
        'auditor',
        'administrator',
        'district-committee',
      ].includes(role)
    )
      assert.ok([403, 404].includes(mine.statusCode), `${role} sees aggregates only`);
  }
});

test('a character or a day that is none is a mistake of the asker, not an error', async () => {
  const run = await running();
  const { cookie } = await signIn(run, await account(run.db, 'health-station', HOME));
  const answer = await get(run, cookie, `/stock/lot?unit=${HOME}&facility=ab&item=ab&lot=%00%00`);
  assert.deepEqual([answer.statusCode, answer.json().code], [422, 'input_invalid']);
  // Nor is a day from which no other can be counted.
  assert.equal((await get(run, cookie, `/session-plan?unit=${HOME}&date=9999-12-31`)).statusCode, 422);
});

test('looking at a person, revealing numbers and exporting are written down', async () => {
  const run = await withPeople();
  const { cookie } = await signIn(run, await account(run.db, 'commune-clerk', HOME));
  const [{ id }] = (await run.db.query<{ id: string }>(
    `SELECT id FROM app.person WHERE name = 'Nguyễn Văn An'`,
  )) as [{ id: string }];
  await get(run, cookie, `/persons/${id}`);
  const reveal = await run.server.inject({
    method: 'POST',
    url: `/api/v1/persons/${id}/reveal`,
    headers: { cookie },
    payload: { reason: 'đối chiếu với giấy tờ' },
  });
  assert.match(reveal.body, /022080111222/);
  const book = await get(run, cookie, `/coverage.xlsx?unit=${HOME}&date=${DAY}`);
  assert.equal(book.rawPayload.subarray(0, 2).toString(), 'PK');
  const events = await run.db.query<{ action: string; actor: string; reason: string | null }>(
    `SELECT action, actor, reason FROM app.audit_event WHERE action IN ('view', 'reveal', 'export') ORDER BY id`,
  );
  assert.deepEqual(
    events.map(({ action, reason }) => [action, reason]),
    [
      ['view', null],
      ['reveal', 'đối chiếu với giấy tờ'],
      ['export', null],
    ],
  );
  assert.ok(events.every(({ actor }) => actor === `commune-clerk.${HOME}`));
});

test('access is denied by default and never reaches outside the scope', () => {
  const within = containment(units);
  const all = units
    .unitsAt(DAY)
    .units.filter(({ code }) => code.startsWith('0') || code.startsWith('22') || code === '193');
  fc.assert(
    fc.property(
      fc.constantFrom(...ROLES),
      fc.constantFrom(...all),
      fc.constantFrom(...all),
      fc.constantFrom('2020-01-01T00:00:00.000Z', '2030-01-01T00:00:00.000Z'),
      (role, scope, asked, validTo) => {
        const principal = {
          accountId: 'a',
          username: 'u',
          grants: [
            {
              role,
              unitId: scope.id,
              facility: null,
              onBehalfOf: null,
              validFrom: '2019-01-01T00:00:00.000Z',
              validTo,
            },
          ],
        };
        const inside = units.isWithin(asked.id, scope.id, DAY);
        for (const action of ['person.view', 'list.import', 'coverage.view', 'account.manage'] as const)
          if (can(principal, action, asked.id, within, '2026-01-01T00:00:00.000Z'))
            assert.ok(inside && validTo > '2026');
        if (role === 'commune-police')
          assert.ok(!fieldsFor(principal, 'person.view', asked.id, within).has('doses'));
      },
    ),
    { numRuns: 300 },
  );
});
