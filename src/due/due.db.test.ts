import assert from 'node:assert/strict';
import test from 'node:test';
import { testDatabase } from '../../test/support/database.ts';
import { day, INJECTIONS, listFile, load, RESIDENTS, units } from '../../test/support/lists.ts';
import { addDays } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { countDue } from './count-due.ts';
import { dueCounts } from './due-counts.ts';
import { evaluatePerson } from './evaluate-person.ts';
import { findDue } from './find-due.ts';

const PRODUCTS = ['AstraZeneca', 'Pfizer', 'Vero Cell', 'Moderna', 'Abdala', 'Janssen'];
const commune = units.byCode('06697', day('2021-12-14')).id;

/** A commune with people of every age and series; and who of them stands alone for a case. */
async function filled(): Promise<Database> {
  const db = await testDatabase();
  const people: (string | number | null)[][] = [];
  const doses: (string | number | null)[][] = [];
  const add = (
    name: string,
    born: string,
    given: readonly (readonly [string, string, number])[],
    hamlet = 'Khu 1',
  ): void => {
    const man = people.length % 2 === 0;
    const year = Number(born.slice(6));
    const code = (year < 2000 ? 0 : 2) + (man ? 0 : 1);
    const id = `022${code}${born.slice(8)}${String(people.length * 7919).padStart(6, '0')}`;
    const sex = man ? 'Nam' : 'Nữ';
    people.push([name, born, sex, id, hamlet, 'Thường trú', null]);
    for (const [vaccine, on, number] of given)
      doses.push([name, born, sex, id, vaccine, on, `L${number}`, number]);
  };
  add('Nguyễn Thị Nhắc', '01/02/1960', [
    ['AstraZeneca', '01/07/2021', 1],
    ['AstraZeneca', '05/09/2021', 2],
  ]);
  add('Trần Văn Quá', '01/02/1970', [['AstraZeneca', '01/07/2021', 1]]);
  add('Lê Thị Chưa', '05/06/2004', []);
  add('Phạm Văn Nhỏ', '05/06/2015', []);
  add(
    'Vũ Thị Bổ',
    '05/06/1980',
    [
      ['Vero Cell', '01/08/2021', 1],
      ['Vero Cell', '01/09/2021', 2],
    ],
    'Khu 2',
  );
  for (let i = 0; i < 120; i++) {
    const series: [string, string, number][] = [];
    for (let n = 0; n < (i * 7) % 4; n++) {
      const month = String(5 + ((i + n * 3) % 8)).padStart(2, '0');
      series.push([
        PRODUCTS[(i + (n === 2 ? 1 : 0)) % PRODUCTS.length]!,
        `${String(1 + (i % 28)).padStart(2, '0')}/${month}/2021`,
        n + 1,
      ]);
    }
    add(
      `Hoàng Văn ${String.fromCharCode(65 + (i % 20))}${'aeiou'[i % 5]}n`,
      `1${i % 9}/0${1 + (i % 9)}/${(1935 + i * 0.68) | 0}`,
      series,
      `Khu ${1 + (i % 3)}`,
    );
  }
  await load(db, await listFile(RESIDENTS, people, 'cu-tru'), { complete: true });
  await load(db, await listFile(INJECTIONS, doses, 'mui-tiem'));
  return db;
}

test('who is due: counts of cohorts and the people one by one are the same on every day', async () => {
  const db = await filled();
  // Of every third something was found: for good or for some months, and of some of them withdrawn again.
  await db.query(
    `INSERT INTO app.screening_finding (person_id, id, finding, condition, session_id, stated, from_on, until_on, said_at, recorded_by, recorded_at)
     SELECT p.id, gen_random_uuid(), w.said[1], w.said[2], gen_random_uuid(), s.n % 2 = 1, d.on_day, d.on_day + (ARRAY[NULL, 90, 203])[1 + i % 3], d.on_day, 'test', d.on_day
     FROM (SELECT id, row_number() OVER (ORDER BY id)::int AS i FROM app.person) p
     CROSS JOIN generate_series(1, 2) AS s(n)
     CROSS JOIN LATERAL (SELECT ('{immunocompromised,immunocompromised,pregnant,pregnant,anaphylaxis_history,allergic}'::text[])[1 + 2 * (i % 3):2 + 2 * (i % 3)] AS said) w
     CROSS JOIN LATERAL (SELECT DATE '2021-06-01' + i * 3 + (s.n - 1) * 150 AS on_day) d WHERE i % 9 < 3 AND (s.n = 1 OR i % 2 = 0)`,
  );
  for (let date = '2021-03-01'; date < '2022-12-31'; date = addDays(day(date), 41)) {
    const on = day(date);
    const people = await findDue(db, { unitIds: [commune], on });
    assert.equal(people.length, 125);
    const told = (
      rows: readonly { state: string; kind: string | null; doseNo: number | null; hamlet?: string | null }[],
      n: (row: never) => number,
    ) => {
      const sums: Record<string, number> = {};
      for (const row of rows) {
        const key = `${row.hamlet} ${row.state} ${row.kind} ${row.doseNo}`;
        sums[key] = (sums[key] ?? 0) + n(row as never);
      }
      return sums;
    };
    const cells = await countDue(db, { unitIds: [commune], on, byHamlet: true });
    assert.deepEqual(
      told(cells, ({ people: n }: { people: number }) => n),
      told(people, () => 1),
      date,
    );
  }
});

