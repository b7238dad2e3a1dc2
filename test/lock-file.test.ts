import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

interface Locked {
  readonly version?: string;
  readonly dependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
}

/** npm drops other platforms' packages from a lock file it updates in place, and then refuses that file in `npm ci`. */
test('the lock file holds the packages of every platform', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, Locked>;
  };
  const find = (from: string, name: string): Locked | undefined => {
    for (let place = from; ; place = place.slice(0, place.lastIndexOf('node_modules/')).replace(/\/$/, '')) {
      const found = packages[`${place === '' ? '' : `${place}/`}node_modules/${name}`];
      if (found !== undefined || place === '') return found;
    }
  };
  const missing = Object.entries(packages).flatMap(([place, entry]) =>
    Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })
      .filter((name) => find(place, name)?.version === undefined)
      .map((name) => `${name} wanted by ${place}`),
  );
  assert.deepEqual(missing, []);
});
