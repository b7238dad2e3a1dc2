import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { account, address, DAY, emptyWorld } from '../../test/support/access.ts';
import { listFile, load, RESIDENTS, units } from '../../test/support/lists.ts';
import type { Database } from '../platform/database.ts';

const OLD = '06697';
const NEW = '06676';
const FAR = '00001';
const AN = ['Nguyễn Văn An', '01/02/1980', 'Nam', '022080111222', 'Khu phố 1', 'Thường trú', null];
const AN_THERE = ['Nguyễn Văn An', '01/02/1980', 'Nam', '022080111222', 'Khu phố 7', 'Tạm trú', null];
const BINH = ['Trần Thị Bình', '03/04/1990', 'Nữ', '022190111333', 'Khu phố 1', 'Thường trú', null];

type Move = {
  personId: string;
  name: string;
  nationalId: string;
  from: { id: number; hamlet: string | null; unit: { code: string } };
  to: { id: number; hamlet: string | null; kind: string; unit: { code: string } };
  answer: { answer: string; aboveUnit: string | null } | null;
  may: { answer: boolean; upheld: boolean; rejected: boolean };
};

async function communes(other = NEW) {
  const world = await emptyWorld(after);
  const { db } = world;
  const left = await account(db, 'commune-clerk', OLD);
  const claims = await account(db, 'commune-clerk', other);
  const above = await account(db, 'district-health', '193');
  const ask = async (username: string, method: 'GET' | 'POST', url: string, payload?: object) =>
    world.server.inject({
      method,
      url: `/api/v1${url}`,
      headers: { cookie: await world.cookie(username) },
      remoteAddress: address(username),
      ...(payload === undefined ? {} : { payload }),
    });
  const moves = async (username: string, unit: string, direction: 'in' | 'out', more = '') =>
    (await ask(username, 'GET', `/moves?unit=${unit}&mapDate=${DAY}&direction=${direction}${more}`)).json<{
      moves: Move[];
      counts: Record<string, number>;
    }>();
  const disputes = async (username: string, unit: string) =>
    (await ask(username, 'GET', `/moves/disputes?unit=${unit}&mapDate=${DAY}`)).json<{ moves: Move[] }>()
      .moves;
  const answer = (username: string, move: Move, answered: object) =>
    ask(username, 'POST', '/moves/answer', {
      personId: move.personId,
      fromId: move.from.id,
      toId: move.to.id,
      mapDate: DAY,
      on: '2021-12-01',
      reason: 'đã hỏi tổ trưởng',
      ...answered,
    });
  await load(db, await listFile(RESIDENTS, [AN, BINH]), { unitCode: OLD, source: 'commune' });
  return { world, db, left, claims, above, ask, moves, disputes, answer };
}

/** Where people count on the day of the test, as figures see it. */
const counted = async (db: Database): Promise<Record<string, string[]>> => {
  const rows = await db.query<{ name: string; unit_id: number; kind: string }>(
    `SELECT p.name, s.unit_id, s.residence_kind AS kind FROM app.vaccination_status s JOIN app.person p ON p.id = s.person_id
     WHERE s.from_on <= $1 AND s.to_on > $1 ORDER BY 1, 2`,
    [DAY],
  );
  return Object.fromEntries(
    [...Map.groupBy(rows, ({ name }) => name)].map(([name, places]) => [
      name,
      places.map(({ unit_id, kind }) => `${units.get(unit_id, DAY).code} ${kind}`),
    ]),
  );
};

