import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { account, address, DAY, emptyWorld, PASSWORD, type World } from '../../test/support/access.ts';
import { tester } from '../../test/support/database.ts';
import { INJECTIONS, listFile, load, RESIDENTS, units } from '../../test/support/lists.ts';
import type { Role } from '../identity/access.ts';
import { createAccount } from '../identity/accounts.ts';
import { addDays, type PlainDate } from '../kernel/plain-date.ts';
import { dayInVietnam } from '../kernel/vietnam-time.ts';
import { checkReport } from '../population/check-report.ts';
import { recordOneReport } from '../population/record-report.ts';
import type { Duty } from './contract.ts';
import { rowsOf } from './count-now.ts';
import { findDuties } from './find-duties.ts';
import { countGiven } from './given-doses.ts';
import { loadReferenceDirectives } from './reference-directives.ts';
import { findChain } from './submission-store.ts';

type Shown = {
  key: string;
  item: string;
  form: string;
  state: string;
  dueAt: string;
  unit: { code: string };
  facility: string | null;
  returnReason: string | null;
  waitingFor: { code: string } | null;
  mayAnswer: boolean;
  mayCheck: boolean;
  onTime: boolean | null;
};
type Version = {
  id: string;
  version: number;
  state: string;
  sha256: string;
  findings: { code: string }[];
  steps: { action: string }[];
};
type Page = Shown & {
  chain: Version[];
  counted: Record<string, number>;
  difference: {
    figures: { field: string; before: number | null; now: number | null }[];
    added: number;
    gone: number;
  } | null;
};

const ISSUED = new Date('2021-12-14T02:00:00Z');
const idOf = (code: string): number => units.byCode(code, DAY).id;

async function living() {
  const world = await emptyWorld(after);
  await loadReferenceDirectives(world.db, units, tester, ISSUED);
  const as = async <T>(
    role: Role,
    code: string,
    method: 'GET' | 'POST' | 'PUT',
    url: string,
    payload?: object,
    facility?: string,
  ) => {
    const username = await account(world.db, role, code, facility === undefined ? {} : { facility });
    const response = await world.server.inject({
      method,
      url: `/api/v1${url}`,
      headers: { cookie: await world.cookie(username) },
      remoteAddress: address(username),
      ...(payload === undefined ? {} : { payload }),
    });
    return { status: response.statusCode, body: response.json<T & { code?: string }>() };
  };
  return { ...world, as };
}

const onDay = (
  db: World['db'],
  code: string,
  day: PlainDate = DAY,
  at = '2021-12-14T05:00:00Z',
): Promise<Duty[]> =>
  findDuties(db, units, { scope: { within: idOf(code) }, from: day, to: day, now: new Date(at) });
const stateOf = (duties: readonly Duty[], item: string, unit: string): string | undefined =>
  duties.find((duty) => duty.item.id === item && duty.unit === unit)?.state;
const key = (item: string, code: string, occurrence: string, facility?: string): string =>
  encodeURIComponent(
    [
      '9035-ubnd-xd6',
      item,
      idOf(code),
      occurrence,
      ...(facility === undefined ? [] : [encodeURIComponent(facility)]),
    ].join('~'),
  );

