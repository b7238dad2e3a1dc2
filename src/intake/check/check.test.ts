import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { readPhoneNumber } from '../../kernel/identifiers.ts';
import { fromEpochDay, type PlainDate, toEpochDay } from '../../kernel/plain-date.ts';
import { readAge, readBirthDate, readBirthParts, readDoseDate } from './dates.ts';
import { readDoseHints, saysNotInjected, tellsOfInjections } from './dose-hints.ts';
import { checkIdentity, readIdentifiers, readPhone } from './identifiers.ts';
import { readDoseNumber, readHamlet, readNote, readResidenceKind, readSex, readVaccine } from './words.ts';

const asOf = '2021-12-14' as PlainDate;
const births = fc
  .integer({ min: toEpochDay('1925-01-01' as PlainDate), max: toEpochDay(asOf) })
  .map(fromEpochDay);
const born = (cell: Parameters<typeof readBirthDate>[0]) => readBirthDate(cell, { asOf });
const codes = (notes: readonly { code: string }[]) => notes.map(({ code }) => code);

test('a birth date is the same however it is written', () => {
  fc.assert(
    fc.property(births, (on) => {
      const [y, m, d] = on.split('-') as [string, string, string];
      for (const cell of [
        `${d}/${m}/${y}`,
        `${Number(d)}/${Number(m)}/${y}`,
        `${d}-${m}-${y}`,
        `${d}.${m}.${y}`,
        on,
        `ngày ${d} tháng ${m} năm ${y}`,
        { serial: toEpochDay(on) + 25_569 },
        { iso: on },
      ])
        assert.deepEqual(born(cell).value, { on, precision: 'day' }, JSON.stringify(cell));
    }),
  );
});

test('years, months, two digits, swapped and impossible days', () => {
  assert.deepEqual(born(1988).value, { on: '1988-01-01', precision: 'year' });
  assert.deepEqual(born('05/1990').value, { on: '1990-05-01', precision: 'month' });
  assert.deepEqual(born('23/12/74').value, { on: '1974-12-23', precision: 'day' });
  assert.deepEqual(born('29/6/08').value, { on: '2008-06-29', precision: 'day' });
  assert.deepEqual(born('05/23/1980'), {
    value: { on: '1980-05-23', precision: 'day' },
    notes: [{ code: 'dob_day_month_swapped', severity: 'info', params: {}, suggestion: null }],
  });
  assert.deepEqual(born('31/02/1985').value, { on: '1985-01-01', precision: 'year' });
  assert.deepEqual(codes(born('31/02/1985').notes), ['dob_impossible']);
  assert.deepEqual(codes(born('01/01/2022').notes), ['dob_future']);
  assert.deepEqual(readBirthParts(3, 5, 1990, { asOf }).value, { on: '1990-05-03', precision: 'day' });
});

test("a dose is dated between the campaign's first day and the list", () => {
  const read = (cell: string) => readDoseDate(cell, { asOf, firstPossible: '2021-03-08' as PlainDate });
  assert.equal(read('07/12/2021').value, '2021-12-07');
  assert.equal(read('09/13/2021').value, '2021-09-13');
  assert.deepEqual(codes(read('30/02/2021').notes), ['dose_date_impossible']);
  assert.deepEqual(codes(read('20/12/2021').notes), ['dose_date_future']);
});

test('identity numbers get their zeros back, and nothing is invented', () => {
  const value = (cell: Parameters<typeof readIdentifiers>[0]) =>
    readIdentifiers(cell).value.map(({ value: number }) => number);
  assert.deepEqual(value(22_080_372_043), ['022080372043']);
  assert.deepEqual(value('100 677 474'), ['100677474']);
  assert.deepEqual(value("'022182767961"), ['022182767961']);
  assert.deepEqual(value('O22182767961'), ['022182767961']);
  assert.deepEqual(value('101605151 / 022182767961'), ['101605151', '022182767961']);
  assert.deepEqual(value('2.2204E+10'), []);
  assert.deepEqual(codes(readIdentifiers('2.2204E+10').notes), ['id_scientific']);
  assert.equal(readIdentifiers('999182767961').value[0]?.sound, false);
});

test('a CCCD that contradicts birth year or sex proves nothing alone', () => {
  const check = checkIdentity(
    {
      sex: 'M',
      birth: { on: '1990-05-03' as PlainDate, precision: 'day' },
      identifiers: [{ kind: 'cccd', value: '022182767961', sound: true }],
    },
    asOf,
  );
  assert.equal(check.identifiers[0]?.sound, false);
  assert.deepEqual(
    [...codes(check.sexNotes), ...codes(check.idNotes)],
    ['sex_contradicts_cccd', 'birth_year_contradicts_cccd'],
  );
});

