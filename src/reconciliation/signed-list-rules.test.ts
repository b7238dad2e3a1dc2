import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { AGE_BANDS } from '../kernel/age-band.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import {
  applyDifference,
  countList,
  differenceOf,
  hashList,
  LISTED_FIELDS,
  LISTED_KINDS,
  type ListedPerson,
} from './signed-list-rules.ts';

const ON = '2021-12-14' as PlainDate;
const person: fc.Arbitrary<ListedPerson> = fc.record({
  personId: fc
    .integer({ min: 1, max: 12 })
    .map((n) => `01a210b3-0000-7000-8000-${String(n).padStart(12, '0')}`),
  name: fc.constantFrom('Nguyễn Văn An', 'Trần Thị Bình', 'Lê "Châu"\tMinh'),
  sex: fc.constantFrom('M', 'F', null),
  birth: fc.constantFrom('1980', '1956-02', '2010-12-14', '2009-12-14', null),
  nationalId: fc.constantFrom('022080111222', null),
  hamlet: fc.constantFrom('Khu phố 1', 'Khu phố 2', null),
  household: fc.constantFrom('12', '', null),
  kind: fc.constantFrom(...LISTED_KINDS),
});
const list = fc.uniqueArray(person, { selector: ({ personId }) => personId, maxLength: 10 });
const sorted = (people: readonly ListedPerson[]) =>
  [...people].sort((a, b) => (a.personId < b.personId ? -1 : 1));

test('the hash of a list does not depend on the order of its people, and tells every change', () => {
  fc.assert(
    fc.property(list, fc.integer(), person, (people, turn, other) => {
      const hash = hashList('06697', ON, people);
      const at = people.length === 0 ? 0 : Math.abs(turn) % people.length;
      const turned = [...people.slice(at), ...people.slice(0, at)].reverse();
      assert.equal(hashList('06697', ON, turned), hash);
      assert.notEqual(hashList('06676', ON, people), hash);
      assert.notEqual(hashList('06697', '2021-12-15' as PlainDate, people), hash);
      if (people.length === 0) return;
      assert.notEqual(hashList('06697', ON, people.slice(1)), hash);
      const changed = [{ ...other, personId: people[0]!.personId }, ...people.slice(1)];
      const same = LISTED_FIELDS.every((field) => other[field] === people[0]![field]);
      assert.equal(hashList('06697', ON, changed) === hash, same);
    }),
  );
});

test('a list does not differ from itself; a difference applied gives the later list', () => {
  fc.assert(
    fc.property(list, list, (before, after) => {
      assert.deepEqual(differenceOf(before, [...before].reverse()), { added: [], left: [], changed: [] });
      const difference = differenceOf(before, after);
      assert.deepEqual(sorted(applyDifference(before, difference)), sorted(after));
      assert.equal(before.length + difference.added.length - difference.left.length, after.length);
      for (const { before: old, after: anew, fields } of difference.changed)
        assert.deepEqual(
          fields,
          LISTED_FIELDS.filter((field) => old[field] !== anew[field]),
        );
    }),
  );
});

test('everybody of a list is counted once, in the group of his age on the reference date', () => {
  fc.assert(
    fc.property(list, (people) => {
      const counts = countList(ON, people);
      const sum = LISTED_KINDS.flatMap((kind) => AGE_BANDS.map((band) => counts[kind][band]));
      assert.equal(
        sum.reduce((a, b) => a + b, 0),
        people.length,
      );
      for (const kind of LISTED_KINDS) {
        const own = people.filter((one) => one.kind === kind);
        assert.equal(counts[kind]['0-11'], own.filter(({ birth }) => birth === '2010-12-14').length);
        assert.equal(counts[kind]['12-17'], own.filter(({ birth }) => birth === '2009-12-14').length);
        assert.equal(counts[kind]['18-49'], own.filter(({ birth }) => birth === '1980').length);
        assert.equal(counts[kind]['50-65'], own.filter(({ birth }) => birth === '1956-02').length);
        assert.equal(counts[kind].unknown, own.filter(({ birth }) => birth === null).length);
      }
    }),
  );
});
