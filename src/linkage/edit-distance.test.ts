import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { editDistance, jaroWinkler } from './edit-distance.ts';

/** Two texts in one array, as the library keeps them. */
function laid(a: string, b: string): [Uint16Array, number, number, number, number] {
  const chars = Uint16Array.from([...`${a}${b}`], (c) => c.charCodeAt(0));
  return [chars, 0, a.length, a.length, a.length + b.length];
}
const distance = (a: string, b: string, limit = 99): number => editDistance(...laid(a, b), limit);
const similarity = (a: string, b: string): number => jaroWinkler(...laid(a, b));

/** The textbook recurrence, slow and plain. */
function naive(a: string, b: string): number {
  const d = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)),
  );
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++) {
      d[i]![j] = Math.min(
        d[i - 1]![j]! + 1,
        d[i]![j - 1]! + 1,
        d[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        d[i]![j] = Math.min(d[i]![j]!, d[i - 2]![j - 2]! + 1);
    }
  return d[a.length]![b.length]!;
}

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), maxLength: 12 });

test('edit distance is that of the textbook, cut off at the limit', () => {
  fc.assert(
    fc.property(word, word, fc.integer({ min: 0, max: 4 }), (a, b, limit) => {
      assert.equal(distance(a, b), naive(a, b));
      assert.equal(distance(a, b, limit), Math.min(naive(a, b), limit + 1));
    }),
  );
});

test('both measures are symmetric', () => {
  fc.assert(
    fc.property(word, word, (a, b) => {
      assert.equal(distance(a, b), distance(b, a));
      assert.equal(similarity(a, b), similarity(b, a));
    }),
  );
});

test('Jaro–Winkler gives the published examples', () => {
  for (const [a, b, expected] of [
    ['martha', 'marhta', 0.961],
    ['dixon', 'dicksonx', 0.813],
    ['dwayne', 'duane', 0.84],
    ['abc', 'xyz', 0],
    ['', '', 1],
  ] as const)
    assert.ok(Math.abs(similarity(a, b) - expected) < 0.001, `${a} ${b} ${similarity(a, b)}`);
});
