import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { addDays, type BirthDate, type PlainDate } from '../kernel/plain-date.ts';
import type { Condition, ScheduleRules } from './contract.ts';
import {
  evaluateDoses,
  type ForecastPerson,
  forecast,
  type GivenDose,
  kindOfNext,
  makeSchedule,
  primaryDoses,
  rulesOn,
} from './rules.ts';
import { shippedSchedule as schedule, shippedRules } from './shipped-schedule.ts';

const day = (text: string): PlainDate => text as PlainDate;
const adult: BirthDate = { on: day('1980-01-02'), precision: 'day' };
const given = (
  number: number,
  vaccine: string | null,
  on: string | null,
  more: Partial<GivenDose> = {},
): GivenDose => ({
  number,
  vaccine,
  on: on as PlainDate | null,
  kind: null,
  ...more,
});
const reasons = (doses: readonly GivenDose[], birth: BirthDate | null = adult) =>
  evaluateDoses({ birth }, doses, schedule).map(({ valid, reason }) => (valid ? 'valid' : reason));
const next = (doses: readonly GivenDose[], on: string, person: Partial<ForecastPerson> = {}) =>
  forecast({ birth: adult, ...person }, doses, schedule, day(on));

// The rules that had begun by a day: what that day knew.
const knownOn = (on: PlainDate) =>
  makeSchedule(
    Object.fromEntries(
      Object.entries(shippedRules).map(([kind, rules]) => [kind, rules.filter(({ from }) => from <= on)]),
    ) as ScheduleRules,
  );

const anyDay = (from: string, days: number) =>
  fc.integer({ min: 0, max: days }).map((n) => addDays(day(from), n));
const anyVaccine = fc.constantFrom(...schedule.primary.keys(), null);
const anyBirth = fc.option(
  fc.record({ on: anyDay('1930-01-01', 33_000), precision: fc.constantFrom('day', 'month', 'year') }),
) as fc.Arbitrary<BirthDate | null>;
const anySeries = fc
  .array(fc.record({ gap: fc.integer({ min: 1, max: 260 }), vaccine: anyVaccine }), { maxLength: 4 })
  .chain((steps) =>
    anyDay('2021-03-08', 250).map((start) => {
      let on = start;
      return steps.map(({ gap, vaccine }, place) => {
        on = addDays(on, gap);
        return given(place + 1, vaccine, on);
      });
    }),
  );
const anyConditions = fc.subarray<Condition>(['pregnant', 'breastfeeding', 'immunocompromised']);

test('a dose is judged by the rules of its own day', () => {
  assert.deepEqual(reasons([given(1, 'vero-cell', '2021-09-01'), given(2, 'vero-cell', '2021-09-21')]), [
    'valid',
    'too_early',
  ]);
  assert.deepEqual(reasons([given(1, 'vero-cell', '2021-09-01'), given(2, 'vero-cell', '2021-09-22')]), [
    'valid',
    'valid',
  ]);
  const primary = [given(1, 'comirnaty', '2021-08-01'), given(2, 'comirnaty', '2021-09-01')];
  assert.equal(reasons([...primary, given(3, 'comirnaty', '2021-11-30')])[2], 'not_scheduled');
  assert.equal(reasons([...primary, given(3, 'comirnaty', '2021-12-16')])[2], 'too_early');
  assert.equal(reasons([...primary, given(3, 'comirnaty', '2021-12-17')])[2], 'valid');
  const child: BirthDate = { on: day('2007-01-02'), precision: 'day' };
  assert.deepEqual(reasons([given(1, 'comirnaty', '2021-10-01')], child), ['too_young']);
  assert.deepEqual(reasons([given(1, 'comirnaty', '2021-10-20')], child), ['valid']);
  assert.deepEqual(
    ['abdala', 'janssen', 'astrazeneca', null].map((vaccine) => primaryDoses(schedule, vaccine)),
    [3, 1, 2, 2],
  );
});

