import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { inCompany } from './in-company.ts';

type Item = Readonly<{ id: number; key: string; kind: string; bad: boolean }>;

const anItem = fc.record({
  key: fc.constantFrom('a', 'b', 'c', 'd'),
  kind: fc.constantFrom('x', 'y'),
  bad: fc.boolean(),
  after: fc.integer({ min: 0, max: 3 }),
});

test('everybody gets his own answer, in companies of those alike, never two of one key, and a bad one harms nobody else', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anItem, { maxLength: 30 }),
      fc.integer({ min: 1, max: 5 }),
      fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
      async (asked, most, enough) => {
        const companies: (readonly Item[])[] = [];
        let under = 0;
        const ask = inCompany((_host: object) => ({
          most,
          ...(enough === undefined ? {} : { enough }),
          key: ({ key }: Item) => key,
          kind: ({ kind }: Item) => kind,
          async serve(items: readonly Item[]) {
            companies.push(items);
            under++;
            // Those of a company that failed are tried each alone, and beside one another.
            if (items.length > 1 && enough === undefined) assert.equal(under, 1);
            await sleep(0);
            under--;
            if (items.some(({ bad }) => bad)) throw new Error('bad');
            return items.map(({ id }) => `answer ${id}`);
          },
        }));
        const host = {};
        const answers = await Promise.allSettled(
          asked.map(async ({ after, ...item }, id) => {
            for (let tick = 0; tick < after; tick++) await sleep(0);
            return ask(host, { ...item, id });
          }),
        );
        for (const [id, answer] of answers.entries())
          assert.deepEqual(
            answer.status === 'fulfilled' ? answer.value : (answer.reason as Error).message,
            asked[id]!.bad ? 'bad' : `answer ${id}`,
          );
        for (const company of companies) {
          assert.ok(company.length <= most);
          assert.equal(new Set(company.map(({ key }) => key)).size, company.length);
          assert.equal(new Set(company.map(({ kind }) => kind)).size, 1);
        }
        assert.equal(under, 0);
      },
    ),
    { numRuns: 60 },
  );
});

test('who comes alone waits for nobody; who comes meanwhile goes together', async () => {
  const sizes: number[] = [];
  const ask = inCompany((_host: object) => ({
    most: 10,
    async serve(items: readonly number[]) {
      sizes.push(items.length);
      await sleep(1);
      return items;
    },
  }));
  const host = {};
  await Promise.all([1, 2, 3, 4].map((item) => ask(host, item)));
  assert.deepEqual(sizes, [1, 3]);
});
