import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { readMadeList } from '../../test/support/made-list.ts';
import { practiceFigures, practiceList, practicePapers, practicePeople } from './practice.ts';

const code = fc.integer({ min: 1, max: 99_999 }).map((n) => String(n).padStart(5, '0'));

test('no two units practise with the same number, and each always with its own people', () => {
  fc.assert(
    fc.property(code, code, (one, other) => {
      const numbers = [...new Set([one, other])].flatMap((unit) =>
        practicePeople(unit).map(({ nationalId }) => nationalId),
      );
      assert.equal(new Set(numbers).size, numbers.length);
      assert.ok(numbers.every((number) => /^022[01]\d{8}$/.test(number)));
      assert.deepEqual(practicePeople(one), practicePeople(one));
      assert.equal(new Set(practicePeople(one).map(({ name }) => name)).size, 12);
    }),
  );
});

test('the list of any unit has four slips and no other, each found by its own rule, where the papers say', async () => {
  await fc.assert(
    fc.asyncProperty(code, async (unit) => {
      const { people } = await readMadeList(practiceList(unit));
      assert.equal(people.length, 12);
      const found = people.flatMap(({ findings }) => findings.map((one) => [one.row, one.code]));
      const rows = practicePapers(unit).map(({ row }) => row);
      assert.deepEqual(
        found.toSorted(),
        [
          [rows[0], 'dob_impossible'],
          [rows[1], 'id_digit_missing'],
          [rows[2], 'sex_contradicts_cccd'],
          [rows[3], 'person_unidentified'],
        ].toSorted(),
      );
    }),
    { numRuns: 40 },
  );
});

test('figures to report are whole numbers of people', () => {
  fc.assert(
    fc.property(code, (unit) => {
      const { official, actual, transient } = practiceFigures(unit);
      for (const people of [official, ...actual, ...transient])
        assert.ok(Number.isInteger(people) && people > 0);
      assert.deepEqual([actual.length, transient.length], [5, 5]);
    }),
  );
});
