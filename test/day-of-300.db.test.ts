/**
 * A day at the table as it is: two tables without a network, 300 people, and six kinds of trouble. At its end the three
 * figures agree, or the gap is told with its cause and stays explained.
 */
import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import type { FigureRow, OpenGap } from '../src/agreement/contract.ts';
import type { SevereEventList } from '../src/duties/contract.ts';
import { newId } from '../src/kernel/ids.ts';
import { postMovements } from '../src/stock/post-movements.ts';
import { DAY } from './support/access.ts';
import { tester } from './support/database.ts';
import { idOf, key, living } from './support/duties.ts';
import { INJECTIONS, listFile, load, RESIDENTS } from './support/lists.ts';
import { asker, handIn, Outbox, resultsOf, signDeviceIn } from './support/table.ts';

const STATION = 'Trạm Y tế phường Hồng Hà';
const AZ = { item: 'astrazeneca', lot: 'NJ0342', perVial: 10 };
const PFIZER = { item: 'comirnaty', lot: 'FP0213', perVial: 6 };
const PEOPLE = 300;

const resident = (i: number) => {
  const year = 1945 + (i % 55);
  const syllable = (n: number) => `${'BCDGHKLMNPQRSTVX'[n % 16]}${'aeiou'[Math.floor(n / 16) % 5]}`;
  return [
    `Nguyễn ${syllable(i)} ${syllable(Math.floor(i / 80) + 7 * (i % 11))}n`,
    `${String(1 + (i % 28)).padStart(2, '0')}/0${1 + (i % 9)}/${year}`,
    i % 2 === 0 ? 'Nam' : 'Nữ',
    `022${i % 2}${String(year).slice(2)}${String(i).padStart(6, '0')}`,
  ] as const;
};

