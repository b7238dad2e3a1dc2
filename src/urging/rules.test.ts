import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { referenceUnits } from '../areas/units.ts';
import type { Duty, DutyState } from '../duties/contract.ts';
import { ROLES } from '../identity/access.ts';
import { addDays, type PlainDate, parseDate } from '../kernel/plain-date.ts';
import { dayInVietnam, momentOf } from '../kernel/vietnam-time.ts';
import { isPrivateAddress, signature } from '../platform/webhook.ts';
import { composeDigests, type Recipient } from './compose-digests.ts';
import type { ChaseRow, Digest, EscalationStep, Quiet } from './contract.ts';
import { digestShort, digestSubject, digestText } from './digest-words.ts';
import { provinceOf, SHIPPED_RULE } from './rule-store.ts';
import { afterQuiet, CHASE_ORDERS, CHASE_VIEWS, chaseRows, nextTry } from './rules.ts';

const units = referenceUnits();
const DAY = parseDate('2021-12-16')!;
const at = (time: string, on: PlainDate = DAY): string => momentOf(on, time);
const unitId = (code: string): number => units.byCode(code, DAY).id;
const [HONG_HA, CAO_THANG, HA_LONG, QUANG_NINH] = ['06697', '06676', '193', '22'].map(unitId) as [
  number,
  number,
  number,
  number,
];

const clock = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
const moment = fc
  .integer({ min: 0, max: 40 * 1440 })
  .map((minutes) => new Date(Date.parse('2021-12-01T00:00:00Z') + minutes * 60_000).toISOString());
/** Whether the clock in Vietnam stands within the quiet hours, said another way than the rule says it. */
const isNight = (iso: string, { from, to }: Quiet): boolean => {
  const now = new Date(Date.parse(iso) + 7 * 3_600_000).toISOString().slice(11, 16);
  return from <= to ? from <= now && now < to : now >= from || now < to;
};

test('nothing leaves in the quiet hours, and nothing waits longer than they last', () => {
  fc.assert(
    fc.property(moment, clock, clock, (now, from, to) => {
      const quiet = { from, to };
      const then = afterQuiet(now, quiet);
      assert.ok(then >= now);
      assert.ok(!isNight(then, quiet));
      assert.equal(then === now, !isNight(now, quiet));
      // Between the two it is night all along.
      if (then !== now) assert.ok(isNight(new Date(Date.parse(then) - 60_000).toISOString(), quiet));
      assert.ok(Date.parse(then) - Date.parse(now) < 86_400_000);
    }),
  );
});

test('tries wait longer and longer, outside the quiet hours, and end', () => {
  fc.assert(
    fc.property(moment, clock, clock, (now, from, to) => {
      let last = now;
      let failed = 0;
      for (
        let next = nextTry(now, ++failed, { from, to });
        next !== null;
        next = nextTry(last, ++failed, { from, to })
      ) {
        assert.ok(next > last);
        assert.ok(!isNight(next, { from, to }));
        last = next;
      }
      assert.ok(failed > 5 && failed < 15);
    }),
  );
});

const dutyOf = (
  unit: number,
  state: DutyState,
  dueAt: string,
  roles: readonly string[],
  more: Partial<Pick<Duty, 'facility' | 'key'>> & { reason?: string } = {},
): Duty => {
  const { code, fullName } = units.get(unit, DAY);
  const answered = state !== 'not_started' && state !== 'late';
  return {
    key: more.key ?? `${unit} ${state} ${dueAt} ${roles} ${more.facility ?? ''}`,
    directive: { id: 'chi-dao', number: '9035/UBND-XD6', unitId: QUANG_NINH },
    item: {
      id: 'muc',
      number: '2.2',
      title: 'Rà soát dân cư',
      note: null,
      owners: { levels: ['commune'], facilities: false, roles },
      form: 'free_text',
      schedule: { kind: 'daily', time: '16:00' },
      parent: null,
      check: 'none',
      from: DAY,
      until: null,
    },
    unitId: unit,
    unit: code,
    unitName: fullName,
    level: 'commune',
    facility: more.facility ?? null,
    occurrence: 'once',
    opensAt: dueAt,
    dueAt,
    day: dayInVietnam(dueAt),
    period: { from: DAY, to: null },
    state,
    overdue: ['late', 'returned'].includes(state) && dueAt < at('08:00'),
    onTime: null,
    answer: !answered
      ? null
      : {
          kind: 'submission',
          id: null,
          version: 1,
          state: state === 'returned' ? 'returned' : 'submitted',
          zeroReason: null,
          returnReason: more.reason ?? null,
          waitingFor: null,
          by: null,
          sentAt: null,
        },
    waitingFor: null,
    parts: null,
  };
};
const person = (
  id: string,
  role: string,
  unit: number,
  more: { information?: boolean; facility?: string } = {},
): Recipient => ({
  id,
  information: more.information ?? true,
  grants: [{ role, unitId: unit, facility: more.facility ?? null }],
});
const NOW = new Date(at('08:00'));
const compose = (
  duties: readonly Duty[],
  people: readonly Recipient[],
  steps: readonly EscalationStep[] = SHIPPED_RULE.escalation,
) => composeDigests(units, duties, people, () => steps, NOW);
const counts = (digest: Digest | undefined) =>
  digest && [digest.dueToday.length, digest.late.length, digest.returned.length, digest.escalated.length];

