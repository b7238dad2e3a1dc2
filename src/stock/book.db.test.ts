import assert from 'node:assert/strict';
import test from 'node:test';
import { testDatabase, tester } from '../../test/support/database.ts';
import { day, listFile, load, units } from '../../test/support/lists.ts';
import { type FormSheet, formFile } from '../../test/support/population-forms.ts';
import { writeLotFindings } from '../immunizations/lot-findings.ts';
import { balanceOf, type NewMovement, type StockRowAnswer } from './contract.ts';
import { findStock } from './find-stock.ts';
import { importBook } from './import-book.ts';
import { postMovements } from './post-movements.ts';
import { postSlip } from './post-slip.ts';
import { findBalances } from './store.ts';
import { takeTransferStep } from './transfers/transfer.ts';

const NOW = new Date('2021-12-14T05:00:00Z');
const HONG_HA = units.byCode('06697', day('2021-12-14')).id;
const STATION = 'Trạm Y tế phường Hồng Hà';

/** The book as one layout tells it: receipts, issues, use, balances; columns, names and order as other stations have them. */
type Book = readonly (readonly [sheet: string, rows: FormSheet['rows']])[];
const BOOK: Book = [
  [
    'Xuất kho',
    [
      ['Đơn vị: TYT P. Hồng Hà'],
      ['PHIẾU XUẤT VẮC XIN tính đến ngày 14/12/2021'],
      ['Diễn giải', 'Số liều', 'Lô SX', 'Vắc xin', 'Ngày tháng', 'TT'],
      ['Buổi tiêm 05/11/2021', 60, 'FF2832', 'Pfizer', '05/11/2021', 1],
      ['Chuyển cho TYT Bãi Cháy', 12, 'FF2832', 'Pfizer', '06/11/2021', 2],
      ['Hủy do vỡ', 6, 'FF2832', 'Pfizer', '07/11/2021', 3],
    ],
  ],
  [
    'Nhập kho',
    [
      ['TRẠM Y TẾ PHƯỜNG HỒNG HÀ'],
      ['TT', 'Số CT', 'Ngày tháng', 'Vắc xin', 'Lô SX', 'HSD', 'Số lọ', 'Nguồn nhập'],
      [1, 'PN01', '01/11/2021', 'Pfizer', 'ff2832', '01/2022', 20, 'CDC tỉnh'],
      [2, 'PN02', '08/11/2021', 'AZ', 'NK0139', '20/12/2021', '10', 'CDC tỉnh'],
      [3, 'PN01', '03/11/2021', 'Pfizer', 'FF2832', '01/2022', 20, 'CDC tỉnh'],
      ['', '', '', 'Tổng cộng', '', '', 50, ''],
      [4, 'PN09', '30/02/2021', 'AZ', 'NK0139', '20/12/2021', 1, 'CDC tỉnh'],
    ],
  ],
  [
    'Buổi tiêm',
    [
      ['Ngày tiêm', 'Tên vắc xin', 'Số lô', 'Số lọ mở', 'Số mũi đã tiêm', 'Hủy (liều)'],
      ['05/11/2021', 'Pfizer', 'FF2832', 10, 66, 0],
      ['10/11/2021', 'AZ', 'NK0139', 2, 15, 3],
    ],
  ],
  [
    'Tồn',
    [
      ['Tên vắc xin', 'Số lô', 'Tồn cuối (lọ)'],
      ['Pfizer', 'FF2832', 7],
      ['AZ', 'NK0139', 9],
    ],
  ],
];

const take = async (db: Awaited<ReturnType<typeof testDatabase>>, sheets: Book, dryRun = false) =>
  importBook(
    db,
    units,
    tester,
    {
      path: await formFile(sheets.map(([name, rows]) => ({ name, rows }))),
      name: 'so-kho.xlsx',
      fileId: null,
    },
    { unitCode: '06697', facility: null, asOf: null, dryRun },
    NOW,
  );
const ask = (db: Awaited<ReturnType<typeof testDatabase>>, date = '2021-12-14') =>
  findStock(db, { unitIds: [HONG_HA], facility: null, date: day(date) });
const codes = ({ discrepancies }: StockRowAnswer): string[] => discrepancies.map(({ code }) => code);