test('phones: ten digits whatever was written', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('3', '5', '7', '8', '9'),
      fc.stringMatching(/^[1-9][0-9]{4}[1-8]{3}$/),
      (head, tail) => {
        const number = `0${head}${tail}`;
        fc.pre(readPhoneNumber(number).repair === 'none');
        for (const raw of [
          number,
          number.slice(1),
          `+84${number.slice(1)}`,
          `${number.slice(0, 4)}.${number.slice(4, 7)}.${number.slice(7)}`,
        ])
          assert.equal(readPhone(raw).value, number, raw);
      },
    ),
  );
  assert.equal(readPhone('01281862108').value, '0781862108');
  assert.deepEqual(codes(readPhone('0000000000').notes), ['phone_placeholder']);
});

test('words: sex, residence, notes, vaccines, doses, hamlets', () => {
  assert.equal(readSex('Nữ', {}).value, 'F');
  assert.equal(readSex('0', { '0': 'M', '1': 'F' }).value, 'M');
  assert.equal(readSex('1', {}).value, null);
  assert.deepEqual(['TT', 'TTr', 'Tạm trú', 'KT3', 'vãng lai'].map(readResidenceKind), [
    'permanent',
    'temporary',
    'temporary',
    'temporary',
    'transient',
  ]);
  assert.deepEqual(readNote('Đã chết ngày 3/5/2021'), {
    whereabouts: 'dead',
    on: '2021-05-03',
    residenceKind: null,
  });
  assert.equal(readNote('Mới chuyển đến tháng 5').whereabouts, null);
  assert.equal(readNote('Mất CMND').whereabouts, null);
  assert.equal(readNote('đi hoc Hà Nội').whereabouts, 'absent');
  assert.equal(readNote('Đã cắt khẩu').whereabouts, 'moved_out');
  assert.deepEqual(
    ['COVID-19 Vaccine AstraZeneca', 'Astra Zeneca', 'PFIZER', 'Verocell', 'moderna', 'Abdalla'].map(
      (text) => readVaccine(text).value,
    ),
    ['astrazeneca', 'astrazeneca', 'comirnaty', 'vero-cell', 'spikevax', 'abdala'],
  );
  assert.deepEqual(readDoseNumber('Mũi 3'), { number: 3, kind: null });
  assert.equal(readDoseNumber('BS').kind, 'additional');
  assert.equal(readHamlet('Số 84, tổ 2, đường Bạch Đằng, KP1'), 'Khu phố 1');
  assert.equal(readHamlet('địa bàn PHƯỜNG HỒNG HÀ'), null);
});

test('birth dates in words, with gaps, and as programs export them', () => {
  const day = (on: string) => ({ on, precision: 'day' });
  const month = (on: string) => ({ on, precision: 'month' });
  const year = (on: string) => ({ on, precision: 'year' });
  for (const [cell, expected] of [
    ['sinh năm 1950', year('1950-01-01')],
    ['SN: 1950', year('1950-01-01')],
    ['khoảng 1950', year('1950-01-01')],
    ['1950?', year('1950-01-01')],
    ['00/00/1950', year('1950-01-01')],
    ['--/--/1950', year('1950-01-01')],
    ['../../1950', year('1950-01-01')],
    ['75', year('1975-01-01')],
    ['x/5/1990', month('1990-05-01')],
    ['00/05/1990', month('1990-05-01')],
    ['tháng 5/1990', month('1990-05-01')],
    ['tháng 5 năm 1990', month('1990-05-01')],
    ['1990-05', month('1990-05-01')],
    ['12 tháng 3 năm 1980', day('1980-03-12')],
    ['ngày 12, tháng 3, năm 1980', day('1980-03-12')],
    ['12/03/1980 (ÂL)', day('1980-03-12')],
    ['12/03/1980.', day('1980-03-12')],
    ["'12/03/1980", day('1980-03-12')],
    ['12/3/ 1980', day('1980-03-12')],
    ['12/03/1980 00:00:00', day('1980-03-12')],
    ['19800312', day('1980-03-12')],
    [19_800_312, day('1980-03-12')],
    ['12031980', day('1980-03-12')],
    [1_031_980, day('1980-03-01')],
    ['29292', day('1980-03-12')],
    ['29292.0', day('1980-03-12')],
    ['29/02/1980', day('1980-02-29')],
    ['không rõ', null],
    ['', null],
  ] as const)
    assert.deepEqual(born(cell).value, expected, String(cell));
  assert.deepEqual(born('29/02/1981').value, year('1981-01-01'));
  assert.deepEqual(codes(born('29/02/1981').notes), ['dob_impossible']);
  assert.deepEqual(codes(born('mười hai').notes), ['dob_unreadable']);
});

