import assert from 'node:assert/strict';
import test from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { INJECTIONS, listFile, load, RESIDENTS } from '../support/lists.ts';
import { communeForm, formFile } from '../support/population-forms.ts';
import { violations } from './axe.ts';
import { DESK, PHONE, type Running, running, sideways, signIn } from './browser.ts';

const DAY = '2021-12-14';
const cell = (page: Page, series: string, group: string) =>
  page.getByLabel(`${series}, ${group}`, { exact: true });
type Browser = {
  DataTransfer: new () => { setData(type: string, text: string): void };
  ClipboardEvent: new (type: string, init: object) => unknown;
};

/** Pastes a block into a field as a spreadsheet puts it on the clipboard. */
const paste = (field: Locator, text: string): Promise<void> =>
  field.evaluate((input, block) => {
    const { DataTransfer, ClipboardEvent } = globalThis as unknown as Browser;
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', block);
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
    (input as unknown as { dispatchEvent(event: unknown): void }).dispatchEvent(event);
  }, text);

const ACTUAL = 'b) Dân số thực tế hiện tại';
const TRANSIENT = 'c) Dân cư vãng lai';

/** Three residents of the commune, one vaccinated elsewhere, and a visitor vaccinated here. */
async function furnish({ db }: Running): Promise<void> {
  const an = ['Nguyễn Văn An', '01/02/1980', 'Nam', '022080111222'] as const;
  const binh = ['Trần Đức Bình', '03/04/1990', 'Nam', '022090333444'] as const;
  await load(
    db,
    await listFile(RESIDENTS, [
      [...an, 'Khu phố 1', 'Thường trú', null],
      [...binh, 'Khu phố 1', 'Thường trú', null],
      ['Lê Minh Châu', '05/06/2012', 'Nữ', null, 'Khu phố 2', 'Tạm trú', null],
    ]),
    { source: 'commune', complete: true },
  );
  const dose = ['AstraZeneca', '05/06/2021', 'L1', 1] as const;
  await load(
    db,
    await listFile(INJECTIONS, [
      [...an, ...dose],
      ['Hoàng Gia Khoa', '07/08/1985', 'Nam', '022085777888', ...dose],
    ]),
  );
  await load(db, await listFile(INJECTIONS, [[...binh, ...dose]]), { unitCode: '06676' });
}

test('a commune types b and c, is returned, corrects and is accepted; the province locks; the annexed file comes back', async () => {
  const product = await running();
  const { base, window, trouble } = product;
  await furnish(product);
  const clerk = await window();
  await signIn(clerk, base, 'xa.hongha');
  await clerk.click('nav a:has-text("Dân số")');
  await clerk.click('a:has-text("Nhập số liệu")');
  await cell(clerk, ACTUAL, 'Tổng cộng').fill('656');
  for (const [group, people] of [
    ['dưới 12 tuổi', '135'],
    ['12–17 tuổi', '29'],
    ['18–49 tuổi', '1'],
    ['50–65 tuổi', '93'],
    ['trên 65 tuổi', '27'],
  ] as const)
    await cell(clerk, ACTUAL, group).fill(people);
  await clerk.waitForSelector('text=tổng số ghi 656, cộng các nhóm tuổi là 285');
  await clerk.waitForSelector('text=báo 1 người nhưng đã có 2 người tiêm');
  await cell(clerk, ACTUAL, '18–49 tuổi').fill('282');
  await cell(clerk, TRANSIENT, 'Tổng cộng').fill('20');
  await clerk.click('button:has-text("Gửi kiểm tra")');
  await clerk.waitForSelector('h1:has-text("Dân số Phường Hồng Hà tính đến 14/12/2021")');
  await clerk.waitForSelector('text=chờ Thành phố Hạ Long');

  const district = await window();
  await signIn(district, base, 'ubnd.halong');
  await district.goto(`${base}/population/check?date=${DAY}`);
  await district.click('table a:has-text("Phường Hồng Hà")');
  assert.equal(
    await district.locator('button:has-text("Trả lại")').isDisabled(),
    true,
    'a return needs its reason',
  );
  await district.fill('textarea', 'Tổng khu phố 1 bị đảo số: 566, không phải 656');
  await district.click('button:has-text("Trả lại")');
  await district.waitForSelector('text=Bị trả lại');

  await clerk.reload();
  await clerk.waitForSelector('text=bị đảo số');
  await clerk.click('a:has-text("Nhập bản sửa")');
  await paste(cell(clerk, ACTUAL, 'Tổng cộng'), '566\t20\n135\t0\n29\t1\n282\t16\n93\t3\n27\t0\n');
  assert.equal(await cell(clerk, TRANSIENT, '18–49 tuổi').inputValue(), '16');
  await clerk.fill('textarea', 'Đã sửa theo ý kiến của thành phố');
  await clerk.click('button:has-text("Gửi kiểm tra")');
  await clerk.waitForSelector('td.changed:has-text("656")');

  await district.goto(`${base}/population/check?date=${DAY}`);
  await district.click('table a:has-text("Phường Hồng Hà")');
  await district.click('button:has-text("Nhận")');
  await district.waitForSelector('text=chờ Tỉnh Quảng Ninh');
  const province = await window();
  await signIn(province, base, 'soyte');
  await province.goto(`${base}/population/check?date=${DAY}`);
  await province.click('table a:has-text("Phường Hồng Hà")');
  await province.click('button:has-text("Nhận")');
  await province.waitForSelector('text=Đã chốt');
  await province.goto(`${base}/population?unit=193&by=communes&date=${DAY}`);
  await province.waitForSelector('tr:has-text("Phường Hồng Hà"):has-text("566")');

  await clerk.goto(`${base}/population/enter?date=${DAY}`);
  await clerk.setInputFiles(
    'input[type=file]',
    await formFile([
      communeForm('14/12/2021', [
        ['Khu phố 1', null, 656, 135, 29, 282, 93, 27, 20, 0, 1, 16, 3, 0],
        ['Tổng cộng', 23000, '656', 135, 29, 282, 93, 27, 20, 0, 1, 16, 3, 0],
      ]),
    ]),
  );
  await clerk.waitForSelector('text=14-12-2021 · D9:');
  const [returned] = await Promise.all([
    clerk.waitForEvent('download'),
    clerk.click('a:has-text("Tải tệp kèm kết quả")'),
  ]);
  assert.match(returned.suggestedFilename(), /-ket-qua\.xlsx$/);
  assert.deepEqual(trouble, []);
});