test('mixing is allowed from the day of its document, and never for Sinopharm and Sputnik V', () => {
  const mixed = (first: string, then: string, on: string) =>
    reasons([given(1, first, '2021-04-01'), given(2, then, on)])[1];
  assert.equal(mixed('astrazeneca', 'comirnaty', '2021-07-26'), 'mixing_not_allowed');
  assert.equal(mixed('astrazeneca', 'comirnaty', '2021-07-27'), 'valid');
  assert.equal(mixed('astrazeneca', 'spikevax', '2021-09-09'), 'mixing_not_allowed');
  assert.equal(mixed('astrazeneca', 'spikevax', '2021-09-10'), 'valid');
  assert.equal(mixed('vero-cell', 'astrazeneca', '2021-11-01'), 'mixing_not_allowed');
  assert.equal(mixed('sputnik-v', 'comirnaty', '2021-11-01'), 'mixing_not_allowed');
});

test('the next dose: kind, number and days from the rules', () => {
  const pick = ({ next: dose, reason }: ReturnType<typeof forecast>) =>
    dose === null ? reason : [dose.kind, dose.doseNo, dose.earliest, dose.recommended, dose.overdue];
  const az = given(1, 'astrazeneca', '2021-09-01');
  assert.deepEqual(pick(next([], '2021-12-14')), ['primary', 1, '2021-03-08', '2021-03-08', '2021-04-06']);
  assert.deepEqual(pick(next([az], '2021-12-14')), ['primary', 2, '2021-09-29', '2021-10-27', '2021-11-25']);
  const full = [az, given(2, 'astrazeneca', '2021-10-01')];
  assert.deepEqual(pick(next(full, '2021-11-30')), 'complete');
  assert.deepEqual(pick(next(full, '2021-12-14')), ['booster', 3, '2022-03-30', '2022-03-30', '2022-04-28']);
  assert.deepEqual(pick(next(full, '2021-12-17')), ['booster', 3, '2021-12-30', '2021-12-30', '2022-01-28']);
  const sinopharm = [given(1, 'vero-cell', '2021-08-01'), given(2, 'vero-cell', '2021-09-01')];
  assert.deepEqual(pick(next(sinopharm, '2021-12-14'))?.slice(0, 3), ['additional', 3, '2021-12-01']);
  assert.equal(pick(next([given(1, 'astrazeneca', null)], '2021-12-14')), 'last_dose_undated');
  assert.equal(pick(next([az], '2021-12-14', { conditions: ['allergic'] })), 'contraindicated');
  assert.equal(
    next([az], '2021-12-14', { postponed: { until: day('2022-01-10') } }).next?.earliest,
    '2022-01-10',
  );
  assert.equal(next([az], '2021-12-14', { postponed: { until: null } }).reason, 'postponed');
  const boy = next([], '2021-12-14', { birth: { on: day('2012-05-06'), precision: 'day' } });
  assert.deepEqual(
    [boy.next?.earliest, boy.next?.vaccines],
    ['2024-05-06', [{ vaccine: 'comirnaty', earliest: '2024-05-06' }, ...boy.next!.vaccines.slice(1)]],
  );
  assert.ok(
    next([], '2021-12-14', { conditions: ['pregnant'] }).next!.vaccines.every(
      ({ vaccine }) => vaccine !== 'sputnik-v',
    ),
  );
});

test('the forecast dose is valid on its earliest day and not the day before, by the rules of that day', () => {
  let forecasts = 0;
  fc.assert(
    fc.property(
      anyBirth,
      anySeries,
      anyConditions,
      anyDay('2021-06-01', 800),
      (birth, doses, conditions, on) => {
        const rules = knownOn(on);
        const { next: dose } = forecast({ birth, conditions }, doses, schedule, on);
        if (dose === null) return;
        forecasts++;
        assert.ok(dose.earliest <= dose.recommended && dose.recommended < dose.overdue);
        assert.equal(dose.doseNo, doses.length + 1);
        const verdict = (vaccine: string, when: PlainDate) =>
          evaluateDoses(
            { birth },
            [...doses, given(dose.doseNo, vaccine, when, { kind: dose.kind, conditions })],
            rules,
          ).at(-1)!;
        for (const { vaccine, earliest } of dose.vaccines) {
          const then = verdict(vaccine, earliest);
          assert.deepEqual(
            [then.valid, then.kind],
            [true, dose.kind],
            `${vaccine} ${earliest} ${then.reason}`,
          );
          const grace = rulesOn(rules, earliest).settings[0]!.graceDays;
          assert.equal(verdict(vaccine, addDays(earliest, -1 - grace)).valid, false, vaccine);
        }
      },
    ),
    { numRuns: 1500 },
  );
  assert.ok(forecasts > 700);
});

