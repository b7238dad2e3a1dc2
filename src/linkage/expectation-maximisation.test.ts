import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { seededRandom } from '../kernel/seeded-random.ts';
import { expectationMaximisation, type Pattern } from './expectation-maximisation.ts';
import { MISSING } from './schema.ts';

/** Pairs drawn from known m, u and kin: what EM has to find again. */
function draw(
  pairs: number,
  share: number,
  kinShare: number,
  m: number[][],
  kin: number[][],
  u: number[][],
): Pattern[] {
  const next = seededRandom(11);
  const pick = (chances: number[]): number => {
    let left = next();
    return chances.findIndex((chance, level) => {
      left -= chance;
      return left < 0 || level === chances.length - 1;
    });
  };
  const counted = new Map<string, { levels: Uint8Array; count: number }>();
  for (let k = 0; k < pairs; k++) {
    const kind = next();
    const from = kind < share ? m : kind < share + kinShare ? kin : u;
    const levels = Uint8Array.from(from, (chances) => (next() < 0.1 ? MISSING : pick(chances)));
    const key = levels.join();
    const known = counted.get(key);
    if (known === undefined) counted.set(key, { levels, count: 1 });
    else known.count++;
  }
  return [...counted.values()];
}

const m = [
  [0.85, 0.1, 0.05],
  [0.8, 0.15, 0.05],
  [0.9, 0.1],
  [0.95, 0.05],
];
const u = [
  [0.01, 0.02, 0.97],
  [0.005, 0.02, 0.975],
  [0.02, 0.98],
  [0.1, 0.9],
];
// Kin: dates (field 1) like strangers, house and hamlet (2, 3) like one person, names now and then.
const kin = [[0.02, 0.3, 0.68], u[1]!, [0.97, 0.03], [0.99, 0.01]];
const prior = m.map((levels) => levels.map(() => 1 / levels.length));
const personal = new Set([1]);
const fields = [0, 1, 2, 3];

test('finds the shares of the levels again, also among households', () => {
  const patterns = draw(60_000, 0.3, 0.3, m, kin, u);
  const found = expectationMaximisation({
    patterns,
    u,
    prior,
    fields,
    personal,
    priorPairs: 10,
    startShare: 0.2,
  });
  assert.ok(Math.abs(found.share - 0.3) < 0.02, String(found.share));
  for (const [f, levels] of m.entries())
    for (const [level, chance] of levels.entries())
      assert.ok(Math.abs(found.m[f]![level]! - chance) < 0.03, `${f}/${level}: ${found.m[f]![level]}`);
});

test('the likelihood never falls, whatever the data', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          levels: fc.tuple(
            fc.constantFrom(0, 1, 2, MISSING),
            fc.constantFrom(0, 1, 2, MISSING),
            fc.constantFrom(0, 1, MISSING),
            fc.constantFrom(0, 1, MISSING),
          ),
          count: fc.integer({ min: 1, max: 500 }),
        }),
        { minLength: 1, maxLength: 30 },
      ),
      fc.double({ min: 0.01, max: 0.9, noNaN: true }),
      (drawn, startShare) => {
        const patterns = drawn.map(({ levels, count }) => ({ levels: Uint8Array.from(levels), count }));
        const input = { patterns, u, prior, fields, personal, priorPairs: 5, startShare, maxRounds: 40 };
        const { likelihoods, m: found } = expectationMaximisation(input);
        for (let k = 1; k < likelihoods.length; k++)
          assert.ok(
            likelihoods[k]! >= likelihoods[k - 1]! - 1e-6 * Math.abs(likelihoods[k]!),
            likelihoods.join(),
          );
        for (const levels of found) assert.ok(Math.abs(levels.reduce((a, b) => a + b, 0) - 1) < 1e-9);
      },
    ),
    { numRuns: 60 },
  );
});

test('without pairs the prior stands', () => {
  const nothing = { patterns: [], u, prior, fields, personal, priorPairs: 5, startShare: 0.3 };
  assert.deepEqual(expectationMaximisation(nothing).m, prior);
});
