import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { day } from '../../test/support/lists.ts';
import type { SessionLot } from './contract.ts';
import { dosesOf, proposeLots, whyLeftOut } from './rules.ts';

const lots = fc
  .array(
    fc.record({
      vaccine: fc.constantFrom('a', 'b'),
      balance: fc.integer({ min: 0, max: 40 }),
      planned: fc.integer({ min: 0, max: 50 }),
      hindrance: fc.constantFrom(null, null, 'expired', 'recalled', 'quarantined'),
    }),
    { maxLength: 8 },
  )
  .map((drawn) =>
    drawn.map(
      (one, i): SessionLot => ({ ...one, lot: `L${i}`, expiresOn: `2022-0${i + 1}-01`, dosesPerVial: 6 }),
    ),
  );

test('proposed lots can be used, are promised to nobody else, and the first to expire is used up before the next', () => {
  fc.assert(
    fc.property(lots, fc.integer({ min: 1, max: 120 }), (held, wanted) => {
      const free = ({ balance, planned, hindrance }: SessionLot): number =>
        hindrance === null ? Math.max(0, balance - planned) : 0;
      const own = held.filter(({ vaccine }) => vaccine === 'a');
      const proposed = proposeLots('a', held, wanted);
      const there = own.reduce((sum, lot) => sum + free(lot), 0);
      if (there === 0) return assert.deepEqual(proposed, [{ vaccine: 'a', lot: null, doses: null }]);
      assert.equal(dosesOf({ vaccines: proposed }).get('a'), Math.min(there, wanted));
      const usable = own.filter((lot) => free(lot) > 0);
      for (const [i, { lot, doses }] of proposed.entries()) {
        assert.equal(lot, usable[i]!.lot);
        if (i < proposed.length - 1) assert.equal(doses, free(usable[i]!));
      }
    }),
  );
});

test('a campaign takes sessions of its days at its facilities, and none when it is closed', () => {
  const campaign = { closed: false, from: day('2021-12-01'), to: day('2021-12-10'), facilities: [] };
  const at = (on: string, facility = 'Trạm') => ({ on: day(on), unitId: 1, facility });
  const named = { ...campaign, facilities: [{ unitId: 1, facility: 'Trạm' }] };
  assert.equal(whyLeftOut(campaign, at('2021-12-10')), null);
  assert.equal(whyLeftOut(campaign, at('2021-12-11')), 'days');
  assert.equal(whyLeftOut(named, at('2021-12-01')), null);
  assert.equal(whyLeftOut(named, at('2021-12-01', 'Bệnh viện')), 'facility');
  assert.equal(whyLeftOut(named, { ...at('2021-12-01'), unitId: 2 }), 'facility');
  assert.equal(whyLeftOut({ ...campaign, closed: true }, at('2021-12-05')), 'closed');
});
