import assert from 'node:assert/strict';
import test from 'node:test';
import type { Page } from 'playwright-core';
import { day, INJECTIONS, listFile, load, RESIDENTS, units } from '../support/lists.ts';
import { violations } from './axe.ts';
import { DESK, PHONE, type Running, running, sideways, signIn } from './browser.ts';

/** Forty adults in ten households, none injected but one. */
async function furnish({ db }: Running): Promise<void> {
  const people = Array.from({ length: 40 }, (_, i) => [
    `Nguyễn ${['An', 'Bình', 'Chi', 'Dung'][i % 4]} ${'BCDGHKLMNP'[Math.floor(i / 4)]}a`,
    `${String(1 + (i % 28)).padStart(2, '0')}/0${1 + (i % 9)}/${1950 + i}`,
    'Nam',
    `0220${String(50 + i)}${String(i).padStart(6, '0')}`,
    `Khu ${1 + (Math.floor(i / 4) % 2)}`,
    'Thường trú',
    null,
  ]);
  await load(db, await listFile(RESIDENTS, people), { source: 'commune', complete: true });
  const injected = [
    [...people[0]!.slice(0, 4), 'AstraZeneca', '10/12/2021', 'L1', 1],
    [...people[1]!.slice(0, 4), 'AstraZeneca', '01/09/2021', 'L1', 1],
    [...people[2]!.slice(0, 4), 'Comirnaty', '01/09/2021', 'L2', 1],
  ];
  await load(db, await listFile(INJECTIONS, injected as never));
  const unitId = units.byCode('06697', day('2021-12-14')).id;
  for (const [item, lot] of [
    ['astrazeneca', 'AZ7'],
    ['comirnaty', 'FK2'],
  ]) {
    await db.query(
      `INSERT INTO app.stock_lot (item, lot, expires_on, doses_per_vial, max_doses_per_vial, recorded_by, recorded_at)
       VALUES ($1, $2, '2022-06-30', 6, 7, 'tester', now())`,
      [item, lot],
    );
    await db.query(
      `INSERT INTO app.stock_balance (unit_id, facility, item, lot, on_hand, external) VALUES ($1, $2, $3, $4, 60, -60)`,
      [unitId, 'Trạm Y tế phường Hồng Hà', item, lot],
    );
  }
}

/** At the table: eligible, then what the buttons say, until the dose is written. */
async function injected(page: Page, name: string, ...touches: readonly string[]): Promise<void> {
  await page.fill('input[type=search]', name);
  await page.click('button.person >> nth=0');
  for (const touch of ['Đủ điều kiện tiêm', ...touches]) await page.click(`button:has-text("${touch}")`);
  await page.waitForSelector('text=Đã ghi mũi');
}

