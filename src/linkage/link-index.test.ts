import assert from 'node:assert/strict';
import test from 'node:test';
import { toldTwice } from '../../test/support/told-twice.ts';
import { LinkIndex } from './link-index.ts';
import { linkByModel, linkRecords } from './link-records.ts';
import { PEOPLE_IN_BLOCK, PERSON_FIELDS, PERSON_RULES, personValues } from './person-schema.ts';

const { records } = toldTwice(4_000, 5);
const options = { rules: PERSON_RULES, mostInBlock: PEOPLE_IN_BLOCK };
const { model } = await linkRecords(PERSON_FIELDS, records.slice(0, 3_000), options);

test('record by record finds the same pairs and people as a batch under the same model', async () => {
  const batch = await linkByModel(model, PERSON_FIELDS, records);
  const index = new LinkIndex(model);
  const pairs: string[] = [];
  for (const record of records) {
    for (const { id, bits } of index.candidates(record.values, Number.POSITIVE_INFINITY))
      pairs.push(`${[record.id, id].sort()} ${bits}`);
    index.add(record);
  }
  const people = index.clusters();
  const expected = new Map(
    [...batch.table.ids].map((id, i) => [id, batch.table.ids.text(batch.clusters[i]!)] as const),
  );
  for (const [id, group] of expected) assert.equal(people.get(id), group);
  // A batch also lists the weaker pairs inside a group, which no index was asked for.
  const found = new Set(pairs);
  const wanted = [...batch.pairs()]
    .filter(({ bits }) => bits >= model.calibration.reviewBits)
    .map(({ left, right, bits }) => `${[left, right].sort()} ${bits}`);
  assert.ok(wanted.length > 1_000);
  const missed = wanted.filter((pair) => !found.has(pair));
  assert.ok(missed.length <= wanted.length * 0.002, missed.slice(0, 5).join('\n'));
});

test('one form: the best known person first, with band and reason', () => {
  const index = new LinkIndex(model);
  for (const record of records) index.add(record);
  const known = records.find(({ values }) => values[3] !== null && values[2]?.length === 10)!;
  const [best] = index.candidates(known.values);
  assert.equal(best?.id, known.id);
  assert.equal(best?.band, 'same');
  const twin = personValues({
    name: `${known.values[0]!.split(' ').slice(0, -1).join(' ')} Khoa`,
    birth: known.values[2]!,
    unit: known.values[8]!,
    house: known.values[10]!,
    hamlet: known.values[9]!,
    phone: known.values[7]!,
    sex: known.values[1]!,
  });
  for (const candidate of index.candidates(twin)) assert.notEqual(candidate.band, 'same');
  assert.deepEqual(index.candidates(personValues({})), []);
});

test('removed records are not found, changed ones by their new values', () => {
  const index = new LinkIndex(model);
  const [record] = records;
  index.add(record!);
  assert.equal(index.size, 1);
  index.add({
    id: record!.id,
    values: personValues({ name: 'Đặng Quốc Khôi', birth: '1970-03-02', cccd: '022070001234' }),
  });
  assert.equal(index.size, 1);
  assert.deepEqual(index.candidates(record!.values), []);
  assert.equal(
    index.candidates(personValues({ name: 'Dang Quoc Khoi', cccd: '022070001234' }))[0]?.id,
    record!.id,
  );
  index.remove(record!.id);
  assert.equal(index.size, 0);
  assert.deepEqual(index.candidates(personValues({ cccd: '022070001234' })), []);
});

test('keys can be kept elsewhere: records that agree under a rule have equal keys', () => {
  const index = new LinkIndex(model);
  const a = index.keysOf(personValues({ name: 'Đặng Quốc Khôi', birth: '1970-03-02', cccd: '022070001234' }));
  const b = index.keysOf(personValues({ name: 'Dang Quoc Khoi', birth: '1970', cccd: '22070001234' }));
  assert.equal(a.length, PERSON_RULES.length);
  assert.equal(a[0], b[0]);
  assert.ok(a.some((key, rule) => rule > 0 && key !== 0 && key === b[rule]));
});
