import assert from 'node:assert/strict';
import test from 'node:test';
import type { RosterPerson } from '../../recording/contract.ts';
import { shippedSchedule } from '../../schedules/shipped-schedule.ts';
import { concernsOf, earlierDoses, type Question } from './checks.ts';
import type { Visit } from './session-state.ts';

const AT = '2021-12-14T01:30:00.000Z';
const PERSON = {
  id: 'p',
  name: 'Nguyễn Văn An',
  birth: { on: '1980-02-01', precision: 'day' },
  doses: [],
  postponed: null,
} as unknown as RosterPerson;
const SCREENED = { screened: { outcome: 'eligible', flags: [] }, doses: [] } as unknown as Visit;
const VIAL = {
  id: 'v',
  vaccine: 'astrazeneca',
  lot: 'A1',
  openedAt: AT,
  doses: 10,
  given: 3,
  closed: false,
  discarded: 0,
};
const LOT = {
  vaccine: 'astrazeneca',
  lot: 'A1',
  expiresOn: '2022-01-31',
  recalled: false,
  dosesPerVial: 10,
  balance: 50,
};

const codes = (change: Partial<Question> = {}): string[] =>
  concernsOf({
    person: PERSON,
    visit: SCREENED,
    chosen: { vaccine: 'astrazeneca', lot: 'A1', vial: VIAL },
    lots: [LOT],
    openHours: 6,
    schedule: shippedSchedule,
    site: 'Trạm',
    at: AT,
    ...change,
  }).map(({ code }) => code);
const dosed = (vaccine: string, on: string): RosterPerson => ({
  ...PERSON,
  doses: [{ number: 1, kind: 'primary', vaccine, lot: null, on, validity: 'valid' }],
});

test('a first dose of a screened adult from a fresh vial has nothing against it', () => {
  assert.deepEqual(codes(), []);
});

test('vial, lot, screening, interval and mixing are told before the jab', () => {
  const chosen = { vaccine: 'astrazeneca', lot: 'A1', vial: VIAL };
  assert.deepEqual(codes({ at: '2021-12-14T08:00:00.000Z' }), ['vial_too_old']);
  assert.deepEqual(
    codes({ chosen: { ...chosen, vial: { ...VIAL, given: 10 } } }),
    [],
    'one dose of overfill',
  );
  assert.deepEqual(codes({ chosen: { ...chosen, vial: { ...VIAL, given: 11 } } }), ['vial_empty']);
  assert.deepEqual(codes({ lots: [{ ...LOT, expiresOn: '2021-12-13', recalled: true }] }), [
    'lot_recalled',
    'lot_expired',
  ]);
  assert.deepEqual(codes({ lots: [{ ...LOT, vaccine: 'comirnaty' }] }), ['lot_wrong_vaccine']);
  assert.deepEqual(codes({ lots: [], chosen: { ...chosen, vial: null } }), ['lot_unknown', 'vial_unknown']);
  assert.deepEqual(codes({ visit: undefined }), ['not_screened']);
  assert.deepEqual(codes({ person: dosed('astrazeneca', '2021-12-01') }), ['too_early']);
  assert.deepEqual(codes({ person: dosed('astrazeneca', '2021-08-01') }), []);
  assert.ok(codes({ person: dosed('vero-cell', '2021-08-01') }).includes('mixing_forbidden'));
  const pregnant = {
    ...SCREENED,
    screened: { outcome: 'eligible', flags: ['pregnant'] },
  } as unknown as Visit;
  const sputnik = { vaccine: 'sputnik-v', lot: 'A1', vial: VIAL };
  assert.ok(codes({ visit: pregnant, chosen: sputnik }).includes('contraindicated'));
});

test('a dose of today stops the next, whether the roster or this table knows it; it is counted once', () => {
  const visit = {
    ...SCREENED,
    doses: [{ id: 'd', at: AT, vaccine: 'astrazeneca', lot: 'A1', vialId: 'v', undone: null }],
  } as Visit;
  assert.equal(codes({ visit })[0], 'given_today');
  assert.equal(codes({ person: dosed('astrazeneca', '2021-12-14') })[0], 'given_today');
  assert.equal(earlierDoses(dosed('astrazeneca', '2021-12-14'), visit).length, 1);
});