test('a list of the new commune claims somebody: he counts once, there; the old one confirms, and its rows say so', async () => {
  const { db, left, claims, moves, answer, ask } = await communes();
  await load(db, await listFile(RESIDENTS, [AN_THERE]), { unitCode: NEW, source: 'commune' });
  assert.deepEqual(await counted(db), {
    'Nguyễn Văn An': [`${NEW} temporary`],
    'Trần Thị Bình': [`${OLD} permanent`],
  });
  const { moves: open, counts } = await moves(left, OLD, 'in');
  assert.deepEqual(
    open.map(({ name, nationalId, from, to }) => [
      name,
      nationalId,
      from.hamlet,
      to.unit.code,
      to.hamlet,
      to.kind,
    ]),
    [['Nguyễn Văn An', '022••••••222', 'Khu phố 1', NEW, null, 'temporary']],
  );
  assert.deepEqual(counts, { in: 1, out: 0, disputed: 0, shared: 0, away: 0 });
  const waiting = await ask(left, 'GET', `/moves/count?unit=${OLD}&mapDate=${DAY}`);
  assert.deepEqual(waiting.json(), { answer: 1, settle: 0 });
  const [claimed] = (await moves(claims, NEW, 'out')).moves;
  assert.deepEqual(
    [claimed?.from.hamlet, claimed?.to.hamlet, claimed?.may.answer],
    [null, 'Khu phố 7', false],
  );
  assert.deepEqual((await moves(left, OLD, 'in', '&since=2999-01-01')).moves, []);
  // Only the commune that he left answers.
  assert.equal((await answer(claims, open[0]!, { answer: 'confirmed' })).statusCode, 404);
  assert.equal(
    (await answer(left, open[0]!, { answer: 'confirmed', on: '2999-01-01' })).json().code,
    'decision_in_future',
  );
  assert.equal(
    (await answer(left, open[0]!, { answer: 'confirmed', keepsRegistration: true })).statusCode,
    200,
  );
  assert.deepEqual((await moves(left, OLD, 'in')).moves, []);
  assert.deepEqual((await counted(db))['Nguyễn Văn An'], [`${NEW} temporary`]);
  const [event] = await db.query<{ reason: string; actor: string }>(
    `SELECT reason, actor FROM app.audit_event WHERE subject = 'move_answer'`,
  );
  assert.deepEqual({ ...event }, { reason: 'đã hỏi tổ trưởng', actor: left });
});

test('a contested claim stays counted where the rule puts it, marked, until the unit above both decides', async () => {
  const { db, left, claims, above, moves, disputes, answer, ask } = await communes();
  await load(db, await listFile(RESIDENTS, [AN_THERE]), { unitCode: NEW, source: 'commune' });
  const [move] = (await moves(left, OLD, 'in')).moves;
  await answer(left, move!, { answer: 'contested', reason: 'vẫn ở tại khu phố 1' });
  assert.deepEqual((await counted(db))['Nguyễn Văn An'], [`${NEW} temporary`]);
  assert.equal((await moves(claims, NEW, 'out')).counts.disputed, 1);
  for (const [username, unit] of [
    [left, OLD],
    [claims, NEW],
    [above, '193'],
  ] as const) {
    const [dispute, ...others] = await disputes(username, unit);
    assert.deepEqual(
      [dispute?.name, dispute?.answer?.aboveUnit, others],
      ['Nguyễn Văn An', 'Thành phố Hạ Long', []],
    );
    assert.equal(dispute?.may.rejected, username === above, username);
  }
  const settle = (username: string, verdict: string) =>
    ask(username, 'POST', '/moves/settle', {
      personId: move!.personId,
      fromId: move!.from.id,
      toId: move!.to.id,
      answer: verdict,
      on: '2021-11-01',
      reason: 'đã xác minh tại chỗ',
    });
  const waiting = await ask(above, 'GET', `/moves/count?unit=193&mapDate=${DAY}`);
  assert.deepEqual(waiting.json(), { answer: 0, settle: 1 });
  assert.equal((await settle(left, 'rejected')).statusCode, 404);
  assert.equal((await settle(above, 'rejected')).statusCode, 200);
  assert.deepEqual((await counted(db))['Nguyễn Văn An'], [`${OLD} permanent`]);
  assert.deepEqual(await disputes(above, '193'), []);
  assert.equal((await settle(above, 'upheld')).statusCode, 404, 'it is settled');
});