test('a district plans its week, people are asked and their slips printed; a station opens a mobile site by telephone', async () => {
  const product = await running();
  await furnish(product);
  const { base, db, window, trouble } = product;
  const page = await window();
  await signIn(page, base, 'ttyt.halong');
  await page.goto(`${base}/sessions/plan`);
  await page.waitForSelector('.plan-table');
  await page.fill('input[aria-label*="Trạm Y tế phường Hồng Hà"]', '25');
  await page.selectOption('select[aria-label*="Phường Hồng Hà"]', 'Khu 2');
  await page.click('button:has-text("Đề xuất buổi tiêm")');
  await page.waitForSelector('h2:has-text("Buổi tiêm đề xuất")');
  assert.deepEqual(await violations(page), [], 'plan');
  const rows = await page.locator('section:has(> h2:has-text("Buổi tiêm đề xuất")) tbody tr').allInnerTexts();
  assert.equal(rows.length, 2, 'the station and the mobile site');
  assert.ok(rows.some((row) => row.includes('Khu 2')));
  await page.click('button:has-text("Lưu kế hoạch và mời")');
  await page.waitForSelector('.session-card');
  const [{ invited }] = (await db.query('SELECT count(*)::int AS invited FROM app.session_invitation')) as [
    { invited: number },
  ];
  assert.equal(invited, 39, 'everybody who is due');
  await page.click('.session-card:has-text("Lưu động")');
  await page.waitForSelector('.session-people tbody tr');
  assert.equal(await page.locator('.session-people tbody tr').count(), 20);
  const slips = await page.getAttribute('a:has-text("In giấy mời")', 'href');
  const paper = await page.request.get(base + slips!);
  assert.equal(paper.headers()['content-type'], 'application/pdf');
  assert.ok((await paper.body()).length > 10_000);
  await page.selectOption('.session-people tbody tr >> nth=0 >> select', 'declined');
  await page.waitForSelector('.figures b:has-text("19")');
  const session = new URL(page.url()).pathname;

  await page.click('button:has-text("Lặp lại tuần sau")');
  await page.waitForSelector('text=chưa mời ai');
  assert.notEqual(new URL(page.url()).pathname, session);
  await page.goto(`${base}${session}`);
  await page.click('button:has-text("Lặp lại tuần sau")');
  await page.waitForSelector('text=đã có buổi tiêm');

  const phone = await window({ viewport: PHONE });
  await signIn(phone, base, 'tram.hongha');
  await phone.goto(`${base}/sessions`);
  await phone.click('a.main-button:has-text("Mở buổi tiêm")');
  await phone.click('label:has-text("Điểm lưu động")');
  await phone.fill('input[required] >> nth=0', 'Nhà văn hóa khu 1');
  // The station's own lots, the first to expire first, with the doses that are there.
  for (const vaccine of ['astrazeneca', 'comirnaty'])
    await phone.selectOption('select[aria-label="Thêm vắc xin…"]', vaccine);
  assert.equal(await phone.inputValue('input[aria-label="Số liều của lô AZ7"]'), '60');
  assert.deepEqual(await violations(phone), [], 'new session');
  await phone.click('button:has-text("Mở buổi tiêm")');
  await phone.waitForSelector('h1:has-text("Nhà văn hóa khu 1")');
  await phone.click('button:has-text("Mời người đến hạn")');
  await phone.waitForSelector('.notice.ok');
  const table = await phone.getAttribute('a:has-text("Mở bàn tiêm")', 'href');
  assert.match(table!, /^\/table\?session=[0-9a-f-]{36}$/);
  await phone.goto(base + table!);
  await phone.fill('input[name=device]', 'Bàn 1');
  await phone.click('button[type=submit]');
  await phone.waitForSelector('input[type=search]');
  // What is planned is one touch away; then two touches a dose, and one more where another vaccine fits.
  await injected(phone, 'nguyen binh ba', 'Mở lọ mới', 'Đã tiêm mũi 2');
  assert.match((await phone.textContent('.vial'))!, /AstraZeneca.*AZ7.*còn 5 liều/);
  await injected(phone, 'nguyen dung ba', 'Đã tiêm mũi 1');
  await injected(phone, 'nguyen chi ba', 'Mở lọ mới', 'Đã tiêm mũi 2');
  assert.match((await phone.textContent('.vial'))!, /FK2.*còn 5 liều/);
  await injected(phone, 'nguyen an ca', 'Đã tiêm mũi 1');

  // The district shortens a campaign: the session that falls out of it is told before anything is saved.
  const steer = await window();
  await signIn(steer, base, 'ttyt.halong');
  await steer.goto(`${base}/sessions/campaigns`);
  await steer.fill('input[required] >> nth=0', 'Tiêm vét cuối năm');
  await steer.fill('input[aria-label="Đến ngày"]', '31/12/2021');
  await steer.click('button:has-text("Mở chiến dịch")');
  await steer.click('a:has-text("Tiêm vét cuối năm")');
  await steer.waitForSelector('h2:has-text("Các lần thay đổi")');
  const campaign = new URL(steer.url()).pathname;
  await db.query('UPDATE app.vaccination_session SET campaign_id = $1 WHERE id = $2', [
    campaign.split('/').at(-1),
    session.split('/').at(-1),
  ]);
  await steer.getByLabel('Lý do thay đổi').fill('Hết vắc xin');
  await steer.click('button:has-text("Đóng chiến dịch")');
  await steer.waitForSelector('text=1 buổi tiêm sắp tới nằm ngoài chiến dịch');
  await steer.click('label:has-text("Hủy; người đã mời")');
  assert.deepEqual(await violations(steer), [], 'campaign');
  await steer.click('button:has-text("Đóng chiến dịch")');
  await steer.waitForSelector('td:has-text("Hết vắc xin")');
  const [{ state }] = (await db.query('SELECT state FROM app.vaccination_session WHERE id = $1', [
    session.split('/').at(-1),
  ])) as [{ state: string }];
  assert.equal(state, 'cancelled');
  await steer.getByLabel('Lý do thay đổi').fill('Có thêm vắc xin');
  await steer.click('button:has-text("Mở lại chiến dịch")');
  await steer.waitForSelector('td:has-text("Có thêm vắc xin")');

  for (const [viewport, colorScheme] of [
    [DESK, 'light'],
    [PHONE, 'dark'],
  ] as const) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    for (const path of [
      '/sessions',
      session,
      '/sessions/new',
      '/sessions/campaigns',
      campaign,
      '/sessions/sites',
    ]) {
      await page.goto(`${base}${path}`);
      await page.waitForSelector('h1');
      await page.waitForSelector('.skeleton', { state: 'detached' });
      await page.waitForTimeout(150);
      assert.deepEqual(await violations(page), [], `${path} ${viewport.width}`);
      assert.equal(await sideways(page), 0, `${path} ${viewport.width} scrolls sideways`);
    }
  }
  assert.deepEqual(trouble, []);
});
