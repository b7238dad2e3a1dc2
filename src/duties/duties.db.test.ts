import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { account, DAY, type World } from '../../test/support/access.ts';
import { tester } from '../../test/support/database.ts';
import { ISSUED, idOf, key, living, type Page, type Shown } from '../../test/support/duties.ts';
import { INJECTIONS, listFile, load, RESIDENTS, units } from '../../test/support/lists.ts';
import { newSigner, signDetached } from '../../test/support/signature.ts';
import { addDays, type PlainDate } from '../kernel/plain-date.ts';
import { checkReport } from '../population/check-report.ts';
import { recordOneReport } from '../population/record-report.ts';
import type { Duty } from './contract.ts';
import { rowsOf } from './count-now.ts';
import { findDuties } from './find-duties.ts';
import { countGiven } from './given-doses.ts';
import { findChain } from './submission-store.ts';

const onDay = (
  db: World['db'],
  code: string,
  day: PlainDate = DAY,
  at = '2021-12-14T05:00:00Z',
): Promise<Duty[]> =>
  findDuties(db, units, { scope: { within: idOf(code) }, from: day, to: day, now: new Date(at) });
const stateOf = (duties: readonly Duty[], item: string, unit: string): string | undefined =>
  duties.find((duty) => duty.item.id === item && duty.unit === unit)?.state;

test('the dispatch: a commune owes its list before the 15th; it is late at midnight; signing answers it, a receipt accepts it', async () => {
  const { db, as } = await living(after);
  assert.equal(stateOf(await onDay(db, '22'), '2.2-xa', '06697'), 'not_started');
  assert.equal(stateOf(await onDay(db, '22', DAY, '2021-12-14T17:00:00Z'), '2.2-xa', '06697'), 'not_started');
  assert.equal(stateOf(await onDay(db, '22', DAY, '2021-12-14T17:00:00.001Z'), '2.2-xa', '06697'), 'late');
  await load(
    db,
    await listFile(RESIDENTS, [['Lý Thị Hoa', '01/02/1980', 'Nữ', null, 'Khu 1', 'Thường trú', null]]),
    {
      source: 'commune',
      complete: true,
    },
  );
  assert.equal(stateOf(await onDay(db, '22'), '2.2-xa', '06697'), 'draft');
  const handover = await as<{ current: { sha256: string } }>(
    'commune-clerk',
    '06697',
    'GET',
    `/handover?unit=06697&mapDate=${DAY}&date=${DAY}`,
  );
  const signed = await as<{ id: string }>('commune-clerk', '06697', 'POST', '/handover', {
    unit: '06697',
    mapDate: DAY,
    date: DAY,
    sha256: handover.body.current.sha256,
  });
  assert.equal(signed.status, 201);
  assert.equal(stateOf(await onDay(db, '06697'), '2.2-xa', '06697'), 'submitted');
  assert.equal(
    (
      await as('health-station', '06697', 'POST', `/handover/${signed.body.id}/receipts`, {
        role: 'health-station',
      })
    ).status,
    201,
  );
  const duties = await onDay(db, '22');
  assert.equal(stateOf(duties, '2.2-xa', '06697'), 'accepted');
  // The district's and the province's items are made of the communes'.
  assert.equal(stateOf(duties, '2.2', '193'), 'draft');
  const top = duties.find(({ item, unit }) => item.id === '1.2' && unit === '22')!;
  assert.deepEqual(top.parts, { expected: 177, received: 1 });
});

