import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { account, emptyWorld } from '../../test/support/access.ts';
import { dayInVietnam } from '../kernel/vietnam-time.ts';

const TODAY = dayInVietnam(new Date());
const LOT = { item: 'comirnaty', lot: 'FF2832' };
const PROVINCE = { unit: '22', facility: 'Kho CDC tỉnh' };
const DISTRICT = { unit: '193', facility: 'Kho TTYT Hạ Long' };

test('from the province through the district: received with a difference, counted, called back; refusals say why', async () => {
  const world = await emptyWorld(after);
  const { server, db } = world;
  const province = await account(db, 'province-health', '22');
  const district = await account(db, 'district-health', '193');
  const hospital = await account(db, 'facility', '193', { facility: 'Bệnh viện Bãi Cháy' });
  const ask = async <T = { id: string }>(
    who: string,
    url: string,
    payload?: object,
    status = 201,
  ): Promise<T> => {
    const response = await server.inject({
      method: payload === undefined ? 'GET' : 'POST',
      url: `/api/v1/stock${url}`,
      headers: { cookie: await world.cookie(who) },
      ...(payload === undefined ? {} : { payload }),
    });
    assert.equal(response.statusCode, status, `${url}: ${response.body}`);
    return response.json() as T;
  };
  const slip = (at: typeof PROVINCE, more: object) => ({ ...at, ...LOT, on: TODAY, ...more });
  type Row = {
    facility: string;
    balance: number;
    quarantine: number;
    inTransit: number;
    discrepancies: { code: string }[];
  };
  const rows = async (who: string, unit: string) =>
    (await ask<{ rows: Row[] }>(who, `?unit=${unit}`, undefined, 200)).rows;

  await ask(
    province,
    '/movements',
    slip(PROVINCE, { kind: 'receipt', doses: 600, expiresOn: '2030-01-31', slip: 'PN01' }),
  );
  const line = { ...LOT, doses: 120 };
  const { id } = await ask(district, '/transfers', {
    step: 'requested',
    from: PROVINCE,
    to: DISTRICT,
    lines: [{ item: LOT.item, doses: 200 }],
  });
  const step = (who: string, payload: object, status = 200) =>
    ask<{ state: string; differences: object[] }>(who, `/transfers/${id}/steps`, payload, status);
  await step(district, { step: 'received', lines: [line] }, 409);
  await step(hospital, { step: 'sent', lines: [line] }, 403);
  await step(province, { step: 'sent', lines: [line] });
  assert.deepEqual(
    (await rows(province, '22')).map(({ balance, inTransit }) => [balance, inTransit]),
    [[480, 120]],
  );
  const done = await step(district, { step: 'received', lines: [{ ...LOT, doses: 114 }], note: 'vỡ 1 lọ' });
  assert.deepEqual(done.differences, [
    { ...LOT, sent: 120, received: 114, open: 6, ways: ['arrived', 'lost', 'broken'] },
  ]);
  const both = await rows(province, '22');
  assert.deepEqual(
    both.map(({ facility, balance, inTransit }) => [facility, balance, inTransit]).sort(),
    [
      [PROVINCE.facility, 480, 6],
      [DISTRICT.facility, 114, 0],
    ].sort(),
  );

  // Counting two doses fewer needs a reason; using opens whole vials, one dose of overfill each.
  await ask(district, '/movements', slip(DISTRICT, { kind: 'stocktake', counted: 112 }), 422);
  await ask(district, '/movements', slip(DISTRICT, { kind: 'stocktake', counted: 112, reason: 'vỡ 2 liều' }));
  const use = await ask(
    district,
    '/movements',
    slip(DISTRICT, { kind: 'use', vials: 10, injected: 70, wasted: 0 }),
  );
  assert.deepEqual(
    (await rows(district, '193')).map(({ balance, discrepancies }) => [
      balance,
      discrepancies.map(({ code }) => code),
    ]),
    [[52, ['overfill_within_limit', 'stocktake_difference']]],
  );
  await ask(district, `/movements/${use.id}/undo`, { unit: '193', reason: 'ghi nhầm ngày' }, 200);
  await ask(district, `/movements/${use.id}/undo`, { unit: '193', reason: 'ghi nhầm ngày' }, 409);
  await ask(district, '/movements', slip(DISTRICT, { kind: 'issue', doses: 500 }), 409);

  await ask(district, '/recalls', { unit: '193', ...LOT, reason: 'công văn thu hồi' }, 403);
  assert.deepEqual(
    (({ sites, doses }) => [sites, doses])(
      await ask<{ sites: number; doses: number }>(province, '/recalls', {
        unit: '22',
        ...LOT,
        reason: 'công văn thu hồi',
      }),
    ),
    [2, 592],
  );
  assert.deepEqual(
    (await rows(province, '22')).map(({ balance, quarantine }) => [balance, quarantine]).sort(),
    [
      [0, 112],
      [0, 480],
    ],
  );
  assert.deepEqual(await rows(hospital, '193'), [], 'another store of the district is not its own');
  const ledger = await ask<{ movements: { kind: string }[]; events: { kind: string }[] }>(
    district,
    `/lot?unit=193&facility=${encodeURIComponent(DISTRICT.facility)}&item=comirnaty&lot=FF2832`,
    undefined,
    200,
  );
  assert.deepEqual(
    ledger.movements.map(({ kind }) => kind),
    ['receipt', 'stocktake', 'use', 'reversal', 'quarantine'],
  );
  assert.deepEqual(
    ledger.events.map(({ kind }) => kind),
    ['recall'],
  );
});

