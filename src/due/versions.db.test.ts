import assert from 'node:assert/strict';
import test from 'node:test';
import { testDatabase, tester } from '../../test/support/database.ts';
import { day, INJECTIONS, listFile, load, RESIDENTS, units } from '../../test/support/lists.ts';
import { AppError } from '../kernel/app-error.ts';
import { adoptVersion, versionOf, withVersion } from '../schedules/adopt-version.ts';
import { type Draft, draftSchema } from '../schedules/contract.ts';
import { loadSchedules } from '../schedules/load-schedules.ts';
import { rulesOn } from '../schedules/rules.ts';
import { findDue } from './find-due.ts';
import { previewVersion } from './preview-version.ts';
import { reviewAll } from './review-doses.ts';

const DAY = day('2021-12-14');
const commune = units.byCode('06697', DAY).id;
const province = units.byCode('22', DAY).id;

const draft = (change: object = {}): Draft =>
  draftSchema.parse({
    unit: '22',
    number: '12/SYT-NVY',
    issuedOn: '2021-12-10',
    title: 'Nhắc lại sau 3 tháng',
    from: '2021-12-12',
    reason: 'theo tình hình dịch',
    rules: {
      booster: [
        {
          number: 1,
          interval: [90, 90, 118],
          minimumAge: 18,
          maximumAge: null,
          vaccines: ['comirnaty', 'spikevax', 'astrazeneca'],
          from: '2021-12-12',
          document: '-',
        },
      ],
    },
    ...change,
  });

/** Five people with two doses; the last also had a third after 98 days, on the day after the draft holds. */
async function filled() {
  const db = await testDatabase();
  const people = ['Xoan', 'Quỳnh', 'Thược', 'Dược', 'Lựu'].map((name, i) => ({
    name: `Nguyễn Thị ${name}`,
    born: `0${i + 1}/02/19${60 + i * 7}`,
    id: `0221${60 + i * 7}00${1234 + i * 1111}`,
  }));
  await load(
    db,
    await listFile(
      RESIDENTS,
      people.map(({ name, born, id }) => [name, born, 'Nữ', id, 'Khu 1', 'Thường trú', null]),
    ),
    { complete: true },
  );
  const given = (i: number, on: string, n: number) => [
    people[i]!.name,
    people[i]!.born,
    'Nữ',
    people[i]!.id,
    'AstraZeneca',
    on,
    `L${n}`,
    n,
  ];
  await load(
    db,
    await listFile(INJECTIONS, [
      ...[0, 1, 2, 3, 4].flatMap((i) => [
        given(i, '05/05/2021', 1),
        given(i, i === 3 ? '01/11/2021' : '06/09/2021', 2),
      ]),
      given(4, '13/12/2021', 3),
    ]),
  );
  return db;
}

const preview = async (db: Awaited<ReturnType<typeof filled>>, change: Draft, on = DAY) => {
  const before = await loadSchedules(db.pool);
  const asked = { unitId: province, unitIds: [commune], named: new Set([commune]), on };
  return previewVersion(db, units, asked, before, withVersion(before, versionOf(change, province, before)));
};
const dueNow = async (db: Awaited<ReturnType<typeof filled>>) =>
  (await findDue(db, { unitIds: [commune], on: DAY }))
    .filter(({ state }) => state === 'due')
    .map(({ person }) => person);

