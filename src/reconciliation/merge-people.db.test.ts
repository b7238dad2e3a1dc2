import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { testDatabase, tester } from '../../test/support/database.ts';
import { INJECTIONS, listFile, load, RESIDENTS, state } from '../../test/support/lists.ts';
import { evaluatePerson } from '../due/evaluate-person.ts';
import { reprojectPeople } from '../immunizations/reproject-people.ts';
import { newId } from '../kernel/ids.ts';
import type { Database } from '../platform/database.ts';
import { foldCounts } from '../reports/fold-counts.ts';
import { relink } from '../residents/relink.ts';
import { findMerges } from './find-merges.ts';
import { findProposals } from './find-proposals.ts';
import { linkPeople } from './link-people.ts';
import { mergePeople } from './merge-people.ts';
import { settleProposal } from './settle-proposal.ts';
import { unmergePeople } from './unmerge-people.ts';

const AN = ['Trần Văn An', '01/02/1980', 'Nam', '022080111222', 'Khu phố 1', 'Thường trú', null];
const BINH = ['Trần Văn Bình', '05/06/1985', 'Nam', '022085111333', 'Khu phố 2', 'Thường trú', null];
const CHI = ['Lê Thị Chi', '07/08/1990', 'Nữ', '022190111444', 'Khu phố 3', 'Thường trú', null];
const dose = (who: readonly (string | null)[], vaccine: string, day: string, number: number) =>
  [who[0], who[1], who[2], who[3], vaccine, day, `L${number}`, number] as (string | number)[];

async function begin(): Promise<Database> {
  const db = await testDatabase();
  await load(db, await listFile(RESIDENTS, [AN, BINH, CHI]), { source: 'police' }, 'police.xlsx');
  await load(
    db,
    await listFile(INJECTIONS, [dose(AN, 'AZ', '05/06/2021', 1), dose(BINH, 'Pfizer', '06/07/2021', 1)]),
    {},
    'tiem-1.xlsx',
  );
  return db;
}
const idOf = async (db: Database, name: string): Promise<string> =>
  (await db.query<{ id: string }>('SELECT id FROM app.person WHERE name = $1', [name]))[0]!.id;

/** What may happen to two people while they are taken for one; each step is the same in a world where they never were. */
const LATER: Readonly<Record<string, (db: Database, ids: { an: string; chi: string }) => Promise<unknown>>> =
  {
    'a row is corrected': async (db) =>
      load(
        db,
        await listFile(RESIDENTS, [AN, [...BINH.slice(0, 4), 'Khu phố 9', 'Tạm trú', null], CHI]),
        { source: 'police' },
        'police.xlsx',
      ),
    'new doses come': async (db) =>
      load(
        db,
        await listFile(INJECTIONS, [dose(BINH, 'Pfizer', '06/09/2021', 2), dose(AN, 'AZ', '05/09/2021', 2)]),
        {},
        'tiem-2.xlsx',
      ),
    'one of them moves': async (db) =>
      load(
        db,
        await listFile(RESIDENTS, [[...BINH.slice(0, 4), 'Khu phố 5', 'Tạm trú', null]]),
        { source: 'commune', unitCode: '06676' },
        'tam-tru.xlsx',
      ),
    'another list names them': async (db) =>
      load(
        db,
        await listFile(RESIDENTS, [[...BINH.slice(0, 3), null, 'Khu phố 2', 'Thường trú', 'Tạm vắng'], AN]),
        { source: 'commune' },
        'phuong.xlsx',
      ),
    'a third person is merged too': (db, { an, chi }) => mergePeople(db, tester, { keptId: an, goneId: chi }),
    'the totals are folded': (db) => foldCounts(db, tester, '2026-11-25' as never),
  };

test('unmerge restores exactly what was, whatever came after the merge', async () => {
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(Object.keys(LATER)), async (steps) => {
      const [merged, control] = [await begin(), await begin()];
      const people = async (db: Database) => ({
        an: await idOf(db, 'Trần Văn An'),
        chi: await idOf(db, 'Lê Thị Chi'),
      });
      const [ids, controlIds] = [await people(merged), await people(control)];
      const binh = await idOf(merged, 'Trần Văn Bình');
      await mergePeople(merged, tester, { keptId: ids.an, goneId: binh });
      for (const step of steps) {
        await LATER[step]!(merged, ids);
        await LATER[step]!(control, controlIds);
      }
      await unmergePeople(merged, tester, binh);
      assert.equal(await idOf(merged, 'Trần Văn Bình'), binh, 'he is who he was');
      assert.deepEqual(await state(merged), await state(control));
      await Promise.all([merged.close(), control.close()]);
    }),
    { numRuns: 12 },
  );
});

