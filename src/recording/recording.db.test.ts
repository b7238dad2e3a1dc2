import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { emptyWorld, PASSWORD } from '../../test/support/access.ts';
import { tester } from '../../test/support/database.ts';
import { units } from '../../test/support/lists.ts';
import {
  asker,
  hall,
  handIn,
  LOT,
  Outbox,
  resultsOf,
  signDeviceIn,
  TODAY,
} from '../../test/support/table.ts';
import type { DuePerson } from '../due/contract.ts';
import { evaluatePerson } from '../due/evaluate-person.ts';
import { findDue } from '../due/find-due.ts';
import { keptDue } from '../due/keep-counts.ts';
import { createAccount } from '../identity/accounts.ts';
import { reprojectPeople } from '../immunizations/reproject-people.ts';
import { newId } from '../kernel/ids.ts';
import { addDays } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { coverage } from '../reports/coverage.ts';
import type { Feed, Roster, Tally } from './contract.ts';
import type { ScreeningFlag, ScreeningOutcome } from './rules.ts';

/** Everything that is projected of people, without ids made at random and moments. */
async function projected(db: Database): Promise<unknown> {
  const [people, doses, statuses, beside, totals] = await Promise.all([
    db.query('SELECT id, name, sources, unit_id, whereabouts, rows_in_review FROM app.person ORDER BY id'),
    db.query(
      'SELECT person_id, id, dose_no, recorded_no, kind, vaccine, vaccine_text, lot, given_on, place, validity, entered, record_ids FROM app.injection ORDER BY person_id, dose_no',
    ),
    db.query(
      'SELECT person_id, unit_id, residence_kind, birth_on, from_on, to_on, dose1_on, dose2_on, dose3_on, full_on, last_event_on FROM app.vaccination_status ORDER BY 1, 2',
    ),
    db.query('SELECT person_id, unit_id, reason FROM app.injected_beside ORDER BY 1, 2'),
    db.query(
      `SELECT unit_id, residence_kind, age_band, sum(residents) r, sum(dose1) d1, sum(dose2) d2, sum(full_series) f FROM
         (SELECT unit_id, residence_kind, age_band, residents, dose1, dose2, dose3, full_series FROM app.count_unit UNION ALL SELECT unit_id, residence_kind, age_band, residents, dose1, dose2, dose3, full_series FROM app.count_delta) c
       GROUP BY 1, 2, 3 HAVING sum(residents) <> 0 OR sum(dose1) <> 0 ORDER BY 1, 2, 3`,
    ),
  ]);
  return { people, doses, statuses, beside, totals };
}

const dosed = async (db: Database): Promise<number> => {
  const { rows } = await coverage(db, units, {
    unitCode: '06697',
    by: 'total',
    date: TODAY,
    mapDate: TODAY,
  } as never);
  return rows.reduce((sum, row) => sum + row.dose1, 0);
};