test('a book of another layout: every figure, every discrepancy, the cell of each; the same again changes nothing', async () => {
  const db = await testDatabase();
  await take(db, BOOK, true);
  assert.deepEqual(await ask(db), [], 'a dry run keeps nothing');
  const book = await take(db, BOOK);
  assert.equal(book.facility, STATION);
  assert.deepEqual(
    book.findings.map(({ sheet, row, code }) => [sheet, row, code]),
    [
      ['Buổi tiêm', 2, 'overfill_within_limit'],
      ['Buổi tiêm', 3, 'wastage_missing'],
      ['Nhập kho', 5, 'receipt_entered_twice'],
      ['Nhập kho', 7, 'stock_date_unreadable'],
      ['Tồn', 3, 'stated_balance_differs'],
    ],
  );
  const [astra, pfizer] = (await ask(db)) as [StockRowAnswer, StockRowAnswer];
  const figures = ({
    receivedAsEntered,
    received,
    issued,
    opened,
    injected,
    overfill,
    wasted,
    balance,
  }: StockRowAnswer) => [receivedAsEntered, received, issued, opened, injected, overfill, wasted, balance];
  assert.deepEqual(figures(pfizer), [240, 120, 12, 60, 66, 6, 0, 42]);
  assert.deepEqual(figures(astra), [100, 100, 0, 20, 15, 0, 3, 80]);
  assert.equal(pfizer.expiresOn, '2022-01-31');
  assert.deepEqual(codes(pfizer), ['receipt_entered_twice', 'overfill_within_limit']);
  assert.deepEqual(codes(astra), ['wastage_missing', 'stated_balance_differs']);
  assert.deepEqual(
    (await ask(db, '2021-11-05')).map(({ balance }) => balance),
    [60],
    'as of an earlier day',
  );

  const again = await take(db, BOOK);
  assert.deepEqual([again.movementsPosted, again.movementsReversed], [0, 0]);
  // The clerk puts the wastage right: one row is taken back, one is new; nothing else moves.
  const corrected = BOOK.map(
    ([name, rows]) => [name, rows.map((row) => (row[0] === '10/11/2021' ? row.with(5, 5) : row))] as const,
  );
  const third = await take(db, corrected);
  assert.deepEqual([third.movementsPosted, third.movementsReversed], [1, 1]);
  assert.deepEqual(codes((await ask(db))[0]!), ['stated_balance_differs']);
});

test('use before its receipt stands in suspense until the late receipt comes', async () => {
  const db = await testDatabase();
  const only = (name: string): Book => BOOK.filter(([sheet]) => sheet === name);
  await take(db, only('Buổi tiêm'));
  const owed = await findBalances(db, [HONG_HA]);
  assert.deepEqual(
    owed.map(({ amounts }) => [amounts.on_hand, amounts.suspense]),
    [
      [0, -20],
      [0, -60],
    ],
  );
  assert.ok((await ask(db)).every((row) => codes(row).includes('use_without_receipt')));
  await take(db, only('Nhập kho'));
  const settled = await findBalances(db, [HONG_HA]);
  assert.deepEqual(
    settled.map(({ amounts }) => [balanceOf(amounts), amounts.suspense]),
    [
      [80, 0],
      [60, 0],
    ],
  );
});

