import assert from 'node:assert/strict';
import test from 'node:test';
import type { Page } from 'playwright-core';
import encodeQR from 'qr';
import { DEMO_PASSWORD } from '../../src/identity/demo-accounts.ts';
import { PASSWORD } from '../support/access.ts';
import { hall, LOT } from '../support/table.ts';
import { violations } from './axe.ts';
import { type Phone, phone, running, sideways } from './browser.ts';
import { atTable, comeToTable, dose, onDevice, openVial, unsent } from './table-steps.ts';

const RESIDENTS = 8000;

type Kept = Readonly<Record<'keys' | 'boxes' | 'outbox' | 'device', number>>;
/** How much lies on the phone, by store. */
const kept = (page: Page): Promise<Kept> =>
  page.evaluate<Kept>(`(async () => {
    const answered = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
    const db = await answered(indexedDB.open('sotiem-table'));
    const counts = {};
    for (const store of ['keys', 'boxes', 'outbox', 'device'])
      counts[store] = await answered(db.transaction(store).objectStore(store).count());
    db.close();
    return counts;
  })()`);

test('a day at the table: offline, closed, opened again, handed in; signing out on a dead line loses nothing', async () => {
  const { base, db } = await running();
  const { sessionId, people } = await hall(db, RESIDENTS);
  const device: Phone = phone();
  const trouble: string[] = [];
  let line = await device.open();
  let page = line.pages()[0]!;
  page.on('pageerror', (error) => trouble.push(error.message));
  const address = `${base}/table?session=${sessionId}`;
  await comeToTable(page, address, ['ban-tiem', PASSWORD]);
  await page.waitForSelector('input[type=search]');
  await onDevice(page);

  await openVial(page);
  await line.setOffline(true);

  const [first, second, third] = people;
  await dose(page, first!.name);
  assert.match((await page.textContent('.vial'))!, /còn 9 liều/);
  await dose(page, second!.name);
  await page.click('button:has-text("Hoàn tác")');
  await page.waitForSelector('text=còn 9 liều');

  // Somebody on no list, one letter from somebody who is: shown at once among 8,000, without a line.
  await page.fill('input[type=search]', third!.name);
  await page.click('button:has-text("Thêm người mới")');
  const [known] = await db.query<{ birth: string }>(
    'SELECT birth_on::text AS birth FROM app.person WHERE id = $1',
    [third!.id],
  );
  await page.fill('input[name=birth]', known!.birth.split('-').reverse().join('/'));
  await page.waitForSelector(`.notice button.person:has-text("${third!.name}")`);
  await page.fill('input[name=name]', 'Vương Quốc Toản');
  await page.fill('input[name=birth]', '03/03/1961');
  await page.click('label:has-text("Nam")');
  await page.click('button[type=submit]');
  await page.waitForSelector('text=Đã đến');
  await page.click('button:has-text("Hoãn / từ chối")');
  await page.click('label:has-text("Đang bệnh cấp tính")');
  await page.click('button:has-text("Ghi")');
  await page.waitForSelector('input[type=search]');
  const before = await unsent(page);
  assert.match(before!, /^\d+ mục chưa gửi$/);

  // The browser is closed, and opened where there is still no line.
  line = await device.open({ offline: true });
  page = line.pages()[0]!;
  page.on('pageerror', (error) => trouble.push(error.message));
  await page.goto(`${base}/table`);
  await page.waitForSelector('text=còn 9 liều');
  assert.equal(await unsent(page), before);
  await page.click('nav button:has-text("Theo dõi")');
  await page.waitForSelector(`text=${first!.name}`);
  for (const screen of ['find', 'watch', 'overview', `person/${second!.id}`, 'unsent', 'device', 'vials']) {
    await page.goto(`${base}/table#/${screen}`);
    await page.waitForTimeout(150);
    assert.deepEqual(await violations(page), [], screen);
    assert.equal(await sideways(page), 0, screen);
  }

  await line.setOffline(false);
  await page.goto(`${base}/table#/find`);
  await page.waitForSelector('text=Đã gửi hết');
  const doses = await db.query<{ person_id: string }>('SELECT person_id FROM app.injection WHERE lot = $1', [
    LOT,
  ]);
  assert.deepEqual(
    doses.map(({ person_id }) => person_id),
    [first!.id],
    'one dose stands, the undone one does not',
  );
  assert.equal((await db.query('SELECT 1 FROM app.person WHERE name = $1', ['Vương Quốc Toản'])).length, 1);

  // A dose on a dead line, and a sign-out: names are gone, the entries are sealed; the line comes, they are handed in.
  await line.setOffline(true);
  await dose(page, third!.name);
  await page.goto(`${base}/table#/device`);
  await page.click('button:has-text("Đăng xuất, xoá khỏi máy")');
  await page.click('button:has-text("Xoá và đăng xuất")');
  await page.waitForSelector('text=đã niêm phong trên máy');
  assert.deepEqual(await kept(page), { keys: 0, boxes: 0, outbox: 0, device: 1 });
  await line.setOffline(false);
  await page.waitForSelector('text=đã niêm phong trên máy', { state: 'detached' });
  assert.equal(
    (await db.query('SELECT 1 FROM app.injection WHERE person_id = $1 AND lot = $2', [third!.id, LOT]))
      .length,
    1,
  );
  assert.deepEqual(await kept(page), { keys: 0, boxes: 0, outbox: 0, device: 0 });

  // Who may not record gets no names, on no way.
  await comeToTable(page, address, ['lanhdao', DEMO_PASSWORD]);
  await page.waitForSelector('text=không được ghi mũi tiêm');
  assert.deepEqual(await kept(page), { keys: 0, boxes: 0, outbox: 0, device: 0 });
  assert.deepEqual(trouble, []);
});

