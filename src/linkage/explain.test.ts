import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { toldTwice } from '../../test/support/told-twice.ts';
import { sentence } from '../platform/messages.ts';
import { explainPair, explanationWords } from './explain.ts';
import { linkRecords } from './link-records.ts';
import { PEOPLE_IN_BLOCK, PERSON_FIELDS, PERSON_RULES, personValues } from './person-schema.ts';
import { FIELD_KINDS, LEVELS } from './schema.ts';

const { records } = toldTwice(2_000, 9);
const options = { rules: PERSON_RULES, mostInBlock: PEOPLE_IN_BLOCK };
const linked = await linkRecords(PERSON_FIELDS, records, options);
const { model } = linked;
const near = (a: number, b: number): void => assert.ok(Math.abs(a - b) < 1e-6, `${a} ${b}`);

test('the bits of the fields add up to the score the linkage gave', () => {
  const values = new Map(records.map((record) => [record.id, record.values]));
  for (const { left, right, bits } of linked.pairs().take(300)) {
    const explanation = explainPair(model, values.get(left)!, values.get(right)!);
    near(
      explanation.fields.reduce((sum, field) => sum + field.bits, 0) + explanation.priorBits,
      explanation.sumBits,
    );
    near(explanation.sumBits, bits - model.calibration.evenBits);
  }
});

test('left and right make no difference', () => {
  fc.assert(
    fc.property(fc.nat(records.length - 1), fc.nat(records.length - 1), (i, j) => {
      const [a, b] = [records[i]!.values, records[j]!.values];
      const [there, back] = [explainPair(model, a, b), explainPair(model, b, a)];
      near(there.sumBits, back.sumBits);
      assert.equal(there.band, back.band);
      assert.deepEqual(
        there.fields.map(({ level }) => level),
        back.fields.map(({ level }) => level),
      );
    }),
  );
});

test('says it in words, in both languages', () => {
  const one = { name: 'Đặng Quốc Khôi', birth: '1970-03-02', cccd: '022070001234', unit: '0' };
  const explanation = explainPair(
    model,
    personValues(one),
    personValues({ ...one, name: 'Dang Quoc Khoi', cccd: '022070778899' }),
  );
  assert.equal(explanation.band, 'different');
  assert.equal(explanation.reason, 'two_numbers');
  for (const language of ['vi', 'en'] as const) {
    const lines = explanationWords(explanation, (key, params) => sentence(language, key, params));
    assert.equal(lines.length, 6);
    assert.ok(
      lines.every((line) => !line.includes('linkage.') && !line.includes('{{')),
      lines.join('\n'),
    );
  }
});

test('every level has its words', () => {
  for (const language of ['vi', 'en'] as const)
    for (const kind of FIELD_KINDS)
      for (const level of LEVELS[kind]) {
        const key = `linkage.level.${kind}.${level}`;
        assert.notEqual(sentence(language, key), key);
      }
});
