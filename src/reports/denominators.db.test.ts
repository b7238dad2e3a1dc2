import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { testDatabase, tester } from '../../test/support/database.ts';
import { INJECTIONS, listFile, load, RESIDENTS, units } from '../../test/support/lists.ts';
import type { Role } from '../identity/access.ts';
import { createAccount } from '../identity/accounts.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { readConfig } from '../platform/config.ts';
import type { Database } from '../platform/database.ts';
import { checkReport } from '../population/check-report.ts';
import { DISPATCH_BANDS } from '../population/contract.ts';
import { recordOneReport } from '../population/record-report.ts';
import { serve } from '../server/serve.ts';
import { denominatorBench, partsOf } from './denominators.ts';
import { registerCounter } from './register-counts.ts';
import { vaccinatedPeople } from './vaccinated-where.ts';

const DAY = '2021-12-14' as PlainDate;
const HOME = '06697';
const NEXT = '06676';
const idOf = (code: string): number => units.byCode(code, DAY).id;
const bench = (db: Database, code: string) =>
  denominatorBench(db, units, registerCounter(db, units), {
    unitId: idOf(code),
    date: DAY,
    mapDate: DAY,
    dose: 1,
    bandSet: DISPATCH_BANDS.id,
  });

// Names, days and numbers far from each other: nobody here is to be taken for somebody else.
const NAMES = ['An', 'Bình', 'Châu', 'Dũng', 'Giang', 'Hải', 'Khoa', 'Long'];
const FAMILIES = [
  'Nguyễn Văn',
  'Trần Đức',
  'Lê Minh',
  'Phạm Quang',
  'Hoàng Gia',
  'Vũ Tiến',
  'Bùi Xuân',
  'Đỗ Hữu',
];
const SEVENTEEN_AT_HIS_DOSE = 3;
const person = (n: number) => {
  const young = n === SEVENTEEN_AT_HIS_DOSE;
  const year = young ? 2003 : 1975 + n;
  const id = `022${young ? 2 : 0}${String(year).slice(2)}${String((n + 1) * 111_317).padStart(6, '0')}`;
  return [
    `${FAMILIES[n]} ${NAMES[n]}`,
    `${String(3 * n + 2).padStart(2, '0')}/09/${year}`,
    'Nam',
    id,
  ] as const;
};
const dose = (n: number) => [...person(n), 'AZ', '05/06/2021', 'L1', 1];

/** Home: four residents, one transient; vaccinates two of them, a neighbour's two and one on no list. The neighbour vaccinates one of home's. */
async function twoCommunes(): Promise<Database> {
  const db = await testDatabase();
  const lives = (n: number, kind = 'Thường trú') => [...person(n), 'Khu phố 1', kind, null];
  await load(db, await listFile(RESIDENTS, [lives(0), lives(1), lives(2), lives(3), lives(4, 'Vãng lai')]), {
    unitCode: HOME,
  });
  await load(db, await listFile(RESIDENTS, [lives(5), lives(6)]), { unitCode: NEXT });
  await load(db, await listFile(INJECTIONS, [dose(0), dose(3), dose(4), dose(5), dose(6), dose(7)]), {
    unitCode: HOME,
  });
  await load(db, await listFile(INJECTIONS, [dose(1)]), { unitCode: NEXT });
  return db;
}

test('residence by place: every person in one cell, margins that add up, each part with its people', async () => {
  const db = await twoCommunes();
  const { matrix, numerators, parts, denominators } = await bench(db, HOME);
  assert.deepEqual(numerators.total, { residents: 3, transients: 1, givenHere: 6 });
  assert.deepEqual(
    { ...parts.total },
    {
      nonResidents: 2,
      onNoList: 1,
      elsewhere: 1,
      placeUnknown: 0,
      in_review: 0,
      group_moved: 1,
      birth_unsure: 0,
    },
  );
  const all = matrix.reduce((sum, { people }) => sum + people, 0);
  const { residents, transients, givenHere } = numerators.total!;
  assert.equal(all, givenHere + parts.total!.elsewhere + parts.total!.placeUnknown);
  assert.equal(all, residents + transients + parts.total!.nonResidents + parts.total!.onNoList);
  const register = denominators.find(({ name }) => name === 'register')!;
  assert.equal(register.people.total, 4);
  assert.ok(givenHere > register.people.total!, 'more doses given here than people listed: it stays');
  const query = { unitIds: [idOf(HOME)], on: DAY, dose: 1, starts: DISPATCH_BANDS.starts } as const;
  for (const [residences, places, doubt, names] of [
    [['elsewhere'], ['here'], null, 2],
    [['no_list'], ['here'], null, 1],
    [['actual'], ['elsewhere'], null, 1],
    [['actual'], ['here'], 'group_moved', 1],
  ] as const) {
    const { people, total } = await vaccinatedPeople(
      db,
      query,
      { residences, places, doubt, band: null },
      10,
    );
    assert.deepEqual([people.length, total], [names, names], residences.join());
  }
  assert.deepEqual(partsOf(matrix, '66+'), {
    nonResidents: 0,
    onNoList: 0,
    elsewhere: 0,
    placeUnknown: 0,
    in_review: 0,
    group_moved: 0,
    birth_unsure: 0,
  });
});

