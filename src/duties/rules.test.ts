import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { referenceUnits } from '../areas/units.ts';
import {
  addDays,
  daysBetween,
  fromEpochDay,
  type PlainDate,
  parseDate,
  toEpochDay,
} from '../kernel/plain-date.ts';
import { dayInVietnam, momentOf } from '../kernel/vietnam-time.ts';
import { casesOf, type SevereEvent } from '../recording/severe-cases.ts';
import { occurrencesOf, weekdayOf } from './calendar.ts';
import {
  COUNTRY,
  type Directive,
  type DirectiveItem,
  DUTY_STATES,
  type Facility,
  type Schedule,
} from './contract.ts';
import { expandDuties, levelOf, type Source } from './expand-duties.ts';
import { referenceDirectives } from './reference-directives.ts';
import { addCompleteness, byUrgency, countDuties, isReceived, percentReceived, stateOf } from './rules.ts';

const units = referenceUnits();
const day = (text: string): PlainDate => parseDate(text)!;
const province = units.byCode('22', day('2021-12-14'));

const itemOf = (schedule: Schedule, more: Partial<DirectiveItem> = {}): DirectiveItem => ({
  id: 'muc',
  number: '1',
  title: 'Báo cáo',
  note: null,
  owners: { levels: ['commune'], facilities: false, roles: ['commune-clerk'] },
  form: 'free_text',
  schedule,
  parent: null,
  check: 'none',
  from: day('2021-01-01'),
  until: null,
  ...more,
});

const directiveOf = (...items: DirectiveItem[]): Directive => ({
  id: 'chi-dao',
  unitId: province.id,
  number: '1/CĐ',
  issuedOn: day('2021-01-01'),
  issuer: 'UBND',
  signer: 'Chủ tịch',
  summary: 'Thử',
  legalBases: [],
  events: [],
  items,
  fileId: null,
  fileName: null,
  version: 1,
  recordedBy: 'thu',
  recordedAt: '2021-01-01T00:00:00.000Z',
});

const sourceOf = (items: readonly DirectiveItem[], facilities: readonly Facility[] = []): Source => ({
  directives: [directiveOf(...items)],
  events: [],
  facilities,
});

const aDay = fc
  .integer({ min: toEpochDay(day('2021-01-01')), max: toEpochDay(day('2026-12-31')) })
  .map(fromEpochDay);
const aTime = fc.constantFrom('00:00', '07:30', '16:00', '23:59', '24:00');
const aCalendar: fc.Arbitrary<Schedule> = fc.oneof(
  fc.record({ kind: fc.constant('daily' as const), time: aTime }),
  fc.record({ kind: fc.constant('weekly' as const), weekday: fc.integer({ min: 1, max: 7 }), time: aTime }),
  fc.record({ kind: fc.constant('monthly' as const), day: fc.integer({ min: 1, max: 31 }), time: aTime }),
);

test('the clock of Vietnam: 16:00 is 09:00 UTC, and 24:00 the start of the next day', () => {
  assert.equal(momentOf(day('2021-12-14'), '16:00'), '2021-12-14T09:00:00.000Z');
  assert.equal(momentOf(day('2021-12-31'), '24:00'), momentOf(day('2022-01-01'), '00:00'));
  assert.equal(dayInVietnam('2021-12-14T16:59:59.999Z'), '2021-12-14');
  assert.equal(dayInVietnam('2021-12-14T17:00:00.000Z'), '2021-12-15');
  assert.equal(weekdayOf(day('2021-12-17')), 5);
});

test('a month without the day is due on its last', () => {
  const found = occurrencesOf(itemOf({ kind: 'monthly', day: 31, time: '16:00' }), [], {
    from: day('2024-01-01'),
    to: day('2024-06-30'),
  });
  assert.deepEqual(
    found.map(({ day: due, period }) => `${period.from} ${due}`),
    [
      '2024-01-01 2024-01-31',
      '2024-02-01 2024-02-29',
      '2024-03-01 2024-03-31',
      '2024-04-01 2024-04-30',
      '2024-05-01 2024-05-31',
      '2024-06-01 2024-06-30',
    ],
  );
});