test('population items start when the guidance is recorded, and are answered by the chain of the figures', async () => {
  const { db, as } = await living(after);
  const of = async () =>
    (
      await findDuties(db, units, {
        scope: { unitIds: [idOf('06697')] },
        from: DAY,
        to: addDays(DAY, 5),
        now: ISSUED,
      })
    ).filter(({ item }) => item.id.startsWith('2.3'));
  assert.deepEqual(await of(), []);
  const event = { event: 'huong-dan', at: '2021-12-14T03:00:00.000Z', note: 'Văn bản của Bộ TT&TT' };
  assert.equal(
    (await as('commune-clerk', '06697', 'POST', '/directives/9035-ubnd-xd6/events', event)).status,
    403,
  );
  assert.equal(
    (await as('district-committee', '193', 'POST', '/directives/9035-ubnd-xd6/events', event)).status,
    403,
  );
  assert.equal(
    (await as('information-department', '22', 'POST', '/directives/9035-ubnd-xd6/events', event)).status,
    201,
  );
  assert.deepEqual(
    (await of()).map(({ item, dueAt, state }) => `${item.number} ${dueAt} ${state}`),
    ['2.3 a', '2.3 b', '2.3 c'].map((number) => `${number} 2021-12-15T09:00:00.000Z not_started`),
  );
  const report = {
    unitId: idOf('06697'),
    effectiveOn: DAY,
    bandSet: 'dispatch-9035',
    source: 'api',
    note: null,
  } as const;
  const { id } = await recordOneReport(
    db,
    units,
    tester,
    {
      ...report,
      figures: [{ series: 'actual', hamlet: '', sex: 'all', band: 'total', people: 566, method: null }],
    },
    ISSUED,
  );
  const states = async () => Object.fromEntries((await of()).map(({ item, state }) => [item.id, state]));
  assert.deepEqual(await states(), { '2.3-a': 'not_started', '2.3-b': 'draft', '2.3-c': 'not_started' });
  const step = (
    action: 'submitted' | 'returned' | 'accepted',
    checkerId: number | null,
    reason: string | null = null,
  ) => checkReport(db, units, tester, id, { action, checkerId, reason }, ISSUED);
  await step('submitted', null);
  assert.equal((await states())['2.3-b'], 'submitted');
  await step('returned', idOf('193'), 'đảo số');
  const returned = (await of()).find(({ item }) => item.id === '2.3-b')!;
  assert.deepEqual(
    [returned.state, returned.answer?.returnReason, returned.onTime],
    ['returned', 'đảo số', true],
  );
  await step('submitted', null);
  await step('accepted', idOf('193'));
  assert.equal((await states())['2.3-b'], 'submitted', 'the province is yet to say');
  await step('accepted', idOf('22'));
  assert.equal((await states())['2.3-b'], 'accepted');
});

test('a daily report: zero with its reason is not missing; declared against named; later rows show as the difference', async () => {
  const { db, as } = await living(after);
  const mine = await as<{ duties: Shown[] }>(
    'health-station',
    '06697',
    'GET',
    `/duties?unit=06697&date=${DAY}`,
  );
  const daily = mine.body.duties.find(({ item }) => item === '2.1-tram')!;
  assert.deepEqual([daily.state, daily.mayAnswer], ['late', true]);
  const url = `/duties/${encodeURIComponent(daily.key)}`;
  assert.equal(
    (await as('commune-clerk', '06697', 'POST', `${url}/answers`, { zeroReason: 'nghỉ' })).status,
    403,
    'not the role of the item',
  );
  assert.equal(
    (await as('health-station', '06676', 'POST', `${url}/answers`, { zeroReason: 'nghỉ' })).status,
    404,
    'not the unit',
  );
  assert.equal((await as('health-station', '06697', 'POST', `${url}/answers`, {})).body.code, 'duty_empty');
  assert.equal(
    (await as('health-station', '06697', 'POST', `${url}/answers`, { zeroReason: ' ' })).body.code,
    'duty_zero_reason_needed',
  );
  const zero = await as<Shown>('health-station', '06697', 'POST', `${url}/answers`, {
    zeroReason: 'Không tổ chức tiêm',
  });
  assert.deepEqual([zero.body.state, zero.body.onTime], ['zero_reported', false]);
  const dose = ['AstraZeneca', '14/12/2021', 'L1', 1] as const;
  const who = (name: string, id: string) => [name, '01/02/1980', 'Nữ', id] as const;
  await load(db, await listFile(INJECTIONS, [[...who('Lý Thị Hoa', '022180111222'), ...dose]]));
  const figures = {
    sites: 1,
    'injected.dose1': 2,
    'injected.dose2': 0,
    'injected.dose3': 0,
    'reactions.common': 0,
    'reactions.severe': 0,
  };
  assert.equal(
    (await as<Shown>('health-station', '06697', 'POST', `${url}/answers`, { figures })).body.state,
    'accepted',
    'nobody checks it',
  );
  const sent = (await as<Page>('health-station', '06697', 'GET', url)).body;
  assert.deepEqual(sent.counted, { 'injected.dose1': 1 });
  assert.deepEqual(
    sent.chain.map(({ version }) => version),
    [2, 1],
  );
  assert.deepEqual(
    sent.chain[0]!.findings.map(({ code }) => code),
    ['duty_declared_not_named'],
  );
  assert.deepEqual(sent.difference, { figures: [], added: 0, gone: 0 });
  // The same again is no new version; the same figures in another order hash alike.
  await as('health-station', '06697', 'POST', `${url}/answers`, {
    figures: Object.fromEntries(Object.entries(figures).reverse()),
  });
  assert.equal((await as<Page>('health-station', '06697', 'GET', url)).body.chain.length, 2);

  await load(db, await listFile(INJECTIONS, [[...who('Đỗ Thị Lan', '022180333444'), ...dose]]));
  const after2 = (await as<Page>('health-station', '06697', 'GET', url)).body;
  assert.deepEqual(after2.difference, {
    figures: [{ field: 'injected.dose1', before: 1, now: 2 }],
    added: 1,
    gone: 0,
  });
  const rows = await as<{ added: { personId: string }[] }>(
    'health-station',
    '06697',
    'GET',
    `${url}/difference`,
  );
  const [lan] = await db.query<{ id: string }>(`SELECT id FROM app.person WHERE name = 'Đỗ Thị Lan'`);
  assert.deepEqual(
    rows.body.added.map(({ personId }) => personId),
    [lan!.id],
  );
  assert.equal(
    (await as('information-department', '22', 'GET', `${url}/difference`)).status,
    403,
    'rows speak of people',
  );
  // As known then: the stored rows give the frozen figures again.
  const [newest] = await findChain(db, idOf('06697'), daily.key);
  assert.deepEqual(countGiven('daily_vaccination', await rowsOf(db, newest!)), newest!.counted);
});

