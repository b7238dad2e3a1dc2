import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { readXlsx, writeXlsx } from 'hucre';
import { account, address, DAY, emptyWorld, type World } from '../../test/support/access.ts';
import { INJECTIONS, listFile, load, RESIDENTS } from '../../test/support/lists.ts';

const HOME = '06697';
const NEXT = '06676';
const AN = ['Nguyễn Văn An', '01/02/1980', 'Nam', '022080111222', 'Khu phố 1', 'Thường trú', null];
const BINH = ['Trần Thị Bình', '03/04/1990', 'Nữ', '022190111333', 'Khu phố 1', 'Thường trú', null];
const CHAU = ['Lê Minh Châu', '05/06/1985', 'Nam', null, 'Khu phố 2', 'Thường trú', null];
const JOHN = ['John Smith', '07/08/1970', 'Nam', 'B1234567', 'Khu phố 2', 'Tạm trú', null];
const ALL_TRUE = { name: true, sex: true, birth: true, id: true };

type Person = {
  personId: string;
  code: string;
  name: string;
  sex: string | null;
  birth: string | null;
  id: string | null;
  state: string;
  marks: Record<string, boolean | null>;
  corrected: string[];
  doses: number | null;
};
type Verification = { people: Person[]; counts: Record<string, number> };

function asking(world: World) {
  const ask = async (username: string, method: 'GET' | 'POST', url: string, payload?: object) =>
    world.server.inject({
      method,
      url: `/api/v1${url}`,
      headers: { cookie: await world.cookie(username) },
      remoteAddress: address(username),
      ...(payload === undefined ? {} : { payload }),
    });
  const people = async (username: string, more = '') =>
    (await ask(username, 'GET', `/verification?unit=${HOME}&mapDate=${DAY}${more}`)).json<Verification>();
  const send = async (username: string, book: Uint8Array, unit = HOME) => {
    const form = new FormData();
    form.set('file', new Blob([Buffer.from(book)]), 'doi-chieu.xlsx');
    const body = new Response(form);
    return world.server.inject({
      method: 'POST',
      url: `/api/v1/verification/answers?unit=${unit}&mapDate=${DAY}`,
      headers: { cookie: await world.cookie(username), 'content-type': body.headers.get('content-type')! },
      payload: Buffer.from(await body.arrayBuffer()),
      remoteAddress: address(username),
    });
  };
  return { ask, people, send };
}

/** A commune with its police, clerk and station; three people and a foreigner, one of them injected under a wrong birth date. */
async function commune() {
  const world = await emptyWorld(after);
  const { db } = world;
  const police = await account(db, 'commune-police', HOME);
  const clerk = await account(db, 'commune-clerk', HOME);
  const station = await account(db, 'health-station', HOME);
  await load(db, await listFile(RESIDENTS, [AN, BINH, CHAU, JOHN]), { source: 'commune' });
  await load(
    db,
    await listFile(INJECTIONS, [
      ['Nguyễn Văn An', '01/02/1980', 'Nam', '022080111222', 'AZ', '05/06/2021', 'L1', 1],
    ]),
    { source: 'health' },
    'tiem.xlsx',
  );
  const asks = asking(world);
  const find = async (username: string, name: string) =>
    (await asks.people(username)).people.find((person) => person.name === name)!;
  const answer = async (name: string, marks: object, right: object = {}) => {
    const { personId, ...shown } = await find(police, name);
    return asks.ask(police, 'POST', `/verification/${personId}`, {
      shown: { name: shown.name, sex: shown.sex, birth: shown.birth, id: shown.id },
      marks,
      right,
    });
  };
  return { world, db, police, clerk, station, ...asks, find, answer };
}

test('the police mark four fields on screen: all right is for signing, foreigners need no match, doses stay unseen', async () => {
  const { police, station, people, answer } = await commune();
  const before = await people(police);
  assert.deepEqual(
    before.people.map(({ name, state }) => [name, state]),
    [
      ['Nguyễn Văn An', 'waiting'],
      ['Trần Thị Bình', 'waiting'],
      ['Lê Minh Châu', 'waiting'],
      ['John Smith', 'foreign'],
    ],
  );
  assert.equal(before.people[0]!.id, '022080111222', 'comparing numbers is their duty');
  assert.ok(before.people.every(({ doses }) => doses === null));
  assert.equal((await answer('Nguyễn Văn An', ALL_TRUE)).json<Person>().state, 'matched');
  const partial = await answer('Trần Thị Bình', { ...ALL_TRUE, birth: null });
  assert.equal(partial.json<Person>().state, 'partial');
  const empty = await answer('Lê Minh Châu', ALL_TRUE);
  assert.deepEqual([empty.statusCode, empty.json().code], [422, 'verify_nothing_shown']);
  assert.equal((await answer('John Smith', ALL_TRUE)).json().code, 'verify_foreign');
  const signing = await people(station, '&state=matched');
  assert.deepEqual(
    signing.people.map(({ name, id, doses }) => [name, id, doses]),
    [['Nguyễn Văn An', '022••••••222', 1]],
  );
  assert.deepEqual(signing.counts, { waiting: 1, partial: 1, wrong: 0, stale: 0, matched: 1, foreign: 1 });
});

