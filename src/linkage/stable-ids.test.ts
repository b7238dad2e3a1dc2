import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { stableClusterIds } from './stable-ids.ts';

test('the same groups keep their ids; a split keeps the id with the greater part', () => {
  const first = stableClusterIds([['a', 'b', 'c'], ['d']]);
  assert.deepEqual(first, ['a', 'd']);
  const before = new Map([
    ['a', 'a'],
    ['b', 'a'],
    ['c', 'a'],
    ['d', 'd'],
  ]);
  assert.deepEqual(stableClusterIds([['d'], ['a', 'b', 'c']], before), ['d', 'a']);
  assert.deepEqual(stableClusterIds([['a'], ['b', 'c'], ['d']], before), ['a+', 'a', 'd']);
  assert.deepEqual(stableClusterIds([['a', 'b', 'c', 'd']], before), ['a']);
});

test('no two groups share an id, whatever came before', () => {
  const records = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  const partition = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 8, maxLength: 8 });
  const groupsOf = (labels: number[]): string[][] =>
    [...new Set(labels)].map((label) => records.filter((_, i) => labels[i] === label));
  fc.assert(
    fc.property(partition, partition, (old, now) => {
      const oldGroups = groupsOf(old);
      const oldIds = stableClusterIds(oldGroups);
      const before = new Map(
        oldGroups.flatMap((group, g) => group.map((record) => [record, oldIds[g]!] as const)),
      );
      const ids = stableClusterIds(groupsOf(now), before);
      assert.equal(new Set(ids).size, ids.length);
      assert.deepEqual(stableClusterIds(oldGroups, before), oldIds);
    }),
  );
});