test('a district pastes its communes; the bench explains more than 100 % down to the people', async () => {
  const product = await running();
  const { base, window, trouble } = product;
  await furnish(product);
  const district = await window();
  await signIn(district, base, 'ubnd.halong');
  await district.goto(`${base}/population/enter?date=${DAY}`);
  const first = district.locator('table.grid input').first();
  await paste(first, '100\t90\t10\t10\t50\t15\t5\n200\t1.180\t20\t20\t100\t30\t10\n');
  await district.waitForSelector('text=tổng số ghi 1.180, cộng các nhóm tuổi là 180');
  await district.click('button:has-text("Gửi 2 xã/phường")');
  await district.waitForSelector('text=Đã ghi số liệu của 2 xã/phường');
  const clerk = await window();
  await signIn(clerk, base, 'xa.hongha');
  await clerk.goto(`${base}/population/enter?date=${DAY}`);
  await clerk.click('button:has-text("Lấy từ danh sách dân cư")');
  assert.equal(await cell(clerk, ACTUAL, 'Tổng cộng').inputValue(), '3');
  await cell(clerk, ACTUAL, 'Tổng cộng').fill('1');
  await cell(clerk, ACTUAL, '18–49 tuổi').fill('1');
  await cell(clerk, ACTUAL, 'dưới 12 tuổi').fill('0');
  await clerk.click('button:has-text("Gửi kiểm tra")');
  await clerk.waitForSelector('text=chờ Thành phố Hạ Long');
  await clerk.goto(`${base}/population/denominators?date=${DAY}`);
  await clerk.waitForSelector('tr.chosen .status:has-text("200%")');
  await clerk.click('button:has-text("Tiêm tại đây")').catch(() => clerk.click('text=Tiêm tại đây'));
  await clerk.click('button:has-text("Dân ở đây tiêm nơi khác")');
  await clerk.click('table a:has-text("Trần Đức Bình")');
  await clerk.waitForSelector('h1:has-text("Trần Đức Bình")');
  assert.deepEqual(trouble, []);
});

test('the population pages stand the accessibility check and fit their window', async () => {
  const product = await running();
  const { base, window, trouble } = product;
  await furnish(product);
  const page = await window();
  await signIn(page, base, 'xa.hongha');
  for (const [viewport, colorScheme] of [
    [DESK, 'light'],
    [PHONE, 'light'],
    [PHONE, 'dark'],
  ] as const) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    for (const path of ['/population', '/population/enter', '/population/denominators']) {
      await page.goto(`${base}${path}?date=${DAY}`);
      await page.waitForSelector('table');
      await page.waitForSelector('.skeleton', { state: 'detached' });
      await page.waitForTimeout(150);
      const where = `${path} ${viewport.width} ${colorScheme}`;
      assert.deepEqual(await violations(page), [], where);
      assert.equal(await sideways(page), 0, `${where} scrolls sideways`);
    }
  }
  assert.deepEqual(trouble, []);
});

test('a divided commune: the province says where its people went, nobody is guessed', async () => {
  const product = await running();
  const { base, window, trouble } = product;
  const page = await window();
  await signIn(page, base, 'soyte');
  await page.goto(`${base}/population?date=${DAY}&map=2025-08-01`);
  await page.click('a:has-text("Nêu nơi về")');
  const first = page.locator('section.card').first();
  const name = await first.getAttribute('aria-label');
  const cards = await page.locator('section.card').count();
  await first.locator('input.count').nth(0).fill('60');
  await first.locator('input.count').nth(1).fill('40');
  await first.locator('textarea').fill('Theo nghị quyết sắp xếp đơn vị hành chính');
  assert.deepEqual(await violations(page), []);
  await first.locator('button:has-text("Ghi nơi về")').click();
  await page.locator(`section.card[aria-label="${name}"]`).waitFor({ state: 'detached' });
  assert.equal(await page.locator('section.card').count(), cards - 1);
  assert.deepEqual(trouble, []);
});
