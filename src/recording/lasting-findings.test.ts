import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { addDays, type PlainDate } from '../kernel/plain-date.ts';
import { LASTING, reasonAgainst, wordsOf } from './lasting-findings.ts';
import { conditionsOf, SCREENING_FLAGS, type ScreeningFlag } from './rules.ts';

const ON = '2021-12-14' as PlainDate;
const flags = fc.subarray([...SCREENING_FLAGS]);

test('only what lasts is kept, a finding once, stated for as long as its rule says or withdrawn', () => {
  fc.assert(
    fc.property(flags, flags, (found, withdrawn) => {
      const words = wordsOf({ flags: found, withdrawn }, ON);
      const lasting = (flag: ScreeningFlag): boolean => LASTING[flag] !== undefined;
      assert.equal(new Set(words.map(({ finding }) => finding)).size, words.length);
      for (const flag of found)
        assert.equal(
          words.some(({ finding, stated }) => finding === flag && stated),
          lasting(flag),
        );
      for (const flag of withdrawn)
        if (lasting(flag)) assert.ok(words.some(({ finding }) => finding === flag));
      for (const { finding, stated, condition, from, until } of words) {
        const { days } = LASTING[finding]!;
        assert.equal(until, stated && days !== null ? addDays(from, days) : null);
        assert.equal(condition, conditionsOf([finding])[0] ?? null);
      }
    }),
  );
});

test('an early pregnancy is one of more than 13 weeks later on, and is withdrawn as a whole', () => {
  assert.deepEqual(
    wordsOf({ flags: ['pregnant_under_13_weeks'] }, ON).map(({ finding, from, until }) => [
      finding,
      from,
      until,
    ]),
    [
      ['pregnant_under_13_weeks', '2021-12-14', '2022-03-15'],
      ['pregnant', '2022-03-15', '2022-10-04'],
    ],
  );
  assert.deepEqual(
    wordsOf({ flags: [], withdrawn: ['pregnant_under_13_weeks'] }, ON).map(({ finding, stated }) => [
      finding,
      stated,
    ]),
    [
      ['pregnant_under_13_weeks', false],
      ['pregnant', false],
    ],
  );
});

test('the gravest finding says why a dose is contraindicated', () => {
  assert.equal(reasonAgainst(['chronic_disease', 'anaphylaxis_history']), 'anaphylaxis_history');
  assert.equal(reasonAgainst(['temperature']), 'temperature');
  assert.equal(reasonAgainst([]), 'not_said');
});