test('a district answer: free text with its paper, returned with a reason, corrected, accepted; the whole chain stays', async () => {
  const { as } = await living(after);
  const url = `/duties/${key('2.3-nhan-luc', '193', 'once')}`;
  const body = (text: string, send = true) => ({ text, send });
  assert.equal(
    (await as<Shown>('district-committee', '193', 'POST', `${url}/answers`, body('Cử 12 cán bộ', false))).body
      .state,
    'late',
  );
  const sent = await as<Shown>('district-committee', '193', 'POST', `${url}/answers`, body('Cử 12 cán bộ'));
  assert.deepEqual([sent.body.state, sent.body.waitingFor?.code], ['submitted', '22']);
  const chain = async () => (await as<Page>('province-health', '22', 'GET', url)).body.chain;
  const submission = (await chain())[0]!.id;
  const check = (payload: object) =>
    as<Shown>('province-health', '22', 'POST', `${url}/check`, { submission, ...payload });
  assert.equal(
    (await as('district-committee', '193', 'POST', `${url}/check`, { submission, action: 'accepted' }))
      .status,
    403,
  );
  assert.equal((await check({ action: 'returned' })).body.code, 'population_reason_needed');
  assert.equal((await check({ action: 'returned', reason: 'Chưa nêu tên xã' })).body.state, 'returned');
  assert.equal(
    (await as<Shown>('district-committee', '193', 'GET', url)).body.returnReason,
    'Chưa nêu tên xã',
  );
  await as('district-committee', '193', 'POST', `${url}/answers`, body('Cử 12 cán bộ về 33 phường'));
  assert.equal((await check({ action: 'accepted' })).body.code, 'duty_version_old');
  const [newest] = await chain();
  const accepted = await as<Shown>('province-health', '22', 'POST', `${url}/check`, {
    submission: newest!.id,
    action: 'accepted',
  });
  assert.equal(accepted.body.state, 'accepted');
  assert.deepEqual(
    (await chain()).map(({ steps }) => steps.map(({ action }) => action)),
    [['submitted', 'accepted'], ['submitted', 'returned'], []],
  );
});

