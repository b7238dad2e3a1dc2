import assert from 'node:assert/strict';
import test from 'node:test';
import { referenceUnits } from '../../src/areas/units.ts';
import { readCccd } from '../../src/kernel/identifiers.ts';
import { decodeTcvn3 } from '../../src/kernel/legacy-text.ts';
import { yearOf } from '../../src/kernel/plain-date.ts';
import { seededRandom } from '../../src/kernel/seeded-random.ts';
import { parseName } from '../../src/kernel/vietnamese-name.ts';
import { communeSheets, nationalSheet, policeSheet, type Sheet } from './lists.ts';
import { AS_OF, makePeople } from './people.ts';
import { asTcvn3 } from './tcvn3.ts';

const units = referenceUnits();
const commune = units.byCode('06697', AS_OF);
const district = units.get(commune.parentId!, AS_OF);
const people = makePeople(1, 4000, 6);
const texts = (sheets: readonly Sheet[]): string[] =>
  sheets.flatMap(({ rows }) => rows.flat().filter((value) => typeof value === 'string'));

test('the same seed gives the same people and lists', () => {
  assert.deepEqual(makePeople(1, 4000, 6), people);
  assert.notDeepEqual(makePeople(2, 4000, 6), people);
  const lists = () => [
    policeSheet(people, commune, district, seededRandom(2)),
    ...communeSheets(people, commune, 6, seededRandom(3)),
    nationalSheet(people, commune, district, seededRandom(4)),
  ];
  assert.deepEqual(lists(), lists());
});

test('invented people are possible people: numbers fit sex and birth, namesakes are as many as in life', () => {
  for (const { cccd, sex, birth } of people)
    if (cccd !== null) {
      const facts = readCccd(cccd)!;
      assert.deepEqual([facts.sex, facts.birthYear], [sex, yearOf(birth)]);
    }
  const names = new Map<string, number>();
  for (const { name } of people) names.set(name, (names.get(name) ?? 0) + 1);
  const shared = people.filter(({ name }) => names.get(name)! > 1).length / people.length;
  assert.ok(shared > 0.25 && shared < 0.75, `${shared} of people have a namesake`);
  const families = people.filter(({ name }) => name.startsWith('Nguyễn ')).length / people.length;
  assert.ok(families > 0.25 && families < 0.37, `${families} are Nguyễn`);
  const twins = people.filter((a, i) => {
    const b = people[i + 1];
    return b !== undefined && a.household === b.household && a.birth === b.birth && a.relation === 'Con';
  });
  assert.ok(twins.length > 5);
});

test('lists err as real ones do', () => {
  const police = policeSheet(people, commune, district, seededRandom(2));
  const health = nationalSheet(people, commune, district, seededRandom(4));
  const said = communeSheets(people, commune, 6, seededRandom(3));
  const all = texts([police, health, ...said]);
  assert.ok(
    all.some((text) => text.includes('Ð')),
    'eth for Đ',
  );
  assert.ok(
    all.some((text) => text !== text.normalize('NFC')),
    'decomposed names',
  );
  assert.ok(
    all.some((text) => /^\d(\.\d+)?E\+\d+$/.test(text)),
    'scientific notation',
  );
  assert.ok(
    all.some((text) => /^\d{2}\/\d{2}\/\d{2}$/.test(text)),
    'two-digit years',
  );
  assert.ok(all.includes('31/02/2021'), 'impossible days');
  // The last hamlet's head still types in a font of the years before Unicode.
  assert.match(decodeTcvn3(texts([said[5]!]).join(' ')), /Họ và tên .*Nguyễn/);
  const rows = health.rows.slice(8);
  const alone = rows.filter((row) => row[16] === null && row[20] !== null);
  assert.ok(alone.length / rows.length > 0.02, 'second doses in rows of their own');
  assert.ok(
    alone.some((row) => row[7] === null && String(row[23]).startsWith('TTYT')),
    'given elsewhere',
  );
  const numbers = said.flatMap(({ rows: all }) => all.map((row) => row[5])).filter((one) => one !== null);
  assert.ok(
    numbers.some((one) => typeof one === 'number'),
    'numbers that lost their zero',
  );
  assert.ok(
    numbers.some((one) => /^\d{9}$/.test(String(one))),
    'former cards',
  );
});

test('TCVN3 is written as it is read', () => {
  for (const { name } of people.slice(0, 200)) {
    const back = decodeTcvn3(asTcvn3(name));
    assert.equal(parseName(back).key, parseName(name).key);
    assert.equal(back.toLowerCase(), name.toLowerCase());
  }
});
