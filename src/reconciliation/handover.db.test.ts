import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { readXlsx } from 'hucre';
import { account, address, DAY, emptyWorld } from '../../test/support/access.ts';
import { INJECTIONS, listFile, load, RESIDENTS } from '../../test/support/lists.ts';

const HOME = '06697';
const AN = ['Nguyễn Văn An', '01/02/1980', 'Nam', '022080111222', 'Khu phố 1', 'Thường trú', null];
const BINH = ['Trần Thị Bình', '03/04/2015', 'Nữ', '022315111333', 'Khu phố 10', 'Tạm trú', null];
const CHAU = ['Lê Minh Châu', '05/06/1950', 'Nam', null, 'Khu phố 2', 'Thường trú', null];
const BANDS = { '0-11': 0, '12-17': 0, '18-49': 0, '50-65': 0, '66+': 0, unknown: 0 };

type Page = {
  current: {
    people: number;
    sha256: string;
    counts: Record<string, Record<string, number>>;
    basis: { missing: string[] };
  };
  signed: null | {
    id: string;
    version: number;
    intact: boolean;
    signedBy: string;
    receipts: { role: string; receivedBy: string }[];
    basis: { lists: { file: string }[]; verification: Record<string, number> };
  };
  difference: null | { added: number; left: number; changed: number };
  police: {
    proposed: Record<string, number>;
    submitted: { entered: Record<string, number>; proposed: object }[];
  };
  may: { sign: boolean; receive: string[]; names: boolean };
};

async function commune() {
  const world = await emptyWorld(after);
  const { db } = world;
  const roles = {
    clerk: await account(db, 'commune-clerk', HOME),
    police: await account(db, 'commune-police', HOME),
    station: await account(db, 'health-station', HOME),
    committee: await account(db, 'commune-committee', HOME),
    district: await account(db, 'district-committee', '193'),
  };
  await load(
    db,
    await listFile(RESIDENTS, [AN, BINH, CHAU]),
    { source: 'commune', complete: true },
    'xa.xlsx',
  );
  await load(db, await listFile(RESIDENTS, [AN, CHAU]), { source: 'police' }, 'congan.xlsx');
  const ask = async (username: string, method: 'GET' | 'POST', url: string, payload?: object) =>
    world.server.inject({
      method,
      url: `/api/v1${url}`,
      headers: { cookie: await world.cookie(username) },
      remoteAddress: address(username),
      ...(payload === undefined ? {} : { payload }),
    });
  const page = async (username = roles.clerk, date: string = DAY) =>
    (await ask(username, 'GET', `/handover?unit=${HOME}&mapDate=${DAY}&date=${date}`)).json<Page>();
  const sign = async (sha256: string, username = roles.clerk) =>
    ask(username, 'POST', '/handover', { unit: HOME, mapDate: DAY, date: DAY, sha256 });
  return { world, db, ...roles, ask, page, sign };
}

test('a commune signs the list it saw; committee and station receive it; what comes later is a difference, row by row', async () => {
  const { db, clerk, police, station, committee, district, ask, page, sign } = await commune();
  const seen = await page();
  assert.equal(seen.current.people, 3);
  assert.deepEqual(
    [
      seen.current.counts.permanent!['18-49'],
      seen.current.counts.permanent!['66+'],
      seen.current.counts.temporary!['0-11'],
    ],
    [1, 1, 1],
  );
  assert.deepEqual([seen.signed, seen.may.sign], [null, true]);
  assert.equal((await sign('0'.repeat(64))).json().code, 'list_changed_meanwhile');
  const signed = (await sign(seen.current.sha256)).json<{ id: string; version: number; people: number }>();
  assert.deepEqual([signed.version, signed.people], [1, 3]);
  assert.equal((await sign(seen.current.sha256)).json().code, 'list_unchanged');

  for (const [username, role] of [
    [committee, 'commune-committee'],
    [station, 'health-station'],
  ] as const) {
    assert.deepEqual((await page(username)).may.receive, [role]);
    const receipt = () => ask(username, 'POST', `/handover/${signed.id}/receipts`, { role });
    assert.equal((await receipt()).statusCode, 201);
    assert.equal((await receipt()).json().code, 'list_received_already');
  }
  assert.equal(
    (await ask(clerk, 'POST', `/handover/${signed.id}/receipts`, { role: 'health-station' })).statusCode,
    403,
  );
  const after1 = await page();
  assert.deepEqual(
    after1.signed!.receipts.map(({ role, receivedBy }) => [role, receivedBy]),
    [
      ['commune-committee', committee],
      ['health-station', station],
    ],
  );
  assert.deepEqual([after1.signed!.intact, after1.difference], [true, { added: 0, left: 0, changed: 0 }]);
  assert.deepEqual(
    after1.signed!.basis.lists.map(({ file }) => file),
    ['xa.xlsx', 'congan.xlsx'],
  );
  assert.equal(after1.signed!.basis.verification.waiting, 3);

  // Châu's hamlet is corrected, Bình has moved, Dung comes.
  await load(
    db,
    await listFile(RESIDENTS, [
      AN,
      [...BINH.slice(0, 6), 'Đã chuyển đi ngày 01/12/2021'],
      [...CHAU.slice(0, 4), 'Khu phố 3', 'Thường trú', null],
      ['Vũ Thị Dung', '07/08/1999', 'Nữ', null, 'Khu phố 2', 'Thường trú', null],
    ]),
    { source: 'commune', complete: true },
    'xa.xlsx',
  );
  const later = await page();
  assert.deepEqual(later.difference, { added: 1, left: 1, changed: 1 });
  const rows = (await ask(committee, 'GET', `/handover/${signed.id}/difference?date=${DAY}`)).json<{
    added: { name: string }[];
    left: { name: string; nationalId: string }[];
    changed: { before: { hamlet: string }; after: { hamlet: string }; fields: string[] }[];
  }>();
  assert.deepEqual(
    [rows.added.map(({ name }) => name), rows.left.map(({ name, nationalId }) => [name, nationalId])],
    [['Vũ Thị Dung'], [['Trần Thị Bình', '022••••••333']]],
  );
  assert.deepEqual(
    rows.changed.map(({ before, after: now, fields }) => [before.hamlet, now.hamlet, fields]),
    [['Khu phố 2', 'Khu phố 3', ['hamlet']]],
  );
  // What was signed stands as it was signed, for ever.
  const frozen = (await ask(station, 'GET', `/handover/${signed.id}`)).json<{
    rows: { name: string; hamlet: string }[];
    intact: boolean;
  }>();
  assert.deepEqual(
    frozen.rows.map(({ name, hamlet }) => [name, hamlet]),
    [
      ['Nguyễn Văn An', 'Khu phố 1'],
      ['Lê Minh Châu', 'Khu phố 2'],
      ['Trần Thị Bình', 'Khu phố 10'],
    ],
  );
  await assert.rejects(db.query(`UPDATE app.signed_list_row SET name = 'x'`), /audit_append_only/);
  await assert.rejects(db.query('DELETE FROM app.signed_list'), /audit_append_only/);
  assert.equal((await sign(later.current.sha256)).json<{ version: number }>().version, 2);
  assert.deepEqual((await page()).difference, { added: 0, left: 0, changed: 0 });

  // Who sees figures only sees no names; nobody of another commune sees anything.
  assert.equal((await page(district)).may.names, false);
  assert.equal((await ask(district, 'GET', `/handover/${signed.id}`)).json<{ rows: null }>().rows, null);
  for (const url of [`/handover/${signed.id}/difference`, `/handover/${signed.id}/list.xlsx`])
    assert.equal((await ask(district, 'GET', url)).statusCode, 403, url);
  assert.equal((await sign(later.current.sha256, police)).statusCode, 403);
  const stranger = await account(db, 'commune-clerk', '06676');
  assert.equal((await ask(stranger, 'GET', `/handover/${signed.id}`)).statusCode, 404);
});