test('a receipt typed before its book came counts once; one of a transfer that the book tells otherwise is told with the reason', async () => {
  const db = await testDatabase();
  const typed = {
    ...{ unitId: HONG_HA, facility: STATION, item: 'comirnaty', lot: 'FF2832' },
    ...{ counterpart: 'CDC tỉnh', reason: null, source: 'form' as const },
  };
  await db.transaction(tester, (tx) =>
    postSlip(
      tx,
      tester,
      {
        ...{ ...typed, kind: 'receipt', on: day('2021-11-02'), slip: 'pn 01' },
        ...{ doses: 120, expiresOn: null },
      },
      NOW,
    ),
  );
  const book = await take(db, BOOK);
  assert.ok(
    book.findings.some(({ code, row }) => code === 'slip_told_twice' && row === 3),
    'on the row of the book',
  );
  const pfizer = async () => (await ask(db)).find(({ item }) => item === 'comirnaty')!;
  assert.deepEqual(
    (({ receivedAsEntered, received, balance }) => [receivedAsEntered, received, balance])(await pfizer()),
    [360, 120, 42],
  );
  assert.deepEqual(codes(await pfizer()), [
    'receipt_entered_twice',
    'slip_told_twice',
    'overfill_within_limit',
  ]);
  const ends = {
    ...{ fromUnitId: HONG_HA, fromFacility: STATION },
    ...{ toUnitId: HONG_HA, toFacility: 'Điểm tiêm 1' },
  };
  // Forty doses were received; the site's own book says forty-two, between two other receipts.
  const line = { item: 'comirnaty', lot: 'FF2832', doses: 40 };
  const step = (id: string | null, what: 'sent' | 'received', at: string) =>
    db.transaction(tester, (tx) =>
      takeTransferStep(
        tx,
        tester,
        { id, ends, step: what, lines: [line], note: null },
        new Date(`${at}T03:00:00Z`),
      ),
    );
  const id = await step(null, 'sent', '2021-12-01');
  await step(id, 'received', '2021-12-02');
  const receipt = (on: string, doses: number, slip: string): NewMovement => ({
    ...{ ...typed, facility: 'Điểm tiêm 1', slip, on: day(on), kind: 'receipt', source: 'book' },
    ...{ amounts: { external: -doses, on_hand: doses }, short: 'refuse' },
  });
  await db.transaction(tester, (tx) =>
    postMovements(
      tx,
      tester,
      [
        receipt('2021-11-20', 12, 'A'),
        receipt('2021-12-03', 42, 'B'),
        receipt('2021-12-10', 6, 'C'),
      ] as never,
      NOW,
    ),
  );
  const site = (await ask(db)).find(({ facility }) => facility === 'Điểm tiêm 1')!;
  assert.deepEqual(
    site.discrepancies.map(({ code, detail }) => [code, detail.doses, detail.booked]),
    [['slip_halves_differ', 40, 42]],
  );
});

test('lists: a lot under another vaccine, and one dated before it came, are told when stock is known and when it was', async () => {
  const db = await testDatabase();
  const header = [
    'STT',
    'Họ và tên',
    'Ngày sinh',
    'Giới tính',
    'Số CCCD',
    'Vắc xin',
    'Ngày tiêm',
    'Số lô',
    'Mũi số',
    'Địa điểm tiêm',
  ];
  const rows = (from: number) => [
    [
      'Nguyễn Văn An',
      '01/01/1980',
      'Nam',
      `02208000${from}1`,
      'Pfizer',
      '10/11/2021',
      'NK0139',
      1,
      'TYT phường Hồng Hà',
    ],
    ['Trần Thị Bình', '02/02/1981', 'Nữ', `02218100${from}2`, 'Pfizer', '30/10/2021', 'FF2832', 1, STATION],
    // Day and month exchanged: 05/11 was meant, which is no dose before its lot came.
    ['Lê Văn Cường', '03/03/1982', 'Nam', `02208200${from}3`, 'Pfizer', '11/05/2021', 'FF2832', 1, STATION],
    ['Phạm Thị Dung', '04/04/1983', 'Nữ', `02218300${from}4`, 'Pfizer', '05/11/2021', 'FF2832', 1, STATION],
  ];
  const list = await load(db, await listFile(header, rows(100)), {
    kind: 'injections',
    unitCode: '06697',
    asOf: day('2021-12-14'),
  });
  assert.ok(!list.findings.some(({ code }) => /^lot_wrong|^dose_before/.test(code)));
  const book = await take(db, BOOK);
  await db.transaction(tester, (tx) => writeLotFindings(tx, { lots: book.lots }));
  const stored = () =>
    db.query<{ code: string; n: number }>(
      `SELECT code, count(*)::int AS n FROM app.finding WHERE code IN ('lot_wrong_vaccine', 'dose_before_lot_received') GROUP BY 1 ORDER BY 1`,
    );
  assert.deepEqual(await stored(), [
    { code: 'dose_before_lot_received', n: 1 },
    { code: 'lot_wrong_vaccine', n: 1 },
  ]);
  const later = await load(db, await listFile(header, rows(200)), {
    kind: 'injections',
    unitCode: '06697',
    asOf: day('2021-12-14'),
  });
  assert.deepEqual(
    later.findings
      .filter(({ code }) => /^lot_wrong|^dose_before/.test(code))
      .map(({ code, row }) => [row, code]),
    [
      [2, 'lot_wrong_vaccine'],
      [3, 'dose_before_lot_received'],
    ],
  );
  const [astra, pfizer] = (await ask(db)) as [StockRowAnswer, StockRowAnswer];
  assert.ok(
    codes(astra).includes('wrong_vaccine_for_lot') && codes(pfizer).includes('injection_before_receipt'),
  );
  assert.ok(codes(pfizer).includes('usage_more_than_records'), '66 used, hardly anybody named');
});