test('a day at a table: doses are counted at once, survive a reprojection unchanged, and undoing takes back exactly what they took', async () => {
  const { db, server, cookie } = await emptyWorld(after);
  const { people, sessionId, unitId } = await hall(db, 30);
  const ask = asker(server, await cookie('ban-tiem'));
  const { deviceId } = await signDeviceIn(ask, 'Bàn 1');

  const roster = (await ask('GET', `/recording/sessions/${sessionId}/roster`)).json as Roster;
  assert.equal(roster.people.length, 30);
  assert.equal(roster.lots[0]!.lot, LOT);
  const before = await projected(db);

  const box = new Outbox(deviceId, sessionId);
  const vialId = newId();
  box.put('vial_opened', { vialId, vaccine: 'astrazeneca', lot: LOT, doses: 10 });
  const doses = people.slice(0, 11).map(({ id }) => box.dose(id, { vialId }));
  box.put('postponed', {
    personId: people[11]!.id,
    reason: 'acute_illness',
    until: '2030-01-01',
    note: null,
  });
  box.put('refused', { personId: people[12]!.id, reason: 'belief', note: null });
  const answer = await handIn(ask, box);
  assert.deepEqual(new Set(resultsOf(answer.answers)), new Set(['stored']), JSON.stringify(answer.answers));
  assert.equal(answer.storedUpTo, box.events.length);
  assert.equal(await dosed(db), 11);

  const tally = (await ask('GET', `/recording/sessions/${sessionId}/tally`)).json as Tally;
  assert.deepEqual(
    [
      tally.injected,
      tally.postponed,
      tally.refused,
      tally.observing,
      tally.openVials[0]!.given,
      tally.openVials[0]!.left,
    ],
    [11, 1, 1, 11, 11, 0],
  );
  const audited = await db.query<{ actor: string; unit: number; lines: number; people: number }>(
    `SELECT actor, unit_id AS unit, count(*)::int AS lines, count(DISTINCT subject_id)::int AS people FROM app.audit_event
     WHERE subject = 'injection' AND action = 'insert' GROUP BY actor, unit_id`,
  );
  assert.deepEqual(audited, [{ actor: 'ban-tiem', unit: unitId, lines: 11, people: 11 }]);
  const again = await handIn(ask, box);
  assert.deepEqual(new Set(resultsOf(again.answers)), new Set(['already']));

  const stood = await projected(db);
  await db.transaction(tester, (tx) =>
    reprojectPeople(
      tx,
      people.map(({ id }) => id),
    ),
  );
  assert.deepEqual(await projected(db), stood);

  for (const [i, doseId] of doses.entries())
    box.put('dose_undone', { doseId, personId: people[i]!.id, reason: 'nhập nhầm' });
  const undone = await handIn(ask, box);
  assert.deepEqual(new Set(resultsOf(undone.answers.slice(-11))), new Set(['stored']));
  assert.equal(await dosed(db), 0);
  assert.deepEqual(await projected(db), before);
  const [held] = await db.query<{ n: number }>(
    'SELECT count(*)::int AS n FROM app.stock_allocation WHERE undone_at IS NULL',
  );
  assert.equal(held!.n, 0);
  // The words stay.
  const [kept] = await db.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM app.source_record WHERE kind = 'injections'`,
  );
  assert.equal(kept!.n, 11);
});

test('two devices that did not know of each other: both versions stay, and a person decides', async () => {
  const { db, server, cookie } = await emptyWorld(after);
  const { people, sessionId } = await hall(db, 12);
  const ask = asker(server, await cookie('ban-tiem'));
  const [a, b] = [await signDeviceIn(ask, 'Bàn 1'), await signDeviceIn(ask, 'Bàn 2')];
  const [first, second] = [new Outbox(a.deviceId, sessionId), new Outbox(b.deviceId, sessionId)];
  first.dose(people[0]!.id);
  second.dose(people[0]!.id);
  second.dose(people[1]!.id);
  await handIn(ask, first);
  const { answers, otherSites } = await handIn(ask, second);
  assert.deepEqual(resultsOf(answers), ['stored', 'conflict', 'stored', 'stored']);
  assert.equal(answers[1]!.conflict!.kind, 'double_dose');
  assert.equal(answers[1]!.conflict!.theirs!.eventId, first.events[1]!.id);
  assert.equal(otherSites[0]!.device, 'Bàn 1');
  assert.equal(await dosed(db), 2);

  const feed = (await ask('GET', `/recording/sessions/${sessionId}/events?after=0&device=${a.deviceId}`))
    .json as Feed;
  assert.deepEqual(
    feed.events.map(({ event }) => event.id),
    second.events.map(({ id }) => id),
  );
  // One table heard a refusal, the other gave the jab: whichever arrives second meets the other.
  first.put('refused', { personId: people[1]!.id, reason: 'belief', note: null });
  second.put('refused', { personId: people[2]!.id, reason: 'belief', note: null });
  assert.deepEqual(resultsOf((await handIn(ask, second)).answers).slice(-1), ['stored']);
  first.dose(people[2]!.id);
  const late = (await handIn(ask, first)).answers.slice(-3);
  assert.deepEqual(
    late.map(({ conflict }) => conflict?.kind ?? null),
    ['dose_after_refusal', null, 'dose_after_refusal'],
  );
  for (const { conflict } of late)
    if (conflict !== null)
      await ask('POST', `/recording/conflicts/${conflict.id}`, {
        decision: 'keep_both',
        reason: 'Đã hỏi lại',
      });
  const conflict = answers[1]!.conflict!;
  const decided = await ask('POST', `/recording/conflicts/${conflict.id}`, {
    decision: 'same_event',
    reason: 'Một mũi, hai bàn cùng nhập',
  });
  assert.equal(decided.status, 200);
  assert.equal(await dosed(db), 3);
  const rest = (await ask('GET', '/recording/conflicts?unit=06697&mapDate=2021-12-14')).json as {
    total: number;
  };
  assert.equal(rest.total, 0);
});

test('while the needle waits a stop refuses and stores nothing; a warning passes with its reason', async () => {
  const { db, server, cookie } = await emptyWorld(after);
  const { people, sessionId } = await hall(db, 12);
  const ask = asker(server, await cookie('ban-tiem'));
  const { deviceId } = await signDeviceIn(ask, 'Bàn 1');
  const give = async (personId: string, more: object = {}) => {
    const payload = {
      personId,
      vaccine: 'astrazeneca',
      lot: LOT,
      vialId: null,
      doseKind: null,
      site: null,
      overrides: [],
      ...more,
    };
    const { json } = await ask('POST', '/recording/doses', {
      deviceId,
      event: { id: newId(), sessionId, at: new Date().toISOString(), payload },
    });
    return json as { result: string; concerns: { code: string }[] };
  };
  const reason = [{ code: 'not_screened', reason: 'Đã khám trên giấy' }];
  const codes = ({ result, concerns }: Awaited<ReturnType<typeof give>>) => [
    result,
    ...concerns.map(({ code }) => code),
  ];
  assert.deepEqual(codes(await give(people[0]!.id)), ['refused', 'not_screened']);
  assert.deepEqual(codes(await give(people[0]!.id, { overrides: reason })), ['stored', 'not_screened']);
  assert.deepEqual(codes(await give(people[0]!.id, { overrides: reason })).slice(0, 2), [
    'refused',
    'given_today',
  ]);
  assert.deepEqual(codes(await give(people[1]!.id, { lot: 'LA', overrides: reason })), [
    'refused',
    'not_screened',
    'lot_unknown',
  ]);
  await db.query(`UPDATE app.stock_lot SET expires_on = '2020-01-01'`);
  assert.deepEqual(codes(await give(people[1]!.id, { overrides: reason })), [
    'refused',
    'lot_expired',
    'not_screened',
  ]);
  assert.equal(await dosed(db), 1);
});

test('what a screening finds is kept for the due lists and the next table, and the newest word on it holds', async () => {
  const { db, server, cookie } = await emptyWorld(after);
  const { people, sessionId, unitId } = await hall(db, 6);
  const ask = asker(server, await cookie('ban-tiem'));
  const { deviceId } = await signDeviceIn(ask, 'Bàn 1');
  const box = new Outbox(deviceId, sessionId);
  const counts = async (): Promise<number[]> => {
    const cells = await keptDue(db, [unitId], TODAY);
    return ['contraindicated', 'overdue'].map((state) =>
      cells.filter((cell) => cell.state === state).reduce((sum, cell) => sum + cell.people, 0),
    );
  };
  assert.deepEqual(await counts(), [0, 6]);
  const [weak, allergic, against, withdrawn] = people.map(({ id }) => id) as [string, string, string, string];
  const screen = (
    personId: string,
    outcome: ScreeningOutcome,
    flags: ScreeningFlag[],
    more: { withdrawn?: ScreeningFlag[] } = {},
  ) => {
    const measures = { temperature: null, pulse: null, systolic: null, diastolic: null, breathing: null };
    box.put('screened', { personId, outcome, flags, ...measures, note: null, ...more });
  };
  screen(weak, 'caution', ['immunocompromised', 'acute_illness']);
  screen(allergic, 'caution', ['anaphylaxis_history']);
  screen(against, 'contraindicated', ['reaction_to_earlier_dose']);
  screen(withdrawn, 'contraindicated', ['anaphylaxis_history']);
  screen(withdrawn, 'eligible', [], { withdrawn: ['anaphylaxis_history'] });
  assert.deepEqual(new Set(resultsOf((await handIn(ask, box)).answers)), new Set(['stored']));

  const due = async (on = TODAY) =>
    new Map((await findDue(db, { unitIds: [unitId], on })).map((one) => [one.person, one]));
  const list = await due();
  const told = (id: string, from = list) => {
    const { state, note, conditions } = from.get(id)!;
    return [state, note, conditions.join()];
  };
  assert.deepEqual(told(weak), ['overdue', null, 'immunocompromised']);
  assert.deepEqual(told(allergic), ['contraindicated', null, 'allergic']);
  assert.deepEqual(told(against), ['contraindicated', 'reaction_to_earlier_dose', '']);
  assert.deepEqual(told(withdrawn), ['overdue', null, '']);
  assert.deepEqual(told(allergic, await due(addDays(TODAY, -1))), ['overdue', null, '']);
  assert.deepEqual(await counts(), [2, 4], 'what was counted before is not kept');

  const roster = (await ask('GET', `/recording/sessions/${sessionId}/roster`)).json as Roster;
  const seen = (id: string) => roster.people.find((one) => one.id === id)!;
  assert.deepEqual(seen(weak).findings, [{ finding: 'immunocompromised', since: TODAY }]);
  assert.deepEqual(seen(against).contraindicated, { since: TODAY, reason: 'reaction_to_earlier_dose' });
  assert.equal(seen(withdrawn).findings, undefined);
  assert.deepEqual((await evaluatePerson(db, weak, TODAY)).findings, [
    { finding: 'immunocompromised', since: TODAY },
  ]);
  // A dose is held against it, whichever screening found it.
  const dosePayload = {
    ...{ vaccine: 'astrazeneca', lot: LOT, vialId: null, doseKind: null, site: null },
    overrides: [],
  };
  box.put('dose_given', { ...dosePayload, personId: allergic });
  const dose = (await handIn(ask, box)).answers.at(-1)!;
  assert.ok(dose.concerns.some(({ code }) => code === 'contraindicated'));
  assert.equal(told(allergic, await due())[0], 'contraindicated', 'found for good: no dose sets it aside');
  // So is a word of another day, until a newer one takes it back.
  const [later] = people.slice(4).map(({ id }) => id) as [string];
  const said = async (kind: string, until: string | null) => {
    await db.query(
      `INSERT INTO app.postponement (person_id, id, session_id, kind, reason, until_on, recorded_by, recorded_at, on_day)
       VALUES ($1, $2, $2, $3, 'other', $4, 'bác sĩ', clock_timestamp(), $5)`,
      [later, newId(), kind, until, addDays(TODAY, -3)],
    );
    const event = {
      id: newId(),
      sessionId,
      at: new Date().toISOString(),
      payload: { ...dosePayload, personId: later },
    };
    const { json } = await ask('POST', '/recording/doses', { deviceId, event });
    return (json as { concerns: { code: string }[] }).concerns.map(({ code }) => code);
  };
  assert.deepEqual(await said('postponed', addDays(TODAY, 9)), ['not_screened', 'postponed_until']);
  assert.deepEqual(await said('contraindicated', null), ['contraindicated']);
  assert.deepEqual(await said('fit', null), ['not_screened']);
  // The clerk calls people, and is not told of their health.
  const listed = async (username: string) => {
    const response = await server.inject({
      method: 'GET',
      url: `/api/v1/due/people?unit=06697&date=${TODAY}`,
      headers: { cookie: await cookie(username) },
    });
    assert.equal(response.statusCode, 200, response.body);
    const { people: shown } = response.json() as { people: DuePerson[] };
    return shown.flatMap(({ person, state, note }) => (person === allergic ? [[state, note]] : []));
  };
  assert.deepEqual(await listed('ban-tiem'), [['contraindicated', 'Tiền sử phản vệ']]);
  await createAccount(db, tester, {
    username: 'can-bo-xa',
    displayName: 'Cán bộ xã',
    password: PASSWORD,
    mustChange: false,
    grants: [{ role: 'commune-clerk', unitId }],
  });
  assert.deepEqual(await listed('can-bo-xa'), [['contraindicated', null]]);
});
