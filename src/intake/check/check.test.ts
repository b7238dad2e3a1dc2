import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { readPhoneNumber } from '../../kernel/identifiers.ts';
import { fromEpochDay, type PlainDate, toEpochDay } from '../../kernel/plain-date.ts';
import { readBirthDate, readBirthParts, readDoseDate } from './dates.ts';
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
