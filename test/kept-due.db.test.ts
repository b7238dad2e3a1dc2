import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { countDue } from '../src/due/count-due.ts';
import { keptDue } from '../src/due/keep-counts.ts';
import { reprojectPeople } from '../src/immunizations/reproject-people.ts';
import { dayInVietnam } from '../src/kernel/vietnam-time.ts';
import { foldCounts } from '../src/reports/fold-counts.ts';
import { emptyWorld } from './support/access.ts';
import { tester } from './support/database.ts';
import { day, listFile, load, RESIDENTS } from './support/lists.ts';
import { asker, hall, handIn, Outbox, resultsOf, signDeviceIn } from './support/table.ts';

type Named = Readonly<{ id: string }>;

test('who is due is kept until something of a unit changes: doses, undone ones, postponements, hamlets, folds', async () => {
  const { db, server, cookie } = await emptyWorld(after);
  const { people, sessionId, unitId } = await hall(db, 24);
  const ask = asker(server, await cookie('ban-tiem'));
  const { deviceId } = await signDeviceIn(ask, 'Bàn 1');
  // Postponements stand from the day on which they were made known.
  const on = dayInVietnam(new Date());
  const box = new Outbox(deviceId, sessionId);
  const seen = new Set<string>();
  const compare = async (what: string, changed: boolean): Promise<void> => {
    const text = (cells: readonly object[]): string =>
      cells
        .map((cell) => JSON.stringify(cell))
        .sort()
        .join('\n');
    const kept = text(await keptDue(db, [unitId], on));
    assert.equal(kept, text(await countDue(db, { unitIds: [unitId], on, byHamlet: true })), what);
    assert.equal(seen.has(kept), !changed, `${what}: ${changed ? 'stale' : 'changed'}`);
    seen.add(kept);
  };
  const handed = async (): Promise<void> =>
    assert.ok(resultsOf((await handIn(ask, box)).answers).every((one) => one !== 'refused'));

  await compare('first', true);
  await compare('nothing happened', false);
  const [first, second, third] = people as unknown as readonly [Named, Named, Named];
  const doseId = box.dose(first.id);
  await handed();
  await compare('a dose', true);
  await foldCounts(db, tester, on);
  await compare('totals folded', false);
  box.put('postponed', { personId: second.id, reason: 'acute_illness', until: '2099-12-24', note: null });
  await handed();
  await compare('a postponement', true);
  box.put('dose_undone', { doseId, personId: first.id, reason: 'nhập nhầm' });
  await handed();
  await compare('a dose taken back', true);
  await foldCounts(db, tester, on);
  await db.transaction(tester, (tx) => reprojectPeople(tx, [third.id]));
  await compare('projected anew', false);
  const [person] = await db.query<{ name: string; birth: string; id: string }>(
    `SELECT name, to_char(birth_on, 'DD/MM/YYYY') AS birth, national_id AS id FROM app.person WHERE id = $1`,
    [third.id],
  );
  await load(
    db,
    await listFile(
      RESIDENTS,
      [[person!.name, person!.birth, 'Nam', person!.id, 'Khu 77', 'Thường trú', null]],
      'doi-khu',
    ),
    { source: 'commune', kind: 'residents', asOf: day('2021-12-20') },
  );
  await compare('another hamlet', true);
});
