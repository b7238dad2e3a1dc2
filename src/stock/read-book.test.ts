import assert from 'node:assert/strict';
import test from 'node:test';
import type { Cell } from '../intake/workbook.ts';
import type { Finding } from '../kernel/finding.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { rowsOf } from './book-rows.ts';
import { readSheet } from './read-book.ts';

const DAY = '2021-12-14' as PlainDate;

/** What a sheet of a book says, row by row: kind, day, lot, doses. */
function read(name: string, rows: readonly (readonly Cell[])[]): unknown[] {
  const sheet = readSheet(
    { name },
    rows.map((cells, i) => ({ row: i + 1, cells })),
    [],
    'so-kho.xlsx',
  );
  assert.ok(sheet !== null, name);
  const findings: Finding[] = [];
  const told = rowsOf([sheet], DAY, findings);
  assert.deepEqual(findings, []);
  return told.map(({ kind, on, item, lot, doses }) => [kind, on.slice(5), item, lot, doses]);
}

test('a card of one lot: product, lot and expiry stand over it, receipts and issues beside each other', () => {
  assert.deepEqual(
    read('The kho', [
      ['THẺ KHO'],
      ['Tên vắc xin: Comirnaty (Pfizer)', null, 'Số lô: FF2832', null, 'Hạn dùng: 29/01/2022'],
      ['Ngày tháng', 'Số chứng từ', 'Diễn giải', 'Nhập', 'Xuất', 'Tồn'],
      ['18/09/2021', 'PX01', 'TTYT huyện cấp', 210, null, 210],
      ['21/09/2021', 'PX02', 'Buổi tiêm', null, 120, 90],
      ['22/09/2021', null, 'Chuyển TYT xã B', null, 30, 60],
      [null, null, 'Cộng', 210, 150, 60],
    ]).filter((row) => (row as unknown[])[0] !== 'closing'),
    [
      ['receipt', '09-18', 'comirnaty', 'FF2832', 210],
      ['session', '09-21', 'comirnaty', 'FF2832', 120],
      ['transfer', '09-22', 'comirnaty', 'FF2832', 30],
    ],
  );
});

test('one sheet for all slips, lots as headings, words without accents, vials instead of doses', () => {
  assert.deepEqual(
    read('So', [
      ['TT', 'Ngày', 'Loại phiếu', 'Vaccine', 'Lot', 'ĐVT', 'SL', 'Nơi giao/nhận', 'Ghi chú'],
      [1, '18/09/2021', 'Nhập', 'Pfizer', 'FF2832', 'Lọ', 35, 'TTYT', null],
      [2, '21/09/2021', 'Xuất', 'Pfizer', 'FF2832', 'Liều', 120, 'Buổi tiêm 21/09', null],
      [3, '22/09/2021', 'Xuất hủy', 'Pfizer', 'FF2832', 'Liều', 6, null, 'vỡ lọ'],
    ]),
    [
      ['receipt', '09-18', 'comirnaty', 'FF2832', 210],
      ['session', '09-21', 'comirnaty', 'FF2832', 120],
      ['write_off', '09-22', 'comirnaty', 'FF2832', 6],
    ],
  );
  assert.deepEqual(
    read('Xuất', [
      ['Ngày xuất', 'Số liều', 'Nơi nhận', 'Ghi chú'],
      ['Vắc xin: Pfizer - Số lô: FF2832'],
      ['21/09/2021', 120, 'Buổi tiêm 21/09/2021', null],
      ['Vắc xin: AZ - Số lô: NK0139'],
      ['22/09/2021', 30, 'Điều chuyển TTYT', null],
    ]),
    [
      ['session', '09-21', 'comirnaty', 'FF2832', 120],
      ['transfer', '09-22', 'astrazeneca', 'NK0139', 30],
    ],
  );
  assert.deepEqual(
    read('NHAP', [
      [
        'STT',
        'Ngay nhap',
        'So phieu',
        'Don vi cap',
        'Ten vac xin',
        'So lo',
        'Han dung',
        'So lo',
        'So lieu/lo',
      ],
      [1, '18/09/2021', 'PX1', 'TTYT', 'AZ', 'NK0139', '29/01/2022', 21, 10],
    ]),
    [['receipt', '09-18', 'astrazeneca', 'NK0139', 210]],
  );
});

test('a report of sums alone is taken at its sums, on its day', () => {
  assert.deepEqual(
    read('Nhập - xuất - tồn', [
      ['BÁO CÁO TỒN KHO, đến ngày 14/12/2021'],
      [
        'TT',
        'Tên vắc xin',
        'Số lô',
        'Tồn đầu kỳ',
        'Nhập trong kỳ',
        'Xuất tiêm',
        'Điều chuyển',
        'Tồn cuối kỳ',
      ],
      [1, 'Moderna', '940919', 20, 190, 180, 10, 20],
    ]),
    [
      ['closing', '12-14', 'spikevax', '940919', 20],
      ['receipt', '12-14', 'spikevax', '940919', 210],
      ['transfer', '12-14', 'spikevax', '940919', 10],
      ['session', '12-14', 'spikevax', '940919', 180],
    ],
  );
});
