import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { testDatabase, tester } from '../../test/support/database.ts';
import { INJECTIONS, listFile, load, RESIDENTS } from '../../test/support/lists.ts';
import { addDays, fromEpochDay, type PlainDate, toEpochDay } from '../kernel/plain-date.ts';
import { type CountCell, countCells, countFromRows } from './count-cells.ts';
import { foldCounts } from './fold-counts.ts';

const today = new Date().toISOString().slice(0, 10) as PlainDate;
const sorted = (cells: readonly CountCell[]): string[] =>
  cells
    .filter(({ residents }) => residents !== 0)
    .map((cell) =>
      JSON.stringify([
        cell.unitId,
        cell.kind,
        cell.band,
        cell.residents,
        cell.dose1,
        cell.dose2,
        cell.dose3,
        cell.full,
      ]),
    )
    .sort();
const shown = (date: PlainDate): string => date.split('-').reverse().join('/');

// Birthdays around the borders of the groups, on days near today; doses before and after; deaths, moves, corrections.
const person = fc.record({
  n: fc.integer({ min: 0, max: 14 }),
  age: fc.constantFrom(0, 11, 12, 17, 18, 49, 50, 65, 66, 80),
  offset: fc.integer({ min: -6, max: 6 }),
  kind: fc.constantFrom('Thường trú', 'Tạm trú', 'Vãng lai', 'Tạm vắng'),
  note: fc.constantFrom(null, null, null, 'Đã chết', 'Đã chuyển đi'),
  dose: fc.constantFrom(null, '05/06/2021', '10/11/2021', '31/02/2021'),
  number: fc.constantFrom(1, 2, 3),
});
const born = (age: number, offset: number): PlainDate =>
  addDays(
    fromEpochDay(toEpochDay(today) - Math.round(age * 365.2425)),
    offset < 0 ? offset : -offset - 400 * (age === 0 ? 1 : 0),
  );

test('live totals equal a recount from the rows after any imports, corrections, moves, deaths and birthdays', async () => {
  const db = await testDatabase();
  await fc.assert(
    fc.asyncProperty(
      fc.array(person, { minLength: 1, maxLength: 12 }),
      fc.constantFrom('06697', '06676'),
      fc.boolean(),
      fc.integer({ min: 0, max: 20 }),
      async (people, unitCode, fold, ahead) => {
        const unique = [...new Map(people.map((one) => [one.n, one])).values()];
        const name = (n: number) => `Nguyễn Văn ${'ABCDEFGHIJKLMNO'[n]}`;
        const date = (one: (typeof people)[number]) => shown(born(one.age, one.offset));
        await load(
          db,
          await listFile(
            RESIDENTS,
            unique.map((one) => [name(one.n), date(one), 'Nam', null, 'Khu phố 1', one.kind, one.note]),
          ),
          { unitCode, asOf: today, complete: true },
          `residents-${unitCode}.xlsx`,
        );
        const dosed = unique.filter(({ dose }) => dose !== null);
        if (dosed.length > 0)
          await load(
            db,
            await listFile(
              INJECTIONS,
              dosed.map((one) => [name(one.n), date(one), 'Nam', null, 'AZ', one.dose, 'L1', one.number]),
            ),
            { unitCode, asOf: today },
            `injections-${unitCode}.xlsx`,
          );
        if (fold) await foldCounts(db, tester, addDays(today, Math.min(ahead, 5)));
        const units = (
          await db.query<{ unit_id: number }>('SELECT DISTINCT unit_id FROM app.vaccination_status')
        ).map(({ unit_id }) => unit_id);
        for (const on of [today, addDays(today, ahead), addDays(today, 5)])
          assert.deepEqual(
            sorted(await countCells(db, units, on)),
            sorted(await countFromRows(db, units, on)),
            on,
          );
      },
    ),
    { numRuns: 40 },
  );
});
