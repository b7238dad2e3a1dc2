import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { readXlsx } from 'hucre';
import { testDatabase, tester } from '../../test/support/database.ts';
import { day, INJECTIONS, listFile, load, RESIDENTS, units } from '../../test/support/lists.ts';
import type { Role } from '../identity/access.ts';
import { createAccount } from '../identity/accounts.ts';
import { readConfig } from '../platform/config.ts';
import { serve } from '../server/serve.ts';

const PASSWORD = 'mot-mat-khau-dai';
const CODE = '06697';

async function running() {
  const db = await testDatabase();
  const serving = await serve(readConfig({ SOTIEM_SECOND_FACTOR: 'off', SOTIEM_LOG: 'silent' }), db, units);
  after(() => serving.stop());
  await load(
    db,
    await listFile(RESIDENTS, [
      ['Nguyễn Văn An', '01/02/1980', 'Nam', '022080111222', 'Khu phố 1', 'Thường trú', null],
      ['Trần Thị Bình', '1990', 'Nữ', null, 'Khu phố 2', 'Tạm trú', null],
    ]),
  );
  await load(
    db,
    await listFile(INJECTIONS, [
      ['Nguyễn Văn An', '01/02/1980', 'Nam', '022080111222', 'AstraZeneca', '05/06/2021', 'L1', 1],
    ]),
  );
  const take = async (role: Role, query = '') => {
    await createAccount(db, tester, {
      username: role,
      displayName: role,
      password: PASSWORD,
      mustChange: false,
      grants: [{ role, unitId: units.byCode(CODE, day('2021-12-14')).id }],
    });
    const signedIn = await serving.server.inject({
      method: 'POST',
      url: '/api/v1/sign-in',
      payload: { username: role, password: PASSWORD },
    });
    return serving.server.inject({
      url: `/api/v1/persons.xlsx?unit=${CODE}&date=2021-12-14${query}`,
      headers: { cookie: String(signedIn.headers['set-cookie']).split(';')[0]! },
    });
  };
  return { db, take };
}

test('the people of a filter come as a workbook, masked, and the export is written down', async () => {
  const { db, take } = await running();
  const response = await take('commune-clerk', '&kind=actual');
  assert.equal(response.statusCode, 200);
  const rows = (await readXlsx(response.rawPayload)).sheets[0]!.rows;
  assert.deepEqual(
    rows.slice(4).map((row) => [row[1], row[2], row[5], row[10], row[12]]),
    [
      ['Nguyễn Văn An', '01/02/1980', '022••••••222', 1, 'Xã/phường, Y tế'],
      ['Trần Thị Bình', '1990', null, 0, 'Xã/phường'],
    ],
  );
  const [event] = await db.query<{ actor: string; detail: { people: number; kind: string } }>(
    `SELECT actor, detail FROM app.audit_event WHERE action = 'export' AND subject = 'people'`,
  );
  assert.deepEqual([event?.actor, event?.detail.people, event?.detail.kind], ['commune-clerk', 2, 'actual']);
});

test('who may not take names out is refused, and it leaves no trace of an export', async () => {
  const { db, take } = await running();
  for (const role of ['commune-police', 'facility', 'district-committee', 'province-leader'] as const)
    assert.equal((await take(role)).statusCode, 403, role);
  assert.deepEqual(await db.query(`SELECT 1 FROM app.audit_event WHERE action = 'export'`), []);
});