test('the police enter their own figures beside what their lists give; both are kept', async () => {
  const { police, clerk, ask, page } = await commune();
  const { proposed } = (await page(police)).police;
  assert.deepEqual(proposed, { ...BANDS, '18-49': 1, '66+': 1 });
  const entered = { ...BANDS, '0-11': 1, '18-49': 1, '66+': 1 };
  const send = (username: string, figures: object) =>
    ask(username, 'POST', '/handover/police-figures', {
      unit: HOME,
      mapDate: DAY,
      date: DAY,
      entered: figures,
    });
  assert.equal((await send(police, entered)).statusCode, 201);
  assert.equal((await send(police, { '0-11': 1 })).statusCode, 422);
  assert.equal((await send(clerk, entered)).statusCode, 403);
  const [kept] = (await page()).police.submitted;
  assert.deepEqual([kept?.entered, kept?.proposed], [entered, proposed]);
});

test('lists on paper: a sheet for each hamlet, the unmatched of each hand, masked and written down', async () => {
  const { db, clerk, police, committee, ask } = await commune();
  await load(
    db,
    await listFile(INJECTIONS, [
      ['Phạm Văn Em', '01/01/1990', 'Nam', '022090111999', 'AZ', '05/06/2021', 'L1', 1],
    ]),
    { source: 'health' },
  );
  const book = await ask(clerk, 'GET', `/lists/hamlet.xlsx?unit=${HOME}&mapDate=${DAY}&date=${DAY}`);
  const sheets = (await readXlsx(book.rawPayload)).sheets;
  assert.deepEqual(
    sheets.map(({ name }) => name),
    ['Khu phố 1', 'Khu phố 2', 'Khu phố 10'],
  );
  const text = JSON.stringify(sheets.map(({ rows }) => rows));
  assert.match(text, /Nguyễn Văn An.*022••••••222/);
  assert.doesNotMatch(text, /022080111222/);
  const only = (username: string, source: string) =>
    ask(username, 'GET', `/lists/unmatched?unit=${HOME}&mapDate=${DAY}&source=${source}`);
  const names = async (username: string, source: string) =>
    (await only(username, source)).json<{ people: { name: string }[] }>().people.map(({ name }) => name);
  assert.deepEqual(await names(police, 'commune'), ['Trần Thị Bình']);
  assert.deepEqual(await names(police, 'police'), []);
  assert.deepEqual(await names(clerk, 'health'), ['Phạm Văn Em']);
  assert.equal((await only(police, 'health')).statusCode, 403, 'who is injected is not theirs to know');
  assert.equal((await only(committee, 'commune')).statusCode, 403);
  const list = await ask(clerk, 'GET', `/lists/unmatched.xlsx?unit=${HOME}&mapDate=${DAY}&source=commune`);
  assert.match(JSON.stringify((await readXlsx(list.rawPayload)).sheets[0]!.rows), /Trần Thị Bình/);
  const events = await db.query<{ actor: string; subject: string }>(
    `SELECT actor, subject FROM app.audit_event WHERE action = 'export' ORDER BY id`,
  );
  assert.deepEqual(
    events.map(({ actor, subject }) => [actor, subject]),
    [
      [clerk, 'hamlet_list'],
      [police, 'unmatched_list'],
      [police, 'unmatched_list'],
      [clerk, 'unmatched_list'],
      [clerk, 'unmatched_list'],
    ],
  );
});