test('what is false is corrected by the police, goes to the facility, and leaves its list when the facility corrects its own', async () => {
  const { db, police, station, find, answer, ask } = await commune();
  const wrong = await answer('Nguyễn Văn An', { ...ALL_TRUE, birth: false });
  assert.equal(wrong.json<Person>().state, 'wrong');
  // The right value wins over what all lists agree on, and the answer holds for it.
  const corrected = await answer('Nguyễn Văn An', { ...ALL_TRUE, birth: false }, { birth: '1980-02-11' });
  assert.deepEqual(
    { state: corrected.json<Person>().state, birth: corrected.json<Person>().birth },
    { state: 'matched', birth: '1980-02-11' },
  );
  const { personId } = await find(police, 'Nguyễn Văn An');
  const [row] = await db.query<{ birth_on: string; sources: string[]; residence_kind: string }>(
    'SELECT birth_on, sources, residence_kind FROM app.person WHERE id = $1',
    [personId],
  );
  assert.deepEqual(
    { ...row },
    { birth_on: '1980-02-11', sources: ['commune', 'health'], residence_kind: 'permanent' },
  );
  assert.deepEqual(
    await db.query('SELECT birth_on FROM app.vaccination_status WHERE person_id = $1', [personId]),
    [{ birth_on: '1980-02-11' }],
  );
  const outdated = async () =>
    (await ask(station, 'GET', `/verification/outdated?unit=${HOME}&mapDate=${DAY}`)).json<{
      records: { fields: string[]; shown: { birth: string }; right: { birth: string } }[];
    }>().records;
  const [record, ...others] = await outdated();
  assert.deepEqual(
    [record?.fields, record?.shown.birth, record?.right.birth, others],
    [['birth'], '1980-02-01', '1980-02-11', []],
  );
  assert.equal(
    (await ask(police, 'GET', `/verification/outdated?unit=${HOME}&mapDate=${DAY}`)).statusCode,
    403,
  );
  await load(
    db,
    await listFile(INJECTIONS, [
      ['Nguyễn Văn An', '11/02/1980', 'Nam', '022080111222', 'AZ', '05/06/2021', 'L1', 1],
    ]),
    { source: 'health' },
    'tiem.xlsx',
  );
  assert.deepEqual(await outdated(), []);
  // Taken back: the lists speak again, and the answer is gone.
  const blank = { name: null, sex: null, birth: null, id: null };
  assert.equal((await answer('Nguyễn Văn An', blank)).json<Person>().state, 'waiting');
  assert.equal((await find(police, 'Nguyễn Văn An')).birth, '1980-02-01');
});

test('a later list that changes a field makes the answer stale; looking again settles it', async () => {
  const { db, police, people, find, answer } = await commune();
  await answer('Lê Minh Châu', { ...ALL_TRUE, id: null });
  await load(
    db,
    await listFile(RESIDENTS, [
      ['Lê Minh Châu', '05/06/1985', 'Nam', '022085111444', 'Khu phố 2', 'Thường trú', null],
    ]),
    { source: 'police' },
  );
  const stale = await find(police, 'Lê Minh Châu');
  assert.deepEqual([stale.state, stale.id], ['stale', '022085111444']);
  assert.equal((await people(police)).counts.stale, 1);
  await answer('Lê Minh Châu', ALL_TRUE);
  assert.equal((await find(police, 'Lê Minh Châu')).state, 'matched');
});