test('between provinces each side can only give way', async () => {
  const { world, db, left, moves, disputes, answer, ask } = await communes(FAR);
  await load(db, await listFile(RESIDENTS, [AN_THERE]), { unitCode: FAR, source: 'commune' });
  const [move] = (await moves(left, OLD, 'in')).moves;
  await answer(left, move!, { answer: 'contested' });
  const own = await account(db, 'province-health', '22');
  const other = await account(
    db,
    'province-health',
    units.ancestors(units.byCode(FAR, DAY).id, DAY).at(-1)!.code,
  );
  assert.deepEqual((await disputes(own, '22'))[0]?.may, { answer: false, upheld: true, rejected: false });
  const settle = (username: string) =>
    ask(username, 'POST', '/moves/settle', {
      personId: move!.personId,
      fromId: move!.from.id,
      toId: move!.to.id,
      answer: 'upheld',
      on: '2021-11-01',
      reason: 'đã chuyển đi',
    });
  assert.equal((await settle(other)).statusCode, 404);
  assert.equal((await settle(own)).statusCode, 200);
  assert.deepEqual((await counted(db))['Nguyễn Văn An'], [`${FAR} temporary`]);
  assert.ok(world.server);
});

test('a form claims like a list: matched by its number, or looked at by name and birth date where he came from; else somebody new', async () => {
  const { db, left, claims, moves, ask } = await communes();
  const claim = async (body: object) =>
    ask(claims, 'POST', '/moves/claims', {
      unit: NEW,
      mapDate: DAY,
      name: 'Nguyễn Văn An',
      sex: 'M',
      birth: '01/02/1980',
      id: '',
      hamlet: 'Khu phố 7',
      kind: 'temporary',
      from: '2021-12-01',
      ...body,
    });
  const byNumber = await claim({ id: '022080111222' });
  assert.deepEqual(byNumber.json(), { outcome: 'known', counted: true });
  assert.deepEqual(
    (await moves(left, OLD, 'in')).moves.map(({ name, to }) => [name, to.kind]),
    [['Nguyễn Văn An', 'temporary']],
  );
  const byName = await claim({ name: 'Trần Thị Bình', sex: 'F', birth: '03/04/1990', fromUnit: OLD });
  // Whether a name and a birth date are enough, the matching says; nobody is made twice of it.
  assert.notEqual(byName.json<{ outcome: string }>().outcome, 'new');
  const unknown = await claim({ name: 'Vũ Thị Dung', sex: 'F', birth: '1999' });
  assert.deepEqual(unknown.json(), { outcome: 'new', counted: true });
  for (const [body, code] of [
    [{ birth: '' }, 'arrival_unidentified'],
    [{ birth: '31/02/1980' }, 'arrival_birth_unreadable'],
    [{ id: '12' }, 'arrival_number_unreadable'],
    [{ from: '2999-01-01' }, 'decision_in_future'],
  ] as const)
    assert.equal((await claim(body)).json().code, code);
  assert.equal((await claim({ unit: OLD })).statusCode, 403);
  const people = await db.query('SELECT 1 FROM app.person');
  assert.equal(people.length, 3);
});