test('each is told what is his: due today, late, sent back with the reason; not what is done, nor what is others’', () => {
  const told = compose(
    [
      dutyOf(HONG_HA, 'not_started', at('16:00'), ['commune-clerk']),
      dutyOf(HONG_HA, 'late', at('16:00', addDays(DAY, -1)), ['commune-clerk', 'commune-police']),
      dutyOf(HONG_HA, 'returned', at('16:00', addDays(DAY, -1)), ['commune-clerk'], {
        reason: 'Thiếu khu 3',
      }),
      dutyOf(HONG_HA, 'submitted', at('16:00'), ['commune-clerk']),
      dutyOf(HONG_HA, 'not_started', at('16:00', addDays(DAY, 1)), ['commune-clerk']),
    ],
    [
      person('clerk', 'commune-clerk', HONG_HA),
      person('police', 'commune-police', HONG_HA),
      person('neighbour', 'commune-clerk', CAO_THANG),
      person('district', 'district-committee', HA_LONG),
    ],
  );
  assert.deepEqual([...told.keys()].sort(), ['clerk', 'police']);
  assert.deepEqual(counts(told.get('clerk')), [1, 1, 1, 0]);
  assert.deepEqual(counts(told.get('police')), [0, 1, 0, 0]);
  assert.equal(told.get('clerk')!.returned[0]!.reason, 'Thiếu khu 3');
});

test('a facility’s duty is told to its people and to those of its unit who answer for it', () => {
  const told = compose(
    [
      dutyOf(HA_LONG, 'not_started', at('16:00'), ['facility', 'district-health'], {
        facility: 'Bệnh viện Bãi Cháy',
      }),
    ],
    [
      person('own', 'facility', HA_LONG, { facility: 'Bệnh viện Bãi Cháy' }),
      person('other', 'facility', HA_LONG, { facility: 'Bệnh viện Khác' }),
      person('health', 'district-health', HA_LONG),
      person('nameless', 'facility', HA_LONG),
    ],
  );
  assert.deepEqual([...told.keys()].sort(), ['health', 'own']);
});

test('late duties climb: the district after a day, the province after three, its leader after a week', () => {
  const people = [
    person('district', 'district-committee', HA_LONG),
    person('department', 'information-department', QUANG_NINH),
    person('leader', 'province-leader', QUANG_NINH),
  ];
  for (const [days, who] of [
    [0, []],
    [1, ['district']],
    [2, ['district']],
    [3, ['department', 'district']],
    [8, ['department', 'district', 'leader']],
  ] as const) {
    // It is 08:00, and was due at 07:00.
    const told = compose(
      [dutyOf(HONG_HA, 'late', at('07:00', addDays(DAY, -days)), ['commune-clerk'])],
      people,
    );
    assert.deepEqual([...told.keys()].sort(), who, `${days} days`);
  }
  const told = compose(
    [
      dutyOf(HONG_HA, 'late', at('07:00', addDays(DAY, -4)), ['commune-clerk'], { key: 'a' }),
      dutyOf(HONG_HA, 'late', at('07:00', addDays(DAY, -6)), ['commune-clerk'], { key: 'b' }),
      dutyOf(CAO_THANG, 'late', at('07:00', addDays(DAY, -5)), ['commune-clerk'], { key: 'c' }),
    ],
    people,
  );
  assert.deepEqual(
    told.get('department')!.escalated.map(({ unit, duties, since }) => [unit, duties, since]),
    [
      ['06697', 2, at('07:00', addDays(DAY, -6))],
      ['06676', 1, at('07:00', addDays(DAY, -5))],
    ],
    'one line a unit, the longest late first',
  );
});