test('waiting a day longer never makes an interval invalid while one rule holds', () => {
  fc.assert(
    fc.property(anySeries, anyVaccine, fc.integer({ min: 0, max: 400 }), (before, vaccine, gap) => {
      const at = (days: number) => addDays(before.at(-1)?.on ?? day('2021-03-08'), days);
      const on = (days: number) =>
        evaluateDoses(
          { birth: adult },
          [...before, given(before.length + 1, vaccine, at(days))],
          schedule,
        ).at(-1)!;
      const [today, tomorrow] = [on(gap), on(gap + 1)];
      if (today.valid && today.document === tomorrow.document && today.minimum === tomorrow.minimum)
        assert.ok(tomorrow.valid);
      if (today.valid) assert.notEqual(tomorrow.reason, 'too_young');
    }),
    { numRuns: 1000 },
  );
});

test('the order in which doses are told is nothing', () => {
  fc.assert(
    fc.property(anyBirth, anySeries, fc.integer(), (birth, doses, seed) => {
      const shuffled = doses
        .map((dose, place) => ({ dose, key: Math.sin(seed + place * 7.3) }))
        .sort((a, b) => a.key - b.key)
        .map(({ dose }) => dose);
      assert.deepEqual(
        evaluateDoses({ birth }, shuffled, schedule),
        evaluateDoses({ birth }, doses, schedule),
      );
      assert.deepEqual(
        forecast({ birth }, shuffled, schedule, day('2022-01-05')),
        forecast({ birth }, doses, schedule, day('2022-01-05')),
      );
    }),
    { numRuns: 300 },
  );
});

test('on any day at most one rule of a subject holds, and what begins later changes nothing before', () => {
  fc.assert(
    fc.property(
      anyBirth,
      anySeries,
      anyDay('2021-06-01', 800),
      anyDay('2021-06-02', 800),
      (birth, doses, on, from) => {
        const held = rulesOn(schedule, on);
        for (const rules of [
          held.primary.map(({ vaccine }) => vaccine),
          held.mixing.map(({ first, second }) => `${first}>${second}`),
        ])
          assert.equal(new Set(rules).size, rules.length);
        const changed = makeSchedule(shippedRules, {
          ...shippedRules,
          ...{ settings: [], primary: [], mixing: [], additional: [], exemptions: [] },
          booster: shippedRules.booster.map((rule) => ({ ...rule, interval: [30, 30, 60], from })),
        });
        const early = doses.filter((dose) => dose.on! < from);
        assert.deepEqual(evaluateDoses({ birth }, early, changed), evaluateDoses({ birth }, early, schedule));
        if (on < from)
          assert.deepEqual(forecast({ birth }, early, changed, on), forecast({ birth }, early, schedule, on));
      },
    ),
    { numRuns: 300 },
  );
});

test('after two doses of Vero Cell a third of another product is additional, and comes in time; after mRNA it is a booster', () => {
  const on = day('2021-12-14');
  const two = (vaccine: string): GivenDose[] => [
    { number: 1, kind: null, vaccine, on: day('2021-08-12') },
    { number: 2, kind: null, vaccine, on: day('2021-09-07') },
  ];
  const person = { birth: { on: day('1991-04-23'), precision: 'day' as const } };
  for (const [vaccine, kind, reason] of [
    ['vero-cell', 'additional', null],
    ['comirnaty', 'booster', 'too_early'],
  ] as const) {
    assert.equal(kindOfNext(person, two(vaccine), schedule, on), kind);
    const third = { number: 3, kind, vaccine: 'astrazeneca', on };
    assert.equal(evaluateDoses(person, [...two(vaccine), third], schedule).at(-1)!.reason, reason);
  }
  assert.equal(
    kindOfNext({ ...person, conditions: ['immunocompromised'] }, two('comirnaty'), schedule, on),
    'additional',
  );
  assert.equal(kindOfNext(person, two('vero-cell').slice(0, 1), schedule, on), 'primary');
});
