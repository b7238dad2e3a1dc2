import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { addDays, type PlainDate } from '../kernel/plain-date.ts';
import { CAUSES, type DayReport, type LotDay, SETTLER_OF } from './contract.ts';
import { explainGaps } from './explain-gaps.ts';

const DAY = '2021-08-04' as PlainDate;
const cell = (more: Partial<LotDay>): LotDay => ({
  day: DAY,
  item: 'astrazeneca',
  lot: 'NK0139',
  declared: null,
  named: 0,
  namedLate: 0,
  namedAfterReport: 0,
  duplicates: 0,
  used: 0,
  usedAfterReport: 0,
  usedTwice: 0,
  overfill: 0,
  wasted: 0,
  untold: 0,
  firstReceipt: '2021-08-01' as PlainDate,
  ...more,
});
const report = (more: Partial<DayReport>): DayReport => ({
  day: DAY,
  total: 0,
  byLot: false,
  sentAt: '2021-08-04T10:00:00Z',
  by: 'tram',
  ...more,
});
/** Causes with their doses, in short. */
const told = (lots: readonly LotDay[], reports: readonly DayReport[] = []): string[] =>
  explainGaps(lots, reports).map(
    ({ kind, lot, parts }) =>
      `${kind} ${lot}: ${parts.map(({ cause, doses }) => `${cause} ${doses}`).join(', ')}`,
  );

test('each cause is told where it shows, and nothing is told where the figures agree', () => {
  assert.deepEqual(told([cell({ named: 90, used: 90 })], [report({ total: 90 })]), []);
  assert.deepEqual(told([cell({ named: 90, used: 94 })]), ['used_named NK0139: not_entered 4']);
  // The lot stands under another vaccine in seven rows.
  assert.deepEqual(
    told([cell({ named: 93, used: 100 }), cell({ item: 'comirnaty', named: 7, firstReceipt: null })]),
    ['used_named NK0139: lot_other_vaccine 7', 'used_named NK0139: lot_other_vaccine -7'],
  );
  // Four doses are dated before the lot came; they are missing on a later day.
  const early = '2021-07-29' as PlainDate;
  assert.deepEqual(told([cell({ day: early, named: 4 }), cell({ named: 50, used: 55 })]), [
    'used_named NK0139: before_receipt -4',
    'used_named NK0139: before_receipt 4, not_entered 1',
  ]);
  assert.deepEqual(told([cell({ lot: null, named: 2, firstReceipt: null }), cell({ named: 5, used: 8 })]), [
    'used_named null: lot_not_named -2',
    'used_named NK0139: lot_not_named 2, not_entered 1',
  ]);
  assert.deepEqual(told([cell({ named: 12, duplicates: 1, used: 10, untold: 5 })]), [
    'used_named NK0139: duplicate_entry -1, wastage_missing -1',
  ]);
  assert.deepEqual(told([cell({ named: 10, used: 20, usedTwice: 10 })]), [
    'used_named NK0139: use_entered_twice 10',
  ]);
  assert.deepEqual(told([cell({ named: 65, used: 65, overfill: 5 })], [report({ total: 60 })]), [
    'declared_used null: overfill -5',
  ]);
  assert.deepEqual(told([cell({ named: 8, used: 8, wasted: 2 })], [report({ total: 10 })]), [
    'declared_used null: wastage_declared 2',
  ]);
  // Without a ledger the report is compared with the named.
  assert.deepEqual(told([cell({ used: null, named: 7, namedAfterReport: 3 })], [report({ total: 5 })]), [
    'declared_named null: entered_late -2',
  ]);
});

test('the parts of every gap add up to it, and a mistake seen in two places cancels out', () => {
  const count = fc.integer({ min: 0, max: 12 });
  const lotDay = fc.record({
    day: fc.integer({ min: 0, max: 9 }).map((n) => addDays(DAY, n)),
    item: fc.constantFrom('astrazeneca', 'comirnaty', null),
    lot: fc.constantFrom('A1', 'A2', null),
    declared: fc.option(count),
    named: count,
    namedLate: count,
    namedAfterReport: count,
    duplicates: count,
    used: fc.option(count, { freq: 6 }),
    usedAfterReport: count,
    usedTwice: count,
    overfill: count,
    wasted: count,
    untold: count,
    firstReceipt: fc.option(fc.integer({ min: 0, max: 9 }).map((n) => addDays(DAY, n))),
  });
  const lots = fc.uniqueArray(lotDay, {
    maxLength: 14,
    selector: ({ day, item, lot }) => `${day} ${item} ${lot}`,
  });
  const reports = fc.uniqueArray(
    fc.record({ n: fc.integer({ min: 0, max: 9 }), total: count, byLot: fc.boolean() }),
    { selector: ({ n }) => n },
  );
  fc.assert(
    fc.property(lots, reports, (cells, said) => {
      const gaps = explainGaps(
        cells,
        said.map(({ n, ...one }) => report({ ...one, day: addDays(DAY, n) })),
      );
      for (const { first, second, parts } of gaps) {
        assert.notEqual(first, second);
        assert.equal(
          parts.reduce((sum, { doses }) => sum + doses, 0),
          first - second,
        );
        for (const { doses } of parts) assert.equal(Math.sign(doses), Math.sign(first - second));
      }
      const moved = gaps.flatMap(({ parts }) => parts.filter(({ other }) => other !== null));
      assert.equal(
        moved.reduce((sum, { doses }) => sum + doses, 0),
        0,
      );
      // Every cell that differs is told, once.
      const differing = cells.filter(({ used, named }) => used !== null && used !== named).length;
      assert.equal(gaps.filter(({ kind }) => kind === 'used_named').length, differing);
    }),
    { numRuns: 500 },
  );
  assert.deepEqual(Object.keys(SETTLER_OF).sort(), [...CAUSES].sort());
});
