import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { testDatabase, tester } from '../../test/support/database.ts';
import { listFile, load, RESIDENTS, state, units } from '../../test/support/lists.ts';
import type { Role } from '../identity/access.ts';
import { createAccount } from '../identity/accounts.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { readConfig } from '../platform/config.ts';
import { serve } from '../server/serve.ts';

const PASSWORD = 'mot-mat-khau-dai';
const KNOWN = ['Trần Văn An', '01/02/1980', 'Nam', '022080111222', 'Khu phố 1', 'Thường trú', null];
const ALIKE = ['Trần Văn An', '11/12/1980', 'Nam', null, 'Khu phố 1', 'Thường trú', null];
const OTHER = ['Lê Thị Chi', '07/08/1990', 'Nữ', '022190111444', 'Khu phố 3', 'Thường trú', null];

async function running(unitCode = '06697') {
  const db = await testDatabase();
  await load(
    db,
    await listFile(RESIDENTS, [KNOWN, OTHER]),
    { source: 'police', unitCode: '06697' },
    'police.xlsx',
  );
  await load(
    db,
    await listFile(RESIDENTS, [ALIKE, OTHER]),
    { source: 'commune', unitCode: '06697' },
    'phuong.xlsx',
  );
  const { server, stop } = await serve(
    readConfig({ SOTIEM_SECOND_FACTOR: 'off', SOTIEM_LOG: 'silent' }),
    db,
    units,
  );
  after(stop);
  const as = async (role: Role, username: string) => {
    await createAccount(db, tester, {
      username,
      displayName: username,
      password: PASSWORD,
      mustChange: false,
      grants: [{ role, unitId: units.byCode(unitCode, '2021-12-14' as PlainDate).id }],
    });
    const signedIn = await server.inject({
      method: 'POST',
      url: '/api/v1/sign-in',
      payload: { username, password: PASSWORD },
    });
    const cookie = String(signedIn.headers['set-cookie']).split(';')[0]!;
    return {
      get: async (url: string) => server.inject({ method: 'GET', url: `/api/v1${url}`, headers: { cookie } }),
      post: async (url: string, payload: object) =>
        server.inject({ method: 'POST', url: `/api/v1${url}`, headers: { cookie }, payload }),
    };
  };
  return { db, as };
}
const QUEUE = '/reviews?unit=06697&mapDate=2021-12-14';

test('a reviewer sees both rows, says that they are two, takes it back, says that they are one', async () => {
  const { db, as } = await running();
  const clerk = await as('commune-clerk', 'clerk');
  const before = await state(db);
  const [item] = (await clerk.get(QUEUE)).json().reviews;
  assert.equal(item.record.birth.on, '1980-12-11');
  assert.equal(item.candidate[0].identifiers[0].value, '022080111222');
  assert.equal(item.mayDecide, true);
  const decide = (verdict: string) =>
    clerk.post(`/reviews/${item.recordId}`, { candidateId: item.candidateId, verdict });

  const different = (await decide('different')).json();
  assert.notEqual(different.personId, item.candidateId);
  assert.equal((await db.query('SELECT 1 FROM app.person')).length, 3);
  assert.equal((await decide('same')).statusCode, 409, 'decided already');
  assert.equal((await clerk.get(QUEUE)).json().counts.settled, 1);

  await clerk.post(`/reviews/${item.recordId}/undo`, {});
  assert.deepEqual(await state(db), before);
  assert.deepEqual(await db.query('SELECT 1 FROM app.person_distinct'), []);

  await decide('unsure');
  const [again] = (await clerk.get(QUEUE)).json().reviews;
  assert.equal(again.unsure.by, 'clerk');
  await clerk.post(`/reviews/${item.recordId}/undo`, {});
  assert.equal((await clerk.get(QUEUE)).json().reviews[0].unsure, null);
  await decide('same');
  const { reviews, counts } = (await clerk.get(QUEUE)).json();
  assert.deepEqual([reviews.length, counts.waiting, counts.settled], [0, 0, 1]);
  assert.deepEqual(await db.query('SELECT rows_in_review FROM app.person WHERE rows_in_review > 0'), []);
});

test('two reviewers do not collide: what one has open the other is not given', async () => {
  const { as } = await running();
  const [one, other] = [await as('commune-clerk', 'one'), await as('commune-clerk', 'other')];
  assert.equal((await one.get(QUEUE)).json().reviews.length, 1);
  const seen = (await other.get(QUEUE)).json();
  assert.deepEqual([seen.reviews.length, seen.counts.waiting, seen.counts.held], [0, 1, 1]);
  assert.equal((await one.get(QUEUE)).json().reviews.length, 1, 'his own stay his');
});

test('merging over HTTP needs the right to settle on every commune that speaks of the two', async () => {
  const { db, as } = await running();
  const [a, b] = (await db.query<{ id: string }>('SELECT id FROM app.person ORDER BY name')).map(
    ({ id }) => id,
  ) as [string, string];
  const police = await as('commune-police', 'police');
  const merged = await police.post(`/persons/${a}/merge`, { goneId: b, reason: 'cùng một người' });
  assert.equal(merged.statusCode, 200);
  assert.equal((await police.post(`/persons/${a}/unmerge`, { reason: 'nhầm, hai người' })).statusCode, 200);
  const leader = await as('province-leader', 'leader');
  assert.equal(
    (await leader.post(`/persons/${a}/merge`, { goneId: b, reason: 'cùng một người' })).statusCode,
    403,
  );
  assert.equal((await police.post(`/persons/${a}/merge`, { goneId: b, reason: '' })).statusCode, 422);
});

test('a reviewer of another commune sees a masked counterpart and cannot decide', async () => {
  const { db, as } = await running('06676');
  // A newcomer whose row says where he is registered, and an ID number one digit off.
  const newcomer = ['Trần Văn An', '01/02/1980', 'Nam', '022080111223', 'Khu phố 7', 'Tạm trú', null];
  await load(
    db,
    await listFile(
      [...RESIDENTS, 'Nơi đăng ký thường trú'],
      [[...newcomer, 'Phường Hồng Hà, Thành phố Hạ Long']],
    ),
    { source: 'commune', unitCode: '06676' },
    'khac.xlsx',
  );
  const neighbour = await as('commune-clerk', 'neighbour');
  const { reviews } = (await neighbour.get('/reviews?unit=06676&mapDate=2021-12-14')).json();
  assert.equal(reviews.length, 1);
  for (const item of reviews) {
    const foreign = item.candidate.filter((row: { own: boolean }) => !row.own);
    assert.ok(foreign.length > 0);
    assert.equal(item.mayDecide, false);
    for (const row of foreign) {
      assert.equal(row.name, 'T. V. A.');
      assert.doesNotMatch(JSON.stringify(row), /022080111222|Khu phố 1/);
    }
  }
  assert.equal((await neighbour.get(QUEUE)).statusCode, 403);
});
