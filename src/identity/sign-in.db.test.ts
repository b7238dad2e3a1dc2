import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import * as OTPAuth from 'otpauth';
import { account, emptyWorld, PASSWORD, type World } from '../../test/support/access.ts';
import { testDatabase } from '../../test/support/database.ts';
import { units } from '../../test/support/lists.ts';
import { readConfig } from '../platform/config.ts';
import { type Serving, serve } from '../server/serve.ts';

const WRONG = 'mot-mat-khau-sai';

async function post(
  { server }: Pick<World, 'server'>,
  url: string,
  payload: object,
  headers: Readonly<Record<string, string>> = {},
) {
  const response = await server.inject({ method: 'POST', url: `/api/v1${url}`, payload, headers });
  const cookie = String(response.headers['set-cookie'] ?? '');
  return { response, cookie, session: cookie.split(';')[0]!, body: response.json<Record<string, unknown>>() };
}
const signIn = (world: Pick<World, 'server'>, username: string, password = PASSWORD, code?: string) =>
  post(world, '/sign-in', { username, password, ...(code === undefined ? {} : { code }) });
const me = async ({ server }: Pick<World, 'server'>, cookie: string) =>
  (await server.inject({ method: 'GET', url: '/api/v1/me', headers: { cookie } })).statusCode;

async function withSecondFactor(url?: string) {
  let serving: Serving | null = null;
  after(async () => serving?.stop());
  const db = await testDatabase();
  serving = await serve(
    readConfig({
      SOTIEM_SECOND_FACTOR: 'on',
      SOTIEM_LOG: 'silent',
      ...(url === undefined ? {} : { SOTIEM_PUBLIC_URL: url }),
    }),
    db,
    units,
  );
  return { db, server: serving.server };
}

test('a name locks after five failures whether it has an account or not, and no answer tells which it is', async () => {
  const world = await emptyWorld(after);
  const known = await account(world.db, 'commune-clerk', '06697');
  const answers = async (username: string): Promise<unknown[]> => {
    const codes = [];
    for (let i = 0; i < 6; i++) {
      const { response, body } = await signIn(world, username, WRONG);
      codes.push([response.statusCode, body.code, Object.keys(body.params as object)]);
    }
    return codes;
  };
  const told = await answers(known);
  assert.deepEqual(told, await answers('nobody.there'));
  assert.deepEqual(
    told.map((one) => (one as unknown[])[1]),
    [...Array(5).fill('sign_in_failed'), 'account_locked'],
  );
  // The right password neither opens a locked door nor sounds different at it.
  assert.equal((await signIn(world, known)).body.code, 'account_locked');
  await world.db.query(`UPDATE app.sign_in_attempt SET locked_until = now() - interval '1 second'`);
  assert.equal((await signIn(world, known)).response.statusCode, 200);
  assert.deepEqual(
    await world.db.query('SELECT 1 FROM app.sign_in_attempt a WHERE failures = 5'),
    [{ '?column?': 1 }],
    'success forgets the failures of that name only',
  );
});

test('failures that come at the same moment are all counted', async () => {
  const world = await emptyWorld(after);
  const known = await account(world.db, 'commune-clerk', '06697');
  await Promise.all(Array.from({ length: 5 }, () => signIn(world, known, WRONG)));
  assert.equal((await signIn(world, known)).body.code, 'account_locked');
});