test('300 people at two tables, six kinds of trouble: the three figures agree or each gap is explained', async () => {
  const { db, as, server, cookie } = await living(after);
  const unitId = idOf('06697');
  await as('health-station', '06697', 'GET', '/duties?unit=06697');
  const ask = asker(server, await cookie('health-station.06697'));
  await load(
    db,
    await listFile(
      RESIDENTS,
      Array.from({ length: PEOPLE }, (_, i) => [...resident(i), `Khu ${1 + (i % 5)}`, 'Thường trú', null]),
    ),
    { source: 'commune', kind: 'residents', complete: true },
  );
  const people = await db.query<{ id: string }>(
    'SELECT id FROM app.person WHERE unit_id = $1 ORDER BY right(national_id, 6)',
    [unitId],
  );
  assert.equal(people.length, PEOPLE);
  for (const [{ item, lot }, doses] of [
    [AZ, 280],
    [PFIZER, 36],
  ] as const)
    await db.transaction(tester, (tx) =>
      postMovements(
        tx,
        tester,
        [
          {
            ...{ unitId, facility: STATION, item, lot, on: DAY, source: 'form', short: 'suspense' },
            ...{ kind: 'receipt', vials: null, amounts: { external: -doses, on_hand: doses } },
          },
        ],
        new Date('2021-12-14T00:30:00Z'),
      ),
    );
  const opened = await ask('POST', '/recording/sessions', {
    ...{ unit: '06697', facility: STATION, name: 'Buổi sáng', date: DAY, shift: 'sáng', capacity: 300 },
    vaccines: ['astrazeneca', 'comirnaty'],
  });
  assert.equal(opened.status, 200, JSON.stringify(opened.json));
  const { id: sessionId } = opened.json as { id: string };

  const table = async (name: string) => new Outbox((await signDeviceIn(ask, name)).deviceId, sessionId);
  const [one, two] = [await table('Bàn 1'), await table('Bàn 2')];
  /** Opens a vial and gives its doses, the last of them over the label where there are more people. */
  const vial = (
    at: Outbox,
    { item, lot, perVial }: typeof AZ,
    whom: readonly { id: string }[],
    discarded = 0,
  ) => {
    const vialId = newId();
    at.put('vial_opened', { vialId, vaccine: item, lot, doses: perVial });
    const doses = whom.map(({ id }) => at.dose(id, { vaccine: item, lot, vialId }));
    at.put('vial_closed', {
      vialId,
      discarded,
      reason: discarded > 0 ? 'session_over' : 'empty',
      note: null,
    });
    return doses;
  };
  // Table 1: 15 vials of AstraZeneca, one of them with a dose over the label: 151 people.
  for (let n = 0; n < 14; n++) vial(one, AZ, people.slice(n * 10, n * 10 + 10));
  vial(one, AZ, people.slice(140, 151));
  // Table 2: 11 vials of AstraZeneca; in the last hurry two people are on paper only.
  for (let n = 0; n < 10; n++) vial(two, AZ, people.slice(151 + n * 10, 161 + n * 10));
  vial(two, AZ, people.slice(251, 259));
  // 33 doses of Comirnaty and three thrown away; for one the tube of the other vaccine's lot was chosen.
  for (let n = 0; n < 5; n++) vial(two, PFIZER, people.slice(261 + n * 6, 267 + n * 6));
  const last = vial(two, PFIZER, people.slice(291, 294), 3);
  // A person of table 1 comes to table 2 as well, and is injected twice.
  vial(two, AZ, people.slice(5, 6), 9);
  // A dose is entered for the wrong person and taken back, and entered for the right one; somebody collapses.
  two.put('dose_undone', { doseId: last[0]!, personId: people[291]!.id, reason: 'Bấm nhầm người' });
  two.dose(people[294]!.id, { vaccine: PFIZER.item, lot: PFIZER.lot });
  two.put('adverse_event', {
    ...{ personId: people[200]!.id, doseId: null, type: 'anaphylaxis', severity: 'severe' },
    ...{ onset: '2021-12-14T02:00:00.000Z', treatment: 'Adrenalin', outcome: 'recovering', note: null },
  });
  assert.deepEqual(new Set(resultsOf((await handIn(ask, one)).answers)), new Set(['stored']));
  // Whoever hands in later learns of the double dose; both versions wait for a person.
  const troubled = resultsOf((await handIn(ask, two)).answers).filter((result) => result !== 'stored');
  assert.deepEqual(troubled, ['conflict']);
  type Conflict = { kind: string };
  const waiting = (await ask('GET', '/recording/conflicts?unit=06697&mapDate=2021-12-14')).json as {
    conflicts: Conflict[];
  };
  assert.deepEqual(
    waiting.conflicts.map(({ kind }) => kind),
    ['double_dose'],
  );
  const severe = (await ask('GET', '/severe-events?unit=06697&mapDate=2021-12-14')).json as SevereEventList;
  assert.equal(severe.ringing, 1, 'a severe event is to be reported within the day');

  // The report counts by labels: the eleventh dose of a vial is not in it.
  const duty = `/duties/${key('2.1-tram', '06697', DAY)}`;
  const figures = { sites: 1, 'injected.dose1': 294 };
  assert.equal((await as('health-station', '06697', 'POST', `${duty}/answers`, { figures })).status, 201);
  type Page = { days: FigureRow[]; gaps: OpenGap[] };
  const look = async () =>
    (await as<Page>('health-station', '06697', 'GET', `/gaps?unit=06697&from=${DAY}&to=${DAY}`)).body;
  const told = ({ days: [day], gaps }: Page) => ({
    figures: [day?.declared, day?.named, day?.used],
    gaps: gaps.map(({ kind, lot, parts, state }) =>
      [kind, lot ?? '', ...parts.map(({ cause, doses }) => `${cause} ${doses}`), state].join(' '),
    ),
  });
  const first = await look();
  // Two on paper only and the double dose: three without a name. The three thrown away need no words.
  assert.deepEqual(told(first), {
    figures: [294, 292, 295],
    gaps: ['declared_used  overfill -1 open', 'used_named NJ0342 not_entered 3 open'],
  });
  for (const { parts, first: one, second: other } of first.gaps)
    assert.equal(
      parts.reduce((sum, { doses }) => sum + doses, 0),
      one - other,
    );

  // The two on paper are entered in the evening; the report is corrected; what is left is explained.
  const late = people
    .slice(259, 261)
    .map((_, i) => [...resident(259 + i), 'AstraZeneca', '14/12/2021', AZ.lot, 1]);
  await load(db, await listFile(INJECTIONS, late), { unitCode: '06697' });
  await as('health-station', '06697', 'POST', `${duty}/answers`, {
    figures: { ...figures, 'injected.dose1': 295 },
  });
  const evening = await look();
  assert.deepEqual(told(evening), {
    figures: [295, 294, 295],
    gaps: ['used_named NJ0342 not_entered 1 open'],
  });
  const { kind, item, lot, first: used, second: named } = evening.gaps[0]!;
  const settled = await as('health-station', '06697', 'POST', '/gaps/settle', {
    ...{ unit: '06697', facility: STATION, day: DAY, kind, item, lot, first: used, second: named },
    explanation: 'Một người tiêm hai lần ở hai bàn, đang chờ xử lý',
  });
  assert.equal(settled.status, 200);
  assert.deepEqual(told(await look()).gaps, ['used_named NJ0342 not_entered 1 settled']);
});
