import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { addDays, type PlainDate } from '../kernel/plain-date.ts';
import { forecastStock, gs1Date, gtinFits, planNeeds, readGs1 } from './rules.ts';

const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`));
const gtin = digits(13).map((body) => [...'0123456789'].map((last) => body + last).find(gtinFits)!);
const lot = fc.stringMatching(/^[A-Z0-9][A-Z0-9-]{0,19}$/);
const expiry = fc
  .date({ min: new Date('2021-01-01'), max: new Date('2035-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10) as PlainDate);
const yymmdd = (date: PlainDate): string => date.slice(2).replaceAll('-', '');
const GS = '\u001d';

test('a scanned code gives back what was written into it, in every way in which scanners type it', () => {
  fc.assert(
    fc.property(
      gtin,
      lot,
      expiry,
      fc.option(lot),
      fc.constantFrom('', ']d2', ']Q3', GS),
      fc.boolean(),
      (code, number, until, serial, mark, lotFirst) => {
        const parts = lotFirst
          ? [`10${number}${GS}`, `01${code}`, `17${yymmdd(until)}`]
          : [`01${code}`, `17${yymmdd(until)}`, `10${number}${serial === null ? '' : GS}`];
        const written = parts.join('') + (serial === null ? '' : `21${serial}`);
        const wanted = { gtin: code, lot: number, expiresOn: until, serial };
        assert.deepEqual(readGs1(mark + written, 2021), wanted);
        const bracketed = `(01)${code}(17)${yymmdd(until)}(10)${number}${serial === null ? '' : `(21)${serial}`}`;
        assert.deepEqual(readGs1(bracketed, 2021), wanted);
      },
    ),
  );
});

test('what is no such code is refused, never guessed at', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), (text) => {
      const read = readGs1(text, 2021);
      assert.ok(read === null || read.gtin === null || gtinFits(read.gtin));
    }),
  );
  // A wrong check digit, a month 13, a CCCD's QR, nothing.
  for (const text of [
    '0108935049012345',
    '01089350490123411713010110A1',
    '022080113122||Nguyễn Văn A|01011980',
    '',
    '17211231',
  ])
    assert.equal(readGs1(text, 2021), null, text);
  assert.equal(gs1Date('220200', 2021), '2022-02-28');
  assert.equal(gs1Date('991231', 2021), '1999-12-31');
});

test('days left: what expires before it can be used is not counted, whatever the order of lots', () => {
  const on = '2021-12-14' as PlainDate;
  assert.deepEqual(forecastStock([{ balance: 140, expiresOn: null }], 140, on), {
    daysLeft: 14,
    perDay: 10,
    likelyToExpire: 0,
  });
  assert.deepEqual(
    forecastStock(
      [
        { balance: 100, expiresOn: addDays(on, 30) },
        { balance: 100, expiresOn: addDays(on, 4) },
      ],
      140,
      on,
    ),
    { daysLeft: 15, perDay: 10, likelyToExpire: 50 },
  );
  assert.equal(forecastStock([{ balance: 5, expiresOn: addDays(on, -1) }], 0, on).daysLeft, null);
  fc.assert(
    fc.property(
      fc.array(fc.record({ balance: fc.nat(500), days: fc.integer({ min: -5, max: 60 }) })),
      fc.nat(300),
      (lots, used) => {
        const shown = lots.map(({ balance, days }) => ({ balance, expiresOn: addDays(on, days) }));
        const { daysLeft, likelyToExpire } = forecastStock(shown, used, on);
        assert.deepEqual(forecastStock([...shown].reverse(), used, on).daysLeft, daysLeft);
        const usable = shown
          .filter(({ expiresOn }) => expiresOn >= on)
          .reduce((sum, { balance }) => sum + balance, 0);
        assert.ok(likelyToExpire >= 0 && likelyToExpire <= usable);
      },
    ),
  );
});

test('needs of the due: stock out of date or called back is none; what is over serves those for whom any product will do', () => {
  const on = '2021-12-14' as PlainDate;
  const row = { item: 'comirnaty', balance: 60, expiresOn: addDays(on, 20), recalled: false, usedLately: 28 };
  const rows = [row, { ...row, expiresOn: addDays(on, -1) }, { ...row, recalled: true }];
  const needs = [
    { vaccine: 'comirnaty', doses: 40 },
    { vaccine: 'astrazeneca', doses: 25 },
    { vaccine: null, doses: 50 },
  ];
  const planned = planNeeds(rows, needs, new Map([['astrazeneca', 10]]), on);
  assert.deepEqual(
    planned.map(({ item, usable, due, missing, vials }) => [item, usable, due, missing, vials]),
    [
      ['astrazeneca', 0, 25, 25, 3],
      ['comirnaty', 60, 40, 0, 0],
      [null, 20, 50, 30, null],
    ],
  );
});
