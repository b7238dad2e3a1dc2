import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import test, { after } from 'node:test';
import { type Browser, chromium, type Page } from 'playwright-core';
import { DEMO_PASSWORD, ensureDemoAccounts } from '../../src/identity/demo-accounts.ts';
import { readConfig } from '../../src/platform/config.ts';
import { serve } from '../../src/server/serve.ts';
import { testDatabase, tester } from '../support/database.ts';
import { listFile, RESIDENTS, units } from '../support/lists.ts';
import { violations } from './axe.ts';

const executablePath =
  process.env.CHROMIUM ??
  ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
    existsSync(path),
  )!;
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

async function open(): Promise<{
  page: Page;
  browser: Browser;
  base: string;
  db: Awaited<ReturnType<typeof testDatabase>>;
}> {
  const db = await testDatabase();
  await ensureDemoAccounts(db, units, tester);
  const serving = await serve(
    readConfig({ SOTIEM_DEMO: 'on', SOTIEM_SECOND_FACTOR: 'off', SOTIEM_LOG: 'silent' }),
    db,
    units,
  );
  const base = await serving.server.listen({ port: 0, host: '127.0.0.1' });
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  after(async () => {
    await browser.close();
    await serving.stop();
  });
  const page = await (
    await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'vi-VN' })
  ).newPage();
  return { page, browser, base, db };
}

async function signIn(page: Page, base: string, username: string): Promise<void> {
  await page.goto(base);
  await page.fill('input[name=username]', username);
  await page.fill('input[name=password]', DEMO_PASSWORD);
  await page.click('button[type=submit]');
  await page.waitForSelector('h1:has-text("Chào")');
}

test('a commune clerk loads a list, sees the findings, takes it, finds a person and the figures', async () => {
  const { page, base } = await open();
  const trouble: string[] = [];
  page.on('pageerror', (error) => trouble.push(error.message));
  const list = await listFile(
    RESIDENTS,
    [
      ['Nguyễn Văn An', '01/02/1980', 'Nam', '022080111222', 'Khu phố 1', 'Thường trú', null],
      ['Trần Thị Bình', '31/02/1990', 'Nữ', null, 'Khu phố 1', 'Thường trú', null],
      ['Lê Minh Châu', '05/06/2012', 'Nữ', null, 'Khu phố 2', 'Tạm trú', null],
    ],
    'phuong',
  );
  await signIn(page, base, 'xa.hongha');
  await page.click('nav a:has-text("Nạp danh sách")');
  await page.setInputFiles('input[type=file]', list);
  await page.click('button:has-text("Xem thử")');
  await page.waitForSelector('text=chưa có gì được lưu');
  await page.waitForSelector('text=Ngày sinh này không có trong lịch');
  await page.click('button:has-text("Lấy vào sổ")');
  await page.waitForSelector('text=Đã lấy vào sổ');
  await page.click('button:has-text("Xem dòng")');
  await page.waitForSelector('.cell:has-text("31/02/1990")');
  await page.click('nav a:has-text("Danh sách dân cư")');
  await page.fill('input[placeholder^="Tên không dấu"]', 'nguyen van an');
  await page.waitForSelector('text=1 người');
  await page.click('table a:has-text("Nguyễn Văn An")');
  await page.waitForSelector('text=022••••••222');
  await page.click('nav a:has-text("Báo cáo bao phủ")');
  const total = page.locator('tr.total td').nth(1);
  await total.waitFor();
  assert.equal(await total.textContent(), '3');
  assert.deepEqual(trouble, []);
});

test('the wrong file gets a clear word and leaves nothing', async () => {
  const { page, base, db } = await open();
  await signIn(page, base, 'xa.hongha');
  await page.click('nav a:has-text("Nạp danh sách")');
  await page.setInputFiles('input[type=file]', {
    name: 'anh.xlsx',
    mimeType: 'application/pdf',
    buffer: Buffer.from('%PDF-1.4 không phải bảng tính'),
  });
  await page.click('button:has-text("Lấy vào sổ")');
  await page.waitForSelector('text=Đây không phải bảng tính');
  assert.deepEqual(await db.query('SELECT 1 FROM app.person'), []);
});

test('each page stands the accessibility check, on a desk and on a phone', async () => {
  const { page, base } = await open();
  await signIn(page, base, 'xa.hongha');
  for (const viewport of [
    { width: 1366, height: 768 },
    { width: 390, height: 844 },
  ]) {
    await page.setViewportSize(viewport);
    for (const path of ['/', '/imports', '/people', '/coverage']) {
      await page.goto(`${base}${path}`);
      await page.waitForSelector('h1');
      await page.waitForLoadState('load');
      await page.waitForTimeout(400);
      assert.deepEqual(await violations(page), [], `${path} ${viewport.width}`);
      assert.ok(
        (await page.evaluate<number>(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        )) <= 0,
        `${path} scrolls sideways at ${viewport.width}`,
      );
    }
  }
});

test('each role sees its own sections and no other', async () => {
  const { page, base } = await open();
  for (const [username, sections] of [
    ['congan.hongha', ['Việc cần làm', 'Nạp danh sách', 'Danh sách dân cư']],
    ['sotttt', ['Việc cần làm', 'Báo cáo bao phủ']],
    ['quantri', ['Việc cần làm', 'Tài khoản', 'Nhật ký']],
  ] as const) {
    await page.context().clearCookies();
    await signIn(page, base, username);
    assert.deepEqual(await page.locator('nav a').allTextContents(), [...sections]);
  }
});
