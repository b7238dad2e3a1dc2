import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { readCitizenCard, readScanned } from './cccd-qr.ts';

const CARD =
  '022080111222|101234567|Nguyễn Văn An|01021980|Nam|Tổ 3, Khu 2, Hồng Hà, Hạ Long, Quảng Ninh|15042021';

test('the QR of a citizen card gives its seven fields', () => {
  assert.deepEqual(readCitizenCard(CARD), {
    number: '022080111222',
    oldNumber: '101234567',
    name: 'Nguyễn Văn An',
    birth: '1980-02-01',
    sex: 'M',
    address: 'Tổ 3, Khu 2, Hồng Hà, Hạ Long, Quảng Ninh',
    issuedOn: '2021-04-15',
  });
});

test('cards without an old number, in capitals, decomposed, with an impossible day or without sex are still read', () => {
  const card = readCitizenCard(`022380111222||${'TRẦN THỊ BÍCH'.normalize('NFD')}|31021985||Hồng Hà|`);
  assert.deepEqual(card, {
    number: '022380111222',
    oldNumber: null,
    name: 'Trần Thị Bích',
    birth: null,
    sex: 'F',
    address: 'Hồng Hà',
    issuedOn: null,
  });
});

test('an invitation, a bare number and a foreign code are told apart; no text throws', () => {
  assert.equal(readScanned(CARD).kind, 'card');
  assert.deepEqual(readScanned('https://tiem.example/m/7K3M-9QXZ-2B4C'), {
    kind: 'invitation',
    code: '7K3M9QXZ2B4C',
  });
  assert.deepEqual(readScanned(' 022080111222 '), { kind: 'number', number: '022080111222' });
  assert.equal(readScanned('https://example.com').kind, 'other');
  assert.equal(readScanned('1|2|3|4|5|6|7').kind, 'other');
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => typeof readScanned(text).kind === 'string'));
});