test('kinds, days and groups of the due; each dose by the rules of its day', async () => {
  const db = await filled();
  const at = async (date: string) =>
    new Map((await findDue(db, { unitIds: [commune], on: day(date) })).map((one) => [one.name, one]));
  const december = await at('2021-12-14');
  const pick = (name: string, from = december) => {
    const { state, kind, doseNo, earliest, overdue } = from.get(name)!;
    return [state, kind, doseNo, earliest, overdue];
  };
  assert.deepEqual(pick('Trần Văn Quá'), ['overdue', 'primary', 2, '2021-07-29', '2021-09-24']);
  assert.deepEqual(pick('Lê Thị Chưa'), ['due', 'primary', 1, '2021-10-14', '2021-11-12'].with(0, 'overdue'));
  assert.deepEqual(pick('Phạm Văn Nhỏ'), ['upcoming', 'primary', 1, '2027-06-05', '2027-07-04']);
  assert.deepEqual(pick('Nguyễn Thị Nhắc'), ['upcoming', 'booster', 3, '2022-03-04', '2022-04-02']);
  assert.deepEqual(pick('Nguyễn Thị Nhắc', await at('2021-12-17')), [
    'due',
    'booster',
    3,
    '2021-12-17',
    '2022-01-15',
  ]);
  assert.deepEqual(pick('Vũ Thị Bổ'), ['due', 'additional', 3, '2021-12-01', '2021-12-30']);

  const figures = await dueCounts(db, units, { unit: '06697', on: day('2021-12-14') });
  assert.deepEqual(
    figures.groups.map(({ hamlet }) => hamlet),
    ['Khu 1', 'Khu 2', 'Khu 3'],
  );
  assert.equal(
    figures.groups.reduce((sum, { people }) => sum + people, 0),
    figures.people,
  );
  const district = await dueCounts(db, units, { unit: '22', on: day('2021-12-14') });
  assert.deepEqual(district.counts, figures.counts);

  const evaluated = await evaluatePerson(db, december.get('Nguyễn Thị Nhắc')!.person, day('2021-12-14'));
  assert.deepEqual(
    evaluated.doses.map(({ valid, kind, days, document }) => [valid, kind, days, document]),
    [
      [true, 'primary', null, 'Nhà sản xuất'],
      [true, 'primary', 66, '6030/BYT-DP'],
    ],
  );
  assert.deepEqual(
    [evaluated.due.state, evaluated.due.next?.earliest, evaluated.due.document],
    ['upcoming', '2022-03-04', '10225/BYT-DP'],
  );
});

test('who was put off at screening is listed with the day, and due again after it or after a dose', async () => {
  const db = await filled();
  const [one] = (await findDue(db, { unitIds: [commune], on: day('2021-12-14') })).filter(
    ({ name }) => name === 'Trần Văn Quá',
  );
  await db.query(
    `INSERT INTO app.postponement (person_id, id, session_id, kind, reason, until_on, recorded_by, recorded_at, on_day)
     VALUES ($1, gen_random_uuid(), gen_random_uuid(), 'postponed', 'acute_illness', '2021-12-24', 'test', '2021-12-10T03:00:00Z', '2021-12-10')`,
    [one!.person],
  );
  const state = async (date: string) => {
    const {
      state: now,
      postponedUntil,
      note,
    } = (await findDue(db, { unitIds: [commune], on: day(date) })).find(
      ({ person }) => person === one!.person,
    )!;
    return [now, postponedUntil, note];
  };
  assert.deepEqual(await state('2021-12-09'), ['overdue', null, null]);
  assert.deepEqual(await state('2021-12-14'), ['postponed', '2021-12-24', 'acute_illness']);
  assert.deepEqual((await state('2021-12-24'))[0], 'due');
  const counts = await countDue(db, { unitIds: [commune], on: day('2021-12-14') });
  assert.equal(
    counts.filter(({ state: now }) => now === 'postponed').reduce((sum, { people }) => sum + people, 0),
    1,
  );
});
