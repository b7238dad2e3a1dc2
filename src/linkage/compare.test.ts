import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { compareValues } from './compare.ts';
import { type FieldKind, LEVELS, MISSING } from './schema.ts';
import { ValueStore } from './value-store.ts';

function level(kind: FieldKind, a: string, b: string): string {
  const store = new ValueStore(kind);
  const [x, y] = [store.add(a), store.add(b)];
  if (x < 0 || y < 0) return 'missing';
  if (x === y) return LEVELS[kind][0];
  const found = compareValues(store.view(), x, y);
  return found === MISSING ? 'missing' : LEVELS[kind][found]!;
}

const examples: readonly (readonly [FieldKind, string, string, string])[] = [
  ['name', 'Nguyễn Thị Hoà', 'NGUYỄN THỊ HÒA', 'same'],
  ['name', 'Nguyễn Thị Hòa', 'Nguyen Thi Hoa', 'respelled'],
  ['name', 'Huỳnh Văn Nam', 'Hoàng Văn Nam', 'respelled'],
  ['name', 'Võ Minh Quân', 'Vũ Minh Quân', 'respelled'],
  ['name', 'Lý Thị Mỹ', 'Lý Thị Mĩ', 'same'],
  ['name', 'Hùng Nguyễn Văn', 'Nguyễn Văn Hùng', 'respelled'],
  ['name', 'Nguyễn Văn Hùng', 'Nguyễn Văn Hưng', 'accents'],
  ['name', 'Nguyễn Văn Hùng', 'Nguyễn Văn Hùngg', 'near'],
  ['name', 'Trần Thị Thanh Thủy', 'Trần Thanh Thủy', 'short'],
  ['name', 'Ng. Văn Hùng', 'Nguyễn Văn Hùng', 'short'],
  ['name', 'Nguyễn Thị Lan', 'Nguyễn Thị Hương', 'part'],
  ['name', 'Nguyễn Thị Lan', 'Trần Văn Bình', 'differ'],
  ['name', 'robert', 'rob', 'short'],
  ['name', '–', 'Nguyễn Thị Lan', 'missing'],
  ['date', '1980-05-02', '02/05/1980', 'same'],
  ['date', '19800502', '2.5.1980', 'same'],
  ['date', '1980', '1980-05-02', 'partial'],
  ['date', '1980-01-01', '1980-05-02', 'partial'],
  ['date', '1980-02-05', '1980-05-02', 'swapped'],
  ['date', '1980-05-02', '1981-05-02', 'near'],
  ['date', '1980-05-02', '1995-05-02', 'two_parts'],
  ['date', '1980-05-02', '1980-09-17', 'same_year'],
  ['date', '1980-05-02', '1955-11-23', 'differ'],
  ['date', '1856-86-18', '1856-06-18', 'near'],
  ['id', '022080001234', '22080001234', 'same'],
  ['id', '022080001234', '022080001324', 'near'],
  ['id', '022080001234', '022180998877', 'conflict'],
  ['id', '022080001234', '101234567', 'missing'],
  ['id', '1012345678901', '1012345678999', 'similar'],
  ['id', '101234567', '355999567', 'differ'],
  ['phone', '+84912345671', '0912 345 671', 'same'],
  ['phone', '0912345671', '0912345672', 'near'],
  ['phone', '0912345671', '0987111222', 'differ'],
  ['text', 'Khu phố 3', 'khu pho 3', 'same'],
  ['text', 'Bristol', 'Bristol, City of', 'similar'],
  ['text', 'tq13 8df', 'tq13 8hu', 'similar'],
  ['text', '12 đường Lê Lợi', '98 đường Trần Phú', 'part'],
  ['category', 'Nam', 'nam', 'same'],
  ['category', 'Nam', 'Nữ', 'differ'],
];

test('values that people write for the same thing reach the level that says so', () => {
  for (const [kind, a, b, expected] of examples)
    assert.equal(level(kind, a, b), expected, `${kind} ${a} ~ ${b}`);
});

test('comparison is symmetric for any two values', () => {
  const syllable = fc.constantFrom(
    'Nguyễn',
    'Ng.',
    'Thị',
    'Thi',
    'Lan',
    'Loan',
    'Hùng',
    'Hưng',
    'N',
    'Võ',
    'Vũ',
  );
  const name = fc.array(syllable, { minLength: 1, maxLength: 5 }).map((words) => words.join(' '));
  const digits = fc.string({ unit: fc.constantFrom('0', '1', '2', '8'), minLength: 8, maxLength: 12 });
  for (const [kind, value] of [
    ['name', name],
    ['text', name],
    ['date', digits],
    ['id', digits],
    ['phone', digits],
  ] as const)
    fc.assert(fc.property(value, value, (a, b) => assert.equal(level(kind, a, b), level(kind, b, a))));
});