test('a difference is settled by those whose store it is, told with who and when, and taken back as a whole', async () => {
  const world = await emptyWorld(after);
  const { server, db } = world;
  const province = await account(db, 'province-health', '22');
  const district = await account(db, 'district-health', '193');
  const hospital = await account(db, 'facility', '193', { facility: 'Bệnh viện Bãi Cháy' });
  const ask = async <T>(who: string, url: string, payload?: object, status = 200): Promise<T> => {
    const response = await server.inject({
      method: payload === undefined ? 'GET' : 'POST',
      url: `/api/v1/stock${url}`,
      headers: { cookie: await world.cookie(who) },
      ...(payload === undefined ? {} : { payload }),
    });
    assert.equal(response.statusCode, status, `${url}: ${response.body}`);
    return response.json() as T;
  };
  const receipt = { ...PROVINCE, ...LOT, on: TODAY, kind: 'receipt', doses: 600, expiresOn: '2030-01-31' };
  await ask(province, '/movements', receipt, 201);
  const { id } = await ask<{ id: string }>(
    province,
    '/transfers',
    { step: 'sent', from: PROVINCE, to: DISTRICT, lines: [{ ...LOT, doses: 120 }] },
    201,
  );
  await ask(district, `/transfers/${id}/steps`, { step: 'received', lines: [{ ...LOT, doses: 108 }] });
  type Answer = { differences: { open: number }[]; settlements: { id: string; by: string }[] };
  const settle = (who: string, way: string, doses: number, status: number) =>
    ask<Answer>(
      who,
      `/transfers/${id}/settlements`,
      { ...LOT, way, doses, reason: `${way} theo biên bản` },
      status,
    );
  type Row = {
    balance: number;
    inTransit: number;
    writtenOff: number;
    issued: number;
    discrepancies: { code: string; message: string }[];
  };
  const store = async (at: typeof PROVINCE) =>
    (await ask<{ rows: Row[] }>(province, `?unit=22&facility=${encodeURIComponent(at.facility)}`)).rows[0]!;
  const told = async () => (await store(PROVINCE)).discrepancies.map(({ code }) => code);

  assert.deepEqual(await told(), ['transfer_difference']);
  await settle(hospital, 'lost', 6, 403);
  await settle(district, 'sent_less', 6, 403);
  await settle(province, 'sent_more', 6, 409);
  await settle(province, 'lost', 13, 409);
  await settle(district, 'broken', 6, 201);
  await settle(province, 'sent_less', 2, 201);
  const { differences, settlements } = await settle(district, 'arrived', 4, 201);
  assert.deepEqual(
    differences.map(({ open }) => open),
    [0],
  );
  const { balance, inTransit, writtenOff, issued, discrepancies } = await store(PROVINCE);
  assert.deepEqual([balance, inTransit, writtenOff, issued], [482, 0, 6, 118]);
  assert.equal((await store(DISTRICT)).balance, 112);
  assert.deepEqual(
    discrepancies.map(({ code }) => code),
    ['transfer_settled', 'transfer_settled', 'transfer_settled'],
  );
  assert.match(discrepancies[0]!.message, /6 liều .*broken theo biên bản/);
  assert.ok(discrepancies[0]!.message.includes(settlements[0]!.by), 'who said so');

  const ledger = await ask<{ movements: { id: string; kind: string }[] }>(
    province,
    `/lot?unit=22&facility=${encodeURIComponent(PROVINCE.facility)}&item=comirnaty&lot=FF2832`,
  );
  const written = ledger.movements.find(({ kind }) => kind === 'write_off')!;
  await ask(province, `/movements/${written.id}/undo`, { unit: '22', reason: 'ghi nhầm' }, 409);
  const undo = `/transfers/${id}/settlements/${settlements[0]!.id}/undo`;
  await ask(hospital, undo, { reason: 'ghi nhầm' }, 403);
  const back = await ask<Answer>(district, undo, { reason: 'ghi nhầm' });
  await ask(district, undo, { reason: 'ghi nhầm' }, 409);
  assert.deepEqual(
    back.differences.map(({ open }) => open),
    [6],
  );
  assert.deepEqual(await told(), ['transfer_settled', 'transfer_settled', 'transfer_difference']);
});
