import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import type { BirthDate, PlainDate } from '../kernel/plain-date.ts';
import { shippedSchedule } from '../schedules/shipped-schedule.ts';
import { type DoseSighting, milestones, projectDoses } from './project-doses.ts';

const birth: BirthDate = { on: '1980-01-02' as PlainDate, precision: 'day' };
const seen = (
  recordId: string,
  number: number | null,
  on: string | null,
  more: Partial<DoseSighting> = {},
): DoseSighting => ({
  recordId,
  number,
  on: on as PlainDate | null,
  kind: null,
  vaccine: 'astrazeneca',
  vaccineText: 'AZ',
  lot: 'L1',
  place: null,
  column: null,
  asOf: '2021-12-14' as PlainDate,
  ...more,
});
const days = (sightings: readonly DoseSighting[]) =>
  projectDoses(sightings, birth, shippedSchedule).doses.map(({ number, on }) => [number, on]);

test('one dose in two rows counts once', () => {
  assert.deepEqual(days([seen('a', 1, '2021-06-01'), seen('b', 1, '2021-06-01')]), [[1, '2021-06-01']]);
  assert.deepEqual(days([seen('a', 1, '2021-06-05'), seen('b', 1, '2021-05-06')]), [[1, '2021-05-06']]);
  assert.deepEqual(days([seen('a', 1, '2021-06-05'), seen('b', 1, null)]), [[1, '2021-06-05']]);
});

test('a dose 2 without a dose 1 counts as two and is a finding', () => {
  const { doses, findings } = projectDoses([seen('a', 2, '2021-09-05')], birth, shippedSchedule);
  assert.deepEqual(
    doses.map(({ number, on, validity }) => [number, on, validity]),
    [
      [1, null, 'inferred'],
      [2, '2021-09-05', 'valid'],
    ],
  );
  assert.deepEqual(
    findings.map(({ code }) => code),
    ['dose2_without_dose1_undocumented'],
  );
});

test('doses given at two places make one series', () => {
  assert.deepEqual(days([seen('b', 2, '2021-09-05', { lot: 'L2' }), seen('a', 1, '2021-06-05')]), [
    [1, '2021-06-05'],
    [2, '2021-09-05'],
  ]);
});

test('a dose without a usable date is a dose', () => {
  assert.deepEqual(
    milestones(
      projectDoses([seen('a', 1, null), seen('a2', 2, '2021-09-01', { lot: 'L2' })], birth, shippedSchedule)
        .doses,
      shippedSchedule,
    ),
    { dose1: '-infinity', dose2: '2021-09-01', dose3: null, full: '2021-09-01' },
  );
});

test('a booster numbered 1 is the dose after the primary series', () => {
  const { doses } = projectDoses(
    [
      seen('a', 1, '2021-03-10'),
      seen('a2', 2, '2021-06-10', { lot: 'L2' }),
      seen('c', 1, '2021-12-12', { kind: 'booster', vaccine: 'comirnaty', lot: 'F1' }),
    ],
    birth,
    shippedSchedule,
  );
  assert.deepEqual(
    doses.map(({ number, kind }) => [number, kind]),
    [
      [1, 'primary'],
      [2, 'primary'],
      [3, 'booster'],
    ],
  );
});

test('the order of claims is nothing, and the number of doses is what is proven', () => {
  const sighting = fc
    .record({
      recordId: fc.constantFrom('a', 'b', 'c', 'd'),
      number: fc.constantFrom(null, 1, 2, 3),
      on: fc.constantFrom(null, '2021-05-05', '2021-08-08', '2021-11-11'),
      lot: fc.constantFrom('L1', 'L2', null),
    })
    .map(({ recordId, number, on, lot }) => seen(recordId, number, on, { lot }));
  fc.assert(
    fc.property(fc.array(sighting, { minLength: 1, maxLength: 5 }), fc.integer(), (sightings, seed) => {
      const shuffled = [...sightings]
        .map((one, i) => ({ one, key: Math.sin(seed + i * 7.3) }))
        .sort((a, b) => a.key - b.key)
        .map(({ one }) => one);
      const [first, second] = [
        projectDoses(sightings, birth, shippedSchedule).doses,
        projectDoses(shuffled, birth, shippedSchedule).doses,
      ];
      const proven = Math.max(...sightings.map(({ number }) => number ?? 1));
      assert.deepEqual(
        second.map(({ number, on }) => [number, on]),
        first.map(({ number, on }) => [number, on]),
      );
      assert.ok(first.length >= proven && first.length <= Math.max(proven, sightings.length) + 2);
      const stated = new Set(sightings.flatMap(({ on }) => (on === null ? [] : [on])));
      assert.ok(first.every(({ on }) => on === null || stated.has(on)));
    }),
    { numRuns: 500 },
  );
});
