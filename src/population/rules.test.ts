import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import type { PlainDate } from '../kernel/plain-date.ts';
import { demandStep, progress } from './chain.ts';
import type { Figure, RegisterCount, ReportEvent, Series } from './contract.ts';
import { bandNames, DISPATCH_BANDS } from './contract.ts';
import { agesIn, isCount, isNoFigure, isTotal, readCount, seriesIn } from './form-words.ts';
import { proposeFromRegister } from './propose-from-register.ts';
import { checkFigures, compareFigures, NOTHING_KNOWN } from './rules.ts';

const DAY = '2021-12-14' as PlainDate;
const BANDS = bandNames(DISPATCH_BANDS.starts);
const line = (series: Series, values: readonly number[], hamlet = ''): Figure[] =>
  values.map((people, i) => ({
    series,
    hamlet,
    sex: 'all',
    band: i === 0 ? 'total' : BANDS[i - 1]!,
    people,
    method: null,
  }));
const codes = (findings: readonly { code: string; at: { band: string } }[]) =>
  findings.map(({ code, at }) => `${code} ${at.band}`);

test('parts that are not the whole, hamlets that are not the unit, sexes that are not both', () => {
  const figures = [
    ...line('actual', [656, 135, 29, 282, 93, 27], 'Khu phố 1'),
    ...line('actual', [499, 107, 30, 246, 79, 37], 'Khu phố 2'),
    ...line('actual', [1155, 242, 59, 528, 172, 65]),
    { series: 'actual', hamlet: '', sex: 'M', band: '12-17', people: 30, method: null },
    { series: 'actual', hamlet: '', sex: 'F', band: '12-17', people: 30, method: null },
  ] as const;
  const found = checkFigures(figures, DAY);
  assert.deepEqual(
    found.map(({ code, at: { hamlet, band } }) => [code, hamlet, band]),
    [
      ['population_parts_differ', 'Khu phố 1', 'total'],
      ['population_parts_differ', '', 'total'],
      ['population_hamlets_differ', '', '66+'],
      ['population_sexes_differ', '', '12-17'],
    ],
  );
  assert.deepEqual(found[0]!.params, {
    series: 'actual',
    band: 'total',
    whole: 656,
    sum: 566,
    difference: 90,
  });
});

test('a fall that two weeks do not explain is told, the usual come and go is not', () => {
  const before = { on: '2021-11-30' as PlainDate, figures: line('actual', [3697, 824, 260, 1822, 571, 220]) };
  const now = line('actual', [3691, 822, 197, 1872, 575, 225]);
  assert.deepEqual(codes(checkFigures(now, DAY, { ...NOTHING_KNOWN, previous: before })), [
    'population_change_large 12-17',
  ]);
});

test('fewer people than vaccinated, more passing through than there are, a sum below that differs, a list that differs', () => {
  const register: RegisterCount[] = [
    { series: 'actual', band: '12-17', sex: null, people: 260, dose1: 210 },
    { series: 'actual', band: '18-49', sex: null, people: 700, dose1: 300 },
  ];
  const figures = [
    ...line('actual', [1397, 200, 197, 1000, 0, 0]),
    ...line('transient', [1500, 300, 200, 1000, 0, 0]),
  ];
  assert.deepEqual(codes(checkFigures(figures, DAY, { ...NOTHING_KNOWN, register })), [
    'population_transient_exceeds total',
    'population_register_differs total',
    'population_below_vaccinated 12-17',
  ]);
  const below = { figures: line('actual', [1400, 200, 200, 1000, 0, 0]), reported: 2, expected: 3 };
  assert.deepEqual(codes(checkFigures(figures, DAY, { ...NOTHING_KNOWN, below })).slice(1), [
    'population_below_differs total',
    'population_below_differs 12-17',
  ]);
});

test('figures that add up and change by little are never remarked upon', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 50_000 }), { minLength: 5, maxLength: 5 }), (counts) => {
      const figures = line('actual', [counts.reduce((sum, count) => sum + count, 0), ...counts]);
      assert.deepEqual(
        checkFigures(figures, DAY, {
          ...NOTHING_KNOWN,
          previous: { on: '2021-11-30' as PlainDate, figures },
        }),
        [],
      );
      assert.deepEqual(compareFigures(figures, figures), []);
    }),
  );
});

test('the difference of two versions names what changed, came and went', () => {
  const [before, now] = [line('actual', [100, 40]), line('actual', [110]), line('transient', [5])];
  assert.deepEqual(
    compareFigures(before!, [...now!, ...line('transient', [5])]).map(({ at, before: was, now: is }) => [
      at.series,
      at.band,
      was,
      is,
    ]),
    [
      ['actual', 'total', 100, 110],
      ['actual', '0-11', 40, null],
      ['transient', 'total', null, 5],
    ],
  );
});

