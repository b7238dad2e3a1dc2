import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { readXlsx } from 'hucre';
import { testDatabase } from '../../test/support/database.ts';
import { day, INJECTIONS, listFile, load, RESIDENTS, state, units } from '../../test/support/lists.ts';
import { handBack } from '../intake/hand-back/hand-back.ts';
import type { Database } from '../platform/database.ts';
import { coverage } from '../reports/coverage.ts';

const people = [
  ['Nguyễn Văn An', '01/02/1980', 'Nam', '022080111222', 'Khu phố 1', 'Thường trú', null],
  ['Trần Thị Bình', '03/04/1990', 'Nữ', '022190111333', 'Khu phố 1', 'Thường trú', null],
  ['Lê Minh Châu', '05/06/2012', 'Nữ', null, 'Khu phố 2', 'Tạm trú', null],
  ['Phạm Văn Dũng', '1950', 'Nam', null, 'Khu phố 2', 'Thường trú', 'Đã chết'],
  ['Đỗ Thị Em', '1999', 'Nữ', null, 'Khu phố 2', 'Thường trú', 'Tạm vắng'],
] as const;
const doses = [
  ['NGUYEN VAN AN', '01/02/1980', 'Nam', '022080111222', 'AZ', '05/06/2021', 'L1', 1],
  ['Nguyễn Văn An', '01/02/1980', 'Nam', '022080111222', 'AZ', '05/09/2021', 'L2', 2],
  ['Trần Thị Bình', 1990, 'Nữ', null, 'Pfizer', '31/02/2021', 'F1', 2],
  ['Vũ Xuân Lạ', '07/08/1975', 'Nam', null, 'Vero Cell', '10/10/2021', 'V1', 1],
] as const;

async function figures(db: Database, on = '2021-12-14'): Promise<Record<string, number[]>> {
  const { rows } = await coverage(db, units, {
    unitCode: '06697',
    by: 'self',
    date: day(on),
    mapDate: day(on),
  });
  return Object.fromEntries(
    rows
      .filter(({ residents }) => residents > 0)
      .map((row) => [
        `${row.residenceKind} ${row.ageBand}`,
        [row.residents, row.dose1, row.dose2, row.full, row.none],
      ]),
  );
}

test('lists go in, the figures equal a hand count, and each file again changes nothing', async () => {
  const db = await testDatabase();
  const [residents, injections] = [await listFile(RESIDENTS, people), await listFile(INJECTIONS, doses)];
  const first = await load(db, residents, { source: 'police' });
  assert.deepEqual([first.rowsTaken, first.personsCreated, first.kind], [5, 5, 'residents']);
  const second = await load(db, injections);
  assert.deepEqual(
    [second.kind, second.personsCreated, second.personsMatched, second.injectionsCreated],
    ['injections', 1, 3, 5],
  );
  // Bình: dose 2 without dose 1 and without a usable date counts as two. Dũng is dead: kept, not counted. Lạ is on no list: beside.
  const expected = {
    'permanent 18-49': [2, 2, 2, 2, 0],
    'temporary 0-11': [1, 0, 0, 0, 1],
    'absent 18-49': [1, 0, 0, 0, 1],
  };
  assert.deepEqual(await figures(db), expected);
  const { beside, completeness } = await coverage(db, units, {
    unitCode: '06697',
    by: 'self',
    date: day('2021-12-14'),
    mapDate: day('2021-12-14'),
  });
  assert.deepEqual(beside, { nonResidents: 0, onNoList: 1 });
  assert.deepEqual([completeness.communes, completeness.communesWithData, completeness.files], [1, 1, 2]);
  assert.deepEqual((await figures(db, '2021-07-01'))['permanent 18-49'], [2, 2, 1, 1, 0]);

  const before = await state(db);
  assert.equal((await load(db, residents, { source: 'police' })).rowsUnchanged, 5);
  await load(db, injections);
  assert.deepEqual(await state(db), before);
});

test('a dry run shows what would happen and keeps nothing', async () => {
  const db = await testDatabase();
  const path = await listFile(RESIDENTS, people);
  const tried = await load(db, path, { dryRun: true });
  assert.equal(tried.personsCreated, 5);
  assert.deepEqual(
    await db.query(
      'SELECT 1 FROM app.person UNION ALL SELECT 1 FROM app.list_edition UNION ALL SELECT 1 FROM app.count_delta',
    ),
    [],
  );
  assert.equal((await load(db, path)).personsCreated, tried.personsCreated);
});

