import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { testDatabase, tester } from '../../test/support/database.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { ACCOUNTS, balanceOf, type Holding, type NewMovement, PHYSICAL } from './contract.ts';
import { postMovements } from './post-movements.ts';
import { findBalances, findMovement, stockOnHand } from './store.ts';
import { amountsUsed, undoMovement } from './use-vials.ts';

const NOW = new Date('2021-12-14T03:00:00Z');
let sites = 0;
const site = (): Holding => ({
  unitId: 1,
  facility: `Trạm ${++sites}`,
  item: 'comirnaty',
  lot: 'FF2832',
});
type Step = Readonly<{ kind: 'receipt' | 'use' | 'write_off'; doses: number; day: number }>;
const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('receipt', 'receipt', 'use', 'use', 'write_off'),
  doses: fc.integer({ min: 1, max: 60 }),
  day: fc.integer({ min: 1, max: 28 }),
});
const movement = (at: Holding, { kind, doses, day }: Step): NewMovement => ({
  ...at,
  kind,
  on: `2021-11-${String(day).padStart(2, '0')}` as PlainDate,
  amounts:
    kind === 'receipt'
      ? { external: -doses, on_hand: doses }
      : kind === 'use'
        ? { on_hand: -doses, injected: doses }
        : { on_hand: -doses, written_off: doses },
  source: 'form',
  short: 'suspense',
});

test('entries add up to nothing, what can be touched is never below it, and the order of receipts changes no balance', async () => {
  const db = await testDatabase();
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 12 }),
      fc.infiniteStream(fc.nat()),
      async (steps, dice) => {
        const [first, second] = [site(), site()];
        for (const one of steps)
          await db.transaction(tester, (tx) => postMovements(tx, tester, [movement(first, one)], NOW));
        // The same, in another order and as one batch.
        const shuffled = steps
          .map((one) => ({ one, at: dice.next().value as number }))
          .toSorted((a, b) => a.at - b.at)
          .map(({ one }) => movement(second, one));
        await db.transaction(tester, (tx) => postMovements(tx, tester, shuffled, NOW));
        const [a, b] = [
          (await findBalances(db, [1], first.facility))[0]!.amounts,
          (await findBalances(db, [1], second.facility))[0]!.amounts,
        ];
        assert.deepEqual(a, b);
        const net = steps.reduce((sum, { kind, doses }) => sum + (kind === 'receipt' ? doses : -doses), 0);
        assert.equal(balanceOf(a), net);
        assert.equal(a.suspense, Math.min(net, 0), 'suspense holds just what no receipt covers');
        assert.ok(PHYSICAL.every((account) => a[account] >= 0));
        for (const at of [first, second]) {
          const entries = await db.query<{ movement_id: string; sum: number; none: boolean }>(
            `SELECT e.movement_id, sum(e.doses)::int AS sum, bool_or(e.doses = 0) AS none FROM app.stock_entry e
           JOIN app.stock_movement m ON m.unit_id = e.unit_id AND m.id = e.movement_id WHERE m.facility = $1 GROUP BY 1`,
            [at.facility],
          );
          assert.equal(entries.length, steps.length);
          assert.ok(entries.every(({ sum, none }) => sum === 0 && !none));
          const sums = await db.query<{ account: string; doses: number }>(
            `SELECT e.account, sum(e.doses)::int AS doses FROM app.stock_entry e
           JOIN app.stock_movement m ON m.unit_id = e.unit_id AND m.id = e.movement_id WHERE m.facility = $1 GROUP BY 1`,
            [at.facility],
          );
          for (const account of ACCOUNTS)
            assert.equal(sums.find((one) => one.account === account)?.doses ?? 0, a[account], account);
        }
      },
    ),
    { numRuns: 25 },
  );
});

test('undoing gives back just what was taken, whatever came in between', async () => {
  const db = await testDatabase();
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 6 }),
      step,
      fc.array(step, { maxLength: 6 }),
      async (before, one, after) => {
        const [plain, undone] = [site(), site()];
        const post = (...steps: NewMovement[]) =>
          db.transaction(tester, (tx) => postMovements(tx, tester, steps, NOW));
        await post(...[...before, ...after].map((each) => movement(plain, each)));
        await post(...before.map((each) => movement(undone, each)));
        const { id } = (await post(movement(undone, one)))[0]!;
        await post(...after.map((each) => movement(undone, each)));
        await db.transaction(tester, (tx) =>
          undoMovement(tx, tester, 1, id, { source: 'form', reason: 'nhầm' }, NOW),
        );
        assert.deepEqual(
          (await findBalances(db, [1], undone.facility)).map(({ amounts }) => amounts),
          before.length + after.length === 0
            ? [Object.fromEntries(ACCOUNTS.map((account) => [account, 0]))]
            : (await findBalances(db, [1], plain.facility)).map(({ amounts }) => amounts),
        );
        await assert.rejects(
          db.transaction(tester, (tx) =>
            undoMovement(tx, tester, 1, id, { source: 'form', reason: 'lại' }, NOW),
          ),
          /stock_already_undone/,
        );
        assert.ok((await findMovement(db, 1, id)) !== undefined, 'history stays');
      },
    ),
    { numRuns: 15 },
  );
});

test('what is only intended is refused when doses are missing; twenty at once take no dose twice', async () => {
  const db = await testDatabase();
  const at = site();
  const post = (one: NewMovement) => db.transaction(tester, (tx) => postMovements(tx, tester, [one], NOW));
  await post(movement(at, { kind: 'receipt', doses: 50, day: 1 }));
  const issue: NewMovement = {
    ...at,
    kind: 'issue',
    on: '2021-11-02' as PlainDate,
    amounts: { on_hand: -10, external: 10 },
    source: 'form',
    short: 'refuse',
  };
  const done = await Promise.allSettled(Array.from({ length: 20 }, () => post(issue)));
  assert.equal(done.filter(({ status }) => status === 'fulfilled').length, 5);
  assert.ok(
    done.every(
      (one) => one.status === 'fulfilled' || (one.reason as { code: string }).code === 'stock_short',
    ),
  );
  assert.equal(await stockOnHand(db, at), 0);
  await assert.rejects(post({ ...issue, amounts: { on_hand: -10, external: 9 } }), /stock_unbalanced/);
  await assert.rejects(post({ ...issue, amounts: { opened: -1, injected: 1 } }), /stock_short/);
  await assert.rejects(db.query('UPDATE app.stock_entry SET doses = 0'), /append_only/);
  await assert.rejects(db.query('DELETE FROM app.stock_movement'), /append_only/);
});

test('doses beyond the label come from overfill; what is not told stays open', () => {
  assert.deepEqual(amountsUsed(60, 65, 0), { opened: -60, injected: 65, wasted: 0, overfill: -5 });
  assert.deepEqual(amountsUsed(60, 50, 4), { opened: -54, injected: 50, wasted: 4, overfill: -0 });
});
