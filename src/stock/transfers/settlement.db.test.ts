import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { testDatabase, tester } from '../../../test/support/database.ts';
import type { PlainDate } from '../../kernel/plain-date.ts';
import { PHYSICAL } from '../contract.ts';
import { postMovements } from '../post-movements.ts';
import { findBalances } from '../store.ts';
import type { Ends } from './contract.ts';
import { differencesOf, waysFor } from './rules.ts';
import { settleDifference, undoSettlement } from './settle-difference.ts';
import { getTransfer, takeTransferStep } from './transfer.ts';

const NOW = new Date('2021-12-14T03:00:00Z');
const LOTS = ['FF2832', 'FK0112'];
const BOTH = { giver: true, receiver: true };
let pairs = 0;

test('whatever is settled and taken back: what is in transit is what is open, no dose is made or lost, an undo is exact', async () => {
  const db = await testDatabase();
  const doses = fc.integer({ min: 0, max: 40 });
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(doses, doses),
      fc.tuple(doses, doses),
      fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.boolean()), { maxLength: 8 }),
      async (sent, received, deeds) => {
        const n = ++pairs;
        const ends: Ends = {
          ...{ fromUnitId: 1, fromFacility: `Kho ${n}` },
          ...{ toUnitId: 2, toFacility: `Trạm ${n}` },
        };
        const lines = (counts: readonly number[]) =>
          LOTS.map((lot, i) => ({ item: 'comirnaty', lot, doses: counts[i]! }));
        const done = <T>(work: Parameters<typeof db.transaction<T>>[1]) => db.transaction(tester, work);
        await done((tx) =>
          postMovements(
            tx,
            tester,
            LOTS.map((lot) => ({
              ...{ unitId: 1, facility: ends.fromFacility, item: 'comirnaty', lot },
              kind: 'receipt',
              on: '2021-12-01' as PlainDate,
              amounts: { external: -40, on_hand: 40 },
              source: 'form',
              short: 'refuse',
            })),
            NOW,
          ),
        );
        const step = (id: string | null, what: 'sent' | 'received', counts: readonly number[], at: Date) =>
          done((tx) =>
            takeTransferStep(tx, tester, { id, ends, step: what, lines: lines(counts), note: null }, at),
          );
        const id = await step(null, 'sent', sent, NOW);
        // The receiver's clock is an hour slow.
        await step(id, 'received', received, new Date(NOW.getTime() - 3_600_000));
        assert.equal((await getTransfer({ pool: db.pool }, id)).state, 'received');
        const balances = async () =>
          [
            ...(await findBalances(db, [1], ends.fromFacility)),
            ...(await findBalances(db, [2], ends.toFacility)),
          ].filter(({ amounts }) => Object.values(amounts).some((some) => some !== 0));
        const arrived = await balances();
        const standing: string[] = [];
        const check = async () => {
          const open = differencesOf(await getTransfer({ pool: db.pool }, id));
          const now = await balances();
          for (const { facility, lot, amounts } of now) {
            assert.ok(PHYSICAL.every((account) => amounts[account] >= 0));
            if (facility === ends.fromFacility)
              assert.equal(amounts.in_transit, Math.max(open.find((one) => one.lot === lot)?.open ?? 0, 0));
          }
          assert.ok(open.every((one) => Math.sign(one.open) * Math.sign(one.sent - one.received) >= 0));
          // What left one store for another is there, written off, still on its way or too many: nowhere else.
          const total = (account: 'on_hand' | 'suspense' | 'in_transit' | 'written_off') =>
            now.reduce((sum, { amounts }) => sum + amounts[account], 0);
          const surplus = open.reduce((sum, one) => sum + Math.max(-one.open, 0), 0);
          assert.equal(
            total('on_hand') + total('suspense') + total('in_transit') + total('written_off') - surplus,
            80,
          );
        };
        await check();
        for (const [a, b, c, back] of deeds) {
          if (back && standing.length > 0) {
            const [settlement] = standing.splice(a % standing.length, 1);
            await done((tx) => undoSettlement(tx, tester, id, settlement!, 'ghi nhầm', NOW));
          } else {
            const all = differencesOf(await getTransfer({ pool: db.pool }, id));
            const some = all.filter(({ open }) => open !== 0);
            if (some.length === 0) continue;
            const difference = some[a % some.length]!;
            const ways = waysFor(difference, all, BOTH);
            const way = ways[b % ways.length]!;
            const other = way === 'wrong_lot' ? all.find(({ open }) => open < 0)! : null;
            const most = Math.min(Math.abs(difference.open), other === null ? 40 : -other.open);
            standing.push(
              await done((tx) =>
                settleDifference(
                  tx,
                  tester,
                  id,
                  {
                    ...{ item: 'comirnaty', lot: difference.lot, way, reason: 'đã kiểm tra' },
                    doses: 1 + (c % most),
                    instead: other?.lot ?? null,
                  },
                  NOW,
                ),
              ),
            );
          }
          await check();
        }
        for (const settlement of standing)
          await done((tx) => undoSettlement(tx, tester, id, settlement, 'ghi nhầm', NOW));
        assert.deepEqual(await balances(), arrived);
      },
    ),
    { numRuns: 25 },
  );
});
