import assert from 'node:assert/strict';
import test from 'node:test';
import type { Page } from 'playwright-core';
import { saveDirective } from '../../src/duties/save-directive.ts';
import { contentSchema } from '../../src/duties/schema.ts';
import type { PlainDate } from '../../src/kernel/plain-date.ts';
import { momentOf } from '../../src/kernel/vietnam-time.ts';
import { remind } from '../../src/urging/remind.ts';
import { tester } from '../support/database.ts';
import { units } from '../support/lists.ts';
import { violations } from './axe.ts';
import { DESK, PHONE, type Running, running, sideways, signIn } from './browser.ts';

const DAY = '2021-12-14' as PlainDate;
const TWO_DAYS_BEFORE = '2021-12-12' as PlainDate;

/** Communes of Hạ Long owe a report since two days before the day of the demonstration. */
async function furnish({ db }: Running): Promise<void> {
  const content = contentSchema.parse({
    number: '7/CĐ',
    issuedOn: '2021-12-01',
    issuer: 'UBND thành phố',
    signer: 'Chủ tịch',
    summary: 'Báo cáo dân cư',
    items: [
      {
        id: 'mot',
        number: '1',
        title: 'Báo cáo rà soát dân cư',
        owners: { levels: ['commune'], roles: ['commune-clerk'] },
        form: 'free_text',
        schedule: { kind: 'once', on: TWO_DAYS_BEFORE, time: '16:00' },
        from: '2021-12-01',
      },
    ],
  });
  const unitId = units.byCode('193', DAY).id;
  await saveDirective(
    db,
    units,
    tester,
    { id: 'cd-7', unitId, content, file: null },
    new Date(momentOf('2021-12-01' as PlainDate, '08:00')),
  );
}

const as = async (page: Page, base: string, username: string): Promise<void> => {
  await page.context().clearCookies();
  await signIn(page, base, username);
};

test('a late commune is named, called, handed to support and helped; all of it stands in the record', async () => {
  const product = await running();
  await furnish(product);
  const { base, window, trouble } = product;
  const communes = units.communesUnder(units.byCode('193', DAY).id, DAY).length;
  const page = await window();
  await signIn(page, base, 'xa.hongha');
  await page.click('nav a:has-text("Đầu mối liên hệ")');
  await page.click('button:has-text("Ghi đầu mối")');
  await page.fill('.focal-form input >> nth=0', 'Lê Thị Mai');
  await page.fill('.focal-form input[type=tel]', '0000000000');
  await page.click('.focal-form button:has-text("Lưu")');
  await page.waitForSelector('text=Không đọc được số điện thoại');
  await page.fill('.focal-form input[type=tel]', '+84 203 000 0123');
  await page.click('.focal-form button:has-text("Lưu")');
  await page.waitForSelector('td.wide a[href="tel:02030000123"]');

  await as(page, base, 'sotttt');
  await page.click(`.duties li:has-text("${communes} đơn vị đang chậm") a`);
  await page.waitForSelector('h1:has-text("Đôn đốc, hỗ trợ")');
  const row = page.locator('tr:has-text("Phường Hồng Hà")').first();
  assert.match((await row.textContent()) ?? '', /1 việc · mục 1.*2 ngày.*Lê Thị Mai.*chưa liên hệ/);
  await row.locator('button').click();
  await page.waitForSelector('.log-form:has-text("Báo cáo rà soát dân cư")');
  await page.click('button:has-text("Ghi vào nhật ký")');
  await page.waitForSelector('text=Chọn kết quả');
  await page.check('label:has-text("Hẹn gửi") input');
  await page.fill('.log-form .wide-field input', 'Hẹn 17 giờ hôm nay');
  await page.fill('input[aria-label="Hẹn xem lại"]', '14122021');
  await page.click('button:has-text("Ghi vào nhật ký")');
  await page.waitForSelector('text=Đã ghi liên hệ với Phường Hồng Hà');
  await page.click(`.chip:has-text("Chưa liên hệ ${communes - 1}")`);
  await page.waitForSelector('tr:has-text("Phường Hồng Hà")', { state: 'detached' });
  await page.click('.chip:has-text("Đến hẹn gọi lại 1")');
  await page.waitForSelector('tr:has-text("Phường Cao Thắng")', { state: 'detached' });
  assert.match(page.url(), /view=again/, 'a link shows a colleague the same');
  await page.locator('tr:has-text("Phường Hồng Hà") button').click();
  await page.waitForSelector('.log-form:has-text("Hẹn 17 giờ hôm nay")');
  await page.check('label:has-text("Chuyển hỗ trợ") input');
  await page.fill('.log-form .wide-field input', 'Máy không mở được tệp');
  // A tablet is turned between the two layouts: what was typed stays.
  await page.setViewportSize(PHONE);
  await page.waitForSelector('.chase-tools', { state: 'detached' });
  assert.equal(await page.inputValue('.log-form .wide-field input'), 'Máy không mở được tệp');
  await page.setViewportSize(DESK);
  await page.waitForSelector('.chase-tools');
  assert.equal(await page.inputValue('.log-form .wide-field input'), 'Máy không mở được tệp');
  await page.click('button:has-text("Ghi vào nhật ký")');
  await page.waitForSelector('.chip:has-text("Chờ hỗ trợ 1")');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.click('a:has-text("Tải Excel")'),
  ]);
  assert.equal(download.suggestedFilename(), 'don-doc-22-2021-12-14.xlsx');
  await page.click('.tabs button:has-text("Cần hỗ trợ")');
  await page.waitForSelector('tbody tr:first-child:has-text("Máy không mở được tệp")');

  // Support is given on a phone.
  await page.setViewportSize(PHONE);
  await page.goto(`${base}/chase?view=support`);
  await page.click('tbody button:has-text("Ghi liên hệ")');
  await page.check('label:has-text("Đã hỗ trợ") input');
  await page.fill('.log-form .wide-field input', 'Đã gửi mẫu mới qua Zalo');
  await page.click('button:has-text("Ghi vào nhật ký")');
  await page.waitForSelector('.chip:has-text("Chờ hỗ trợ 0")');
  await page.setViewportSize(DESK);
  await page.click('.tabs button:has-text("Nhật ký đôn đốc")');
  await page.waitForSelector('tbody tr:nth-child(3)');
  assert.deepEqual(await page.locator('tbody td:nth-child(3)').allTextContents(), [
    'Đã hỗ trợ',
    'Chuyển hỗ trợ',
    'Gọi điện: Hẹn gửi',
  ]);
  assert.deepEqual(trouble, []);
});

