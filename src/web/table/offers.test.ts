import assert from 'node:assert/strict';
import test from 'node:test';
import type { Roster } from '../../recording/contract.ts';
import type { DoseConcern } from '../../recording/rules.ts';
import { fittingOffer, type Offer, offersOf, plannedLots } from './offers.ts';
import type { Vial } from './session-state.ts';

const ON = '2021-12-14';
const lot = (vaccine: string, name: string, more: object = {}) => ({
  ...{ vaccine, lot: name, expiresOn: '2022-06-30', recalled: false, dosesPerVial: 6, balance: 60 },
  ...more,
});
const LOTS = [
  lot('comirnaty', 'C0', { expiresOn: '2021-12-13' }),
  lot('comirnaty', 'C1', { quarantined: true }),
  lot('comirnaty', 'C2', { balance: null }),
  lot('comirnaty', 'C3'),
  lot('astrazeneca', 'A1', { dosesPerVial: 10 }),
  lot('astrazeneca', 'A2', { recalled: true }),
];
const session = (planned?: Roster['session']['planned']) =>
  ({ lots: LOTS, session: { vaccines: [], planned } }) as unknown as Pick<Roster, 'session' | 'lots'>;
const vial = (id: string, vaccine: string, name: string, given = 0): Vial => ({
  ...{ id, vaccine, lot: name, openedAt: `${ON}T01:00:00Z`, doses: 6, given, closed: false, discarded: 0 },
});
const named = (offers: readonly Offer[]) =>
  offers.map((one) => `${one.vaccine} ${one.lot}${one.vial ? ' open' : ''}`);

test('what is planned is offered as it can be used; an older roster plans nothing', () => {
  const plan = (planned?: Roster['session']['planned']) =>
    plannedLots(session(planned), [vial('v', 'astrazeneca', 'A1', 4)], ON).map((one) => [one.lot, one.given]);
  assert.deepEqual(plan(), []);
  assert.deepEqual(
    plan([
      { vaccine: 'comirnaty', lot: null, doses: null },
      { vaccine: 'comirnaty', lot: 'C0', doses: 6 },
      { vaccine: 'comirnaty', lot: 'C1', doses: 6 },
      { vaccine: 'astrazeneca', lot: 'A1', doses: 40 },
      { vaccine: 'astrazeneca', lot: 'A2', doses: 40 },
    ]),
    [
      ['C3', 0],
      ['A1', 4],
    ],
  );
});

test('a new vial of a planned lot is offered when none has anything left, and no further than its doses', () => {
  const planned = plannedLots(session([{ vaccine: 'comirnaty', lot: 'C3', doses: 12 }]), [], ON);
  const offers = (given: number, ...vials: Vial[]) => named(offersOf([{ ...planned[0]!, given }], vials));
  assert.deepEqual(offers(0), ['comirnaty C3']);
  assert.deepEqual(offers(2, vial('v', 'comirnaty', 'C3', 2)), ['comirnaty C3 open']);
  assert.deepEqual(offers(6, vial('v', 'comirnaty', 'C3', 6)), ['comirnaty C3 open', 'comirnaty C3']);
  assert.deepEqual(offers(12, vial('v', 'comirnaty', 'C3', 6)), ['comirnaty C3 open']);
  // A vial of a lot that nobody planned is as good as any.
  assert.deepEqual(offers(0, vial('v', 'astrazeneca', 'X')), ['astrazeneca X open', 'comirnaty C3']);
});

test('what is at hand stays while it is as good; else the one that fits is proposed, never one that a check stops', () => {
  const [az, pfizer] = [vial('az', 'astrazeneca', 'A1'), vial('pf', 'comirnaty', 'C3')];
  const offers = offersOf([], [az, pfizer]);
  const hand = { vaccine: 'astrazeneca', lot: 'A1', vialId: 'az' };
  const against =
    (found: Readonly<Record<string, readonly DoseConcern['code'][]>>) =>
    ({ vaccine }: Offer): DoseConcern[] =>
      (found[vaccine] ?? []).map((code) => ({ code, params: {} }));
  const fits = (found: Parameters<typeof against>[0], choice: typeof hand | null = hand) =>
    fittingOffer(offers, choice, against(found))?.vaccine ?? null;
  assert.equal(fits({}), null);
  assert.equal(fits({}, null), 'astrazeneca');
  assert.equal(fits({ astrazeneca: ['mixing'] }), 'comirnaty');
  assert.equal(fits({ astrazeneca: ['too_early'], comirnaty: ['mixing_forbidden'] }), null);
  assert.equal(fits({ astrazeneca: ['mixing_forbidden'], comirnaty: ['given_today'] }), null);
  // A lot outside the plan and unknown to the store is the vaccinator's choice.
  assert.equal(fits({ astrazeneca: ['lot_unknown'] }), null);
});
