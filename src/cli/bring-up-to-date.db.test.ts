import assert from 'node:assert/strict';
import test from 'node:test';
import { testDatabase, tester } from '../../test/support/database.ts';
import { day, INJECTIONS, listFile, load, units } from '../../test/support/lists.ts';
import { postMovements } from '../stock/post-movements.ts';
import { bringUpToDate } from './bring-up-to-date.ts';

const STATION = 'Trạm Y tế phường Hồng Hà';
const HOSPITAL = 'Bệnh viện Bãi Cháy';
const NAMES = ['An', 'Bình', 'Cường', 'Dũng', 'Giang', 'Hải', 'Khánh'];

test('a register filled before codes of facilities were kept learns them from its own people, once and for sure only', async () => {
  const db = await testDatabase();
  /** Two doses of each: where the list says the first and the second was given. */
  const people: readonly (readonly [string, string])[] = [
    ['22697', STATION],
    ['22697', STATION],
    [STATION, '22697'],
    ['22002', HOSPITAL],
    [HOSPITAL, '22002'],
    // Who went to two places says nothing against the others; who is alone proves nothing.
    ['22002', STATION],
    ['22950', 'Điểm tiêm KCN Cái Lân'],
  ];
  await load(
    db,
    await listFile(
      [...INJECTIONS, 'Địa điểm tiêm'],
      people.flatMap(([first, second], i) => {
        const person = [`Nguyễn Văn ${NAMES[i]}`, `0${i + 1}/01/1980`, 'Nam', `02208000${i}00${i}`, 'Pfizer'];
        return [
          [...person, '01/09/2021', 'FF2832', 1, first],
          [...person, '05/10/2021', 'FF2832', 2, second],
        ];
      }),
    ),
    { kind: 'injections' },
  );
  await db.transaction(tester, (tx) =>
    postMovements(
      tx,
      tester,
      [
        {
          unitId: units.byCode('06697', day('2021-12-14')).id,
          facility: STATION,
          item: 'comirnaty',
          lot: 'FF2832',
          kind: 'receipt',
          on: day('2021-09-20'),
          amounts: { external: -600, on_hand: 600 },
          source: 'form',
          short: 'refuse',
        },
      ],
      new Date(),
    ),
  );
  await db.query('DELETE FROM app.facility_code');
  await db.query(`INSERT INTO app.facility_code VALUES ('22002', 'BV Bãi Cháy', now())`);
  const again = async () => {
    await db.query(`DELETE FROM app.migration WHERE name = '160_learn_facility_codes.sql'`);
    await bringUpToDate(db, units, tester);
    return db.query('SELECT code, name FROM app.facility_code ORDER BY code');
  };
  const learned = [
    { code: '22002', name: 'BV Bãi Cháy' },
    { code: '22697', name: STATION },
  ];
  assert.deepEqual(await again(), learned, 'what a list said stands');
  assert.deepEqual(await again(), learned);
  const [told] = await db.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM app.finding WHERE code = 'dose_before_lot_received'`,
  );
  assert.equal(told!.n, 3, 'two doses under the code and one under the name, before the lot came');
});
