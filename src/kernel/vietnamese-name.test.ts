import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { decodeTcvn3, decodeVni, detectLegacy, detectLegacyOfColumn, legacyAmong } from './legacy-text.ts';
import {
  compareByGivenName,
  looksLikePersonName,
  parseName,
  startsLikePersonName,
} from './vietnamese-name.ts';
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

test('what stands around a name goes: numbers, titles, relations, remarks, invisible characters', () => {
  fc.assert(
    fc.property(
      names,
      fc.constantFrom('', '1. ', '- ', '12) ', '"'),
      fc.constantFrom('', ' (con)', '(chết)', ' - chết', '*', '.', ' ,', '\n(tạm vắng)'),
      (name, before, after) => {
        const given = `\u200b${before}${name}${after}\ufeff`;
        assert.equal(parseName(given).name, parseName(name).name, given);
      },
    ),
  );
  assert.equal(parseName('Nguyễn Văn An (con)').aside, 'con');
  assert.equal(parseName('Nguyễn Văn An - chết').aside, 'chết');
  assert.equal(parseName('Nguyễn_Văn_An').name, 'Nguyễn Văn An');
  assert.equal(parseName('Bà: Trần Thị Ba').name, 'Trần Thị Ba');
  assert.equal(parseName('Ong Nguyen Van An').name, 'Nguyen Van An');
  assert.equal(parseName('Ong Thi Lan').name, 'Ong Thi Lan');
  assert.equal(parseName('Smith, John').key, 'smith john');
});

test('names of the highlands and from abroad keep their own shape', () => {
  for (const name of [
    "H'Hen Niê",
    'Y Êban',
    "K'Brễu",
    'Sùng A Páo',
    'Chìu Sáy Múi',
    'Wang Xiao Ming',
    '王小明',
    'An',
  ]) {
    assert.equal(parseName(name).name, name);
    assert.notEqual(parseName(name).key, '');
  }
  for (const spelling of ['H’Hen Niê', "H' Hen Niê", 'H Hen Niê', "H'HEN NIÊ", "h'hen niê"])
    assert.equal(parseName(spelling).key, parseName("H'Hen Niê").key, spelling);
  assert.equal(parseName('Lê Quý').toneKey, parseName('Lê Quí').toneKey);
  assert.notEqual(parseName('Lê Thúy').key, parseName('Lê Thúi').key);
  for (const name of ["H'Hen Niê", 'Y Êban', 'Giàng A Sử', 'Hồ Văn An'])
    assert.ok(startsLikePersonName(name), name);
  for (const text of ['Xuân Diệu', 'Đông Triều']) assert.ok(!startsLikePersonName(text), text);
});

test('case: shouting, whispering, and capitals of old fonts whose accents stay small', () => {
  for (const text of ['NGUYỄN VĂN AN', 'nguyễn văn an', 'NGUYễN VăN AN', 'Nguyễn văn An', 'NGUYỄN Văn An'])
    assert.equal(parseName(text).name, 'Nguyễn Văn An', text);
});

test('abbreviated family names are known as such', () => {
  for (const name of ['Ng. Văn An', 'Ng.Văn An', 'Tr. Thị Ba', 'Ng Văn An'])
    assert.ok(parseName(name).abbreviated, name);
  for (const name of ['Nguyễn Văn An', 'Y Êban', 'An']) assert.ok(!parseName(name).abbreviated, name);
});

test('a text that two old fonts could mean is read as those beside it', () => {
  assert.equal(detectLegacy('Khu phè 5'), 'tcvn3');
  assert.equal(detectLegacy('SÑT'), 'tcvn3');
  assert.equal(legacyAmong('SÑT', 'tcvn3', 'vni'), 'vni');
  assert.equal(decodeVni('SÑT'), 'SĐT');
  assert.equal(decodeVni('NGUYEÃN THÒ HOÀNG'), 'NGUYỄN THỊ HỒNG');
});
