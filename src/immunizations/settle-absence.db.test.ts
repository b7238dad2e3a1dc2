import assert from 'node:assert/strict';
import test from 'node:test';
import { testDatabase, tester } from '../../test/support/database.ts';
import { day, INJECTIONS, listFile, load, RESIDENTS, units } from '../../test/support/lists.ts';
import { coverage } from '../reports/coverage.ts';
import { countOpenAbsences, findAbsences } from '../residents/find-absences.ts';
import { getPerson } from './get-person.ts';
import { settleAbsence } from './settle-absence.ts';

const CODE = '06697';
const UNIT = units.byCode(CODE, day('2021-12-14')).id;
const AN = ['Nguyễn Văn An', '01/02/1980', 'Nam', '022080111222', 'Khu phố 1', 'Thường trú', null] as const;
const BINH = ['Trần Thị Bình', '03/04/1990', 'Nữ', '022190111333', 'Khu phố 1', 'Thường trú', null] as const;
const CHAU = ['Lê Minh Châu', '05/06/1985', 'Nữ', '022185111444', 'Khu phố 2', 'Thường trú', null] as const;
const TODAY = day('2021-12-20');

/** Three people on a complete list, one of them missing from the next: the open absences. */
async function withAbsence() {
  const db = await testDatabase();
  const list = { source: 'commune', complete: true } as const;
  await load(db, await listFile(RESIDENTS, [AN, BINH, CHAU]), { ...list, asOf: day('2021-11-01') });
  await load(db, await listFile(RESIDENTS, [AN, CHAU]), { ...list, asOf: day('2021-12-01') });
  const open = async () =>
    (await findAbsences(db, [UNIT], { settled: false, offset: 0, limit: 10 })).absences;
  const residents = async (on: string) => {
    const { rows } = await coverage(db, units, {
      unitCode: CODE,
      by: 'self',
      date: day(on),
      mapDate: day(on),
    });
    return rows.reduce((sum, row) => sum + row.residents, 0);
  };
  return { db, open, residents };
}

test('who is missing from a new complete list is proposed and stays in the figures until somebody decides', async () => {
  const { db, open, residents } = await withAbsence();
  const [absence, ...others] = await open();
  assert.equal(absence?.name, 'Trần Thị Bình');
  assert.deepEqual(others, []);
  assert.deepEqual(absence?.stillIn, []);
  assert.equal(absence?.last.asOf, '2021-11-01');
  assert.equal(absence?.missing.asOf, '2021-12-01');
  assert.equal(await countOpenAbsences(db, [UNIT]), 1);
  assert.equal(await residents('2021-12-14'), 3);
});

test('moved out: counted until the day of the move, not after; the reason and the decider stand in the person', async () => {
  const { db, open, residents } = await withAbsence();
  const { id, personId } = (await open())[0]!;
  const decision = {
    id,
    decision: 'moved_out',
    on: day('2021-11-15'),
    reason: 'chuyển về Hải Phòng',
  } as const;
  await settleAbsence(db, tester, decision, TODAY);
  assert.deepEqual(await open(), []);
  assert.equal(await residents('2021-11-14'), 3);
  assert.equal(await residents('2021-11-15'), 2);
  const person = await getPerson(db, personId);
  assert.equal(person.whereabouts, 'moved_out');
  assert.deepEqual(
    person.residences.map(({ to, endReason }) => [to, endReason]),
    [['2021-11-15', 'moved_out']],
  );
  assert.ok(
    person.records.some(({ reason, cells }) => reason === 'decided' && cells[0] === 'chuyển về Hải Phòng'),
  );
  assert.deepEqual([person.name, person.nationalId], ['Trần Thị Bình', '022190111333']);
  const [event] = await db.query<{ actor: string; reason: string }>(
    `SELECT actor, reason FROM app.audit_event WHERE subject = 'absence_proposal' AND action = 'update'`,
  );
  assert.deepEqual({ ...event }, { actor: 'tester', reason: 'chuyển về Hải Phòng' });
});

test('a decision is corrected by another: died, then still here; the figures follow each', async () => {
  const { db, open, residents } = await withAbsence();
  const { id, personId } = (await open())[0]!;
  await settleAbsence(
    db,
    tester,
    { id, decision: 'died', on: day('2021-11-20'), reason: 'giấy báo tử' },
    TODAY,
  );
  assert.deepEqual([await residents('2021-11-19'), await residents('2021-11-20')], [3, 2]);
  assert.equal((await getPerson(db, personId)).whereabouts, 'dead');
  await settleAbsence(db, tester, { id, decision: 'still_here', on: TODAY, reason: 'nhầm người' }, TODAY);
  assert.equal(await residents('2021-12-20'), 3);
  const person = await getPerson(db, personId);
  assert.equal(person.whereabouts, 'here');
  assert.equal(person.records.filter(({ reason }) => reason === 'decided').length, 1);
  assert.deepEqual(await open(), []);
});

test('the next list neither asks again for who was settled nor loses him to a wrong match', async () => {
  const { db, open, residents } = await withAbsence();
  const { id } = (await open())[0]!;
  await settleAbsence(
    db,
    tester,
    { id, decision: 'still_here', on: day('2021-12-10'), reason: 'đã hỏi' },
    TODAY,
  );
  const next = await load(
    db,
    await listFile(RESIDENTS, [
      AN,
      CHAU,
      ['Vũ Thị Dung', '07/08/1999', 'Nữ', null, 'Khu phố 2', 'Thường trú', null],
    ]),
    {
      source: 'commune',
      complete: true,
      asOf: day('2021-12-15'),
    },
  );
  assert.equal(next.personsCreated, 1);
  assert.deepEqual(await open(), []);
  assert.equal(await residents('2021-12-20'), 4);
  // The list in force is the newest file; the decision is no list.
  const { completeness } = await coverage(db, units, {
    unitCode: CODE,
    by: 'self',
    date: TODAY,
    mapDate: TODAY,
  });
  assert.equal(completeness.files, 1);
});

test('who comes back in a later list needs no decision; a list of injections proposes nobody', async () => {
  const { db, open } = await withAbsence();
  await load(db, await listFile(RESIDENTS, [AN, BINH, CHAU]), {
    source: 'commune',
    complete: true,
    asOf: day('2021-12-15'),
  });
  assert.deepEqual(await open(), []);
  const dose = (person: readonly (string | null)[]) =>
    [...person.slice(0, 4), 'AstraZeneca', '05/06/2021', 'L1', 1] as (string | number | null)[];
  const injections = { source: 'health', complete: true } as const;
  await load(db, await listFile(INJECTIONS, [dose(AN), dose(BINH)]), {
    ...injections,
    asOf: day('2021-12-01'),
  });
  await load(db, await listFile(INJECTIONS, [dose(AN)]), { ...injections, asOf: day('2021-12-10') });
  assert.deepEqual(await open(), []);
});

test('a day to come and an unknown case are refused, and nothing is written', async () => {
  const { db, open } = await withAbsence();
  const { id } = (await open())[0]!;
  const settle = (change: object) =>
    settleAbsence(db, tester, { id, decision: 'died', on: TODAY, reason: 'x y z', ...change }, TODAY);
  await assert.rejects(settle({ on: day('2021-12-21') }), { code: 'decision_in_future' });
  await assert.rejects(settle({ id: '01999999-0000-7000-8000-000000000000' }), { code: 'absence_unknown' });
  assert.equal((await open()).length, 1);
});