test('a session ends by time, by signing out everywhere, by closing the account, and by a reset', async () => {
  const world = await emptyWorld(after);
  const known = await account(world.db, 'commune-clerk', '06697');
  const admin = (await signIn(world, await account(world.db, 'administrator', '22'))).session;
  const [{ id }] = (await world.db.query<{ id: string }>('SELECT id FROM app.account WHERE username = $1', [
    known,
  ])) as [{ id: string }];
  const open = async (password = PASSWORD) => (await signIn(world, known, password)).session;

  const [one, two] = [await open(), await open()];
  assert.equal((await post(world, '/sign-out-everywhere', {}, { cookie: one })).response.statusCode, 200);
  assert.deepEqual([await me(world, one), await me(world, two)], [401, 401]);

  const three = await open();
  await world.db.query(`UPDATE app.session SET expires_at = now() WHERE account_id = $1`, [id]);
  assert.equal(await me(world, three), 401);

  const four = await open();
  const close = (disabled: boolean) =>
    post(world, `/accounts/${id}/disable`, { disabled }, { cookie: admin });
  assert.equal((await close(true)).response.statusCode, 200);
  assert.equal(await me(world, four), 401);
  assert.equal((await signIn(world, known)).body.code, 'sign_in_failed');
  await close(false);

  const five = await open();
  await post(world, `/accounts/${id}/reset`, { password: 'mot-mat-khau-moi' }, { cookie: admin });
  assert.equal(await me(world, five), 401);
  assert.equal((await signIn(world, known, 'mot-mat-khau-moi')).body.mustChangePassword, true);
});

test('a second-factor code is good once, and who has a session cannot exchange the factor', async () => {
  const world = await withSecondFactor();
  const known = await account(world.db, 'commune-clerk', '06697');
  const first = await signIn(world, known);
  assert.equal(first.body.secondFactor, 'enrol');
  const { secret } = (await post(world, '/second-factor/propose', {}, { cookie: first.session })).body as {
    secret: string;
  };
  const codeAt = (steps: number): string =>
    new OTPAuth.TOTP({ secret: OTPAuth.Secret.fromBase32(secret) }).generate({
      timestamp: Date.now() + steps * 30_000,
    });
  const confirm = (code: string, of = secret) =>
    post(world, '/second-factor/confirm', { secret: of, code }, { cookie: first.session });
  const used = codeAt(0);
  assert.equal((await confirm(used)).response.statusCode, 200);
  assert.equal((await confirm(codeAt(1))).body.code, 'second_factor_set');
  assert.equal((await signIn(world, known)).body.code, 'code_needed');
  assert.equal((await signIn(world, known, PASSWORD, used)).body.code, 'code_wrong', 'taken at enrolment');
  const next = codeAt(1);
  const both = await Promise.all([
    signIn(world, known, PASSWORD, next),
    signIn(world, known, PASSWORD, next),
  ]);
  assert.deepEqual(both.map(({ response }) => response.statusCode).sort(), [200, 401]);
});

test('a right to see names that is lent later needs the second factor too', async () => {
  const world = await withSecondFactor();
  const leader = await account(world.db, 'province-leader', '22');
  const { session } = await signIn(world, leader);
  const coverage = () =>
    world.server.inject({
      method: 'GET',
      url: '/api/v1/coverage?unit=22&date=2021-12-14',
      headers: { cookie: session },
    });
  assert.equal((await coverage()).statusCode, 200);
  await world.db.query(
    `INSERT INTO app.role_grant (account_id, id, role, unit_id, valid_from, granted_by)
     SELECT id, gen_random_uuid(), 'commune-clerk', $2, now(), 'tester' FROM app.account WHERE username = $1`,
    [leader, units.byCode('06697', '2021-12-14' as never).id],
  );
  assert.equal((await coverage()).json<{ code: string }>().code, 'second_factor_needed');
});

test('the cookie is for us alone, and a request from another site is refused before it is read', async () => {
  const world = await withSecondFactor('https://sotiem.example');
  const known = await account(world.db, 'province-leader', '22');
  const { cookie } = await signIn(world, known);
  for (const flag of ['HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/', 'Max-Age=43200'])
    assert.ok(cookie.includes(flag), `${flag} in ${cookie}`);
  const input = { username: known, password: PASSWORD };
  for (const headers of [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
  ])
    assert.equal((await post(world, '/sign-in', input, headers)).body.code, 'foreign_request');
  for (const headers of [
    { 'sec-fetch-site': 'same-origin' },
    { origin: 'http://localhost:8080', host: 'localhost:8080' },
  ])
    assert.equal((await post(world, '/sign-in', input, headers)).response.statusCode, 200);
});