test('deaths and absences are told and taken back; numbers shared with another commune are shown, theirs masked', async () => {
  const { db, left, ask } = await communes();
  const [an] = await db.query<{ id: string }>(`SELECT id FROM app.person WHERE name = 'Nguyễn Văn An'`);
  const tell = (username: string, whereabouts: string, on = '2021-12-01') =>
    ask(username, 'POST', `/persons/${an!.id}/whereabouts`, { whereabouts, on, reason: 'giấy báo tử' });
  assert.equal((await tell(left, 'dead')).statusCode, 200);
  assert.equal((await counted(db))['Nguyễn Văn An'], undefined);
  const away = async () =>
    (await ask(left, 'GET', `/moves/away?unit=${OLD}&mapDate=${DAY}`)).json<{
      people: { name: string; whereabouts: string; until: string; stillIn: string[] }[];
    }>().people;
  assert.deepEqual(
    (await away()).map(({ name, whereabouts, until, stillIn }) => [name, whereabouts, until, stillIn]),
    [['Nguyễn Văn An', 'dead', '2021-12-01', ['commune']]],
  );
  await tell(left, 'here');
  assert.deepEqual([(await counted(db))['Nguyễn Văn An'], await away()], [[`${OLD} permanent`], []]);
  const stranger = await account(db, 'commune-clerk', FAR);
  assert.equal((await tell(stranger, 'dead')).statusCode, 404);
  await load(
    db,
    await listFile(RESIDENTS, [
      ['Phạm Thị Hoa', '09/09/1999', 'Nữ', '022080111222', 'Khu phố 7', 'Thường trú', null],
    ]),
    { unitCode: NEW, source: 'commune' },
  );
  const shared = (await ask(left, 'GET', `/moves/shared?unit=${OLD}&mapDate=${DAY}`)).json<{
    shared: { name: string; value: string; other: { name: string; birth: string; unit: { code: string } } }[];
  }>();
  assert.deepEqual(
    shared.shared.map(({ name, value, other }) => [name, value, other.name, other.birth, other.unit.code]),
    [['Nguyễn Văn An', '022••••••222', 'P. T. H.', '1999', NEW]],
  );
});

test('nobody is counted twice, whatever communes list, claim, confirm and contest', async () => {
  const lists = fc.record({
    unitCode: fc.constantFrom(OLD, NEW),
    kind: fc.constantFrom('Thường trú', 'Tạm trú', 'Vãng lai', 'Tạm vắng'),
    source: fc.constantFrom('commune' as const, 'police' as const),
    asOf: fc.constantFrom('2021-11-01', '2021-12-01'),
  });
  const step = fc.oneof(
    lists.map((list) => ({ do: 'list' as const, list })),
    fc
      .constantFrom('confirmed' as const, 'contested' as const)
      .map((answer) => ({ do: 'answer' as const, answer })),
    fc.constant({ do: 'claim' as const }),
  );
  const { world, ask, moves, answer, left, claims } = await communes();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 5 }), fc.nat(), async (steps, seed) => {
      // Somebody new each time, in the same two communes.
      const number = `022080${String(100_000 + (seed % 800_000))}`;
      const name = `Lê Văn ${[...String(seed)].map((digit) => 'ABCDEGHIKL'[Number(digit)]).join('')}`;
      const { db } = world;
      for (const [i, one] of steps.entries())
        if (one.do === 'list')
          await load(
            db,
            await listFile(RESIDENTS, [
              [name, '01/02/1980', 'Nam', number, 'Khu phố 1', one.list.kind, null],
            ]),
            { unitCode: one.list.unitCode, source: one.list.source, asOf: one.list.asOf as never },
            `${seed}-${i}.xlsx`,
          );
        else if (one.do === 'claim')
          await ask(claims, 'POST', '/moves/claims', {
            unit: NEW,
            mapDate: DAY,
            name,
            sex: 'M',
            birth: '01/02/1980',
            id: number,
            hamlet: '',
            kind: 'temporary',
            from: '2021-12-01',
          });
        else
          for (const [username, unit] of [
            [left, OLD],
            [claims, NEW],
          ] as const)
            for (const move of (await moves(username, unit, 'in')).moves.filter((open) => open.name === name))
              await answer(username, move, { answer: one.answer });
      for (const day of ['2021-10-01', '2021-11-15', DAY, '2022-06-01']) {
        const rows = await db.query<{ n: number }>(
          `SELECT count(*)::int AS n FROM app.vaccination_status s WHERE s.from_on <= $1 AND s.to_on > $1 GROUP BY s.person_id HAVING count(*) > 1`,
          [day],
        );
        assert.deepEqual(rows, [], `counted twice on ${day}`);
      }
      const people = await db.query('SELECT 1 FROM app.person WHERE name = $1', [name]);
      assert.ok(people.length <= 1, 'one person');
    }),
    { numRuns: 25 },
  );
});
