import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import test from 'node:test';
import { testDatabase, tester } from '../../test/support/database.ts';
import { day, listFile, load, RESIDENTS, units } from '../../test/support/lists.ts';
import { putFacility } from '../duties/directive-store.ts';
import { newId } from '../kernel/ids.ts';
import type { Database } from '../platform/database.ts';
import { findCampaignVersions } from './campaign-store.ts';
import type { Campaign, VaccinationSession } from './contract.ts';
import { findDoubts } from './find-doubts.ts';
import { findSessionPeople } from './find-people.ts';
import { findSessionLots } from './find-session-lots.ts';
import { answerInvitation, invitePeople } from './invite-people.ts';
import { findNeeds, findSites } from './plan-district.ts';
import { proposeLots } from './rules.ts';
import { findLeftOut, openCampaign, restateCampaign } from './save-campaign.ts';
import { changeSession, planSessions } from './save-session.ts';
import { correctMessages, deliverInvitations, queueMessages, refuseMessages } from './send-invitations.ts';
import { invitationText } from './session-papers.ts';
import { plannedSessions } from './session-source.ts';
import { findSession, setInvitationState } from './session-store.ts';

const TODAY = day('2021-12-14');
const commune = units.byCode('06697', TODAY).id;
const HOUR = new Date('2021-12-14T03:00:00Z');
const STATION = 'Trạm Y tế phường Hồng Hà';

/** Households of four in two hamlets: all adults, none injected. */
async function filled(households: number): Promise<Database> {
  const db = await testDatabase();
  const header = [...RESIDENTS.slice(0, -1), 'Số hộ', 'Điện thoại'];
  const rows = Array.from({ length: households * 4 }, (_, i) => [
    `Nguyễn ${['An', 'Bình', 'Chi', 'Dung'][i % 4]} ${String.fromCharCode(65 + (Math.floor(i / 4) % 26))}${'aeiou'[Math.floor(i / 104) % 5]}n`,
    `${String(1 + (i % 28)).padStart(2, '0')}/0${1 + (i % 9)}/${1950 + (i % 40)}`,
    i % 2 === 0 ? 'Nam' : 'Nữ',
    `022${i % 2}${String(50 + (i % 40))}${String(i).padStart(6, '0')}`,
    `Khu ${1 + (Math.floor(i / 4) % 2)}`,
    'Thường trú',
    String(1 + Math.floor(i / 4)),
    i % 4 === 0 ? `09${String(12345678 + i)}` : null,
  ]);
  await load(db, await listFile(header, rows, 'dan-cu'), {
    source: 'commune',
    kind: 'residents',
    complete: true,
  });
  return db;
}

const session = (change: Partial<VaccinationSession> = {}): VaccinationSession => ({
  id: newId(),
  campaignId: null,
  unitId: commune,
  facility: STATION,
  site: null,
  hamlet: null,
  address: null,
  on: TODAY,
  from: '07:30',
  to: '10:30',
  capacity: 40,
  walkIns: 4,
  vaccines: [{ vaccine: 'astrazeneca', lot: null, doses: null }],
  serves: [commune],
  state: 'planned',
  ...change,
});

test('people who are due are asked once, family by family, until the places are taken; what is withdrawn is free again', async () => {
  const db = await filled(30);
  const [first, second] = [session(), session({ from: '13:30', to: '16:30' })];
  await planSessions(db, tester, [first, second], HOUR);
  assert.deepEqual(await invitePeople(db, units, tester, first.id, null, HOUR), { invited: 36, left: 84 });
  assert.deepEqual(await invitePeople(db, units, tester, first.id, null, HOUR), { invited: 0, left: 84 });
  assert.equal((await invitePeople(db, units, tester, second.id, ['Khu 2'], HOUR)).invited, 36);
  const people = await findSessionPeople(db, first.id);
  const households = await db.query<{ id: string; home: string }>(
    `SELECT id, hamlet || household AS home FROM app.person`,
  );
  const homeOf = new Map(households.map(({ id, home }) => [id, home]));
  const hours = new Map<string, Set<string>>();
  for (const { person, invitation } of people)
    hours.set(homeOf.get(person)!, (hours.get(homeOf.get(person)!) ?? new Set()).add(invitation!.from));
  assert.ok([...hours.values()].every((own) => own.size === 1));
  assert.deepEqual(
    ['07:30', '08:30', '09:30'].map(
      (from) => people.filter(({ invitation }) => invitation!.from === from).length,
    ),
    [12, 12, 12],
  );
  assert.equal(new Set(people.map(({ invitation }) => invitation!.code)).size, 36);
  assert.match(people[0]!.invitation!.code, /^[0-9A-HJKMNP-TV-Z]{12}$/);
  assert.equal(people[0]!.invitation!.kind, 'primary');

  const table = plannedSessions(db, units);
  assert.deepEqual(
    (await table.onDay(TODAY)).map(({ shift }) => shift),
    ['morning', 'afternoon'],
  );
  assert.equal((await table.invited(first.id)).size, 36);
  await assert.rejects(changeSession(db, tester, { ...first, capacity: 20 }), {
    code: 'session_has_invited',
  });
  await changeSession(db, tester, { ...first, state: 'cancelled' });
  assert.equal(await table.find(first.id), undefined);
  // Who was asked to the session that is off may be asked to another.
  const { invited } = await invitePeople(db, units, tester, second.id, null, HOUR);
  assert.equal(invited, 0, 'it is full');
  const third = session({ on: day('2021-12-15'), capacity: 200, walkIns: 0 });
  await planSessions(db, tester, [third], HOUR);
  assert.deepEqual(await invitePeople(db, units, tester, third.id, null, HOUR), { invited: 84, left: 0 });
});

