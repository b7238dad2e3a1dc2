import assert from 'node:assert/strict';
import test from 'node:test';
import { testDatabase } from '../../test/support/database.ts';
import { INJECTIONS, listFile, load, RESIDENTS } from '../../test/support/lists.ts';
import { findPeople } from '../residents/find-people.ts';
import { board } from './board.ts';

test('the board says in whose lists people stand, what is in dispute, and opens into exactly these people', async () => {
  const db = await testDatabase();
  const an = ['Trần Văn An', '01/02/1980', 'Nam', '022080111222', 'Khu phố 1', 'Thường trú', null];
  const binh = ['Lê Thị Bình', '03/04/1990', 'Nữ', '022190111333', 'Khu phố 2', 'Thường trú', null];
  const chi = ['Phạm Thị Chi', '05/06/1995', 'Nữ', '022195111444', 'Khu phố 2', 'Thường trú', null];
  await load(db, await listFile(RESIDENTS, [an, binh]), { source: 'police' });
  await load(
    db,
    await listFile(RESIDENTS, [[...an.slice(0, 2), 'Nữ', ...an.slice(3, 5), 'Tạm trú', null], chi]),
    { source: 'commune' },
  );
  await load(
    db,
    await listFile(INJECTIONS, [
      [...an.slice(0, 4), 'AZ', '05/06/2021', 'L1', 1],
      ['Vũ Xuân Lạ', '07/08/1975', 'Nam', null, 'Vero Cell', '10/10/2021', 'V1', 1],
    ]),
  );
  const unitIds = (await db.query<{ unit_id: number }>('SELECT DISTINCT unit_id FROM app.list_edition')).map(
    ({ unit_id }) => unit_id,
  );
  const [whole] = await board(db, unitIds, 'unit');
  assert.deepEqual(whole, {
    unitId: unitIds[0],
    hamlet: null,
    lists: { 'commune,health,police': 1, police: 1, commune: 1, health: 1 },
    people: 4,
    conflicts: { sex: 1, residence: 1 },
    inConflict: 1,
    rowsInReview: 0,
  });
  const hamlets = await board(db, unitIds, 'hamlet');
  assert.deepEqual(
    hamlets.map(({ hamlet, people }) => [hamlet, people]),
    [
      ['Khu phố 1', 1],
      ['Khu phố 2', 2],
      [null, 1],
    ],
  );
  const names = async (filter: object) =>
    (await findPeople(db, { unitIds, limit: 10, ...filter })).persons.map(({ name }) => name);
  assert.deepEqual(await names({ lists: ['police', 'commune', 'health'] }), ['Trần Văn An']);
  assert.deepEqual(await names({ lists: ['police'] }), ['Lê Thị Bình']);
  assert.deepEqual(await names({ conflict: 'sex' }), ['Trần Văn An']);
  assert.deepEqual(await names({ beside: 'on_no_list' }), ['Vũ Xuân Lạ']);
});
