import assert from 'node:assert/strict';
import test from 'node:test';
import { testDatabase } from '../../test/support/database.ts';
import { day, listFile, load, RESIDENTS, units } from '../../test/support/lists.ts';
import { type CoverageRow, coverage } from './coverage.ts';

test('people whom a divided unit cannot place stand in a row of their own, and every sum holds on every map', async () => {
  const db = await testDatabase();
  const [then, now] = [day('2021-12-14'), day('2025-07-01')];
  const province = units.byCode('22', then);
  const communes = units.communesUnder(province.id, then);
  const divided = communes.find(({ id }) => 'unassignedWithin' in units.mapTo(id, now))!;
  const merged = communes.find(({ id }) => units.nowUnit(id, now).kind === 'full')!;
  const people = { [divided.code]: 3, [merged.code]: 2 };
  for (const [unitCode, count] of Object.entries(people))
    await load(
      db,
      await listFile(
        RESIDENTS,
        Array.from({ length: count }, (_, i) => [
          `Nguyễn Văn ${'ABC'[i]}${unitCode === divided.code ? 'n' : 'nh'}`,
          `0${i + 1}/02/1980`,
          'Nam',
          null,
          'Khu 1',
          'Thường trú',
          null,
        ]),
      ),
      { unitCode },
    );
  const sum = (rows: readonly CoverageRow[]): number => rows.reduce((all, row) => all + row.residents, 0);
  const ask = async (by: 'self' | 'children' | 'communes', mapDate: typeof then) =>
    (await coverage(db, units, { unitCode: '22', by, date: then, mapDate })).rows;
  for (const mapDate of [then, now])
    for (const by of ['self', 'children', 'communes'] as const)
      assert.equal(sum(await ask(by, mapDate)), 5, `${by} on the map of ${mapDate}`);
  const today = await ask('communes', now);
  assert.equal(sum(today.filter(({ unit }) => unit === 'unassigned')), 3);
  assert.equal(sum(today.filter(({ unit }) => unit === units.nowUnit(merged.id, now).units[0]!.code)), 2);
  assert.equal(sum((await ask('communes', then)).filter(({ unit }) => unit === 'unassigned')), 0);
});