test('an hour is never promised to more than it holds, and an invitation is taken up again only where there is a place', async () => {
  const db = await filled(3);
  const one = session({ capacity: 40, walkIns: 0 });
  await planSessions(db, tester, [one], HOUR);
  await invitePeople(db, units, tester, one.id, null, HOUR);
  // Four in each of three hours: twelve places would hold them, but five in one hour would not hold seven.
  await changeSession(db, tester, { ...one, capacity: 12 });
  const [first, ...others] = await findSessionPeople(db, one.id);
  await db.query('UPDATE app.session_invitation SET from_time = $2, to_time = $3 WHERE session_id = $1', [
    one.id,
    '07:30',
    '08:30',
  ]);
  for (const change of [{ capacity: 20 }, { walkIns: 12, capacity: 40 }])
    await assert.rejects(changeSession(db, tester, { ...one, ...change }), { code: 'session_has_invited' });
  const say = (session: VaccinationSession, person: string, state: 'invited' | 'withdrawn') =>
    db.transaction(tester, (tx) => answerInvitation(tx, session, person, state));
  for (const { person } of [first!, ...others]) await say(one, person, 'withdrawn');
  for (const { person } of others.slice(0, 4)) await say(one, person, 'invited');
  await assert.rejects(say(one, first!.person, 'invited'), { code: 'session_full' });
  await changeSession(db, tester, { ...one, capacity: 36 });
  const elsewhere = session({ from: '13:30', to: '16:30', walkIns: 0 });
  await planSessions(db, tester, [elsewhere], HOUR);
  assert.equal((await invitePeople(db, units, tester, elsewhere.id, null, HOUR)).invited, 8);
  await assert.rejects(say(one, first!.person, 'invited'), { code: 'invited_elsewhere' });
  await say(elsewhere, first!.person, 'withdrawn');
  await say(one, first!.person, 'invited');

  // Opened and ended whatever has changed around it; what was called off stays so.
  await changeSession(db, tester, { ...one, capacity: 36, state: 'closed' });
  await assert.rejects(say(one, others[5]!.person, 'invited'), { code: 'session_not_open' });
  await changeSession(db, tester, { ...elsewhere, state: 'cancelled' });
  await assert.rejects(changeSession(db, tester, elsewhere), { code: 'session_step_wrong' });
});