test('two tables without a line inject one person: both versions stand before a person who decides; a card is scanned', async () => {
  const { base, db, window } = await running();
  const { sessionId, people } = await hall(db, 40);
  const [first, second] = people;
  const address = `${base}/table?session=${sessionId}`;
  const table = async (): Promise<Page> => {
    const page = await atTable(window, address);
    await openVial(page);
    await onDevice(page);
    await page.context().setOffline(true);
    return page;
  };
  const tables = [await table(), await table()] as const;
  for (const page of tables) await dose(page, first!.name);
  const [one, other] = tables;
  for (const page of tables) {
    await page.context().setOffline(false);
    await page.waitForSelector('text=Đã gửi hết');
  }
  await other.goto(`${base}/table#/conflicts`);
  await other.waitForSelector('text=Hai mũi tiêm cùng ngày ở hai nơi');
  assert.equal(await other.locator('.versions > div').count(), 2, 'both versions');
  await other.click('label:has-text("Là một, ghi hai lần")');
  await other.getByLabel('Lý do').fill('Đã hỏi người tiêm: một mũi');
  await other.click('button:has-text("Ghi")');
  await other.waitForSelector('text=Không có mục nào khác nhau');
  assert.equal((await db.query('SELECT 1 FROM app.injection WHERE person_id = $1', [first!.id])).length, 1);

  // The number is on the phone as a code only; the card is read by our own WebAssembly, from the phone's store.
  await one.context().setOffline(true);
  const [card] = await db.query<{ value: string }>(
    `SELECT value FROM app.person_identifier WHERE person_id = $1 AND kind = 'cccd'`,
    [second!.id],
  );
  await one.click('button[aria-label^="Quét mã"]');
  await one.setInputFiles('input[type=file]', {
    name: 'cccd.gif',
    mimeType: 'image/gif',
    buffer: Buffer.from(
      encodeQR(`${card!.value}||${second!.name}|01011960|Nam|Khu 1|15042021`, 'gif', { scale: 5 }),
    ),
  });
  await one.waitForSelector(`.head b:has-text("${second!.name}")`);
  await one.waitForSelector('text=Đã đến');
});
