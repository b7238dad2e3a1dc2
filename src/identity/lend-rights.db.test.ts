import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { testDatabase, tester } from '../../test/support/database.ts';
import { day, units } from '../../test/support/lists.ts';
import { readConfig } from '../platform/config.ts';
import { serve } from '../server/serve.ts';
import type { Role } from './access.ts';
import { createAccount } from './accounts.ts';

const PASSWORD = 'mot-mat-khau-dai';
const DISTRICT = '193';
const COMMUNE = '06697';
const DAY_MS = 86_400_000;
const inDays = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();

/** A server with a district committee of Hạ Long, a teacher without rights, and calls in their names. */
async function running() {
  const db = await testDatabase();
  const config = readConfig({ SOTIEM_SECOND_FACTOR: 'off', SOTIEM_LOG: 'silent' });
  const serving = await serve(config, db, units);
  after(() => serving.stop());
  const account = (username: string, grants: [Role, string][]) =>
    createAccount(db, tester, {
      username,
      displayName: username,
      password: PASSWORD,
      mustChange: false,
      grants: grants.map(([role, code]) => ({ role, unitId: units.byCode(code, day('2021-12-14')).id })),
    });
  await account('district', [['district-committee', DISTRICT]]);
  await account('teacher', []);
  const as = async (username: string) => {
    const signedIn = await serving.server.inject({
      method: 'POST',
      url: '/api/v1/sign-in',
      payload: { username, password: PASSWORD },
    });
    const cookie = String(signedIn.headers['set-cookie']).split(';')[0]!;
    return async (method: 'GET' | 'POST', url: string, payload?: object) => {
      const response = await serving.server.inject({
        method,
        url: `/api/v1${url}`,
        headers: { cookie },
        ...(payload === undefined ? {} : { payload }),
      });
      return { status: response.statusCode, body: JSON.parse(response.body) };
    };
  };
  return { db, as };
}
const lending = (change: object = {}) => ({
  username: 'teacher',
  role: 'commune-clerk',
  unit: COMMUNE,
  until: inDays(30),
  reason: 'hỗ trợ rà soát dân cư',
  ...change,
});

test('a district lends a teacher to a commune: it holds there, on its behalf, until it is ended', async () => {
  const { db, as } = await running();
  const [district, teacher] = [await as('district'), await as('teacher')];
  const search = `/persons?unit=${COMMUNE}&mapDate=2021-12-14`;
  assert.equal((await teacher('GET', search)).status, 403);
  assert.equal((await district('POST', '/grants', lending())).status, 201);
  assert.equal((await teacher('GET', search)).status, 200);
  assert.equal((await teacher('GET', '/persons?unit=06676&mapDate=2021-12-14')).status, 403);

  const { grants, lendable } = (await district('GET', `/grants?unit=${DISTRICT}`)).body;
  assert.deepEqual(lendable, ['commune-clerk']);
  assert.deepEqual(
    grants.map(({ username, onBehalfOf, reason }: Record<string, string>) => [username, onBehalfOf, reason]),
    [['teacher', 'district', 'hỗ trợ rà soát dân cư']],
  );
  const [me] = (await teacher('GET', '/me')).body.roles;
  assert.equal(me.onBehalfOf, 'district');

  assert.equal((await district('POST', `/grants/${grants[0].id}/end`, {})).status, 200);
  assert.equal((await teacher('GET', search)).status, 403);
  const audited = await db.query(
    `SELECT 1 FROM app.audit_event WHERE subject = 'role_grant' AND reason = 'end of lending'`,
  );
  assert.equal(audited.length, 1);
});

test('nobody lends more than he oversees, further than his units, longer than a season, or what was lent to him', async () => {
  const { as } = await running();
  const [district, teacher] = [await as('district'), await as('teacher')];
  const code = async (change: object) => (await district('POST', '/grants', lending(change))).body.code;
  assert.equal(await code({ role: 'district-health' }), 'forbidden');
  assert.equal(await code({ role: 'administrator' }), 'forbidden');
  assert.equal(await code({ unit: '22' }), 'forbidden');
  assert.equal(await code({ until: inDays(93) }), 'lending_time');
  assert.equal(await code({ until: inDays(-1) }), 'lending_time');
  assert.equal(await code({ username: 'nobody' }), 'lending_account_unknown');
  assert.equal(await code({ username: 'new.one', displayName: 'Mới', password: '123' }), 'password_weak');
  assert.equal(await code({}), undefined);
  assert.equal((await teacher('POST', '/grants', lending())).body.code, 'forbidden');
  const { grants } = (await district('GET', `/grants?unit=${DISTRICT}`)).body;
  assert.equal((await teacher('POST', `/grants/${grants[0].id}/end`, {})).status, 404);
});

test('somebody without an account gets one with the lent right alone, and changes its password first', async () => {
  const { as } = await running();
  const district = await as('district');
  const made = lending({ username: 'sinh.vien', displayName: 'Sinh viên tình nguyện', password: PASSWORD });
  assert.equal((await district('POST', '/grants', made)).status, 201);
  const student = await as('sinh.vien');
  const me = (await student('GET', '/me')).body;
  assert.equal(me.account.mustChangePassword, true);
  assert.deepEqual(
    me.roles.map(({ role, onBehalfOf }: Record<string, string>) => [role, onBehalfOf]),
    [['commune-clerk', 'district']],
  );
});