test('a province shortens the booster interval: the preview tells whom it calls, adopting it calls just them', async () => {
  const db = await filled();
  assert.deepEqual(await dueNow(db), []);
  const told = await preview(db, draft());
  assert.deepEqual([told.people, told.becomeDue, told.noLongerDue, told.earlier], [5, 3, 0, 1]);
  assert.deepEqual(
    told.units.filter(({ becomeDue }) => becomeDue > 0).map(({ unit, becomeDue }) => [unit, becomeDue]),
    [['193', 3]],
  );
  assert.deepEqual(
    told.samples.map(({ kind, doseNo, was, is }) => [kind, doseNo, was, is]),
    Array(3).fill(['booster', 3, '2022-03-05', '2021-12-12']),
  );
  assert.deepEqual(await dueNow(db), [], 'a preview keeps nothing');

  const validity = async () =>
    (await db.query<{ validity: string }>(`SELECT validity FROM app.injection WHERE dose_no = 3`))[0]!
      .validity;
  assert.equal(await validity(), 'too_early');
  await adoptVersion(db, tester, draft(), province);
  assert.deepEqual((await dueNow(db)).sort(), told.samples.map(({ person }) => person).sort());
  await reviewAll(db, units);
  assert.equal(await validity(), 'valid', 'doses given since are judged anew');
  const [review] = await db.query<{ people: number; done: number; changed: number; finished: boolean }>(
    'SELECT people, done, changed, finished_at IS NOT NULL AS finished FROM app.schedule_review',
  );
  assert.deepEqual(review, { people: 1, done: 1, changed: 1, finished: true });
  const findings = await db.query(`SELECT 1 FROM app.finding WHERE code = 'interval_shorter_than_minimum'`);
  assert.equal(findings.length, 0, 'and what was found of them goes');
});

test('nothing is overwritten: a later version holds from its day, the earlier before it; another province has its own', async () => {
  const db = await filled();
  await adoptVersion(db, tester, draft(), province);
  await adoptVersion(
    db,
    tester,
    draft({
      number: '13',
      from: '2021-12-16',
      rules: { booster: [{ ...draft().rules.booster[0]!, interval: [60, 60, 90] }] },
    }),
    province,
  );
  const schedules = await loadSchedules(db.pool);
  const minimum = (unitId: number) => (on: string) =>
    schedules
      .of(unitId)
      .booster.flat()
      .find(({ number, from, to }) => number === 1 && from <= on && (to === null || on < to))?.interval[0];
  assert.deepEqual(
    ['2021-12-11', '2021-12-14', '2021-12-16', '2021-12-17', '2022-07-01'].map(minimum(commune)),
    [180, 90, 60, 90, 90],
  );
  assert.deepEqual(['2021-12-14', '2021-12-17'].map(minimum(units.byCode('00001', DAY).id)), [180, 90]);
  assert.equal(schedules.documents.get(schedules.versions[0]!.id)!.number, '12/SYT-NVY');
});

test('a rule is withdrawn, and one that was not there is brought in', async () => {
  const db = await filled();
  const mixing = {
    first: 'vero-cell',
    second: 'comirnaty',
    interval: [28, 28, 56],
    from: '-',
    document: '-',
  };
  await adoptVersion(db, tester, draft({ rules: { mixing: [{ ...mixing, from: '2021-12-12' }] } }), province);
  await adoptVersion(
    db,
    tester,
    draft({ from: '2021-12-13', withdraw: true, rules: { booster: draft().rules.booster } }),
    province,
  );
  const schedule = (await loadSchedules(db.pool)).of(commune);
  const held = (on: string) => rulesOn(schedule, day(on));
  assert.deepEqual(
    ['2021-12-12', '2021-12-13', '2021-12-17'].map((on) => held(on).booster.length),
    [1, 0, 1],
  );
  assert.deepEqual(
    ['2021-12-11', '2021-12-12'].map((on) => held(on).mixing.some(({ first }) => first === 'vero-cell')),
    [false, true],
  );
  const states = new Set((await findDue(db, { unitIds: [commune], on: DAY })).map(({ state }) => state));
  assert.deepEqual([...states], ['complete']);
});

test('a draft that changes nothing, or cannot hold, is refused by name', async () => {
  const db = await testDatabase();
  const refusal = async (change: object) =>
    adoptVersion(db, tester, draft(change), province).then(
      () => 'adopted',
      (error) => (error instanceof AppError ? error.code : error),
    );
  const [booster] = draft().rules.booster;
  assert.equal(await refusal({ rules: {} }), 'schedule_empty');
  assert.equal(await refusal({ from: '2021-12-09' }), 'schedule_before_document');
  assert.equal(
    await refusal({ rules: { booster: [{ ...booster, vaccines: ['nanocovax'] }] } }),
    'schedule_product_unknown',
  );
  assert.equal(
    await refusal({ rules: { booster: [{ ...booster, interval: [180, 180, 208] }] } }),
    'schedule_same',
  );
  assert.throws(() => draft({ rules: { booster: [{ ...booster, interval: [90, 60, 118] }] } }));
});