test('the bell rings on an open page; the message says what is theirs, and each says how to be told', async () => {
  const product = await running();
  await furnish(product);
  const { base, db, window, trouble } = product;
  const page = await window();
  await signIn(page, base, 'xa.hongha');
  await page.waitForSelector('.bell');
  await page.waitForSelector('.bell span', { state: 'detached' });
  const now = new Date(momentOf(DAY, '08:00'));
  await remind(db, units, tester, {
    now,
    at: new Date(),
    channels: ['email'],
    mode: 'commit',
    onTime: false,
  });
  await page.waitForSelector('.bell span:text-is("1")');
  await page.click('.bell');
  await page.waitForSelector('.message.fresh:has-text("Báo cáo rà soát dân cư")');
  await page.waitForSelector('.bell span', { state: 'detached' });
  await page.fill('input[type=email]', 'hongha@xa.vn');
  await page.uncheck('label:has-text("Nhắc việc đến hạn") input');
  await page.click('.contact-form button');
  await page.waitForSelector('text=Đã lưu cách nhận tin');
  await page.reload();
  await page.waitForSelector('.message:not(.fresh)');
  assert.equal(await page.inputValue('input[type=email]'), 'hongha@xa.vn');
  assert.equal(await page.isChecked('label:has-text("Nhắc việc đến hạn") input'), false);
  await as(page, base, 'ubnd.halong');
  await page.click('.bell');
  await page.waitForSelector('.message:has-text("Đơn vị cấp dưới chậm")');

  await as(page, base, 'quantri');
  await page.click('nav a:has-text("Nhắc việc")');
  await page.waitForSelector('h2:has-text("Nhật ký gửi tin")');
  await page.fill('input[type=time] >> nth=0', '08:15');
  await page.click('form button:has-text("Lưu")');
  await page.waitForSelector('text=Áp dụng từ lần gửi sau');
  const [rule] = await db.query<{ content: { sendAt: string } }>('SELECT content FROM app.urging_rule');
  assert.equal(rule!.content.sendAt, '08:15');
  assert.deepEqual(trouble, []);
});

test('pages of urging stand the accessibility check and fit their window, on a desk and on a phone, light and dark', async () => {
  const product = await running();
  await furnish(product);
  const { base, db, window, trouble } = product;
  await remind(db, units, tester, {
    now: new Date(momentOf(DAY, '08:00')),
    at: new Date(),
    channels: [],
    mode: 'commit',
    onTime: false,
  });
  const page = await window();
  for (const [username, paths] of [
    ['sotttt', ['/chase', '/chase?state=help', '/chase?state=log', '/focals', '/reminders', '/messages']],
    ['quantri', ['/reminders', '/focals']],
    ['xa.hongha', ['/messages', '/focals']],
  ] as const) {
    await as(page, base, username);
    for (const [viewport, colorScheme] of [
      [DESK, 'light'],
      [DESK, 'dark'],
      [PHONE, 'light'],
      [PHONE, 'dark'],
    ] as const) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      for (const path of paths) {
        await page.goto(`${base}${path}`);
        await page.waitForSelector('h1');
        await page.waitForSelector('.skeleton', { state: 'detached' });
        await page.waitForTimeout(150);
        if (path === '/chase') await page.click('tbody button >> nth=0');
        if (path === '/focals') await page.click('tbody button >> nth=0');
        const where = `${username} ${path} ${viewport.width} ${colorScheme}`;
        assert.deepEqual(await violations(page), [], where);
        assert.equal(await sideways(page), 0, `${where} scrolls sideways`);
      }
    }
  }
  assert.deepEqual(trouble, []);
});
