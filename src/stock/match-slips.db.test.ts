import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { testDatabase, tester } from '../../test/support/database.ts';
import { addDays, type PlainDate } from '../kernel/plain-date.ts';
import { balanceOf, type MovementSource, PHYSICAL } from './contract.ts';
import { findStock } from './find-stock.ts';
import { matchSlips } from './match-slips.ts';
import { postMovements } from './post-movements.ts';
import { findBalances, findMovements } from './store.ts';
import { undoMovement } from './use-vials.ts';

const NOW = new Date('2021-12-14T03:00:00Z');
const END = '2021-12-31' as PlainDate;
let sites = 0;

/** A delivery, and who tells of it: a transfer has no slip number, a book or form may leave it out; days of tellings differ. */
const delivery = fc.record({
  doses: fc.integer({ min: 1, max: 3 }).map((n) => n * 60),
  told: fc.uniqueArray(
    fc.record({
      source: fc.constantFrom<MovementSource>('transfer', 'form', 'book'),
      late: fc.integer({ min: 0, max: 3 }),
      numbered: fc.boolean(),
    }),
    { selector: ({ source }) => source, minLength: 1, maxLength: 3 },
  ),
});

test('however many tell of a delivery, and in whatever order, it counts once; taken apart, both count, and it stays so', async () => {
  const db = await testDatabase();
  await fc.assert(
    fc.asyncProperty(
      fc.array(delivery, { minLength: 1, maxLength: 5 }),
      fc.constantFrom('receipt', 'issue'),
      fc.infiniteStream(fc.nat()),
      async (deliveries, kind, dice) => {
        const at = { unitId: 1, facility: `Trạm ${++sites}` };
        const sign = kind === 'receipt' ? 1 : -1;
        const tellings = deliveries
          .flatMap(({ doses, told }, i) =>
            told.map(({ source, late, numbered }) => ({
              ...{ ...at, item: 'comirnaty', lot: 'FF2832', kind, source },
              on: addDays('2021-09-01' as PlainDate, i * 20 + late),
              amounts: { external: -sign * doses, on_hand: sign * doses },
              slip: numbered && source !== 'transfer' ? `PX ${i}` : null,
              short: 'suspense' as const,
            })),
          )
          .map((one) => ({ one, place: dice.next().value as number }))
          .toSorted((a, b) => a.place - b.place)
          .map(({ one }) => one);
        const run = <T>(work: Parameters<typeof db.transaction<T>>[1]) => db.transaction(tester, work);
        const match = () => run((tx) => matchSlips(tx, tester, at, NOW));
        const balance = async (): Promise<number> => {
          const [one] = await findBalances(db, [1], at.facility);
          assert.ok(PHYSICAL.every((account) => one!.amounts[account] >= 0));
          return sign * balanceOf(one!.amounts);
        };
        for (const one of tellings) {
          await run((tx) => postMovements(tx, tester, [one], NOW));
          await match();
        }
        const all = deliveries.reduce((sum, { doses }) => sum + doses, 0);
        const entered = tellings.reduce((sum, { amounts }) => sum + Math.abs(amounts.on_hand), 0);
        assert.equal(await balance(), all);
        const [row] = await findStock(db, { unitIds: [1], facility: at.facility, date: END });
        assert.equal(kind === 'receipt' ? row!.received : row!.issued, all);
        if (kind === 'receipt') assert.equal(row!.receivedAsEntered, entered);
        const matched = async () =>
          (await findMovements(db, { unitIds: [1], facility: at.facility })).filter(
            (one) => one.kind === 'matched',
          );
        const before = await matched();
        await match();
        const after = await matched();
        assert.equal(after.length, before.length, 'the same again changes nothing');
        if (after.length === 0) return;
        const apart = after[(dice.next().value as number) % after.length]!;
        await run((tx) => undoMovement(tx, tester, 1, apart.id, { source: 'form', reason: 'hai lần' }, NOW));
        await match();
        assert.equal(await balance(), all + Math.abs(balanceOf(apart.amounts)));
        // The telling goes too: only the delivery is left.
        await run((tx) =>
          undoMovement(tx, tester, 1, apart.refersTo!, { source: 'form', reason: 'nhầm' }, NOW),
        );
        await match();
        assert.equal(await balance(), all);
      },
    ),
    { numRuns: 25 },
  );
});
