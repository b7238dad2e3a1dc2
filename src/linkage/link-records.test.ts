import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { scorePartition, toldTwice } from '../../test/support/told-twice.ts';
import { groupsOf, type LinkResult, linkByModel, linkRecords } from './link-records.ts';
import { PEOPLE_IN_BLOCK, PERSON_FIELDS, PERSON_RULES, personValues } from './person-schema.ts';
import type { LinkRecord } from './schema.ts';

const people = { rules: PERSON_RULES, mostInBlock: PEOPLE_IN_BLOCK };
const { records, person } = toldTwice(6_000, 3);
const linked = await linkRecords(PERSON_FIELDS, records, people);

const groupOf = ({ table, clusters }: LinkResult): Map<string, string> =>
  new Map([...table.ids].map((id, i) => [id, table.ids.text(clusters[i]!)]));
const pairsOf = (result: LinkResult): string[] =>
  [...result.pairs()].map(({ left, right, bits, band }) => `${[left, right].sort()} ${bits} ${band}`).sort();

const shuffled = <T>(list: readonly T[], step: number): T[] =>
  list.map((_, i) => list[(i * step + 17) % list.length]!);

test('finds who is who without labels, and says how well', () => {
  const { precision, recall } = scorePartition(groupOf(linked), person);
  assert.ok(precision >= 0.995, `precision ${precision}`);
  assert.ok(recall >= 0.93, `recall ${recall}`);
  const known = [...linked.pairs()].filter(
    ({ left, right }) => person.get(left) === person.get(right),
  ).length;
  const all = person.size === 0 ? 0 : countPairs([...person.values()]);
  assert.ok(known / all >= 0.985, `recall with review ${known / all}`);
  const { expectedPrecision } = linked.model.calibration;
  assert.ok(expectedPrecision >= 0.995 && expectedPrecision <= 1);
});

function countPairs(keys: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts.values().reduce((sum, n) => sum + (n * (n - 1)) / 2, 0);
}

test('neither the order of the rows nor the number of threads matters', async () => {
  const expected = pairsOf(linked);
  assert.deepEqual(pairsOf(await linkRecords(PERSON_FIELDS, shuffled(records, 7), people)), expected);
  assert.deepEqual(pairsOf(await linkRecords(PERSON_FIELDS, records, { ...people, threads: 1 })), expected);
});

test('a model that stands gives the same again, also after it was kept as JSON', async () => {
  const kept = JSON.parse(JSON.stringify(linked.model)) as typeof linked.model;
  const again = await linkByModel(kept, PERSON_FIELDS, records);
  assert.deepEqual(pairsOf(again), pairsOf(linked));
});

test('no group holds two different valid CCCDs', async () => {
  const cccd = new Map(records.map(({ id, values }) => [id, values[3] ?? null]));
  for (const objective of [{ kind: 'f1' } as const, { kind: 'precision', precision: 0.9 } as const]) {
    const { clusters, table } = await linkRecords(PERSON_FIELDS, records, { ...people, objective });
    for (const group of groupsOf(clusters)) {
      const numbers = new Set(
        group.map((i) => cccd.get(table.ids.text(i))).filter((number) => number !== null),
      );
      assert.ok(numbers.size <= 1, [...numbers].join());
    }
  }
});

/** Joined by itself among enough others to learn from? */
async function joined(...pair: Parameters<typeof personValues>[0][]): Promise<string> {
  const probes = pair.map((one, i): LinkRecord => ({ id: `probe-${i}`, values: personValues(one) }));
  const result = await linkByModel(linked.model, PERSON_FIELDS, [...records, ...probes]);
  const group = groupOf(result);
  if (group.get('probe-0') === group.get('probe-1')) return 'same';
  const seen = [...result.pairs()].some(
    ({ left, right }) => left.startsWith('probe') && right.startsWith('probe'),
  );
  return seen ? 'review' : 'different';
}

const home = { unit: '0', hamlet: '3', house: 'so 12 to 4 duong le loi khu pho 3', phone: '0912345671' };

