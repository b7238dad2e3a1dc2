import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { ageBandOn, BAND_STARTS, latestBirthAtAge } from './age-band.ts';
import {
  addDays,
  addYears,
  ageOn,
  daysBetween,
  fromEpochDay,
  fromExcelSerial,
  makeDate,
  type PlainDate,
  parseDate,
  toEpochDay,
} from './plain-date.ts';

const dates = fc.integer({ min: -36_524, max: 40_000 }).map(fromEpochDay);

test('days and epoch days are one to one', () => {
  fc.assert(
    fc.property(dates, (date) => fromEpochDay(toEpochDay(date)) === date && parseDate(date) === date),
  );
});

test('only days of the calendar are made', () => {
  assert.equal(makeDate(1985, 2, 31), null);
  assert.equal(makeDate(2000, 2, 29), '2000-02-29');
  assert.equal(makeDate(1900, 2, 29), null);
  assert.equal(parseDate('2021-13-01'), null);
});

test('an age is full on the birthday and not the day before', () => {
  fc.assert(
    fc.property(dates, fc.integer({ min: 1, max: 100 }), (birth, years) => {
      const birthday = addYears(birth, years);
      return ageOn(birth, birthday) === years && ageOn(birth, addDays(birthday, -1)) === years - 1;
    }),
  );
});

test('the latest birth at an age is the border of that age', () => {
  fc.assert(
    fc.property(dates, fc.constantFrom(...BAND_STARTS), (on, years) => {
      const border = latestBirthAtAge(on, years);
      return ageOn(border, on) >= years && ageOn(addDays(border, 1), on) < years;
    }),
  );
});

test("65 is in 50–65, and somebody without a birth date is nobody's 0", () => {
  const on = '2021-12-14' as PlainDate;
  assert.equal(ageBandOn('1955-12-15' as PlainDate, on), '50-65');
  assert.equal(ageBandOn('1955-12-14' as PlainDate, on), '66+');
  assert.equal(ageBandOn('2009-12-15' as PlainDate, on), '0-11');
  assert.equal(ageBandOn(null, on), 'unknown');
});

test('Excel serials are days, past the leap day that never was', () => {
  assert.equal(fromExcelSerial(1), '1900-01-01');
  assert.equal(fromExcelSerial(59), '1900-02-28');
  assert.equal(fromExcelSerial(60), null);
  assert.equal(fromExcelSerial(61), '1900-03-01');
  assert.equal(fromExcelSerial(44_544), '2021-12-14');
  assert.equal(daysBetween('2021-12-14' as PlainDate, '2021-12-15' as PlainDate), 1);
});
