import assert from 'node:assert/strict';
import test from 'node:test';
import { testDatabase, tester } from '../../test/support/database.ts';
import { day, INJECTIONS, listFile, load, RESIDENTS, units } from '../../test/support/lists.ts';
import { coverage } from './coverage.ts';
import { foldCounts } from './fold-counts.ts';

const GIVEN = ['An', 'Bình', 'Cường', 'Dũng', 'Giang', 'Hải'];
const person = (n: number) => [`Nguyễn Văn ${GIVEN[n]}`, '01/02/1980', 'Nam', null] as const;
const question = {
  unitCode: '22',
  by: 'communes',
  date: day('2021-12-14'),
  mapDate: day('2021-12-14'),
} as const;

test('an answer holds until the register changes, and is new with every commit', async () => {
  const db = await testDatabase();
  const ask = () => coverage(db, units, question);
  const people = async () => (await ask()).rows.reduce((sum, { residents }) => sum + residents, 0);
  assert.equal(await people(), 0);
  const rows = Array.from({ length: 5 }, (_, n) => [...person(n), 'Khu phố 1', 'Thường trú', null]);
  await load(db, await listFile(RESIDENTS, rows.slice(0, 3)), { source: 'police' });
  assert.equal(await people(), 3);
  assert.equal(await ask(), await ask(), 'nothing was committed between: the same answer');

  const before = await ask();
  await load(db, await listFile(RESIDENTS, rows), { source: 'police', dryRun: true });
  assert.equal(await ask(), before, 'a dry run changes nothing');
  await load(db, await listFile(INJECTIONS, [[...person(0), 'AZ', '05/06/2021', 'L1', 1]]));
  const after = await ask();
  assert.deepEqual(
    [before, after].map(({ rows: all }) => all.reduce((sum, { dose1 }) => sum + dose1, 0)),
    [0, 1],
  );
  assert.equal(after.completeness.files, 2);

  await foldCounts(db, tester, day('2030-01-01'));
  assert.deepEqual((await ask()).rows, after.rows, 'the totals moved to another day, the figures did not');
});

test('whoever asks while lists come in gets the figures of one moment', async () => {
  const db = await testDatabase();
  let done = false;
  const imports = (async () => {
    for (let n = 0; n < 6; n++) {
      // Each list holds one resident more and doses for all of them: residents and doses must always agree.
      const list = Array.from(
        { length: n + 1 },
        (_, i) => [...person(i), 'AZ', '05/06/2021', 'L1', 1] as const,
      );
      await load(db, await listFile(INJECTIONS, list, 'grows'), {
        kind: 'residents',
        source: 'police',
        complete: true,
      });
    }
    done = true;
  })();
  const seen: number[] = [];
  while (!done) {
    const { rows } = await coverage(db, units, question);
    const sum = (figure: 'residents' | 'dose1') => rows.reduce((total, row) => total + row[figure], 0);
    assert.equal(sum('residents'), sum('dose1'));
    seen.push(sum('residents'));
  }
  await imports;
  assert.deepEqual(
    seen,
    [...seen].sort((a, b) => a - b),
  );
});
