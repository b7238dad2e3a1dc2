import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { testDatabase, tester } from '../../test/support/database.ts';
import { day, listFile, load, RESIDENTS, units } from '../../test/support/lists.ts';
import type { Role } from '../identity/access.ts';
import { createAccount } from '../identity/accounts.ts';
import { readConfig } from '../platform/config.ts';
import { serve } from '../server/serve.ts';
import { annexOf } from './annex.ts';
import { annexPaper } from './annex-paper.ts';

const DAY = day('2021-12-14');
const HOME = '06697';
const idOf = (code: string): number => units.byCode(code, DAY).id;
const residents = [
  ['Nguyễn Văn An', '01/02/1980', 'Nam', null, 'Khu 1', 'Thường trú', null],
  ['Lê Minh Châu', '05/06/2012', 'Nữ', null, 'Khu 1', 'Vãng lai', null],
] as const;

test('the paper: numbered lines, a total row, blanks for the silent, what it rests on; the day as NĐ 30 writes it', async () => {
  const db = await testDatabase();
  await load(db, await listFile(RESIDENTS, residents), { unitCode: HOME });
  const annex = await annexOf(db, units, { unitId: idOf('193'), by: 'communes', date: DAY, mapDate: DAY });
  const asked = { madeOn: day('2022-02-05'), number: '12/BC-UBND' };
  const paper = annexPaper(units, annex, { ...asked, split: 'none' }, 'vi');
  const communes = units.communesUnder(idOf('193'), DAY);
  assert.equal(paper.rows.length, communes.length + 1);
  assert.deepEqual(
    paper.rows.slice(0, -1).map(([no]) => no),
    communes.map((_, i) => i + 1),
  );
  assert.deepEqual([...paper.strong!], [communes.length], 'the total alone is bold');
  const counts = (name: string) => paper.rows.find((row) => row[1] === name)!.slice(3);
  assert.deepEqual(counts('Phường Hồng Hà'), [null, null, 2, 0, 0, 0, 2]);
  assert.deepEqual(counts('Phường Cao Thắng'), [null, null, null, null, null, null, null]);
  assert.deepEqual(counts('Tổng cộng'), [null, null, 2, 0, 0, 0, 2]);
  assert.equal(paper.placeAndDay, 'Hạ Long, ngày 05 tháng 02 năm 2022');
  assert.equal(paper.number, 'Số: 12/BC-UBND');
  assert.match(paper.notes[0]!, /của Ủy ban nhân dân thành phố Hạ Long\)$/);
  assert.match(paper.remarks![0]!, new RegExp(`1/${communes.length} xã`));
  assert.ok(paper.columns.length === paper.rows[0]!.length);

  const split = annexPaper(units, annex, { ...asked, split: 'both' }, 'vi');
  const kinds = split.rows.flatMap((row) => (row[1] === 'Phường Hồng Hà' ? [row[2]] : []));
  assert.deepEqual(kinds, ['Đang cư trú', 'Thường trú', 'Vãng lai'], 'kinds of nobody are left out');
});

test('whoever may export coverage gets the annex as workbook and PDF, and it is written down; others do not', async () => {
  // Stopped before the database closes: hooks run in the order in which they are set.
  let stop = async () => {};
  after(() => stop());
  const db = await testDatabase();
  const serving = await serve(readConfig({ SOTIEM_SECOND_FACTOR: 'off', SOTIEM_LOG: 'silent' }), db, units);
  stop = () => serving.stop();
  const signedIn = async (role: Role, code: string): Promise<string> => {
    const username = `${role}.${code}`;
    await createAccount(db, tester, {
      username,
      displayName: username,
      password: 'mot-mat-khau-dai',
      mustChange: false,
      grants: [{ role, unitId: idOf(code) }],
    });
    const { headers } = await serving.server.inject({
      method: 'POST',
      url: '/api/v1/sign-in',
      payload: { username, password: 'mot-mat-khau-dai' },
    });
    return String(headers['set-cookie']).split(';')[0]!;
  };
  const ask = (cookie: string, path: string) =>
    serving.server.inject({ method: 'GET', url: `/api/v1/${path}`, headers: { cookie } });
  const leader = await signedIn('province-leader', '22');
  const question = `unit=${HOME}&date=${DAY}`;
  const json = await ask(leader, `annex?${question}`);
  assert.deepEqual(
    [json.statusCode, json.json().completeness.communes, json.json().rows[0].listed],
    [200, 1, null],
  );
  const pdf = await ask(leader, `annex.pdf?${question}&split=kinds&number=7`);
  assert.deepEqual([pdf.statusCode, pdf.headers['content-type']], [200, 'application/pdf']);
  assert.ok(pdf.rawPayload.subarray(0, 5).equals(Buffer.from('%PDF-')));
  assert.match(String(pdf.headers['content-disposition']), /phu-luc-06697-2021-12-14\.pdf/);
  assert.equal((await ask(leader, `annex.xlsx?${question}`)).rawPayload.subarray(0, 2).toString(), 'PK');

  const neighbour = await signedIn('commune-clerk', '06676');
  const police = await signedIn('commune-police', HOME);
  for (const cookie of [neighbour, police])
    for (const path of ['annex', 'annex.xlsx', 'annex.pdf'])
      assert.equal((await ask(cookie, `${path}?${question}`)).statusCode, 403, path);
  const facility = await signedIn('facility', '193');
  assert.equal((await ask(facility, `annex.pdf?${question}`)).statusCode, 403, 'sees figures, exports none');

  const exports = await db.query<{ actor: string; detail: { format: string; by: string } }>(
    `SELECT actor, detail FROM app.audit_event WHERE subject = 'annex' AND action = 'export' ORDER BY id`,
  );
  assert.deepEqual(
    exports.map(({ actor, detail }) => `${actor} ${detail.format} ${detail.by}`),
    ['province-leader.22 pdf self', 'province-leader.22 xlsx self'],
  );
});
