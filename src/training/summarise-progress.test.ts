import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { day, units } from '../../test/support/lists.ts';
import { summariseProgress } from './summarise-progress.ts';
import { TASKS } from './tasks.ts';

const AT = day('2021-12-14');
const top = units.byCode('193', AT);
const communes = units.communesUnder(top.id, AT);
const place = fc.constantFrom(top.id, ...communes.map(({ id }) => id));
const who = fc.integer({ min: 1, max: 12 }).map(String);

test('everybody counts once where he belongs, done is never more than attended, and nobody done is stuck', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(who, place), { selector: ([name]) => name }),
      fc.uniqueArray(fc.tuple(who, fc.constantFrom(...TASKS.map(({ id }) => id)), fc.boolean()), {
        selector: ([name, task]) => `${name} ${task}`,
      }),
      (came, looked) => {
        const visitors = came.map(([name, unitId]) => ({ accountId: name, username: `tk.${name}`, unitId }));
        const steps = looked.map(([accountId, task, done]) => ({
          accountId,
          task,
          attempts: 1,
          missing: [],
          at: '2021-12-14T01:00:00Z',
          doneAt: done ? '2021-12-14T01:00:00Z' : null,
        }));
        const { units: rows, stuck } = summariseProgress(units, top.id, AT, { visitors, steps });
        assert.equal(rows.length, communes.length + 1);
        assert.equal(
          rows.reduce((sum, { attended }) => sum + attended, 0),
          visitors.length,
        );
        for (const { attended, done } of rows)
          for (const n of Object.values(done)) assert.ok(n >= 0 && n <= attended);
        const present = new Set(came.map(([name]) => name));
        assert.equal(stuck.length, looked.filter(([name, , done]) => present.has(name) && !done).length);
      },
    ),
  );
});

test('somebody of a commune that has become another since counts in its successor', () => {
  const later = day('2026-01-01');
  const former = communes.find(({ id }) => {
    const placed = units.find(id, later) === undefined ? units.mapTo(id, later) : null;
    return placed !== null && 'unitId' in placed;
  })!;
  const visitors = [{ accountId: '1', username: 'tk', unitId: former.id }];
  const province = units.byCode('22', later);
  const { units: rows } = summariseProgress(units, province.id, later, { visitors, steps: [] });
  assert.equal(
    rows.reduce((sum, { attended }) => sum + attended, 0),
    1,
  );
});
