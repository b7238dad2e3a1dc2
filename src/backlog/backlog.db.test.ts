/** A paper register typed into the grid, by the public door: kept, checked, filed, corrected, marked as a mistake. */
import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { account, DAY, emptyWorld, idle, upload, type World } from '../../test/support/access.ts';
import { tester } from '../../test/support/database.ts';
import { listFile, RESIDENTS, units } from '../../test/support/lists.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { postMovements } from '../stock/post-movements.ts';
import type { RowCheck, SheetRow } from './contract.ts';
import { openSheet } from './save-rows.ts';

type Page = { rows: SheetRow[]; checks: RowCheck[]; revisions: { action: string; reason: string | null }[] };

/** Name, birth, sex, id, hamlet, phone, number, vaccine, lot, date, note. */
const line = (name: string, birth: string, id: string, ...dose: string[]): string[] =>
  [name, birth, 'Nam', id, 'Khu 1', '', ...dose].concat('', '', '', '', '').slice(0, 11);

async function ask(
  world: World,
  username: string,
  method: 'GET' | 'POST' | 'PUT',
  url: string,
  payload?: object,
) {
  const response = await world.server.inject({
    method,
    url: `/api/v1${url}`,
    headers: { cookie: await world.cookie(username) },
    ...(payload === undefined ? {} : { payload }),
  });
  return { status: response.statusCode, body: response.json() as never };
}

test('rows are checked as typed, filed as a list, corrected with a reason, and kept when they were a mistake', async () => {
  const world = await emptyWorld(after);
  const { db } = world;
  const clerk = await account(db, 'commune-clerk', '06697');
  await upload(
    world,
    clerk,
    await listFile(RESIDENTS, [
      ['Nguyễn Văn An', '01/02/1980', 'Nam', '022080111220', 'Khu 1', 'Thường trú', null],
      ['Trần Đức Bình', '15/07/1966', 'Nam', '022066903457', 'Khu 1', 'Thường trú', null],
    ]),
    { unit: '06697' },
  );
  await idle(db);
  const opened = await ask(world, clerk, 'POST', '/backlog', {
    unit: '06697',
    facility: 'Trạm Y tế phường Hồng Hà',
    title: 'Sổ tháng 6',
  });
  const sheet = `/backlog/${(opened.body as { id: string }).id}`;
  const typed = [
    line('Nguyễn Văn An', '01/02/1980', '022080111220', '1', 'AZ', 'NJ0342', '05/06/2021'),
    line('Lê Hữu Châu', '28/11/1993', '', '1', 'AZ', 'NJ0342', '05/06/2021'),
    line('', '31/02/1970', ''),
    line('Trần Đức Bình', '15/07/1966', '', '1', 'AZ', '0012', '05/06/2021'),
  ];
  const saved = await ask(world, clerk, 'PUT', `${sheet}/rows`, {
    rows: typed.map((cells, i) => ({ row: i + 1, cells, version: 0 })),
  });
  assert.equal(saved.status, 200);
  const { checks } = saved.body as Page;
  assert.deepEqual(
    checks.map(({ match }) => match),
    ['known', 'new', 'waiting', 'known'],
  );
  assert.equal(checks[0]!.suggestions[0]!.name, 'Nguyễn Văn An');
  assert.ok(!JSON.stringify(checks).includes('022080111220'), 'numbers of others are masked');
  // Somebody else wrote the row meanwhile.
  const stale = await ask(world, clerk, 'PUT', `${sheet}/rows`, {
    rows: [{ row: 1, cells: [], version: 0 }],
  });
  assert.equal((stale.body as { code: string }).code, 'backlog_row_changed');

  const filed = await ask(world, clerk, 'POST', `${sheet}/file`, {});
  assert.deepEqual(filed.body, {
    filed: 3,
    corrected: 0,
    waiting: 1,
    personsCreated: 1,
    review: 0,
    injectionsCreated: 3,
  });
  const doses = () =>
    db.query<{ name: string; lot: string; on: string; place: string; entered: string }>(
      `SELECT p.name, i.lot, i.given_on AS "on", i.place, i.entered FROM app.injection i JOIN app.person p ON p.id = i.person_id ORDER BY p.name`,
    );
  assert.deepEqual(
    (await doses()).map(({ name, lot, entered }) => [name, lot, entered]),
    [
      ['Lê Hữu Châu', 'NJ0342', 'late'],
      ['Nguyễn Văn An', 'NJ0342', 'late'],
      ['Trần Đức Bình', '0012', 'late'],
    ],
  );
  assert.equal((await doses())[0]!.place, 'Trạm Y tế phường Hồng Hà');
  assert.equal(
    ((await ask(world, clerk, 'POST', `${sheet}/file`, {})).body as { code: string }).code,
    'backlog_nothing_to_file',
  );

  // A correction needs a reason and is a new version; the old words stand.
  const page = (await ask(world, clerk, 'GET', sheet)).body as Page;
  const [first] = page.rows;
  await ask(world, clerk, 'PUT', `${sheet}/rows`, {
    rows: [{ row: 1, cells: first!.cells.with(9, '06/06/2021'), version: first!.version }],
  });
  assert.equal(
    ((await ask(world, clerk, 'POST', `${sheet}/file`, {})).body as { code: string }).code,
    'backlog_reason_needed',
  );
  const corrected = await ask(world, clerk, 'POST', `${sheet}/file`, { reason: 'ghi nhầm ngày' });
  assert.equal((corrected.body as { corrected: number }).corrected, 1);
  assert.equal((await doses())[1]!.on, '2021-06-06');
  const old = await db.query(
    `SELECT 1 FROM app.source_record WHERE kind = 'injections' AND replaced_by IS NOT NULL`,
  );
  assert.equal(old.length, 1);

  // Entered in error: the row stays, its dose goes, the others are not touched by the next filing.
  assert.equal(
    (await ask(world, clerk, 'POST', `${sheet}/rows/4/error`, { reason: 'của người khác' })).status,
    200,
  );
  assert.deepEqual(
    (await doses()).map(({ name }) => name),
    ['Lê Hữu Châu', 'Nguyễn Văn An'],
  );
  await ask(world, clerk, 'PUT', `${sheet}/rows`, {
    rows: [
      {
        row: 3,
        cells: line('Phạm Văn Dần', '03/04/1970', '', '1', 'AZ', 'NJ0342', '06/06/2021'),
        version: 1,
      },
    ],
  });
  await ask(world, clerk, 'POST', `${sheet}/file`, {});
  const end = (await ask(world, clerk, 'GET', sheet)).body as Page;
  assert.deepEqual(
    end.rows.map(({ state }) => state),
    ['filed', 'filed', 'filed', 'in_error'],
  );
  assert.deepEqual(end.revisions.map(({ action }) => action).toSorted(), [
    'corrected',
    'filed',
    'filed',
    'filed',
    'filed',
    'in_error',
  ]);
  assert.equal((await doses()).length, 3);
  assert.deepEqual(await db.query('SELECT 1 FROM app.absence_proposal'), []);
});

