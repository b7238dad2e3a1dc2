import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import type { BlockingRule } from './blocking-keys.ts';
import { forEachPair } from './blocks.ts';
import { buildBlocks } from './build-blocks.ts';
import { readTable } from './read-table.ts';
import { pagesOf } from './record-pages.ts';
import type { FieldSpec } from './schema.ts';
import type { Table } from './table.ts';
import { Threads } from './threads.ts';

const fields: FieldSpec[] = [
  { name: 'name', kind: 'name' },
  { name: 'birth', kind: 'date' },
  { name: 'hamlet', kind: 'category' },
];
const rules: BlockingRule[] = [
  { atoms: [{ field: 1, part: 'all' }] },
  { atoms: [{ field: 0, part: 'all' }] },
  {
    atoms: [
      { field: 0, part: 'last' },
      { field: 2, part: 'all' },
    ],
  },
];
const record = fc.tuple(
  fc.constantFrom('Nguyễn Văn An', 'Trần Văn An', 'Nguyễn Thị Hoa', null),
  fc.constantFrom('1980-05-02', '1990-01-01', null),
  fc.constantFrom('1', '2', null),
);

const own = new Threads(1);

const tableOf = (rows: readonly (readonly (string | null)[])[], sided = false): Promise<Table> =>
  readTable(own, {
    fields,
    orders: fields.map(() => 'day_first'),
    cells: fields.map((_, f) => f + 1),
    pages: pagesOf(rows.map((values, i) => ({ id: `r${i}`, values }))),
    sides: sided ? Uint8Array.from(rows, (_, i) => i % 2) : null,
  });

async function pairsOf(table: Table, most: number): Promise<string[]> {
  const blocks = await buildBlocks(own, table, rules, most);
  const found: string[] = [];
  forEachPair(blocks, table.sides, table.twoSided, 0, blocks.rules.length, (i, j) => {
    assert.ok(i < j);
    found.push([table.ids.text(i), table.ids.text(j)].sort().join());
  });
  return found.sort();
}

test('every pair that agrees under a rule is met, and each one once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(record, { maxLength: 25 }), fc.boolean(), async (rows, sided) => {
      const last = (name: string | null): string | null => name?.split(' ').at(-1) ?? null;
      const agree = (a: (typeof rows)[number], b: (typeof rows)[number]): boolean =>
        (a[1] !== null && a[1] === b[1]) ||
        (a[0] !== null && a[0] === b[0]) ||
        (a[0] !== null && b[0] !== null && last(a[0]) === last(b[0]) && a[2] !== null && a[2] === b[2]);
      const expected: string[] = [];
      rows.forEach((a, i) => {
        rows.slice(0, i).forEach((b, j) => {
          if (agree(a, b) && (!sided || i % 2 !== j % 2)) expected.push([`r${i}`, `r${j}`].sort().join());
        });
      });
      assert.deepEqual(await pairsOf(await tableOf(rows, sided), 1000), expected.sort());
    }),
  );
});

test('a key that too many share is refined, and given up if that does not help', async () => {
  const rows = Array.from({ length: 30 }, (_, i) => ['Nguyễn Văn An', null, String(i % 10)]);
  const table = await tableOf(rows);
  const rule: BlockingRule[] = [{ atoms: [{ field: 0, part: 'all' }], refine: [{ field: 2, part: 'all' }] }];
  const blocks = await buildBlocks(own, table, rule, 5);
  assert.equal(blocks.pairs, 30);
  assert.equal(blocks.hotKeys.length, 1);
  assert.equal((await buildBlocks(own, table, rule, 2)).pairs, 0);
  assert.equal((await buildBlocks(own, table, rule, 5, new Set(blocks.hotKeys))).pairs, 30);
});
