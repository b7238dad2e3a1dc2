import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { readXlsx, writeXlsx } from 'hucre';
import type { Page } from 'playwright-core';
import { INJECTIONS, listFile, load, RESIDENTS } from '../support/lists.ts';
import { violations } from './axe.ts';
import { DESK, PHONE, type Running, running, sideways, signIn } from './browser.ts';

const HOME = [
  ['Nguyễn Văn An', '01/02/1980', 'Nam', '022080111222', 'Khu phố 1', 'Thường trú', null],
  ['Trần Thị Bình', '03/04/1990', 'Nữ', '022190111333', 'Khu phố 1', 'Thường trú', null],
  ['Lê Minh Châu', '05/06/1985', 'Nam', null, 'Khu phố 2', 'Thường trú', null],
] as const;
const NEXT = [['Trần Thị Bình', '03/04/1990', 'Nữ', '022190111333', 'Khu phố 7', 'Tạm trú', null]] as const;

/** A ward with its list and an injection; the ward beside it claims one of its people. */
async function furnish({ db }: Running): Promise<void> {
  await load(db, await listFile(RESIDENTS, HOME), { source: 'commune', complete: true }, 'phuong.xlsx');
  await load(
    db,
    await listFile(INJECTIONS, [
      ['Nguyễn Văn An', '01/02/1980', 'Nam', '022080111222', 'AstraZeneca', '05/06/2021', 'L1', 1],
    ]),
    { source: 'health' },
    'tiem.xlsx',
  );
  await load(db, await listFile(RESIDENTS, NEXT), { source: 'commune', unitCode: '06676' }, 'ben-canh.xlsx');
}

/** Another account at the same desk. */
async function change(page: Page, base: string, username: string): Promise<void> {
  await page.context().clearCookies();
  await signIn(page, base, username);
}

const focused = (page: Page): Promise<string> =>
  page.evaluate<string>('document.activeElement?.getAttribute("aria-label") ?? ""');

test('the police verify by keyboard alone; the station sees which of its rows show the old identity', async () => {
  const product = await running();
  await furnish(product);
  const { base, window, db, trouble } = product;
  const page = await window();
  await signIn(page, base, 'congan.hongha');
  await page.click('nav a:has-text("Đối chiếu nhân thân")');
  await page.waitForSelector('button.mark');
  assert.doesNotMatch((await page.locator('main').textContent()) ?? '', /AstraZeneca|Số mũi/);
  await page.focus('button.mark >> nth=0');
  // An: name and sex right, birth date wrong, the right one typed; Enter saves and goes on.
  await page.keyboard.type('ddS');
  await page.waitForSelector('input[data-right=birth]:focus');
  await page.keyboard.type('11/02/1980');
  await page.keyboard.press('Enter');
  await page.waitForSelector('button.mark:focus[aria-label*="Lê Minh Châu"]');
  // Châu has no number: all that stands is right, the number is not known.
  await page.keyboard.press('a');
  await page.waitForSelector('tr[data-person] >> text=Chưa rõ');
  const [an] = await db.query<{ birth_on: string }>(
    `SELECT birth_on FROM app.person WHERE name = 'Nguyễn Văn An'`,
  );
  assert.equal(an?.birth_on, '1980-02-11');
  await page.click('.tabs button:has-text("Chưa rõ")');
  await page.waitForSelector('button.mark:has-text("Lê Minh Châu")');
  await page.waitForSelector('button.mark:has-text("Nguyễn Văn An")');
  await page.focus('button.mark[data-field=id] >> nth=0');
  assert.match(await focused(page), /CCCD\/CMND: 022080111222 – chưa rõ/);
  await page.keyboard.press('t');
  await page.keyboard.press('Enter');
  await page.waitForSelector('tr[data-person] >> text=Đã khớp');
  await page.click('.tabs button:has-text("Đã khớp")');
  await page.waitForSelector('button.mark:has-text("11/02/1980")');

  await change(page, base, 'tram.hongha');
  await page.goto(`${base}/verification?state=outdated`);
  await page.waitForSelector('td:has-text("tiem.xlsx")');
  assert.deepEqual((await page.locator('tbody tr td').allTextContents()).slice(0, 4), [
    'Nguyễn Văn An',
    'Ngày sinh',
    '01/02/1980',
    '11/02/1980',
  ]);
  assert.deepEqual(trouble, []);
});

test('the police fill the sheet in Excel: it comes back, bad rows are shown and stand in the file', async () => {
  const product = await running();
  await furnish(product);
  const { base, window, trouble } = product;
  const page = await window();
  await signIn(page, base, 'congan.hongha');
  await page.goto(`${base}/verification`);
  await page.click('summary:has-text("Làm trên giấy")');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.click('a:has-text("Tải mẫu đối chiếu")'),
  ]);
  const sheet = (await readXlsx(readFileSync(await download.path()))).sheets[0]!;
  const rows = sheet.rows.map((row) => [...row]);
  const head = rows.find((row) => row.includes('Họ tên (Đ/S)'))!;
  const first = head.indexOf('Họ tên (Đ/S)');
  const row = (name: string) => rows.find((values) => values.includes(name))!;
  for (const at of [0, 1, 2, 3]) row('Nguyễn Văn An')[first + at] = 'Đ';
  row('Lê Minh Châu')[first] = 'có lẽ';
  const path = join(tmpdir(), `doi-chieu-${process.pid}.xlsx`);
  writeFileSync(path, await writeXlsx({ sheets: [{ name: sheet.name, rows }] }));
  await page.setInputFiles('input[type=file]', path);
  await page.waitForSelector('text=1 dòng chưa được lấy');
  await page.waitForSelector('text=Ô này không phải Đ hay S');
  await page.waitForSelector('.tabs button:has-text("Đã khớp"):has-text("1")');
  const [returned] = await Promise.all([
    page.waitForEvent('download'),
    page.click('a:has-text("Tải tệp kèm kết quả")'),
  ]);
  const back = JSON.stringify((await readXlsx(readFileSync(await returned.path()))).sheets[0]!.rows);
  assert.match(back, /Chưa được lấy/);
  assert.deepEqual(trouble, []);
});