test('whom the clerk chose is who the row speaks of', async () => {
  const world = await emptyWorld(after);
  const { db } = world;
  const clerk = await account(db, 'commune-clerk', '06697');
  await upload(
    world,
    clerk,
    await listFile(RESIDENTS, [
      ['Nguyễn Văn An', '01/02/1980', 'Nam', null, 'Khu 1', 'Thường trú', null],
      ['Nguyễn Văn An', '09/10/1951', 'Nam', null, 'Khu 5', 'Thường trú', null],
    ]),
    { unit: '06697' },
  );
  await idle(db);
  const people = await db.query<{ id: string; birth_on: string }>('SELECT id, birth_on FROM app.person');
  const elder = people.find(({ birth_on }) => birth_on === '1951-10-09')!.id;
  const opened = await ask(world, clerk, 'POST', '/backlog', {
    unit: '06697',
    facility: 'Trạm',
    title: 'Sổ',
  });
  const sheet = `/backlog/${(opened.body as { id: string }).id}`;
  const cells = ['Nguyễn Văn An', '1952', '', '', '', '', '1', 'AZ', 'L1', '05/06/2021', ''];
  // What the stock of the place says against a row is told while it is typed.
  const holding = { unitId: units.byCode('06697', DAY).id, facility: 'Trạm', item: 'comirnaty', lot: 'L1' };
  const receipt = { ...holding, kind: 'receipt', on: '2021-06-10' as PlainDate } as const;
  const amounts = { external: -60, on_hand: 60 };
  await db.transaction(tester, (tx) =>
    postMovements(tx, tester, [{ ...receipt, amounts, source: 'form', short: 'refuse' }], new Date()),
  );
  const rows = [{ row: 1, cells, chosen: elder, version: 0 }];
  // Somebody of elsewhere is nobody's to choose: the clerk of another commune cannot lay a dose on him.
  const stranger = await account(db, 'commune-clerk', '06676');
  const other = { unitId: units.byCode('06676', DAY).id, facility: 'Trạm', title: 'Sổ' };
  const foreign = await openSheet(db, tester, other);
  const refused = await ask(world, stranger, 'PUT', `/backlog/${foreign}/rows`, { rows });
  assert.equal((refused.body as { code: string }).code, 'person_unknown');
  const { checks } = (await ask(world, clerk, 'PUT', `${sheet}/rows`, { rows })).body as Page;
  assert.deepEqual(
    checks[0]!.findings.map(({ code, column }) => `${code} ${column}`).filter((text) => /lot_/.test(text)),
    ['lot_wrong_vaccine lot', 'dose_before_lot_received date'],
  );
  await ask(world, clerk, 'POST', `${sheet}/file`, {});
  assert.deepEqual(await db.query('SELECT person_id AS id FROM app.injection'), [{ id: elder }]);
  assert.equal((await db.query('SELECT 1 FROM app.person')).length, 2, 'nobody was made beside them');
});