test('twins, father and son, namesakes and borrowed numbers are never joined without asking', async () => {
  const twin = { ...home, name: 'Đặng Quốc Khôi', sex: 'M', birth: '2012-04-09' };
  assert.notEqual(await joined(twin, { ...twin, name: 'Đặng Quốc Khoa' }), 'same');
  assert.notEqual(await joined(twin, { ...twin, name: 'Đặng Quốc Khởi' }), 'same');
  const father = { ...home, name: 'Đặng Quốc Khôi', sex: 'M', birth: '1952-04-09' };
  assert.notEqual(await joined(father, { ...father, birth: '1982-04-09' }), 'same');
  const namesake = { name: 'Nguyễn Thị Lan', sex: 'F', birth: '1980', unit: '0', hamlet: '3' };
  assert.notEqual(
    await joined({ ...namesake, cccd: '022180001234' }, { ...namesake, cccd: '022180567891' }),
    'same',
  );
  const lender = { ...home, name: 'Đặng Quốc Khôi', sex: 'M', birth: '1970-03-02', cccd: '022070001234' };
  assert.notEqual(
    await joined(lender, { ...lender, name: 'Trần Thị Mơ', birth: '1972-11-20', sex: 'F' }),
    'same',
  );
  assert.equal(await joined(lender, { ...lender, cccd: '022070001243' }), 'review');
});

test('what is plainly one person is joined', async () => {
  const one = { ...home, name: 'Đặng Quốc Khôi', sex: 'M', birth: '1970-03-02', cccd: '022070001234' };
  assert.equal(await joined(one, { ...one, name: 'DANG QUOC KHOI', cccd: null }), 'same');
  assert.equal(await joined(one, { ...one, birth: '1970', phone: null }), 'same');
  assert.equal(await joined(one, { ...one, birth: '1970-02-03', cccd: null }), 'same');
  assert.equal(await joined(one, { name: one.name, birth: one.birth, cccd: one.cccd, unit: '9' }), 'same');
});

test('a record that fits two people is left to a person', async () => {
  const a = {
    name: 'Đặng Quốc Khôi',
    sex: 'M',
    birth: '1970-03-02',
    unit: '0',
    hamlet: '3',
    cccd: '022070001234',
  };
  const b = { ...a, birth: '1970-11-25', cccd: '022070778899' };
  const probes = [a, b, { ...a, birth: '1970', cccd: null }].map(
    (one, i): LinkRecord => ({ id: `probe-${i}`, values: personValues(one) }),
  );
  const group = groupOf(await linkByModel(linked.model, PERSON_FIELDS, [...records, ...probes]));
  assert.equal(new Set(probes.map(({ id }) => group.get(id))).size, 3);
});

test('with two files only pairs across are given', async () => {
  const sided = records.map((record, i): LinkRecord => ({ ...record, side: (i % 2) as 0 | 1 }));
  const side = new Map(sided.map((record) => [record.id, record.side]));
  const result = await linkRecords(PERSON_FIELDS, sided, people);
  const pairs = [...result.pairs()];
  assert.ok(pairs.length > 500);
  for (const { left, right } of pairs) assert.deepEqual([side.get(left), side.get(right)], [0, 1]);
});

test('any small table is linked: no rows, one row, no values, all the same', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          name: fc.option(fc.constantFrom('Nguyễn Văn An', 'Nguyen Van An', 'Trần Thị Hoa', '???')),
          birth: fc.option(fc.constantFrom('1980-05-02', '1980', '31/02/1999', 'x')),
          cccd: fc.option(fc.constantFrom('022080001234', '022080009999', '1')),
        }),
        { maxLength: 12 },
      ),
      async (rows) => {
        const list = rows.map((row, i): LinkRecord => ({ id: `r${i}`, values: personValues(row) }));
        const result = await linkRecords(PERSON_FIELDS, list, people);
        assert.equal(result.clusters.length, rows.length);
        for (const { left, right, bits } of result.pairs()) {
          assert.notEqual(left, right);
          assert.ok(Number.isFinite(bits));
        }
      },
    ),
    { numRuns: 25 },
  );
});