test('a session plans lots of several vaccines: only what can be used, and only people for whom a dose of them is there', async () => {
  const db = await filled(10);
  const lots = [
    ['astrazeneca', 'A1', '2022-06-30', 60, 0],
    ['astrazeneca', 'A0', '2022-03-31', 10, 0],
    ['astrazeneca', 'OLD', '2021-12-13', 50, 0],
    ['comirnaty', 'C1', '2022-05-31', 24, 0],
    ['comirnaty', 'C2', '2022-05-31', 0, 24],
  ] as const;
  for (const [item, lot, expires, hand, held] of lots) {
    await db.query(
      `INSERT INTO app.stock_lot (item, lot, expires_on, doses_per_vial, max_doses_per_vial, recorded_by, recorded_at)
       VALUES ($1, $2, $3, 6, 7, 'tester', now())`,
      [item, lot, expires],
    );
    await db.query(
      `INSERT INTO app.stock_balance (unit_id, facility, item, lot, on_hand, quarantine, external) VALUES ($1, $2, $3, $4, $5, $6, -$5::int - $6::int)`,
      [commune, STATION, item, lot, hand, held],
    );
  }
  const plan = (vaccine: string, lot: string | null, doses: number | null) => ({ vaccine, lot, doses });
  const one = session({
    capacity: 40,
    walkIns: 0,
    vaccines: [plan('astrazeneca', 'A0', 10), plan('comirnaty', 'C1', 5)],
  });
  await planSessions(db, tester, [one], HOUR);
  const found = await findSessionLots(db, one, TODAY, null);
  assert.deepEqual(
    found.map(({ lot, planned, hindrance }) => [lot, planned, hindrance]),
    [
      ['OLD', 0, 'expired'],
      ['A0', 10, null],
      ['C1', 5, null],
      ['C2', 0, 'quarantined'],
      ['A1', 0, null],
    ],
  );
  assert.deepEqual(proposeLots('astrazeneca', found, 20), [plan('astrazeneca', 'A1', 20)], 'A0 is promised');
  assert.deepEqual(proposeLots('astrazeneca', await findSessionLots(db, one, TODAY, one.id), 20), [
    plan('astrazeneca', 'A0', 10),
    plan('astrazeneca', 'A1', 10),
  ]);
  for (const [lot, code] of [
    ['OLD', 'session_lot_expired'],
    ['C2', 'session_lot_quarantined'],
  ] as const) {
    const vaccine = lot === 'OLD' ? 'astrazeneca' : 'comirnaty';
    const wrong = [...one.vaccines, plan(vaccine, lot, 6)];
    await assert.rejects(changeSession(db, tester, { ...one, vaccines: wrong }), { code });
  }

  // Fifteen doses are there for forty people, each of whom may have either.
  assert.deepEqual(await invitePeople(db, units, tester, one.id, null, HOUR), { invited: 15, left: 25 });
  const promised = Map.groupBy(await findSessionPeople(db, one.id), ({ invitation }) => invitation!.vaccine);
  assert.deepEqual([promised.get('astrazeneca')!.length, promised.get('comirnaty')!.length], [10, 5]);
  const atTable = (await plannedSessions(db, units).find(one.id))!;
  assert.deepEqual(atTable.vaccines, ['astrazeneca', 'comirnaty']);
  assert.deepEqual(atTable.planned, one.vaccines);
  // Nobody is due for what no rule lets them have.
  const other = session({ from: '13:30', to: '16:30', vaccines: [plan('abdala', null, null)] });
  await db.query(
    `UPDATE app.person SET birth_on = '2008-01-01', birth_precision = 'day' WHERE id IN (SELECT id FROM app.person ORDER BY id LIMIT 30)`,
  );
  await planSessions(db, tester, [other], HOUR);
  const { invited } = await invitePeople(db, units, tester, other.id, null, HOUR);
  assert.ok(invited <= 10, `${invited} of an age for it`);
});

test('needs of a commune, less the places that stand; sites open and close; nothing is planned outside a campaign', async () => {
  const db = await filled(10);
  const before = await findNeeds(db, units, '193', TODAY);
  const needOf = (found: typeof before) => found.communes.find(({ unit }) => unit === '06697')!;
  assert.deepEqual(
    [needOf(before).people, needOf(before).unplaced, needOf(before).hamlets.map(({ unplaced }) => unplaced)],
    [40, 40, [20, 20]],
  );
  const mobile = session({ site: 'Nhà văn hóa Khu 2', hamlet: 'Khu 2', capacity: 12, walkIns: 2 });
  await planSessions(db, tester, [mobile], HOUR);
  assert.deepEqual(
    needOf(await findNeeds(db, units, '193', TODAY)).hamlets.map(({ unplaced }) => unplaced),
    [20, 10],
  );
  const booster = { bands: [], doses: [{ kind: 'booster', doseNo: 3 }] } as const;
  assert.equal(needOf(await findNeeds(db, units, '193', TODAY, booster)).people, 0);

  await db.transaction(tester, (tx) =>
    putFacility(tx, { unitId: commune, name: STATION, openedOn: day('2021-01-01'), closedOn: TODAY }),
  );
  const sites = await findSites(db, units, units.byCode('06697', TODAY), TODAY);
  assert.deepEqual(
    sites.map(({ facility, closedOn }) => [facility, closedOn]),
    [[STATION, TODAY]],
  );
  await assert.rejects(planSessions(db, tester, [session()], HOUR), { code: 'facility_closed' });
  const campaign = newId();
  const terms: Omit<Campaign, 'version'> = {
    ...{ id: campaign, unitId: commune, name: 'Đợt 1', target: booster, document: null },
    disease: 'covid-19',
    ...{ from: day('2021-12-01'), to: day('2021-12-10'), facilities: [], closed: false },
  };
  await openCampaign(db, tester, terms, HOUR);
  const early = session({ on: day('2021-12-12'), campaignId: campaign });
  await assert.rejects(planSessions(db, tester, [early], HOUR), { code: 'session_outside_campaign' });
});