test('a commune answers the claim of another, signs its list, others receive it; a later change opens into its rows', async () => {
  const product = await running();
  await furnish(product);
  const { base, window, db, trouble } = product;
  const page = await window();
  await signIn(page, base, 'xa.hongha');
  await page.click('.duties li:has-text("1 người của bạn được xã khác kê khai") a');
  await page.waitForSelector('td:has-text("Trần Thị Bình")');
  await page.click('button:has-text("Trả lời")');
  await page.click('text=vẫn đăng ký tại');
  await page.fill('form input[aria-label="Từ ngày"], form .ant-input', '01/12/2021');
  await page.fill('form input[maxlength="300"]', 'đã hỏi tổ trưởng');
  await page.keyboard.press('Enter');
  await page.waitForSelector('text=Đã ghi quyết định về Trần Thị Bình');
  await page.waitForSelector('text=Không có ai bị xã khác kê khai');

  await page.click('nav a:has-text("Bàn giao danh sách")');
  await page.waitForSelector('text=2 người đang cư trú tại Phường Hồng Hà');
  await page.check('.sure input');
  await page.click('button:has-text("Ký bản số 1")');
  await page.waitForSelector('.signed:has-text("Bản ký số 1"):has-text("nguyên vẹn")');

  await change(page, base, 'bcd.hongha');
  await page.click('.duties li:has-text("Bản ký số 1 chờ bạn xác nhận") a');
  await page.click('button:has-text("Xác nhận đã nhận")');
  await page.waitForSelector('.receipts li:has-text("Ban Chỉ đạo cấp xã"):has-text("đã nhận")');
  await page.click('.signed a:has-text("Bản ký số 1")');
  await page.waitForSelector('td:has-text("Lê Minh Châu")');

  await load(
    db,
    await listFile(RESIDENTS, [
      ...HOME.slice(0, 2),
      [...HOME[2].slice(0, 4), 'Khu phố 3', 'Thường trú', null],
    ]),
    { source: 'commune', complete: true },
    'phuong.xlsx',
  );
  await change(page, base, 'xa.hongha');
  await page.click('nav a:has-text("Bàn giao danh sách")');
  await page.waitForSelector('text=1 người đổi thông tin');
  await page.click('button:has-text("Xem từng dòng")');
  await page.waitForSelector('td:has-text("Thôn/khu: Khu phố 2 → Khu phố 3")');

  // A death is told on the person's page and stands among those who are away.
  await page.goto(`${base}/people`);
  await page.click('table a:has-text("Lê Minh Châu")');
  await page.click('summary:has-text("Báo đã mất")');
  await page.selectOption('details select', 'dead');
  await page.fill('details input[aria-label]', '10/12/2021');
  await page.fill('details input[maxlength="300"]', 'giấy báo tử');
  await page.click('details button:has-text("Ghi nhận")');
  await page.waitForSelector('text=Đã ghi; số liệu được cập nhật');
  await page.goto(`${base}/moves?state=away`);
  await page.waitForSelector('tr:has-text("Lê Minh Châu"):has-text("10/12/2021")');

  await change(page, base, 'congan.hongha');
  await page.goto(`${base}/handover`);
  await page.fill('input[aria-label="Công an báo: 18–49 tuổi"]', '3');
  await page.click('button:has-text("Gửi số liệu")');
  await page.waitForSelector('li:has-text("3 người, tính đến 14/12/2021")');
  assert.deepEqual(trouble, []);
});

test('each page stands the accessibility check and fits its window, on a desk and on a phone', async () => {
  const product = await running();
  await furnish(product);
  const { base, window, trouble } = product;
  const page = await window();
  const look = async (username: string, paths: readonly string[]): Promise<void> => {
    await change(page, base, username);
    for (const [viewport, colorScheme] of [
      [DESK, 'light'],
      [PHONE, 'dark'],
    ] as const) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      for (const path of paths) {
        await page.goto(`${base}${path}`);
        await page.waitForSelector('h1, .state');
        await page.waitForSelector('.skeleton', { state: 'detached' });
        await page.waitForTimeout(150);
        const where = `${username} ${path} ${viewport.width}`;
        assert.deepEqual(await violations(page), [], where);
        assert.equal(await sideways(page), 0, `${where} scrolls sideways`);
      }
    }
  };
  await look('congan.hongha', ['/verification', '/handover']);
  await look('xa.hongha', [
    '/verification?state=waiting',
    '/moves',
    '/moves?state=arrival',
    '/handover',
    '/handover/lists?source=commune',
    '/handover/lists?hamlet=Khu%20phố%201',
  ]);
  await look('soyte', ['/handover', '/moves']);
  assert.deepEqual(trouble, []);
});