test('a personal signature goes with the file it signs, or not at all; the chain says whose it is', async () => {
  const { as, db, server, cookie } = await living(after);
  const url = `/duties/${key('2.3-nhan-luc', '193', 'once')}`;
  await as('district-committee', '193', 'GET', url);
  const store = async (name: string, bytes: Uint8Array): Promise<{ id: string }> => {
    const form = new FormData();
    form.set('file', new Blob([Uint8Array.from(bytes)]), name);
    const body = new Response(form);
    const username = await account(db, 'district-committee', '193');
    const stored = await server.inject({
      method: 'POST',
      url: '/api/v1/duties/papers',
      headers: { cookie: await cookie(username), 'content-type': body.headers.get('content-type')! },
      payload: Buffer.from(await body.arrayBuffer()),
    });
    return { id: stored.json<{ id: string }>().id };
  };
  const paper = Buffer.from('%PDF-1.4 quyết định cử cán bộ');
  const file = await store('quyet-dinh.pdf', paper);
  const other = await store('khac.pdf', Buffer.from('%PDF-1.4 văn bản khác'));
  const lan = await newSigner('Nguyễn Thị Lan');
  const signature = await store('quyet-dinh.p7s', await signDetached(lan, paper, ISSUED));
  const send = (papers: object) =>
    as<Shown>('district-committee', '193', 'POST', `${url}/answers`, { text: 'Cử 12 cán bộ', ...papers });
  assert.equal((await send({ signature })).body.code, 'signature_needs_file');
  assert.equal((await send({ signature, file: other })).body.code, 'signature_other_file');
  assert.equal((await send({ signature: other, file })).body.code, 'signature_unreadable');
  assert.equal((await send({ signature, file })).body.state, 'submitted');
  const { chain } = (await as<Page>('province-health', '22', 'GET', url)).body;
  assert.deepEqual(
    chain.map(({ signedBy }) => signedBy),
    [{ name: 'Nguyễn Thị Lan', issuer: 'Nguyễn Thị Lan', signedAt: ISSUED.toISOString(), trusted: null }],
  );
});

test('a facility sees and answers its own duties alone; stock goes on from what was left; it closes', async () => {
  const { db, as } = await living(after);
  const hospital = 'Bệnh viện Bãi Cháy';
  const facility = { unit: '193', name: hospital, openedOn: '2021-12-01', closedOn: null };
  assert.equal((await as('commune-clerk', '06697', 'PUT', '/duties/facilities', facility)).status, 403);
  assert.equal((await as('district-health', '193', 'PUT', '/duties/facilities', facility)).status, 200);
  const friday = '2021-12-17' as PlainDate;
  const list = await as<{ duties: Shown[] }>(
    'facility',
    '193',
    'GET',
    `/duties?unit=193&date=${friday}`,
    undefined,
    hospital,
  );
  assert.ok(list.body.duties.length > 0);
  assert.ok(list.body.duties.every((duty) => duty.facility === hospital && duty.mayAnswer));
  const stock = (day: string) => `/duties/${key('1.1-vac-xin', '193', day, hospital)}`;
  const figures = (received: number, used: number, left: number) => ({
    'astrazeneca.received': received,
    'astrazeneca.used': used,
    'astrazeneca.discarded': 0,
    'astrazeneca.left': left,
  });
  const answer = (day: string, payload: object) =>
    as<Shown>('facility', '193', 'POST', `${stock(day)}/answers`, { figures: payload });
  assert.equal((await answer(friday, { 'astrazeneca.used': -1 })).body.code, 'duty_number_invalid');
  assert.deepEqual([(await answer(friday, figures(100, 40, 60))).body.state], ['submitted']);
  assert.equal((await answer('2021-12-24', figures(0, 10, 50))).body.state, 'submitted');
  const next = await as<Page & { before: Record<string, number> }>(
    'facility',
    '193',
    'GET',
    stock('2021-12-24'),
  );
  assert.equal(next.body.before['astrazeneca.left'], 60);
  assert.equal((await as('facility', '193', 'GET', stock('2021-12-18'))).status, 404, 'not a Friday');
  const waiting = await as<{ duties: Shown[] }>(
    'district-health',
    '193',
    'GET',
    `/duties?unit=193&date=2021-12-24&of=checking`,
  );
  assert.deepEqual(
    waiting.body.duties.map(({ facility: who }) => who),
    [hospital, hospital],
    'its own district checks a facility',
  );
  await as('district-health', '193', 'PUT', '/duties/facilities', { ...facility, closedOn: '2021-12-20' });
  const owed = await findDuties(db, units, {
    scope: { within: idOf('193') },
    from: '2021-12-20' as PlainDate,
    to: '2021-12-24' as PlainDate,
    now: ISSUED,
  });
  assert.deepEqual(
    owed.filter((duty) => duty.facility === hospital),
    [],
  );
});