test('a corrected, re-sorted, shortened and lengthened file applies only the difference; who is missing is a proposal', async () => {
  const db = await testDatabase();
  await load(db, await listFile(RESIDENTS, people), { source: 'commune', complete: true });
  const [an, binh, chau, , em] = people;
  const corrected = [
    ['Hoàng Thị Mới', '09/09/1985', 'Nữ', '022185000111', 'Khu phố 1', 'Thường trú', null],
    em,
    ['Lê Minh Châu', '05/06/2011', 'Nữ', null, 'Khu phố 2', 'Tạm trú', null],
    binh,
    an,
  ] as const;
  const ids = async () =>
    new Map(
      (await db.query<{ name: string; id: string }>('SELECT name, id FROM app.person')).map(
        ({ name, id }) => [name, id],
      ),
    );
  const before = await ids();
  const again = await load(db, await listFile(RESIDENTS, corrected), { source: 'commune', complete: true });
  assert.deepEqual([again.rowsUnchanged, again.personsCreated, again.rowsGone], [3, 1, 1]);
  const after = await ids();
  for (const [name] of [an, binh, chau, em]) assert.equal(after.get(name), before.get(name), name);
  assert.deepEqual(await db.query(`SELECT birth_on FROM app.person WHERE name = 'Lê Minh Châu'`), [
    { birth_on: '2011-06-05' },
  ]);
  assert.deepEqual(
    await db.query(
      'SELECT p.name FROM app.absence_proposal a JOIN app.person p ON p.id = a.person_id WHERE a.decision IS NULL',
    ),
    [{ name: 'Phạm Văn Dũng' }],
  );
  assert.deepEqual(
    await db.query(`SELECT count(*)::int AS n FROM app.source_record WHERE replaced_by IS NOT NULL`),
    [{ n: 1 }],
    'the old words are kept',
  );
});

test('the workbook that comes back says what to correct, and goes in again as the list it is', async () => {
  const db = await testDatabase();
  const path = await listFile(INJECTIONS, doses);
  const first = await load(db, path);
  const target = `${path}.returned.xlsx`;
  await handBack(path, 'tiem.xlsx', target, { ...first, dryRun: false, language: 'vi' });
  const before = await state(db);
  const again = await load(db, target, {}, 'tiem-ket-qua.xlsx');
  assert.deepEqual([again.rowsRead, again.rowsUnchanged, again.personsCreated], [4, 4, 0]);
  assert.deepEqual(await state(db), before);
  const [answer] = (await readXlsx(readFileSync(target))).sheets[0]!.rows.slice(3);
  assert.match(String(answer!.at(-1)), /^▲ Đã lấy vào sổ \| G: Ngày tiêm không thể có/);
});

test('two uploads of one commune at once end as one after the other', async () => {
  const [police, commune] = [
    await listFile(RESIDENTS, people),
    await listFile(
      RESIDENTS,
      people.map((row) => [...row.slice(0, 3), null, ...row.slice(4)] as never),
    ),
  ];
  const [one, other] = [await testDatabase(), await testDatabase()];
  await load(one, police, { source: 'police' }, 'police.xlsx');
  await load(one, commune, { source: 'commune' }, 'commune.xlsx');
  await Promise.all([
    load(other, police, { source: 'police' }, 'police.xlsx'),
    load(other, commune, { source: 'commune' }, 'commune.xlsx'),
  ]);
  assert.deepEqual(await state(other), await state(one));
});

test('a damaged file leaves nothing behind', async () => {
  const db = await testDatabase();
  const { readFileSync, writeFileSync } = await import('node:fs');
  const path = await listFile(RESIDENTS, people);
  writeFileSync(path, readFileSync(path).subarray(0, 900));
  await assert.rejects(load(db, path), /file_damaged/);
  assert.deepEqual(await db.query('SELECT 1 FROM app.person'), []);
});

test('the audit has every change with its actor, and lets nobody change it', async () => {
  const db = await testDatabase();
  await load(db, await listFile(RESIDENTS, people));
  const events = await db.query<{ subject: string; rows: number; actor: string }>(
    `SELECT subject, rows, actor FROM app.audit_event WHERE subject = 'person' AND action = 'insert'`,
  );
  assert.deepEqual(events, [{ subject: 'person', rows: 5, actor: 'tester' }]);
  await db.query(`UPDATE app.person SET hamlet = 'Khu phố 9' WHERE name = 'Nguyễn Văn An'`);
  const [change] = await db.query<{ actor: string; detail: object }>(
    `SELECT actor, detail FROM app.audit_event WHERE subject = 'person' AND action = 'update'`,
  );
  assert.match(change!.actor, /^sql:/);
  assert.deepEqual(change!.detail, { hamlet: ['Khu phố 1', 'Khu phố 9'] });
  await assert.rejects(db.query('DELETE FROM app.audit_event'), /audit_append_only/);
  await assert.rejects(db.query(`UPDATE app.audit_event SET actor = 'nobody'`), /audit_append_only/);
});