test('after the districts were abolished the next level is the province', () => {
  const day = parseDate('2025-08-05')!;
  const commune = units.communesUnder(units.byCode('22', day).id, day)[0]!;
  const duty = {
    ...dutyOf(HONG_HA, 'late', momentOf(addDays(day, -3), '07:00'), ['commune-clerk']),
    unitId: commune.id,
    day,
  };
  const told = composeDigests(
    units,
    [{ ...duty, overdue: true }],
    [person('department', 'information-department', QUANG_NINH)],
    () => SHIPPED_RULE.escalation.slice(0, 1),
    new Date(momentOf(day, '08:00')),
  );
  assert.deepEqual([...told.keys()], ['department']);
});

test('a right in a unit that was merged is told of what the new unit owes', () => {
  const day = parseDate('2025-08-05')!;
  const now = units.mapTo(HONG_HA, day);
  assert.ok('unitId' in now);
  const duty = {
    ...dutyOf(HONG_HA, 'late', momentOf(addDays(day, -1), '16:00'), ['commune-clerk']),
    unitId: now.unitId,
    day,
  };
  const told = composeDigests(
    units,
    [{ ...duty, overdue: true }],
    [person('clerk', 'commune-clerk', HONG_HA)],
    () => [],
    new Date(momentOf(day, '08:00')),
  );
  assert.deepEqual(counts(told.get('clerk')), [0, 1, 0, 0]);
});

test('every unit of every map has a province today, abolished districts too', () => {
  const today = parseDate('2026-11-25')!;
  for (const id of units.ids()) assert.equal(units.get(provinceOf(units, id, today), today).level, 1);
  assert.equal(provinceOf(units, HA_LONG, today), QUANG_NINH);
});

// A right of a facility needs one: facilities are tried above.
const SEATS = ROLES.filter((role) => role !== 'facility');
const someone = fc.record({
  role: fc.constantFrom(...SEATS),
  unit: fc.constantFrom(HONG_HA, CAO_THANG, HA_LONG, QUANG_NINH),
  information: fc.boolean(),
});
const something = fc.record({
  unit: fc.constantFrom(HONG_HA, CAO_THANG, HA_LONG, QUANG_NINH),
  state: fc.constantFrom<DutyState>(
    'not_started',
    'draft',
    'submitted',
    'returned',
    'accepted',
    'late',
    'zero_reported',
  ),
  daysAgo: fc.integer({ min: -2, max: 12 }),
  roles: fc.uniqueArray(fc.constantFrom(...SEATS), { minLength: 1, maxLength: 3 }),
});

test('whoever and whatever: nobody is told of others’ duties, nor twice; who opted out is told of returns alone; nobody’s return is kept from him', () => {
  fc.assert(
    fc.property(
      fc.array(someone, { maxLength: 8 }),
      fc.array(something, { maxLength: 10 }),
      (people, things) => {
        const recipients = people.map(({ role, unit, information }, i) =>
          person(`p${i}`, role, unit, { information }),
        );
        const duties = things.map(({ unit, state, daysAgo, roles }, i) => {
          const dueAt = at('07:00', addDays(DAY, -daysAgo));
          const fits = state === 'late' && daysAgo < 0 ? 'not_started' : state;
          return dutyOf(unit, fits, dueAt, roles, { key: String(i) });
        });
        const told = compose(duties, recipients);
        for (const recipient of recipients) {
          const [{ role, unitId: home }] = recipient.grants as unknown as [{ role: string; unitId: number }];
          const digest = told.get(recipient.id);
          const lines = digest ? [...digest.dueToday, ...digest.late, ...digest.returned] : [];
          assert.equal(new Set(lines.map(({ key }) => key)).size, lines.length, 'twice');
          for (const { key } of lines) {
            const duty = duties[Number(key)]!;
            assert.ok(duty.unitId === home && duty.item.owners.roles.includes(role), 'another’s');
            assert.ok(['not_started', 'draft', 'late', 'returned'].includes(duty.state), 'done');
          }
          const returned = duties.filter(
            (duty) =>
              duty.state === 'returned' && duty.unitId === home && duty.item.owners.roles.includes(role),
          );
          assert.equal(digest?.returned.length ?? 0, returned.length, 'returns');
          if (!recipient.information && digest)
            assert.deepEqual([digest.dueToday, digest.late, digest.escalated], [[], [], []]);
          for (const { unit } of digest?.escalated ?? [])
            assert.ok(units.isWithin(unitId(unit), home, DAY), 'escalated from elsewhere');
          if (digest) assert.ok(lines.length + digest.escalated.length > 0, 'an empty message');
        }
      },
    ),
  );
});

