import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { keepDoses } from './keep-doses.ts';

const VACCINES = ['a', 'b', 'c'] as const;
const somebody = fc.record({
  rank: fc.integer({ min: 0, max: 5 }),
  vaccines: fc.uniqueArray(fc.constantFrom(...VACCINES)),
  finishes: fc.boolean(),
});
const doses = fc.dictionary(
  fc.constantFrom(...VACCINES),
  fc.constantFrom(0, 1, 3, 8, Number.POSITIVE_INFINITY),
);

test('no vaccine is promised beyond its doses, nobody gets what he may not have, and nobody goes without while his is left', () => {
  fc.assert(
    fc.property(fc.array(somebody, { maxLength: 30 }), doses, (drawn, free) => {
      const people = drawn.map(({ finishes, ...one }, i) => ({
        ...one,
        id: String(i).padStart(2, '0'),
        own: finishes ? (one.vaccines[0] ?? null) : null,
      }));
      const kept = keepDoses(people, new Map(Object.entries(free)));
      const promised = Map.groupBy(kept.values(), (vaccine) => vaccine);
      const left = (vaccine: string): number => (free[vaccine] ?? 0) - (promised.get(vaccine)?.length ?? 0);
      for (const vaccine of VACCINES) assert.ok(left(vaccine) >= 0);
      for (const { id, vaccines } of people) {
        const vaccine = kept.get(id);
        if (vaccine === undefined) assert.ok(vaccines.every((one) => left(one) === 0));
        else assert.ok((vaccines as string[]).includes(vaccine));
      }
    }),
  );
});

test('a series is finished with its own product; who may have any takes of what is plenty', () => {
  const kept = keepDoses(
    [
      { id: 'second dose of a', rank: 1, vaccines: ['a', 'b'], own: 'a' },
      { id: 'first dose', rank: 2, vaccines: ['a', 'b'], own: null },
      { id: 'only b', rank: 3, vaccines: ['b'], own: null },
      { id: 'late for a', rank: 4, vaccines: ['a'], own: 'a' },
    ],
    new Map([
      ['a', 1],
      ['b', 5],
    ]),
  );
  assert.deepEqual(Object.fromEntries(kept), { 'second dose of a': 'a', 'first dose': 'b', 'only b': 'b' });
});
