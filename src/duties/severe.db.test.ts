import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { living, type Page, type Shown, type Version } from '../../test/support/duties.ts';
import {
  asker,
  FACILITY,
  hall,
  handIn,
  LOT,
  Outbox,
  resultsOf,
  signDeviceIn,
  TODAY,
} from '../../test/support/table.ts';
import type { Payload } from '../recording/contract.ts';
import { countReactions } from '../recording/count-reactions.ts';
import type { Fields, SevereEventList } from './contract.ts';

const ONSET = '2021-12-14T02:10:00.000Z';
const severe = (personId: string, doseId: string | null): Payload<'adverse_event'> => ({
  ...{ personId, doseId, type: 'anaphylaxis' as const, severity: 'severe' as const, onset: ONSET },
  ...{ treatment: 'Adrenalin 0,5 mg', outcome: 'recovering' as const, note: 'Khó thở, mạch nhanh' },
});

test('a severe event handed in late by two devices is one duty that runs from the event; its report is proposed, frozen and calms the bell', async () => {
  const { db, server, cookie, as } = await living(after);
  const { people, sessionId } = await hall(db, 3);
  const [ill] = people;
  const ask = asker(server, await cookie('ban-tiem'));
  const boxes = [];
  for (const name of ['Bàn 1', 'Bàn 2'])
    boxes.push(new Outbox((await signDeviceIn(ask, name)).deviceId, sessionId));
  const [one, two] = boxes as [Outbox, Outbox];
  const dose = one.dose(ill!.id);
  one.dose(people[1]!.id);
  one.put('adverse_event', severe(ill!.id, dose));
  two.put('adverse_event', severe(ill!.id, null));
  for (const box of [one, two, two])
    assert.ok(resultsOf((await handIn(ask, box)).answers).every((result) => result !== 'refused'));

  const station = (date: string) =>
    as<{ duties: Shown[] }>('health-station', '06697', 'GET', `/duties?unit=06697&date=${date}`);
  const owed = (await station('2021-12-14')).body.duties.filter(({ form }) => form === 'severe_event');
  assert.equal(owed.length, 1, 'two devices told one event');
  const [duty] = owed as [Shown];
  assert.equal(duty.dueAt, '2021-12-15T02:10:00.000Z', '24 hours after the event, whenever it came in');
  assert.deepEqual([duty.facility, duty.state], [FACILITY, 'not_started']);
  assert.ok(!JSON.stringify(owed).includes(ill!.name), 'duties name nobody');
  const late = (await station('2021-12-16')).body.duties.find(({ key }) => key === duty.key)!;
  assert.equal(late.state, 'late');

  const list = async () =>
    (await ask('GET', `/severe-events?unit=06697&mapDate=${TODAY}`)).json as SevereEventList;
  const address = await server.listen({ port: 0, host: '127.0.0.1' });
  const stream = await fetch(`${address}/api/v1/messages/events`, {
    headers: { cookie: await cookie('ban-tiem') },
  });
  const reader = stream.body!.getReader();
  const bell = async () => new TextDecoder().decode((await reader.read()).value);
  assert.equal((await list()).ringing, 1);
  assert.equal((await list()).events[0]!.personName, ill!.name);
  assert.match(await bell(), /"alarms":1\b/);

  const path = `/duties/${encodeURIComponent(duty.key)}`;
  const proposal = await as<{ fields: Fields; figures: object }>(
    ...(['health-station', '06697', 'GET', `${path}/proposal`] as const),
  );
  assert.equal(proposal.status, 200, JSON.stringify(proposal.body));
  const { fields, figures } = proposal.body;
  assert.deepEqual(
    [fields.type, fields.onset, fields.vaccine, fields.lot, fields.dose, fields.sex, fields.symptoms],
    ['anaphylaxis', ONSET, 'astrazeneca', LOT, '1', 'M', 'Khó thở, mạch nhanh'],
  );
  assert.deepEqual(figures, { 'same_lot.injected': 2, 'same_lot.reactions': 1 });
  assert.equal((await as('district-committee', '193', 'GET', `${path}/proposal`)).status, 403);
  const { symptoms: _, ...lacking } = fields;
  const refused = await as('health-station', '06697', 'POST', `${path}/answers`, { fields: lacking });
  assert.equal(refused.body.code, 'duty_field_needed');
  const sent = await as<Shown>('health-station', '06697', 'POST', `${path}/answers`, { fields, figures });
  assert.deepEqual([sent.status, sent.body.state, sent.body.onTime], [201, 'accepted', false]);

  const reported = await list();
  assert.equal(reported.ringing, 0);
  assert.equal(reported.events[0]!.duty.by, 'health-station.06697');
  assert.match(await bell(), /"alarms":0\b/);
  await reader.cancel();
  type Read = Page & { chain: (Version & { fields: Fields | null })[] };
  assert.deepEqual(
    (await as<Read>('province-health', '22', 'GET', path)).body.chain[0]!.fields,
    fields,
    'frozen as it was sent',
  );
  const leader = await as<Read>('province-leader', '22', 'GET', path);
  assert.deepEqual([leader.body.state, leader.body.chain[0]!.fields], ['accepted', null]);
});

test('an event that was not severe, or none, ends its duty with the reason; the word of the table stays', async () => {
  const { db, server, cookie, as } = await living(after);
  const { people, sessionId, unitId } = await hall(db, 3);
  const ask = asker(server, await cookie('ban-tiem'));
  const box = new Outbox((await signDeviceIn(ask, 'Bàn 1')).deviceId, sessionId);
  box.put('adverse_event', severe(people[0]!.id, null));
  box.put('adverse_event', severe(people[1]!.id, null));
  await handIn(ask, box);
  const list = async () =>
    (await ask('GET', `/severe-events?unit=06697&mapDate=${TODAY}`)).json as SevereEventList;
  const [first, second] = (await list()).events as [
    SevereEventList['events'][0],
    SevereEventList['events'][0],
  ];
  const correct = (event: typeof first, to: string, reason: string) =>
    ask('POST', `/recording/severe-events/${event.personId}/${event.id}/correction`, { to, reason });
  assert.equal((await correct(first, 'moderate', '')).status, 422);
  assert.equal((await correct(first, 'moderate', 'Chỉ là ngất')).status, 200);
  assert.equal((await correct(second, 'entered_in_error', 'Bấm nhầm người')).status, 200);
  const settled = await list();
  assert.equal(settled.ringing, 0);
  assert.deepEqual(settled.events.map(({ correction }) => correction!.reason).sort(), [
    'Bấm nhầm người',
    'Chỉ là ngất',
  ]);
  const page = await as<Page & { zeroReason: string }>(
    ...(['health-station', '06697', 'GET', `/duties/${encodeURIComponent(first.duty.key)}`] as const),
  );
  assert.deepEqual(
    [page.body.state, page.body.zeroReason, page.body.mayAnswer],
    ['zero_reported', 'Chỉ là ngất', false],
  );
  const day = { unitId, facility: FACILITY, from: TODAY, to: TODAY };
  assert.deepEqual(await countReactions(db, day), { common: 1, severe: 0 });
  const kept = await db.query('SELECT 1 FROM app.adverse_event WHERE severity = $1', ['severe']);
  assert.equal(kept.length, 2);
});