test('a merge takes doses, residences and records along, and loses no word', async () => {
  const db = await begin();
  const [an, binh] = [await idOf(db, 'Trần Văn An'), await idOf(db, 'Trần Văn Bình')];
  const records = await db.query('SELECT * FROM app.source_record ORDER BY id');
  const merge = await mergePeople(db, { ...tester, reason: 'cùng một người' }, { keptId: an, goneId: binh });
  assert.deepEqual(await db.query('SELECT person_id, given_on FROM app.injection ORDER BY given_on'), [
    { person_id: an, given_on: '2021-06-05' },
    { person_id: an, given_on: '2021-07-06' },
  ]);
  assert.deepEqual(await db.query('SELECT id FROM app.person WHERE id = $1', [binh]), []);
  assert.deepEqual(await db.query('SELECT * FROM app.source_record ORDER BY id'), records);
  const audit = await db.query<{ reason: string }>(
    `SELECT reason FROM app.audit_event WHERE subject = 'person_merge' AND subject_id = $1`,
    [an],
  );
  assert.deepEqual(audit, [{ reason: 'cùng một người' }]);
  await assert.rejects(mergePeople(db, tester, { keptId: an, goneId: an }), /merge_with_itself/);
  await assert.rejects(mergePeople(db, tester, { keptId: an, goneId: binh }), /person_unknown/);
  await unmergePeople(db, tester, merge.id);
  await assert.rejects(unmergePeople(db, tester, merge.id), /merge_unknown/);
});

test('whoever must not get a dose must not get it under another number either, and nobody else for it', async () => {
  const db = await begin();
  const [an, binh, chi] = await Promise.all(
    ['Trần Văn An', 'Trần Văn Bình', 'Lê Thị Chi'].map((name) => idOf(db, name)),
  );
  const stated = [newId(), newId(), 'bác sĩ', '2021-12-01T03:00:00Z', '2021-12-01'];
  await db.query(
    `INSERT INTO app.postponement (person_id, id, session_id, kind, reason, until_on, recorded_by, recorded_at, on_day)
     VALUES ($6, $1, $2, 'contraindicated', 'anaphylaxis_history', NULL, $3, $4, $5)`,
    [...stated, binh],
  );
  await db.query(
    `INSERT INTO app.screening_finding (person_id, id, finding, condition, session_id, stated, from_on, until_on, said_at, recorded_by, recorded_at)
     VALUES ($6, $1, 'immunocompromised', 'immunocompromised', $2, true, $5, NULL, $4, $3, $4)`,
    [...stated, binh],
  );
  const found = async (id: string | undefined) => {
    const { due, findings } = await evaluatePerson(db, id!, '2022-01-10' as never);
    return [due.state === 'contraindicated', findings.map(({ finding }) => finding)];
  };
  assert.deepEqual(await found(an), [false, []]);
  const merge = await mergePeople(db, tester, { keptId: an!, goneId: binh! });
  await mergePeople(db, tester, { keptId: chi!, goneId: an! });
  assert.deepEqual(await found(chi), [true, ['immunocompromised']]);
  await unmergePeople(db, tester, an!);
  assert.deepEqual(await found(chi), [false, []]);
  await unmergePeople(db, tester, merge.id);
  assert.deepEqual(await found(an), [false, []]);
  assert.deepEqual(await found(binh), [true, ['immunocompromised']]);
});

test('the linkage proposes two people who look like one; a person merges them, or keeps them apart for good', async () => {
  const db = await testDatabase();
  const again = ['Trần Văn An', '01/02/1980', 'Nam', null, 'Khu phố 1', 'Thường trú', null];
  await load(db, await listFile(RESIDENTS, [AN, BINH, CHI]), { source: 'police' }, 'police.xlsx');
  await load(db, await listFile(RESIDENTS, [again]), { source: 'commune' }, 'phuong.xlsx');
  const [an] = [await idOf(db, 'Trần Văn An')];
  // The row is taken out of its person by hand: now two people look like one.
  const [{ record_id }] = (await db.query<{ record_id: string }>(
    `SELECT l.record_id FROM app.person_link l JOIN app.source_record r ON r.id = l.record_id WHERE r.source = 'commune' AND l.superseded_at IS NULL`,
  )) as [{ record_id: string }];
  await db.transaction(tester, async (tx) => {
    const other = newId();
    await reprojectPeople(
      tx,
      await relink(
        tx,
        [{ recordId: record_id, personId: other, status: 'manual', reason: 'test', score: null }],
        'tester',
      ),
    );
  });
  const units = (await db.query<{ unit_id: number }>('SELECT DISTINCT unit_id FROM app.list_edition')).map(
    ({ unit_id }) => unit_id,
  );
  const link = (dryRun = false) => linkPeople(db, tester, units, (a) => a, dryRun);
  assert.equal((await link(true)).proposals, 1);
  assert.deepEqual(await db.query('SELECT 1 FROM app.merge_proposal'), [], 'a dry run keeps nothing');
  await link();
  const { proposals, waiting } = await findProposals(db, units, 10);
  assert.equal(waiting, 1);
  const { personA, personB } = proposals[0]!;
  await settleProposal(db, tester, { personA, personB, verdict: 'different' });
  assert.equal((await link()).proposals, 0, 'said to be two: never proposed again');
  await assert.rejects(
    settleProposal(db, tester, { personA, personB, verdict: 'same' }),
    /review_settled_already/,
  );
  await db.query('DELETE FROM app.person_distinct');
  await db.query('DELETE FROM app.merge_proposal');
  assert.equal((await link()).proposals, 1);
  await settleProposal(db, tester, { personA, personB, verdict: 'same' });
  assert.deepEqual((await db.query('SELECT id FROM app.person')).length, 3);
  assert.deepEqual(
    (await findMerges(db, personA)).map(({ goneName }) => goneName),
    ['Trần Văn An'],
  );
  assert.ok([personA, personB].includes(an));
});