test('periods of a calendar follow one another without gap or overlap, over months and years; a span cut in two gives the same', () => {
  fc.assert(
    fc.property(
      aCalendar,
      aDay,
      fc.integer({ min: 1, max: 200 }),
      fc.integer({ min: 0, max: 200 }),
      (schedule, from, length, cut) => {
        const to = addDays(from, length);
        const item = itemOf(schedule);
        const all = occurrencesOf(item, [], { from, to });
        for (const [at, one] of all.entries()) {
          assert.ok(one.day >= from && one.day <= to);
          assert.ok(
            (one.period.from <= one.day && one.period.to === one.day && one.opensAt < one.dueAt) ||
              one.dueAt === one.opensAt,
          );
          const before = all[at - 1];
          if (before !== undefined) assert.equal(daysBetween(before.day, one.period.from), 1);
        }
        const middle = addDays(from, Math.min(cut, length));
        assert.deepEqual(
          [
            ...occurrencesOf(item, [], { from, to: middle }),
            ...occurrencesOf(item, [], { from: addDays(middle, 1), to }),
          ],
          all,
        );
      },
    ),
  );
});

test('each unit open on the day owes each occurrence once, over openings, closings and mergers', () => {
  fc.assert(
    fc.property(
      aCalendar,
      fc.oneof(
        aDay,
        fc.integer({ min: -6, max: 6 }).map((n) => addDays(day('2025-07-01'), n)),
      ),
      (schedule, from) => {
        const span = { from, to: addDays(from, 9) };
        const facility = {
          unitId: province.id,
          name: 'Bệnh viện',
          openedOn: addDays(from, 3),
          closedOn: addDays(from, 7),
        };
        const item = itemOf(schedule, {
          owners: { levels: ['commune', 'district'], facilities: true, roles: ['facility'] },
        });
        const { answered } = expandDuties(units, sourceOf([item], [facility]), [province.id], span);
        assert.equal(new Set(answered.map(({ key }) => key)).size, answered.length, 'no duty twice');
        for (const { day: due } of occurrencesOf(item, [], span)) {
          const owing = answered.filter((duty) => duty.day === due);
          const open = units
            .unitsAt(due)
            .units.filter(
              (unit) => units.isWithin(unit.id, province.id, due) && levelOf(units, unit, due) !== 'province',
            );
          const isOpen = due >= facility.openedOn && due < facility.closedOn;
          assert.equal(owing.length, open.length + Number(isOpen));
          assert.deepEqual(
            new Set(owing.map(({ unitId }) => unitId)),
            new Set([...open.map(({ id }) => id), ...(isOpen ? [province.id] : [])]),
          );
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('districts are no more from 01/07/2025: a province is then made of its communes themselves', () => {
  const part = (
    id: string,
    levels: DirectiveItem['owners']['levels'],
    parent: string | null,
    schedule: Schedule,
    form: DirectiveItem['form'],
  ) =>
    itemOf(schedule, { id, parent, form, owners: { levels, facilities: false, roles: ['commune-clerk'] } });
  const items = [
    part('tinh', ['province'], null, { kind: 'below' }, 'below'),
    part('huyen', ['district'], 'tinh', { kind: 'below' }, 'below'),
    part('xa', ['commune'], 'huyen', { kind: 'daily', time: '16:00' }, 'free_text'),
  ];
  for (const [date, districts, communes] of [
    ['2025-06-30', 13, 177],
    ['2025-07-01', 0, 54],
  ] as const) {
    const { answered, made } = expandDuties(units, sourceOf(items), [province.id], {
      from: day(date),
      to: day(date),
    });
    assert.equal(answered.length, communes);
    assert.equal(made.filter(({ duty }) => duty.item.id === 'huyen').length, districts);
    const [top] = made.filter(({ duty }) => duty.item.id === 'tinh');
    assert.equal(top!.parts.length, communes);
  }
});

const anAnswer = fc.option(
  fc.record({
    state: fc.constantFrom('draft' as const, 'submitted' as const, 'returned' as const, 'accepted' as const),
    zeroReason: fc.option(fc.constant('nghỉ')),
  }),
);
const aMoment = fc
  .date({ min: new Date('2021-12-01'), max: new Date('2021-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString());

test('a duty is in exactly one state; completeness is from 0 to 100 % and its parts add up, over any split', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(aMoment, anAnswer, fc.option(fc.boolean()))),
      aMoment,
      fc.nat(),
      (all, at, cut) => {
        const duties = all.map(([dueAt, answer, onTime]) => ({
          state: stateOf(dueAt, answer, at),
          onTime,
          dueAt,
          answer,
        }));
        for (const { state, dueAt, answer } of duties) {
          assert.ok(DUTY_STATES.includes(state));
          if (state === 'late') assert.ok(at > dueAt && (answer === null || answer.state === 'draft'));
          if (answer?.state === 'accepted' || answer?.state === 'submitted') assert.ok(isReceived(state));
        }
        const counts = countDuties(duties);
        assert.equal(counts.expected, duties.length);
        assert.equal(counts.expected, counts.received + counts.missing + counts.returned + counts.waiting);
        assert.equal(counts.received, counts.onTime + counts.late);
        const percent = percentReceived(counts);
        assert.ok(percent === null ? duties.length === 0 : percent >= 0 && percent <= 100);
        const at2 = duties.length === 0 ? 0 : cut % (duties.length + 1);
        assert.deepEqual(
          addCompleteness([countDuties(duties.slice(0, at2)), countDuties(duties.slice(at2))]),
          counts,
        );
      },
    ),
  );
});

test('urgency: what was returned, then late, then soonest due, then done', () => {
  const order = (
    [
      ['accepted', '2021-12-01'],
      ['not_started', '2021-12-20'],
      ['late', '2021-12-10'],
      ['draft', '2021-12-15'],
      ['returned', '2021-12-30'],
    ] as const
  )
    .map(([state, dueAt]) => ({ state, dueAt, key: state }))
    .sort(byUrgency)
    .map(({ state }) => state);
  assert.deepEqual(order, ['returned', 'late', 'draft', 'not_started', 'accepted']);
});

test('dispatch 9035 is shipped with every item of it', () => {
  const dispatch = referenceDirectives().find(({ id }) => id === '9035-ubnd-xd6');
  const numbers = new Set(dispatch!.content.items.map(({ number }) => number));
  for (const number of [
    '1.1',
    '1.2',
    '2.1',
    '2.2',
    '2.3',
    '2.3 a',
    '2.3 b',
    '2.3 c',
    '3',
    '4.1',
    '4.2',
    'Phụ lục',
  ])
    assert.ok(numbers.has(number), number);
});

test('a severe event is owed by the place where it happened, whoever else reports, so many hours after it; told of the country it reaches everywhere', () => {
  const communes = units.communesUnder(province.id, day('2021-12-14'));
  const base = Date.parse('2021-11-01T00:00:00Z');
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          commune: fc.nat(communes.length - 1),
          minutes: fc.nat(60 * 24 * 60),
          facility: fc.constantFrom('Trạm Y tế', 'Điểm lưu động', 'Bệnh viện'),
        }),
        { maxLength: 8 },
      ),
      fc.integer({ min: 0, max: 48 }),
      fc.boolean(),
      (told, hours, country) => {
        const events = told.map(({ commune, minutes, facility }, i) => ({
          id: `ca-${i}`,
          directiveId: 'chi-dao',
          event: 'severe',
          unitId: communes[commune]!.id,
          facility,
          at: new Date(base + minutes * 60_000).toISOString(),
          note: null,
          recordedBy: '',
          recordedAt: '2022-01-31T00:00:00.000Z',
        }));
        const source = sourceOf([itemOf({ kind: 'severe', hours }, { form: 'severe_event' })]);
        const directives = source.directives.map((one) => ({
          ...one,
          unitId: country ? COUNTRY : one.unitId,
        }));
        const span = { from: day('2021-10-01'), to: day('2022-03-31') };
        const { answered } = expandDuties(units, { ...source, directives, events }, [province.id], span);
        assert.deepEqual(
          answered
            .map(({ occurrence, unitId, facility, dueAt }) => [occurrence, unitId, facility, dueAt].join())
            .sort(),
          events
            .map(({ id, unitId, facility, at }) =>
              [id, unitId, facility, new Date(Date.parse(at) + hours * 3_600_000).toISOString()].join(),
            )
            .sort(),
        );
      },
    ),
  );
});