test('what the register proposes adds up: groups and those without a birth date make the total, nobody is zero, sexes where all are known', () => {
  const known: RegisterCount[] = [
    { series: 'actual', band: '0-11', sex: 'M', people: 5, dose1: 0 },
    { series: 'actual', band: 'unknown', sex: 'F', people: 3, dose1: 1 },
  ];
  const people = (counts: readonly RegisterCount[], sex: string, band: string) =>
    proposeFromRegister(counts, DISPATCH_BANDS.starts).find(
      (figure) => figure.series === 'actual' && figure.sex === sex && figure.band === band,
    )?.people;
  assert.deepEqual(
    [
      people(known, 'all', 'total'),
      people(known, 'all', '0-11'),
      people(known, 'F', '0-11'),
      people(known, 'all', '66+'),
    ],
    [8, 5, 0, 0],
  );
  const unsexed = [...known, { series: 'actual', band: '0-11', sex: null, people: 2, dose1: 0 } as const];
  assert.deepEqual([people(unsexed, 'all', 'total'), people(unsexed, 'M', '0-11')], [10, undefined]);
  assert.deepEqual(proposeFromRegister([], DISPATCH_BANDS.starts), []);
});

const event = (action: ReportEvent['action'], accountId = 'clerk'): ReportEvent => ({
  action,
  checkerId: null,
  by: accountId,
  accountId,
  at: '',
  reason: null,
});

test('a version goes up level by level, whatever the number of levels, and back with a reason', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4 }), (levels) => {
      const checkers = Array.from({ length: levels }, (_, i) => i + 1);
      const events = [event('submitted')];
      for (const checker of checkers) {
        assert.equal(progress(checkers, events).waitingFor, checker);
        events.push(event('accepted', 'checker'));
      }
      assert.deepEqual(progress(checkers, events), { state: 'locked', waitingFor: null });
      assert.throws(
        () =>
          demandStep(checkers, events, {
            action: 'submitted',
            checkerId: null,
            accountId: null,
            reason: null,
          }),
        /population_step_wrong/,
      );
    }),
  );
  const sent = [event('submitted')];
  const step = { action: 'returned', checkerId: 7, accountId: 'boss', reason: null } as const;
  assert.throws(() => demandStep([7, 8], sent, step), /population_reason_needed/);
  assert.throws(
    () => demandStep([7, 8], sent, { ...step, checkerId: 8, reason: 'thiếu' }),
    /population_step_wrong/,
  );
  assert.throws(
    () => demandStep([7, 8], sent, { ...step, action: 'accepted', accountId: 'clerk' }),
    /population_own_report/,
  );
  assert.equal(progress([7, 8], [...sent, event('returned', 'boss')]).state, 'returned');
});

test('headers name series and groups in the words that officials use', () => {
  for (const [header, ages] of [
    ['duoi 12 tuoi', '0-11'],
    ['< 12', '0-11'],
    ['12 - 17 tuoi', '12-17'],
    ['tu 12 den 17', '12-17'],
    ['tu 12 den duoi 18 tuoi', '12-17'],
    ['tren 65 tuoi', '66+'],
    ['> 65', '66+'],
    ['tu 66 tuoi tro len', '66+'],
    ['66+', '66+'],
    ['tong so', null],
    ['(12)', null],
  ] as const)
    assert.equal(agesIn(header), ages, header);
  for (const [header, series] of [
    ['a) dan so theo tong cuc thong ke', 'official'],
    ['dan so thuc te hien tai (sau bien dong di dan)', 'actual'],
    ['c) dan cu vang lai', 'transient'],
    ['b)', 'actual'],
    ['ghi chu', null],
  ] as const)
    assert.equal(seriesIn(header), series, header);
});

test('totals, counts and what is no figure, by their words', () => {
  for (const [text, total] of [
    ['tong cong', true],
    ['tong cong:', true],
    ['cong', true],
    ['tong so dan', true],
    ['tong cong toan phuong', true],
    ['toan phuong', true],
    ['tong (1+2)', true],
    ['cong hoa', false],
    ['xa cong hoa', false],
    ['khu pho 1', false],
  ] as const)
    assert.equal(isTotal(text), total, text);
  assert.deepEqual(['so ho', 'ty le %', 'da tiem', 'so khau'].map(isNoFigure), [true, true, true, false]);
  assert.deepEqual(['so khau', 'tong dan so', 'so nhan khau', 'ghi chu'].map(isCount), [
    true,
    true,
    true,
    false,
  ]);
});

test('numbers as people write them', () => {
  for (const [cell, value, code] of [
    [3721, 3721, undefined],
    ['3.721', 3721, 'population_number_text'],
    ['3 721 người', 3721, 'population_number_text'],
    ['1,812', 1812, 'population_number_text'],
    [3.721, 3721, 'population_number_thousands'],
    [12.5, 12_500, 'population_number_thousands'],
    [12.3456, null, 'population_number_unreadable'],
    [-3, null, 'population_number_unreadable'],
    ['nhiều', null, 'population_number_unreadable'],
    ['-', null, undefined],
    ['0', 0, undefined],
  ] as const) {
    const read = readCount(cell);
    assert.deepEqual([read.value, read.notes[0]?.code], [value, code], String(cell));
  }
});
