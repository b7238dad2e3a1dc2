import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { DAY, PASSWORD } from '../../test/support/access.ts';
import { tester } from '../../test/support/database.ts';
import { idOf, key, living, type Page, type Shown, type Version } from '../../test/support/duties.ts';
import { listFile, load, RESIDENTS, units } from '../../test/support/lists.ts';
import { createAccount } from '../identity/accounts.ts';
import { addDays } from '../kernel/plain-date.ts';
import { dayInVietnam } from '../kernel/vietnam-time.ts';
import { findDuties } from './find-duties.ts';

test('figures of answers add up over communes, districts and the province; a zero adds nothing and is counted', async () => {
  const { as } = await living(after);
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
  const { as } = await living(after);
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
  const { as } = await living(after);
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
  const { db, server, cookie, as } = await living(after);
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
  const { db, as } = await living(after);
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
