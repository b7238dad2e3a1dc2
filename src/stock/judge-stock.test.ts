import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Lot, Movement } from './contract.ts';
import { judgeFacility } from './judge-stock.ts';
import { amountsUsed } from './use-vials.ts';

const HOLDING = { unitId: 1, facility: 'Trạm', item: 'comirnaty', lot: 'FF2832' };
const LOT: Lot = { item: 'comirnaty', lot: 'FF2832', expiresOn: null, dosesPerVial: 6, maxDosesPerVial: 7 };
const dayOf = (n: number): PlainDate => `2021-11-${String(n).padStart(2, '0')}` as PlainDate;
const plain = {
  ...{ vials: null, slip: null, counterpart: null, reason: null, importId: null, sheet: null, row: null },
  ...{ recordedBy: 'thủ kho', recordedAt: '2021-12-14T03:00:00.000Z', source: 'table' as const },
};
let ids = 0;
/** Vials opened on a day and closed on it or the next, as the table posts them. */
const table = (day: number, vials: number, injected: number, closedLater: boolean): Movement[] => {
  const id = String(++ids);
  const opened = { on_hand: -vials * 6, opened: vials * 6 };
  return [
    { ...HOLDING, ...plain, id, kind: 'open', on: dayOf(day), amounts: opened, refersTo: null },
    {
      ...{ ...HOLDING, ...plain, id: String(++ids), kind: 'use', refersTo: id },
      on: dayOf(day + Number(closedLater)),
      amounts: amountsUsed(vials * 6, injected, 0),
    },
  ];
};

test('overfill is judged by the vials of a day: counted whole, beyond only where no vial gives so much, and each day for itself', () => {
  const use = fc.record({
    day: fc.integer({ min: 1, max: 5 }),
    vials: fc.integer({ min: 1, max: 5 }),
    share: fc.integer({ min: 0, max: 8 }),
    closedLater: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(use, { minLength: 1, maxLength: 10 }), (uses) => {
      const [row] = judgeFacility({
        movements: uses.flatMap(({ day, vials, share, closedLater }) =>
          table(day, vials, vials * share, closedLater),
        ),
        ...{ statements: [], doses: [], doubts: [], transfers: [] },
        lots: new Map([['comirnaty|FF2832', LOT]]),
      });
      const extra = uses.reduce((sum, { vials, share }) => sum + Math.max(share - 6, 0) * vials, 0);
      assert.equal(row!.overfill, extra);
      const told = row!.discrepancies.filter(({ code }) => code.startsWith('overfill'));
      const days = [...Map.groupBy(uses, ({ day }) => day)].filter(
        ([, own]) =>
          own.some(({ share }) => share > 6) &&
          own.reduce((over, { vials, share }) => over + vials * (share - 7), 0) > 0,
      );
      assert.deepEqual(
        told.flatMap(({ code, detail }) => (code === 'overfill_beyond_limit' ? [detail.date] : [])).sort(),
        days.map(([day]) => dayOf(day)).sort(),
      );
      // Nothing of it is told twice or left out.
      assert.equal(
        told.reduce((sum, { detail }) => sum + Number(detail.extra), 0),
        extra,
      );
    }),
  );
});