test('a column written month first is read so, and nowhere else', () => {
  assert.equal(readBirthDate('05/06/1980', { asOf, monthFirst: true }).value?.on, '1980-05-06');
  assert.equal(readBirthDate('05/06/1980', { asOf }).value?.on, '1980-06-05');
  assert.equal(readBirthDate('1980-05-06', { asOf, monthFirst: true }).value?.on, '1980-05-06');
});

test('ages are years, of babies months', () => {
  const born = (cell: string | number) => readAge(cell, { asOf }).value?.on;
  assert.equal(born(35), '1986-01-01');
  assert.equal(born('35 tuổi'), '1986-01-01');
  assert.equal(born('8 tháng'), '2021-01-01');
  assert.equal(born('13 tháng'), '2020-01-01');
  assert.deepEqual(codes(readAge(150, { asOf }).notes), ['age_impossible']);
});

test('a dose day without its year is the only such day of the campaign, or none', () => {
  const read = (cell: string) => readDoseDate(cell, { asOf, firstPossible: '2021-03-08' as PlainDate }).value;
  assert.equal(read('5/8'), '2021-08-05');
  assert.equal(read('5/1'), null);
});

test('several numbers in one cell, with words between them', () => {
  const value = (cell: string) => readIdentifiers(cell).value.map(({ value: number }) => number);
  for (const cell of [
    '101605151/022182767961',
    '101605151\n022182767961',
    'CMND: 101605151; CCCD: 022182767961',
    '101605151 (CCCD mới 022182767961)',
    'CMND 101605151 CCCD 022182767961',
    '101605151 022182767961',
  ])
    assert.deepEqual(value(cell), ['101605151', '022182767961'], cell);
  assert.deepEqual(value('CCCD: 022182767961'), ['022182767961']);
  assert.deepEqual(value('chưa có'), []);
  assert.deepEqual(readIdentifiers('chưa có').notes, []);
  // A first zero that is there has not been lost: the missing digit is another, and none is invented.
  assert.deepEqual(value('02218276796'), []);
  assert.deepEqual(codes(readIdentifiers('02218276796').notes), ['id_digit_missing']);
  assert.deepEqual(
    readIdentifiers('M123A4567').value.map(({ kind }) => kind),
    ['passport'],
  );
});

test('phones among words, brackets and other phones', () => {
  for (const cell of [
    '(+84) 912 345 670',
    '+84 0912345670',
    'ĐT: 0912.345.670',
    '0912345670 (con)',
    '0912345670/0987654320',
    '0912345670 - 0987654320',
    '0912345670-0987654320',
    '0912345670 0987654320',
    '123; 0912345670',
  ])
    assert.equal(readPhone(cell).value, '0912345670', cell);
  assert.equal(readPhone('02033825486').value, '02033825486');
});

test('notes: who is meant, and what is denied', () => {
  const about = (text: string) => readNote(text).whereabouts;
  for (const text of ['Chết 2020', 'Mất 12/3/2021', 'Đã qua đời', 'Từ trần'])
    assert.equal(about(text), 'dead', text);
  for (const text of ['CK đi nơi khác', 'c.khẩu đi Cẩm Phả', 'Không còn ở địa phương', 'Xóa khẩu'])
    assert.equal(about(text), 'moved_out', text);
  for (const text of [
    'Đi làm ăn ở Hà Nội',
    'Lấy chồng xa, chưa chuyển khẩu',
    'Đang chấp hành án',
    'XKLĐ Nhật',
  ])
    assert.equal(about(text), 'absent', text);
  for (const text of [
    'Chồng chết',
    'Con ông Bình (đã mất)',
    'Mất sức lao động',
    'Chưa chuyển đi',
    'Không vắng',
    'Mới chuyển đến',
    '',
  ])
    assert.equal(about(text), null, text);
  assert.equal(readNote('Tạm trú từ 2019').residenceKind, 'temporary');
  assert.equal(readNote('Thuê trọ').residenceKind, null);
});

test('what a heading tells of the doses below it', () => {
  assert.deepEqual(
    readDoseHints('DANH SÁCH TIÊM VẮC XIN AZ NGÀY 5/8/2021, lô nj0342, tại Trường THCS Hồng Hà', 1),
    {
      number: 1,
      kind: null,
      vaccine: 'astrazeneca',
      vaccineText: 'az',
      lot: 'NJ0342',
      on: '2021-08-05',
      place: 'Trường THCS Hồng Hà',
    },
  );
  for (const text of ['Danh sách đăng ký tiêm vắc xin', 'Người chưa tiêm', 'Kế hoạch tiêm mũi 2'])
    assert.equal(tellsOfInjections(text), false, text);
  assert.ok(saysNotInjected('Hoãn tiêm do sốt'));
  assert.ok(!saysNotInjected('Tiêm bổ sung'));
});
