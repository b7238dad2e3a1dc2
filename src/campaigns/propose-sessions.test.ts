import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { addDays, type PlainDate } from '../kernel/plain-date.ts';
import { needsAfter, type Plan, proposeSessions } from './propose-sessions.ts';

const MONDAY = '2021-12-13' as PlainDate;
const SHIFTS = [
  { from: '07:30', to: '11:00' },
  { from: '13:30', to: '16:30' },
];
const units = fc.constantFrom('A', 'B', 'C');
const hamlets = fc.constantFrom(null, 'Khu 1', 'Khu 2');
const plan: fc.Arbitrary<Plan> = fc
  .record({
    needs: fc.array(fc.record({ unit: units, hamlet: hamlets, people: fc.integer({ min: 0, max: 300 }) }), {
      maxLength: 8,
    }),
    sites: fc.array(
      fc.record({
        unit: units,
        facility: fc.constantFrom('Trạm', 'Bệnh viện'),
        site: fc.constant(null),
        hamlet: hamlets,
        capacity: fc.integer({ min: 0, max: 120 }),
      }),
      { maxLength: 5 },
    ),
    days: fc.integer({ min: 0, max: 7 }),
    walkInPercent: fc.integer({ min: 0, max: 100 }),
    busyDays: fc.array(fc.record({ unit: units, day: fc.integer({ min: 0, max: 6 }) }), { maxLength: 4 }),
  })
  .map(({ days, busyDays, ...rest }) => ({
    ...rest,
    shifts: SHIFTS,
    // The hospital of B opens on the third day.
    isOpen: ({ unit, facility }, on) => unit !== 'B' || facility === 'Trạm' || on >= addDays(MONDAY, 2),
    days: Array.from({ length: days }, (_, i) => addDays(MONDAY, i)),
    busy: busyDays.map(({ unit, day }) => ({
      unit,
      facility: 'Trạm',
      on: addDays(MONDAY, day),
      from: '08:00',
      to: '10:00',
    })),
  }));

test('a proposed week never expects more than a session holds, has nobody in two places, and leaves nobody out of the sum', () => {
  fc.assert(
    fc.property(plan, (asked) => {
      const { sessions, unplaced } = proposeSessions(asked);
      const all = [...asked.busy, ...sessions];
      for (const [i, one] of sessions.entries()) {
        assert.ok(one.expected > 0 && one.expected + one.walkIns <= one.capacity);
        assert.ok(asked.isOpen(one, one.on));
        const other = all.findIndex(
          (two, at) =>
            at !== asked.busy.length + i &&
            two.unit === one.unit &&
            two.facility === one.facility &&
            two.on === one.on &&
            two.from < one.to &&
            one.from < two.to,
        );
        assert.equal(other, -1, 'a facility is in one place at a time');
      }
      const needed = asked.needs.reduce((sum, { people }) => sum + people, 0);
      assert.equal(sessions.reduce((sum, { expected }) => sum + expected, 0) + unplaced, needed);
      assert.deepEqual(proposeSessions(asked), { sessions, unplaced });
    }),
  );
});

test('people whose hamlet has a mobile site go there, the others to the station, on the earliest free shift', () => {
  const { sessions, unplaced } = proposeSessions({
    needs: [
      { unit: 'A', hamlet: 'Khu 1', people: 70 },
      { unit: 'A', hamlet: 'Khu 9', people: 20 },
    ],
    sites: [
      { unit: 'A', facility: 'Trạm', site: null, hamlet: null, capacity: 50 },
      { unit: 'A', facility: 'Đội lưu động', site: 'Nhà văn hóa Khu 9', hamlet: 'Khu 9', capacity: 40 },
    ],
    days: [MONDAY],
    shifts: SHIFTS,
    walkInPercent: 10,
    isOpen: () => true,
    busy: [],
  });
  assert.deepEqual(
    sessions.map(({ facility, from, expected, walkIns }) => [facility, from, expected, walkIns]),
    [
      ['Trạm', '07:30', 45, 5],
      ['Đội lưu động', '07:30', 20, 4],
      ['Trạm', '13:30', 25, 5],
    ],
  );
  assert.equal(unplaced, 0);
});

test('places that stand already are taken once, those of a mobile site by its hamlet', () => {
  const needs = [
    { unit: 'A', hamlet: 'Khu 1', people: 70 },
    { unit: 'A', hamlet: 'Khu 9', people: 20 },
  ];
  assert.deepEqual(
    needsAfter(needs, [
      { serves: ['A'], hamlet: null, places: 60 },
      { serves: ['A'], hamlet: 'Khu 9', places: 15 },
    ]),
    [
      { unit: 'A', hamlet: 'Khu 1', people: 10 },
      { unit: 'A', hamlet: 'Khu 9', people: 5 },
    ],
  );
});