test('through a workbook: marks come back, bad rows are told of, the file goes back annotated, twice is once', async () => {
  const { db, police, people, ask, send, find } = await commune();
  const sheet = await ask(police, 'GET', `/verification/sheet.xlsx?unit=${HOME}&mapDate=${DAY}`);
  assert.equal(sheet.statusCode, 200);
  const rows = (await readXlsx(sheet.rawPayload)).sheets[0]!.rows.map((row) => [...row]);
  const head = rows.findIndex((row) => row.includes('Họ tên (Đ/S)'));
  const at = (heading: string): number => rows[head]!.indexOf(heading);
  const row = (name: string) => rows.find((values) => values[at('Họ và tên')] === name)!;
  assert.equal(row('John Smith'), undefined, 'no foreigner stands in it');
  const fill = (name: string, marks: string[], right: Record<string, string> = {}) => {
    for (const [i, mark] of marks.entries()) row(name)[at('Họ tên (Đ/S)') + i] = mark;
    for (const [heading, value] of Object.entries(right)) row(name)[at(heading)] = value;
  };
  fill('Nguyễn Văn An', ['Đ', 'đ', 'S', 'đúng'], { 'Ngày sinh đúng': '11/02/1980' });
  fill('Trần Thị Bình', ['Đ', 'Đ', 'x', 'Đ']);
  const stranger = [...row('Lê Minh Châu')];
  stranger[at('Mã')] = String(row('Nguyễn Văn An')[at('Mã')])
    .replace(/^06697/, '06676')
    .replace(/.$/, '!');
  const elsewhere = [...row('Nguyễn Văn An')];
  elsewhere[at('Mã')] = '06676·0000-0000-0001-Q';
  rows.push(stranger, elsewhere, [...row('Nguyễn Văn An')]);
  const book = await writeXlsx({ sheets: [{ name: 'DS', rows }] });
  const sent = (await send(police, book)).json<{
    id: string;
    rowsRead: number;
    rowsTaken: number;
    rowsBlank: number;
    findings: { row: number; code: string; message: string }[];
  }>();
  const line = (name: string) => rows.findIndex((values) => values[at('Họ và tên')] === name) + 1;
  assert.deepEqual([sent.rowsRead, sent.rowsTaken, sent.rowsBlank], [6, 1, 1]);
  assert.deepEqual(
    sent.findings.map(({ row: number, code }) => [number, code]).sort(),
    [
      [line('Trần Thị Bình'), 'verify_answer_unreadable'],
      [rows.length - 2, 'verify_code_unreadable'],
      [rows.length - 1, 'verify_other_unit'],
      [rows.length, 'verify_repeated'],
    ].sort(),
  );
  assert.equal((await find(police, 'Nguyễn Văn An')).birth, '1980-02-11');
  assert.equal((await people(police)).counts.matched, 1);
  const returned = await ask(police, 'GET', `/verification/answers/${sent.id}/returned`);
  const back = (await readXlsx(returned.rawPayload)).sheets[0]!.rows;
  const words = (name: string) => back.find((values) => values[at('Họ và tên')] === name)!.at(-1) as string;
  assert.match(words('Nguyễn Văn An'), /^✓ Đã lấy vào sổ/);
  assert.match(words('Trần Thị Bình'), /^✕ Chưa được lấy .*không phải Đ hay S/);
  const checks = await db.query('SELECT * FROM app.identity_check ORDER BY id');
  const again = (await send(police, book)).json<{ rowsTaken: number; rowsUnchanged: number }>();
  assert.deepEqual([again.rowsTaken, again.rowsUnchanged], [0, 1]);
  assert.deepEqual(await db.query('SELECT * FROM app.identity_check ORDER BY id'), checks);
  const other = await send(
    police,
    await writeXlsx({
      sheets: [
        {
          name: 'DS',
          rows: [
            ['a', 'b'],
            [1, 2],
          ],
        },
      ],
    }),
  );
  assert.equal(other.json().code, 'verify_sheet_unknown');
});

test('only the police of the commune answer; every look at numbers in clear and every export is written down', async () => {
  const { world, db, police, clerk, station, find, ask, send } = await commune();
  const next = await account(db, 'commune-police', NEXT);
  const { personId, ...shown } = await find(police, 'Nguyễn Văn An');
  const body = {
    shown: { name: shown.name, sex: shown.sex, birth: shown.birth, id: shown.id },
    marks: ALL_TRUE,
    right: {},
  };
  for (const [username, status] of [
    [clerk, 403],
    [station, 403],
    [next, 404],
  ] as const)
    assert.equal(
      (await ask(username, 'POST', `/verification/${personId}`, body)).statusCode,
      status,
      username,
    );
  assert.equal((await send(next, Buffer.from('PK'))).statusCode, 403);
  for (const url of [`/verification?unit=${HOME}`, `/verification/sheet.xlsx?unit=${HOME}`])
    assert.equal((await ask(next, 'GET', `${url}&mapDate=${DAY}`)).statusCode, 403, url);
  assert.equal(
    (await ask(clerk, 'GET', `/verification/sheet.xlsx?unit=${HOME}&mapDate=${DAY}`)).statusCode,
    403,
  );
  const list = await ask(clerk, 'GET', `/verification/list.xlsx?unit=${HOME}&mapDate=${DAY}&state=waiting`);
  const text = JSON.stringify((await readXlsx(list.rawPayload)).sheets[0]!.rows);
  assert.match(text, /Nguyễn Văn An/);
  assert.doesNotMatch(text, /022080111222/);
  const events = await db.query<{ actor: string; action: string }>(
    `SELECT actor, action FROM app.audit_event WHERE subject = 'verification' ORDER BY id`,
  );
  assert.ok(events.some(({ actor, action }) => actor === police && action === 'view'));
  assert.ok(events.some(({ actor, action }) => actor === clerk && action === 'export'));
  assert.ok(world.server);
});
