import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { decodeTcvn3, decodeVni, detectLegacy, detectLegacyOfColumn } from './legacy-text.ts';
import { compareByGivenName, looksLikePersonName, parseName } from './vietnamese-name.ts';
import { foldText, repairText } from './vietnamese-text.ts';

const names = fc
  .array(
    fc.constantFrom(
      'Nguyễn',
      'Trần',
      'Văn',
      'Thị',
      'Đức',
      'Hòa',
      'Thủy',
      'Mỹ',
      'Lan',
      'Quỳnh',
      'Ý',
      'Khuê',
      'Đặng',
    ),
    { minLength: 2, maxLength: 5 },
  )
  .map((words) => words.join(' '));

test('spellings of one name share its key: case, accents, NFD, Ð, blanks', () => {
  fc.assert(
    fc.property(names, (name) => {
      const { key, toneKey } = parseName(name);
      assert.equal(parseName(name.toUpperCase()).key, key);
      assert.equal(parseName(name.normalize('NFD')).toneKey, toneKey);
      assert.equal(parseName(name.replaceAll('Đ', 'Ð')).toneKey, toneKey);
      assert.equal(parseName(` ${name.replaceAll(' ', '  ')}\u00a0`).toneKey, toneKey);
      assert.equal(parseName(foldText(name)).key, key);
    }),
  );
});

test('tone placement and y/i are spelling, not another name', () => {
  assert.equal(parseName('Vũ Viết Hòa').toneKey, parseName('Vũ Viết Hoà').toneKey);
  assert.equal(parseName('Trần Thị Thủy').toneKey, parseName('Trần Thị Thuỷ').toneKey);
  assert.equal(parseName('Lý Mỹ Hy').toneKey, parseName('Lí Mĩ Hi').toneKey);
  assert.notEqual(parseName('Nguyễn Thị Lan').toneKey, parseName('Nguyễn Thị Lán').toneKey);
});

test('titles go, family names that look like titles stay', () => {
  assert.equal(parseName('Chị Trần Thị Huyền').name, 'Trần Thị Huyền');
  assert.equal(parseName('CHU ĐÌNH QUANG').name, 'Chu Đình Quang');
  assert.equal(parseName('Bế Đình Sỹ').name, 'Bế Đình Sỹ');
  assert.equal(parseName('Cù Thị Lan').family, 'Cù');
});

test('people are sorted by given name', () => {
  assert.deepEqual(['Trần Văn Đông', 'Lê Thị An', 'Vũ Văn Dũng'].sort(compareByGivenName), [
    'Lê Thị An',
    'Vũ Văn Dũng',
    'Trần Văn Đông',
  ]);
});

test('TCVN3 and VNI are repaired, correct Vietnamese is left alone', () => {
  assert.equal(detectLegacy('NguyÔn C«ng Lý'), 'tcvn3');
  assert.equal(decodeTcvn3('Ph­êng Hång Hµ'), 'Phường Hồng Hà');
  assert.equal(detectLegacy('Haø Kieân Bình'), 'vni');
  assert.equal(decodeVni('Haø Kieân Bình'), 'Hà Kiên Bình');
  fc.assert(
    fc.property(names, (name) => detectLegacy(name) === null && detectLegacy(foldText(name)) === null),
  );
  assert.equal(detectLegacyOfColumn(['TrÇn ThÞ Anh', 'Lª §øc Khiªm', 'Hoa']), 'tcvn3');
});

test('repair is idempotent', () => {
  fc.assert(fc.property(fc.string(), (text) => repairText(repairText(text)) === repairText(text)));
});

test('headings, sums and hamlets are not names', () => {
  for (const text of [
    'Tổng cộng',
    'Khu phố 3',
    'Cộng tổ 1: 61 người',
    'TRƯỞNG CÔNG AN',
    'Hộ ông: Nguyễn Văn A',
  ])
    assert.equal(looksLikePersonName(text), false, text);
  for (const text of ['Nguyễn Văn A', 'Chíu A Lộc', "H'Hen Niê", 'Y Êban', 'NGÔ THỊ BÉ'])
    assert.equal(looksLikePersonName(text), true, text);
});