test('a campaign is stated anew: what it was stays, whom it leaves out is told, and nobody writes over another', async () => {
  const db = await filled(4);
  const other = 'Phòng tiêm chủng';
  const campaign: Campaign = {
    ...{
      id: newId(),
      unitId: commune,
      name: 'Đợt 1',
      disease: 'covid-19',
      document: null,
      closed: false,
      version: 1,
    },
    ...{ target: { bands: [], doses: [] }, facilities: [], from: day('2021-12-01'), to: day('2021-12-31') },
  };
  await openCampaign(db, tester, campaign, HOUR);
  const of = (on: string, more: Partial<VaccinationSession> = {}) =>
    session({ on: day(on), campaignId: campaign.id, walkIns: 0, ...more });
  const past = of('2021-12-13');
  const [soon, late] = [of('2021-12-15'), of('2021-12-20')];
  const elsewhere = of('2021-12-15', { facility: other });
  await planSessions(db, tester, [past, soon, late, elsewhere], HOUR);
  await invitePeople(db, units, tester, late.id, null, HOUR);

  const shorter = {
    ...campaign,
    to: day('2021-12-16'),
    facilities: [{ unitId: commune, facility: STATION }],
  };
  assert.deepEqual(
    (await findLeftOut(db, shorter, TODAY)).map(({ id, why }) => [id, why]),
    [
      [elsewhere.id, 'facility'],
      [late.id, 'days'],
    ],
    'not the one that is over',
  );
  const actor = { ...tester, reason: 'Hết vắc xin' };
  const how = { cancel: false, today: TODAY, now: HOUR };
  assert.deepEqual(await restateCampaign(db, actor, shorter, how), []);
  const stateOf = async ({ id }: VaccinationSession) => (await findSession(db, id))!.state;
  assert.equal(await stateOf(late), 'planned', 'it takes place as planned');
  await changeSession(db, tester, { ...late, capacity: 60 });
  // Told on the session too, with what else has come in its way; a second session of the place at that time is a mistake.
  const mobile = of('2021-12-15', { site: 'Nhà văn hóa' });
  await planSessions(db, tester, [mobile], HOUR);
  const doubts = async (one: VaccinationSession) => (await findDoubts(db, one)).map(({ code }) => code);
  assert.deepEqual(await Promise.all([late, soon, past].map(doubts)), [['campaign_days'], ['same_time'], []]);
  await assert.rejects(planSessions(db, tester, [of('2021-12-15', { from: '10:00', to: '12:00' })], HOUR), {
    code: 'session_twice',
  });
  await changeSession(db, tester, { ...mobile, state: 'cancelled' });
  await assert.rejects(changeSession(db, tester, { ...elsewhere, on: day('2021-12-16') }), {
    code: 'facility_not_in_campaign',
  });
  await assert.rejects(restateCampaign(db, actor, { ...campaign, name: 'Đợt 2' }, how), {
    code: 'campaign_changed',
  });
  const closed = { ...shorter, closed: true, version: 2 };
  const calledOff = await restateCampaign(db, actor, closed, { ...how, cancel: true });
  assert.deepEqual(
    new Set(calledOff.map(({ id, state }) => `${id} ${state}`)),
    new Set([soon, elsewhere, late].map(({ id }) => `${id} cancelled`)),
    'whose people are told',
  );
  assert.deepEqual(await Promise.all([past, soon, late, elsewhere].map(stateOf)), [
    'planned',
    'cancelled',
    'cancelled',
    'cancelled',
  ]);
  await assert.rejects(planSessions(db, tester, [of('2021-12-15')], HOUR), { code: 'campaign_closed' });
  await restateCampaign(db, actor, { ...shorter, version: 3 }, how);
  await planSessions(db, tester, [of('2021-12-15')], HOUR);
  assert.deepEqual(
    (await findCampaignVersions(db, campaign.id)).map(({ version, terms, reason, by }) => [
      version,
      terms.to,
      terms.closed,
      reason,
      by,
    ]),
    [
      [4, '2021-12-16', false, 'Hết vắc xin', tester.name],
      [3, '2021-12-16', true, 'Hết vắc xin', tester.name],
      [2, '2021-12-16', false, 'Hết vắc xin', tester.name],
      [1, '2021-12-31', false, tester.reason, tester.name],
    ],
  );
});

