import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { referenceUnits } from '../areas/units.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { census } from './census.ts';
import { bandAges, bandNames, DISPATCH_BANDS } from './contract.ts';
import { apportion, regroup } from './estimate-bands.ts';

const starts = fc
  .uniqueArray(fc.integer({ min: 1, max: 99 }), { maxLength: 12 })
  .map((ages) => [0, ...ages.sort((a, b) => a - b)]);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

test('people divided by any weights are whole people and add up to the whole', () => {
  fc.assert(
    fc.property(
      fc.nat(5_000_000),
      fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 9 }),
      (whole, weights) => {
        const parts = apportion(whole, weights);
        assert.equal(sum(parts), whole);
        assert.ok(parts.every((part) => Number.isInteger(part) && part >= 0));
      },
    ),
  );
});

test('other groups of the same people: the sum stays, groups that fit keep their number, cut ones are marked', () => {
  fc.assert(
    fc.property(
      starts,
      starts,
      fc.array(fc.nat(100_000), { minLength: 13, maxLength: 13 }),
      (from, to, counts) => {
        const given = bandNames(from).map((band, i) => ({ band, people: counts[i]!, method: null }));
        const made = regroup(given, to);
        assert.equal(sum(made.map(({ people }) => people)), sum(given.map(({ people }) => people)));
        for (const { band, people, method } of made) {
          const same = given.find((one) => one.band === band);
          const [first, last] = bandAges(band)!;
          const inside = given.every((one) => {
            const [a, b] = bandAges(one.band)!;
            return (a >= first && b <= last) || b < first || a > last;
          });
          if (same !== undefined) assert.equal(people, same.people);
          assert.equal(method !== null, !inside, band);
        }
      },
    ),
  );
});

test('the census adds up to what was published, and its groups of the dispatch are estimates of the same people', () => {
  const units = referenceUnits();
  const counted = census(units);
  assert.equal(counted.unitIds.length, 177);
  const all = counted.unitIds.map((id) => counted.find(id, DISPATCH_BANDS.starts)!);
  assert.equal(sum(all.map(({ total }) => total)), 1_320_324);
  for (const { total, bands } of all) {
    assert.equal(sum(bands.map(({ people }) => people)), total);
    assert.ok(bands.every(({ method }) => method === 'district_ages'));
  }
  const hongHa = units.byCode('06697', '2021-12-14' as PlainDate).id;
  assert.equal(counted.find(hongHa, DISPATCH_BANDS.starts)!.total, 22_548);
});