test('words: the most pressing first, the reason written, a long list counted, the short text without names', () => {
  const late = Array.from({ length: 25 }, (_, i) =>
    dutyOf(HONG_HA, 'late', at('16:00', addDays(DAY, -i - 1)), ['commune-clerk'], { key: String(i) }),
  );
  const digest = compose(
    [
      ...late,
      dutyOf(HONG_HA, 'returned', at('24:00', addDays(DAY, -1)), ['commune-clerk'], {
        reason: 'Bà Nguyễn Thị Sen ghi hai lần',
      }),
    ],
    [person('clerk', 'commune-clerk', HONG_HA)],
  ).get('clerk')!;
  assert.equal(digestSubject(digest, DAY, 'vi'), '[Sổ Tiêm] 16/12/2021: 1 việc bị trả lại, 25 việc quá hạn');
  const text = digestText(digest, 'vi', 'https://sotiem.example');
  assert.match(
    text,
    /^BỊ TRẢ LẠI \(1\)\n- Mục 2\.2: Rà soát dân cư – Phường Hồng Hà, hạn 24:00 15\/12\/2021 \(9035\/UBND-XD6\)\n {2}Lý do: Bà Nguyễn Thị Sen/,
  );
  assert.match(text, /hạn 16:00 15\/12\/2021/);
  assert.match(text, /… và 5 việc nữa/);
  assert.match(text, /https:\/\/sotiem\.example/);
  const short = digestShort(digest, DAY, 'vi');
  assert.ok(short.length <= 160);
  assert.doesNotMatch(short, /Sen|Hồng Hà/);
});

test('the chase list filters and sorts without losing or inventing a row', () => {
  const row = fc.record({
    name: fc.constantFrom('Phường Hồng Hà', 'Xã Ất', 'Phường Ánh', 'Xã An'),
    since: fc.option(fc.integer({ min: 1, max: 20 }), { nil: null }),
    called: fc.option(fc.integer({ min: 0, max: 20 }), { nil: null }),
    next: fc.option(fc.integer({ min: -5, max: 5 }), { nil: null }),
    support: fc.boolean(),
  });
  fc.assert(
    fc.property(
      fc.array(row),
      fc.constantFrom(...CHASE_VIEWS),
      fc.constantFrom(...CHASE_ORDERS),
      fc.integer({ min: 0, max: 9 }),
      (given, view, order, days) => {
        const rows = given.map(
          ({ name, since, called, next, support }): ChaseRow => ({
            unit: name,
            unitName: name,
            parent: null,
            parentName: null,
            level: 'commune',
            facility: null,
            duties:
              since === null
                ? []
                : [
                    {
                      key: 'k',
                      number: '2.2',
                      title: 't',
                      dueAt: at('07:00', addDays(DAY, -since)),
                      state: 'late',
                    },
                  ],
            since: since === null ? null : at('07:00', addDays(DAY, -since)),
            focal: null,
            last:
              called === null
                ? null
                : {
                    id: 'x',
                    unitId: 1,
                    facility: null,
                    action: 'call',
                    outcome: 'promised',
                    note: null,
                    nextOn: next === null ? null : addDays(DAY, next),
                    overdue: 1,
                    byName: 'a',
                    at: at('09:00', addDays(DAY, -called)),
                  },
            support,
          }),
        );
        const shown = chaseRows(rows, { view, order, item: null, days }, DAY);
        assert.ok(shown.every((one) => rows.includes(one)));
        assert.equal(new Set(shown).size, shown.length);
        if (days > 0)
          assert.ok(shown.every(({ since }) => since !== null && dayInVietnam(since) <= addDays(DAY, -days)));
        if (view === 'all' && days === 0) assert.equal(shown.length, rows.length);
        if (view === 'again') assert.ok(shown.every(({ last }) => last!.nextOn! <= DAY));
        if (view === 'uncalled')
          assert.ok(shown.every(({ last, since }) => last === null || last.at < since!));
      },
    ),
  );
});

test('addresses of private networks are known, in both families', () => {
  for (const address of [
    '127.0.0.1',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '::1',
    'fd00::1',
    'fe80::1',
    '::ffff:10.0.0.1',
    '0.0.0.0',
  ])
    assert.ok(isPrivateAddress(address), address);
  for (const address of ['8.8.8.8', '203.113.131.1', '2001:4860:4860::8888', '172.32.0.1', '::ffff:8.8.8.8'])
    assert.ok(!isPrivateAddress(address), address);
  assert.equal(signature('khoa', '2021-12-16T01:00:00.000Z', '{}').length, 64);
});