test('messages go to who has a telephone and wants them, after the quiet hours, once; what is taken back meanwhile is not sent', async () => {
  const db = await filled(8);
  const one = session({ capacity: 32, walkIns: 0 });
  await planSessions(db, tester, [one], HOUR);
  await invitePeople(db, units, tester, one.id, null, HOUR);
  const people = await findSessionPeople(db, one.id);
  const reachable = people.filter(({ phone }) => phone !== null);
  const queued = reachable.length - 1;
  const without = people.length - queued;
  assert.ok(queued > 1);
  await db.transaction(tester, (tx) => refuseMessages(tx, reachable[0]!.person, true, 'tester', HOUR));
  const night = new Date('2021-12-14T16:00:00Z');
  await assert.rejects(queueMessages(db, units, tester, one, false, night), { code: 'no_gateway' });
  assert.deepEqual(await queueMessages(db, units, tester, one, true, night), { queued, without });
  assert.deepEqual(await queueMessages(db, units, tester, one, true, night), { queued: 0, without });
  const text = invitationText(one, reachable[1]!.invitation!);
  assert.ok(text.length <= 160 && /^[\x20-\x7e]+$/.test(text), text);
  const nowhere = { url: 'http://127.0.0.1:9/', secret: 'x', allowPrivate: true };
  assert.equal(await deliverInvitations(db, units, nowhere, () => night), 0);
  const tried = await db.query("SELECT 1 FROM app.invitation_message WHERE tries <> '[]'");
  assert.equal(tried.length, 0, 'not at night');
  await db.transaction(tester, (tx) =>
    setInvitationState(tx, one.id, reachable[1]!.person, 'withdrawn').then(() => {}),
  );
  const heard: { to: string; text: string }[] = [];
  const gateway = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += part));
    request.on('end', () => {
      heard.push(JSON.parse(body));
      response.end();
    });
  });
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/`;
  const morning = new Date('2021-12-15T02:00:00Z');
  const ways = { url, secret: 'x', allowPrivate: true };
  assert.equal(await deliverInvitations(db, units, ways, () => morning), queued - 1);
  assert.equal(heard.length, queued - 1);
  assert.ok(heard.every(({ text: said }) => !people.some(({ name }) => said.includes(name))));
  const states = await db.query<{ state: string; n: number }>(
    'SELECT state, count(*)::int AS n FROM app.invitation_message GROUP BY state ORDER BY state',
  );
  assert.deepEqual(states, [
    { state: 'dropped', n: 1 },
    { state: 'sent', n: queued - 1 },
  ]);

  // Whoever was told is told of another place, once; who is asked again, like for the first time.
  assert.deepEqual(await correctMessages(db, units, tester, one, morning), { queued: 0, without: 0 });
  const moved = { ...one, site: 'Nhà văn hóa' };
  await changeSession(db, tester, moved);
  await db.transaction(tester, (tx) =>
    setInvitationState(tx, one.id, reachable[1]!.person, 'invited').then(() => {}),
  );
  heard.length = 0;
  assert.deepEqual(await correctMessages(db, units, tester, moved, morning), { queued, without: 0 });
  assert.deepEqual(await queueMessages(db, units, tester, moved, true, morning), { queued: 0, without });
  assert.equal(await deliverInvitations(db, units, ways, () => morning), queued);
  const { invitation, phone } = reachable[1]!;
  assert.equal(heard.find(({ to }) => to === phone)!.text, invitationText(moved, invitation!));
  assert.equal(heard.filter(({ text: said }) => said.startsWith('Doi lich tiem')).length, queued - 1);
  assert.deepEqual(await correctMessages(db, units, tester, moved, morning), { queued: 0, without: 0 });
  const shown = await findSessionPeople(db, one.id);
  assert.equal(shown.length, people.length);

  // Called off: whoever was told of it hears that, once; nobody comes in vain.
  const off = { ...moved, state: 'cancelled' } as const;
  await changeSession(db, tester, off);
  heard.length = 0;
  assert.deepEqual(await correctMessages(db, units, tester, off, morning), { queued, without: 0 });
  assert.equal(await deliverInvitations(db, units, ways, () => morning), queued);
  assert.ok(heard.every(({ text: said }) => said.endsWith('Xin cho thong bao sau.') && said.length <= 160));
  assert.deepEqual(await correctMessages(db, units, tester, off, morning), { queued: 0, without: 0 });
  gateway.close();
});