test('severe events of one person at one session are one case, of the id known first, until none of them stands', () => {
  const event = (id: string, recordedAt: string, more: Partial<SevereEvent> = {}): SevereEvent => ({
    ...{ id, personId: 'nguoi', sessionId: 'buoi', unitId: 1, facility: 'Trạm', doseId: null },
    ...{
      type: 'anaphylaxis',
      outcome: 'recovering',
      treatment: null,
      note: null,
      at: recordedAt,
      recordedAt,
    },
    correction: null,
    ...more,
  });
  const correction = { to: 'moderate', reason: 'Chỉ là ngất', by: 'Bác sĩ', at: '2021-12-15' } as const;
  const told = [event('b', '2021-12-14T01'), event('a', '2021-12-14T02', { outcome: 'transferred' })];
  assert.deepEqual(casesOf(told.toReversed()), [told[0]]);
  const [half] = casesOf([{ ...told[0]!, correction }, told[1]!]);
  assert.deepEqual([half!.id, half!.outcome, half!.correction], ['b', 'transferred', null]);
  const [none] = casesOf(told.map((one) => ({ ...one, correction })));
  assert.deepEqual([none!.id, none!.correction], ['b', correction]);
  assert.equal(casesOf([...told, event('c', '2021-12-14T03', { sessionId: 'khac' })]).length, 2);
});