test('every denominator side by side: reported ones with their age, estimates marked, unknown stays unknown', async () => {
  const db = await twoCommunes();
  const before = await bench(db, HOME);
  assert.equal(before.denominators.find(({ name }) => name === 'actual')!.people.total, null);
  const { id } = await recordOneReport(
    db,
    units,
    tester,
    {
      unitId: idOf(HOME),
      effectiveOn: '2021-11-14' as PlainDate,
      bandSet: DISPATCH_BANDS.id,
      source: 'form',
      note: null,
      figures: [{ series: 'actual', hamlet: '', sex: 'all', band: '18-49', people: 2, method: null }],
    },
    new Date(),
  );
  await checkReport(
    db,
    units,
    tester,
    id,
    { action: 'submitted', checkerId: null, reason: null },
    new Date(),
  );
  const { denominators, numerators } = await bench(db, HOME);
  const actual = denominators.find(({ name }) => name === 'actual')!;
  assert.deepEqual([actual.people['18-49'], actual.age, actual.people['12-17']], [2, 30, null]);
  assert.ok(numerators['18-49']!.residents > actual.people['18-49']!, 'above 100 %');
  const official = denominators.find(({ name }) => name === 'official')!;
  assert.deepEqual([official.people.total, official.methods['18-49']], [22_548, 'district_ages']);
});

test('names of a part: each role sees its own people, the rest is a number; police see no doses; the look is written down', async () => {
  // Stopped before the database closes: hooks run in the order in which they are set.
  let stop = async () => {};
  after(() => stop());
  const db = await twoCommunes();
  const serving = await serve(readConfig({ SOTIEM_SECOND_FACTOR: 'off', SOTIEM_LOG: 'silent' }), db, units);
  stop = () => serving.stop();
  const ask = async (role: Role, code: string, part: string) => {
    const username = `${role}.${code}`;
    await createAccount(db, tester, {
      username,
      displayName: username,
      password: 'mot-mat-khau-dai',
      mustChange: false,
      grants: [{ role, unitId: idOf(code) }],
    });
    const signed = await serving.server.inject({
      method: 'POST',
      url: '/api/v1/sign-in',
      payload: { username, password: 'mot-mat-khau-dai' },
    });
    const response = await serving.server.inject({
      method: 'GET',
      url: `/api/v1/denominators/people?unit=${HOME}&date=${DAY}&part=${part}`,
      headers: { cookie: String(signed.headers['set-cookie']).split(';')[0]! },
    });
    return { status: response.statusCode, body: JSON.parse(response.body) };
  };
  const clerk = await ask('commune-clerk', HOME, 'nonResidents');
  assert.deepEqual([clerk.body.people, clerk.body.hidden, clerk.body.total], [[], 2, 2]);
  const district = await ask('district-health', '193', 'nonResidents');
  assert.deepEqual(
    district.body.people.map(({ unitName }: { unitName: string }) => unitName),
    ['Phường Cao Thắng', 'Phường Cao Thắng'],
  );
  assert.deepEqual((await ask('commune-police', HOME, 'elsewhere')).body, {
    people: [],
    hidden: 0,
    total: 0,
  });
  assert.equal((await ask('commune-clerk', NEXT, 'elsewhere')).status, 403);
  assert.equal((await ask('province-leader', '22', 'elsewhere')).status, 403);
  const looks = await db.query<{ actor: string }>(
    `SELECT actor FROM app.audit_event WHERE subject = 'denominators' ORDER BY id`,
  );
  assert.deepEqual(
    looks.map(({ actor }) => actor),
    [`commune-clerk.${HOME}`, 'district-health.193'],
  );
});
