/** Declared, named and used on one day at a station, by the public door: the gap, its explanation, and what reopens it. */
import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { DAY } from '../../test/support/access.ts';
import { tester } from '../../test/support/database.ts';
import { idOf, key, living } from '../../test/support/duties.ts';
import { INJECTIONS, listFile, load, units } from '../../test/support/lists.ts';
import { postMovements } from '../stock/post-movements.ts';
import { amountsUsed } from '../stock/use-vials.ts';
import type { FigureRow, OpenGap } from './contract.ts';
import { countGroups } from './count-groups.ts';

const STATION = 'Trạm Y tế phường Hồng Hà';
const person = (name: string, lot: string, vaccine = 'AstraZeneca') => [
  ...[name, '01/02/1980', 'Nữ', null, vaccine, '14/12/2021', lot, 1],
];

test('the day’s three figures, a gap with its likely cause, explained, and open again when figures change', async () => {
  const { db, as, server, cookie } = await living(after);
  const holding = { unitId: idOf('06697'), facility: STATION, item: 'astrazeneca', lot: 'NJ0342' };
  const at = new Date('2021-12-14T08:00:00Z');
  const usage = { ...holding, on: DAY, source: 'form', short: 'suspense', vials: 1 } as const;
  await db.transaction(tester, (tx) =>
    postMovements(
      tx,
      tester,
      [
        { ...usage, kind: 'receipt', vials: null, amounts: { external: -10, on_hand: 10 } },
        { ...usage, kind: 'open', amounts: { on_hand: -10, opened: 10 } },
        { ...usage, kind: 'use', amounts: amountsUsed(10, 9, 1) },
      ],
      at,
    ),
  );
  // Seven of the nine are entered, two of them with the lot under another vaccine.
  const names = ['Lý Thị Hoa', 'Bùi Thị Sen', 'Đỗ Thị Mai', 'Vũ Thị Cúc', 'Ngô Thị Lan'];
  const rows = [
    ...names.map((name) => person(name, 'NJ0342')),
    person('Hồ Thị Thơm', 'NJ0342', 'Pfizer'),
    person('Tạ Thị Xuân', 'NJ0342', 'Pfizer'),
  ];
  await load(db, await listFile(INJECTIONS, rows), { unitCode: '06697' });
  // The report of the day comes out by itself.
  const duty = `/duties/${key('2.1-tram', '06697', DAY)}`;
  const proposed = await as<{ figures: object }>('health-station', '06697', 'GET', `${duty}/proposal`);
  assert.deepEqual(proposed.body.figures, {
    ...{ sites: 1, 'injected.dose1': 7, 'injected.dose2': 0, 'injected.dose3': 0 },
    ...{ 'reactions.common': 0, 'reactions.severe': 0 },
    ...{ 'astrazeneca|NJ0342.received': 10, 'astrazeneca|NJ0342.used': 9 },
    ...{ 'astrazeneca|NJ0342.discarded': 1, 'astrazeneca|NJ0342.left': 0 },
  });
  const report = await as(
    'health-station',
    '06697',
    'POST',
    `/duties/${key('2.1-tram', '06697', DAY)}/answers`,
    {
      figures: { sites: 1, 'injected.dose1': 10 },
    },
  );
  assert.equal(report.status, 201);
  for (const paper of ['report.pdf', 'report.xlsx?form=end&from=2021-12-01']) {
    const printed = await server.inject({
      method: 'GET',
      url: `/api/v1${duty}/${paper}`,
      headers: { cookie: await cookie('health-station.06697') },
    });
    assert.equal(printed.statusCode, 200, printed.body.slice(0, 200));
    assert.ok(printed.rawPayload.length > 4000, paper);
  }
  const placeless = [units.byCode('06697', DAY).id];
  const groups = await countGroups(db, { site: STATION, placeless, from: DAY, to: DAY });
  assert.deepEqual([...groups.priority], [[null, 7]]);
  assert.equal(
    [...groups.bands.values()].reduce((sum, people) => sum + people, 0),
    7,
  );

  type Page = { days: FigureRow[]; gaps: (OpenGap & { maySettle: boolean })[] };
  const ask = async (role: 'health-station' | 'district-committee' = 'health-station', code = '06697') =>
    (await as<Page>(role, code, 'GET', `/gaps?unit=${code}&from=${DAY}&to=${DAY}`)).body;
  const page = await ask();
  assert.deepEqual(
    page.days.map(({ facility, declared, named, namedLate, used }) => ({
      facility,
      declared,
      named,
      namedLate,
      used,
    })),
    [{ facility: STATION, declared: 10, named: 7, namedLate: 7, used: 9 }],
  );
  const told = ({ kind, item, parts, state }: OpenGap) =>
    [kind, item, ...parts.map(({ cause, doses }) => `${cause} ${doses}`), state].join(' ');
  assert.deepEqual(page.gaps.map(told), [
    'declared_used  wastage_declared 1 open',
    'used_named astrazeneca lot_other_vaccine 2 not_entered 2 open',
    'used_named comirnaty lot_other_vaccine -2 open',
  ]);
  assert.equal(page.gaps[0]!.account, 'health-station.06697', 'who sent the report');
  // The district sees the same and settles nothing.
  const district = await ask('district-committee', '193');
  assert.deepEqual([district.gaps.length, district.gaps.some(({ maySettle }) => maySettle)], [3, false]);

  const gap = page.gaps[1]!;
  const said = {
    ...{ unit: '06697', facility: STATION, day: DAY, kind: gap.kind, item: gap.item, lot: gap.lot },
    ...{ first: gap.first, second: gap.second, explanation: 'Hai người chưa có giấy tờ, nhập sau' },
  };
  const settle = (more: object = {}) =>
    as('health-station', '06697', 'POST', '/gaps/settle', { ...said, ...more });
  assert.equal((await settle({ second: 4 })).body.code, 'gap_changed');
  assert.equal((await settle()).status, 200);
  assert.equal((await ask()).gaps[1]!.state, 'settled');

  await load(db, await listFile(INJECTIONS, [person('Mạc Thị Đào', 'NJ0342')]), { unitCode: '06697' });
  const [, reopened] = (await ask()).gaps;
  assert.deepEqual(told(reopened!), 'used_named astrazeneca lot_other_vaccine 2 not_entered 1 reopened');
  assert.equal(reopened!.settlements[0]!.explanation, said.explanation, 'it stays explained');
});
