import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import type { Event, EventKind, Payload } from '../../recording/contract.ts';
import { figuresOf, foldSession, stageOf, standing, watchedUntil } from './session-state.ts';

const SESSION = '01900000-0000-7000-8000-000000000000';
const id = (n: number): string => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`;
let made = 0;
/** An event at so many minutes after eight. */
const event = <Kind extends EventKind>(kind: Kind, minute: number, payload: Partial<Payload<Kind>>): Event =>
  ({
    id: id(++made),
    sequence: made,
    sessionId: SESSION,
    at: new Date(Date.UTC(2026, 10, 25, 1, minute)).toISOString(),
    kind,
    payload,
  }) as unknown as Event;

const AN = id(9001);
const VIAL = id(9101);
const dose = event('dose_given', 12, { personId: AN, vaccine: 'comirnaty', lot: 'A1', vialId: VIAL });
const DAY = [
  event('vial_opened', 1, { vialId: VIAL, vaccine: 'comirnaty', lot: 'A1', doses: 6 }),
  event('arrived', 5, { personId: AN, by: 'qr' }),
  event('screened', 9, { personId: AN, outcome: 'eligible' }),
  dose,
];

test('a person goes through the four steps, and is watched for 30 minutes', () => {
  const stages = DAY.map((_, i) => stageOf(foldSession(DAY.slice(0, i + 1)).visits.get(AN)));
  assert.deepEqual(stages, ['none', 'arrived', 'screened', 'injected']);
  const { visits, vials } = foldSession(DAY);
  assert.equal(watchedUntil(visits.get(AN)!), Date.parse(dose.at) + 30 * 60_000);
  assert.equal(vials.get(VIAL)!.given, 1);
  const over = foldSession([...DAY, event('observed', 42, { personId: AN, doseId: dose.id, left: 'well' })]);
  assert.equal(stageOf(over.visits.get(AN)), 'done');
  assert.deepEqual(figuresOf(over, 3), {
    expected: 3,
    arrived: 1,
    screened: 1,
    injected: 1,
    postponed: 0,
    refused: 0,
    observing: 0,
    adverse: 0,
    vialsOpened: 1,
  });
});

test('an undone dose gives its place in the vial back and stays in the record', () => {
  const { visits, vials } = foldSession([
    ...DAY,
    event('dose_undone', 13, { doseId: dose.id, personId: AN, reason: 'ghi nhầm người' }),
  ]);
  assert.equal(standing(visits.get(AN)).length, 0);
  assert.equal(visits.get(AN)!.doses.length, 1);
  assert.equal(vials.get(VIAL)!.given, 0);
  assert.equal(stageOf(visits.get(AN)), 'screened');
});

test('of postponement, refusal and a new screening the latest holds', () => {
  const put = [
    event('arrived', 1, { personId: AN, by: 'search' }),
    event('screened', 2, { personId: AN, outcome: 'deferred' }),
  ];
  assert.equal(stageOf(foldSession(put).visits.get(AN)), 'postponed');
  put.push(event('refused', 3, { personId: AN, reason: 'belief' }));
  assert.equal(stageOf(foldSession(put).visits.get(AN)), 'refused');
  put.push(event('screened', 4, { personId: AN, outcome: 'caution' }));
  assert.equal(stageOf(foldSession(put).visits.get(AN)), 'screened');
});

test('whatever the order in which devices are heard, the session looks the same', () => {
  const others = [
    event('arrived', 6, { personId: id(9002), by: 'search' }),
    event('refused', 8, { personId: id(9002), reason: 'other' }),
    event('dose_undone', 14, { doseId: dose.id, personId: AN, reason: 'nhầm' }),
    event('vial_closed', 15, { vialId: VIAL, discarded: 2, reason: 'hours_over' }),
  ];
  const all = [...DAY, ...others];
  const expected = foldSession(all);
  fc.assert(
    fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
      const state = foldSession(shuffled);
      assert.deepEqual(new Map([...state.visits].sort()), new Map([...expected.visits].sort()));
      assert.deepEqual(state.vials, expected.vials);
    }),
    { numRuns: 50 },
  );
});