test('the dispatch: a commune owes its list before the 15th; it is late at midnight; signing answers it, a receipt accepts it', async () => {
  const { db, as } = await living();
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
  const { db, as } = await living();
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
  const { db, as } = await living();
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
  const { as } = await living();
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

test('a facility sees and answers its own duties alone; stock goes on from what was left; it closes', async () => {
  const { db, as } = await living();
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

test('figures of answers add up over communes, districts and the province; a zero adds nothing and is counted', async () => {
  const { as } = await living();
  const report = (code: string, payload: object) =>
    as('health-station', code, 'POST', `/duties/${key('2.1-tram', code, DAY)}/answers`, payload);
  const figures = (dose1: number) => ({ figures: { sites: 1, 'injected.dose1': dose1 } });
  await report('06697', figures(30));
  await report('06697', figures(40));
  await report('06676', figures(2));
  const far = units.communesUnder(idOf('22'), DAY).find(({ parentId }) => parentId !== idOf('193'))!;
  await report(far.code, { zeroReason: 'Không tiêm' });
  type Row = { unit?: { code: string }; answers: number; expected: number; figures: Record<string, number> };
  const sums = async (unit: string, item = '2.1') =>
    (
      await as<{ sums: { rows: Row[]; total: Row } | null }>(
        'province-health',
        '22',
        'GET',
        `/duties/sums?unit=${unit}&from=${DAY}&to=${DAY}&item=9035-ubnd-xd6~${item}`,
      )
    ).body.sums;
  const province = (await sums('22'))!;
  assert.deepEqual(province.total, {
    answers: 3,
    expected: 177,
    figures: { sites: 2, 'injected.dose1': 42 },
  });
  const district = (await sums('193'))!;
  assert.deepEqual(
    { unit: { code: '193', name: 'Thành phố Hạ Long' }, ...district.total },
    province.rows.find(({ unit }) => unit!.code === '193'),
  );
  assert.equal(
    district.rows.find(({ unit }) => unit!.code === '06697')!.figures['injected.dose1'],
    40,
    'the newest version counts, once',
  );
  assert.equal(await sums('22', '2.2'), null, 'a list is no sum');
});

test('completeness by unit and day adds up over children, and is never above 100 %', async () => {
  const { as } = await living();
  await as('health-station', '06697', 'POST', `/duties/${key('2.1-tram', '06697', DAY)}/answers`, {
    zeroReason: 'Không tiêm',
  });
  type Counts = {
    expected: number;
    received: number;
    missing: number;
    late: number;
    onTime: number;
    zero: number;
  };
  type Answer = {
    rows: { unit: { code: string }; total: Counts; days: Record<string, Counts> }[];
    total: Counts;
    items: { id: string }[];
  };
  const ask = (unit: string, item = '') =>
    as<Answer>(
      'province-health',
      '22',
      'GET',
      `/duties/completeness?unit=${unit}&from=${DAY}&to=2021-12-15&date=2021-12-16${item}`,
    );
  const { body: province } = await ask('22', '&item=9035-ubnd-xd6~2.1-tram');
  assert.equal(province.total.expected, 2 * 177);
  assert.deepEqual(
    [province.total.received, province.total.zero, province.total.late, province.total.missing],
    [1, 1, 1, 2 * 177 - 1],
  );
  assert.equal(province.rows.length, 13);
  const { body: district } = await ask('193', '&item=9035-ubnd-xd6~2.1-tram');
  assert.deepEqual(district.total, province.rows.find(({ unit }) => unit.code === '193')!.total);
  assert.deepEqual(Object.keys(district.rows.find(({ unit }) => unit.code === '06697')!.days), [
    DAY,
    '2021-12-15',
  ]);
  assert.equal(
    (await as('commune-clerk', '06697', 'GET', `/duties/completeness?unit=22&from=${DAY}&to=${DAY}`)).status,
    403,
  );
  assert.equal(
    (await as('province-health', '22', 'GET', '/duties/completeness?unit=22&from=2021-01-01&to=2021-12-31'))
      .body.code,
    'duty_span_wrong',
  );
});

test('a second, quite different directive is entered and edited by a district clerk; what has begun keeps its terms', async () => {
  const { as } = await living();
  const today = dayInVietnam(new Date());
  const item = {
    id: 'muc-1',
    number: '1',
    title: 'Báo cáo tồn kho vắc xin sởi',
    owners: { levels: ['commune'], facilities: false, roles: ['health-station'] },
    form: 'stock',
    schedule: { kind: 'monthly', day: 31, time: '11:00' },
    check: 'next',
    from: today,
  };
  const content = (...items: object[]) => ({
    number: '12/KH-UBND',
    issuedOn: '2021-12-14',
    issuer: 'UBND thành phố Hạ Long',
    signer: 'Chủ tịch',
    summary: 'Kế hoạch tiêm sởi',
    items,
  });
  assert.equal(
    (await as('commune-clerk', '06697', 'POST', '/directives', { unit: '193', content: content(item) }))
      .status,
    403,
  );
  assert.equal(
    (await as('district-committee', '193', 'POST', '/directives', { unit: '22', content: content(item) }))
      .status,
    403,
  );
  const wrong = content({ ...item, schedule: { kind: 'event', event: 'khong-co', days: 1, time: '08:00' } });
  assert.equal(
    (await as('district-committee', '193', 'POST', '/directives', { unit: '193', content: wrong })).body.code,
    'directive_event_unknown',
  );
  const made = await as<{ id: string; version: number }>('district-committee', '193', 'POST', '/directives', {
    unit: '193',
    content: content(item),
  });
  assert.equal(made.status, 201);
  const edit = (...items: object[]) =>
    as<{ version: number }>('district-committee', '193', 'PUT', `/directives/${made.body.id}`, {
      content: content(...items),
    });
  assert.equal((await edit({ ...item, title: 'Báo cáo tồn vắc xin sởi' })).body.version, 2);
  assert.equal(
    (await edit({ ...item, schedule: { kind: 'monthly', day: 15, time: '11:00' } })).body.code,
    'directive_item_begun',
  );
  assert.equal((await edit({ ...item, id: 'muc-2' })).body.code, 'directive_item_begun');
  const next = { ...item, id: 'muc-2', from: addDays(today, 1), schedule: { kind: 'session', hours: 24 } };
  assert.equal((await edit({ ...item, until: today }, next)).body.version, 3);
});

test('a session that ended starts the report on it, in the unit that said so alone', async () => {
  const { db, server, cookie, as } = await living();
  const today = dayInVietnam(new Date());
  const [unit, other] = units.communesUnder(units.byCode('22', today).id, today);
  const item = {
    id: 'ket-thuc',
    number: '1',
    title: 'Báo cáo kết thúc buổi tiêm',
    owners: { levels: ['commune'], facilities: false, roles: ['health-station'] },
    form: 'daily_vaccination',
    schedule: { kind: 'session', hours: 24 },
    from: addDays(today, -10),
  };
  const content = {
    number: '1',
    issuedOn: addDays(today, -10),
    issuer: 'Sở',
    signer: 'GĐ',
    summary: 'x',
    items: [item],
  };
  const made = await as<{ id: string }>('province-health', '22', 'POST', '/directives', {
    unit: '22',
    content,
  });
  await createAccount(db, tester, {
    username: 'tram.y.te',
    displayName: 'Trạm Y tế',
    password: PASSWORD,
    mustChange: false,
    grants: [{ role: 'health-station', unitId: unit!.id, facility: null }],
  });
  const at = new Date(Date.now() - 3_600_000).toISOString();
  const end = async (code: string, moment = at) =>
    (
      await server.inject({
        method: 'POST',
        url: `/api/v1/directives/${made.body.id}/sessions`,
        headers: { cookie: await cookie('tram.y.te') },
        payload: { unit: code, at: moment },
      })
    ).statusCode;
  assert.equal(await end(other!.code), 403);
  assert.equal(
    await end(unit!.code, new Date(Date.now() + 60_000).toISOString()),
    422,
    'not before it ended',
  );
  const offered = await server.inject({
    url: `/api/v1/duties?unit=${unit!.code}`,
    headers: { cookie: await cookie('tram.y.te') },
  });
  assert.deepEqual(offered.json<{ sessions: unknown }>().sessions, [
    { directiveId: made.body.id, title: item.title, facility: null },
  ]);
  assert.equal(await end(unit!.code), 201);
  const owed = await findDuties(db, units, {
    scope: { within: units.byCode('22', today).id },
    from: today,
    to: addDays(today, 2),
    now: new Date(),
  });
  const sessions = owed.filter((duty) => duty.directive.id === made.body.id);
  assert.deepEqual(
    sessions.map((duty) => [duty.unitId, duty.state, Date.parse(duty.dueAt) - Date.parse(at)]),
    [[unit!.id, 'not_started', 24 * 3_600_000]],
  );
});

test('the annex is counted, frozen and signed as it was; what changes later is told by its figures', async () => {
  const { db, as } = await living();
  const url = `/duties/${key('phu-luc-huyen', '193', 'once')}`;
  const people = [['Lý Thị Hoa', '01/02/1980', 'Nữ', null, 'Khu 1', 'Thường trú', null]] as const;
  await load(db, await listFile(RESIDENTS, people), { source: 'commune', complete: true });
  const sent = await as<Shown>('district-committee', '193', 'POST', `${url}/answers`, {
    text: 'Kèm phụ lục',
  });
  assert.equal(sent.status, 201);
  const page = async () => (await as<Page>('province-health', '22', 'GET', url)).body;
  const [version] = (await page()).chain as (Version & { figures: Record<string, number> })[];
  assert.equal(version!.figures['total.permanent.18-49.listed'], 1);
  assert.equal(version!.figures['06697.listed'], 1);
  const more = [...people, ['Đỗ Thị Lan', '02/03/1990', 'Nữ', null, 'Khu 1', 'Thường trú', null]] as const;
  await load(db, await listFile(RESIDENTS, more), { source: 'commune', complete: true });
  const { difference, chain } = await page();
  assert.deepEqual(
    difference!.figures.find(({ field }) => field === '06697.listed'),
    { field: '06697.listed', before: 1, now: 2 },
  );
  assert.equal((chain[0] as unknown as { figures: Record<string, number> }).figures['06697.listed'], 1);
});
