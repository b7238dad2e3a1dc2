import assert from 'node:assert/strict';
import test from 'node:test';
import { listFile, RESIDENTS } from '../support/lists.ts';
import { violations } from './axe.ts';
import { DESK, PHONE, running, sideways, signIn } from './browser.ts';

test('a clerk opens help on a page by key and button, searches without accents, and reads the remedy of a finding', async () => {
  const { base, window, trouble } = await running();
  const page = await window();
  await signIn(page, base, 'xa.hongha');
  await page.keyboard.press('?');
  await page.waitForSelector('.help-panel:has-text("Việc đơn vị đang nợ")');
  await page.keyboard.press('Escape');
  await page.waitForSelector('.help-panel', { state: 'detached' });

  await page.click('nav a:has-text("Nạp danh sách")');
  await page.click('.help-button');
  await page.waitForSelector('.help-panel:has-text("Nạp lại cùng tệp không nhân đôi ai")');
  await page.click('.help-panel a:has-text("Chuẩn bị tệp danh sách")');
  await page.waitForSelector('h1:has-text("Chuẩn bị tệp danh sách")');
  await page.waitForSelector('.help-panel:has-text("Một việc, làm từng bước")');

  await page.fill('.help-panel input[type=search]', 'tra lai');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.hits a:has-text("Sửa tệp được trả lại")');
  // A "?" that is typed is a letter, not a wish.
  await page.fill('main input[type=search]', '');
  await page.type('main input[type=search]', 'ngay sinh?');
  await page.waitForSelector('.help-panel');
  await page.waitForSelector('.hits mark:has-text("sinh")');
  assert.match(page.url(), /q=ngay\+sinh/);
  await page.click('.help-panel button:has-text("Đóng")');
  assert.equal(await page.evaluate('document.activeElement.className'), 'help-button', 'back where it was');

  await page.goto(`${base}/imports`);
  const list = [['Trần Thị Bình', '31/02/1990', 'Nữ', null, 'Khu phố 1', 'Thường trú', null]] as const;
  await page.setInputFiles('input[type=file]', await listFile(RESIDENTS, list, 'phuong'));
  await page.click('button:has-text("Xem thử")');
  await page.click('.cause:has-text("không có trong lịch")');
  await page.click('.cause-help a');
  await page.waitForSelector('h1:has-text("Ngày sinh này không có trong lịch")');
  await page.waitForSelector('text=Chỉ biết năm thì ghi năm');
  assert.deepEqual(trouble, []);
});

test('a clerk asks from the help of a page; the focal point answers into the guide; another clerk finds it', async () => {
  const { base, window, trouble } = await running();
  const clerk = await window();
  await signIn(clerk, base, 'xa.hongha');
  await clerk.goto(`${base}/imports`);
  await clerk.click('.help-button');
  await clerk.click('.help-panel a:has-text("Hỏi đầu mối")');
  await clerk.click('button:has-text("Gửi câu hỏi")');
  await clerk.waitForSelector('.wrong:has-text("ít nhất vài chữ")');
  await clerk.fill('textarea', 'CCCD 022080111222 bị báo sai');
  await clerk.click('button:has-text("Gửi câu hỏi")');
  await clerk.waitForSelector('text=Đừng ghi số giấy tờ');
  await clerk.fill('textarea', 'Xã có hai khu cùng tên thì ghi thế nào?');
  await clerk.click('button:has-text("Gửi câu hỏi")');
  await clerk.waitForSelector('.questions:has-text("đang chờ trả lời")');
  assert.deepEqual(await violations(clerk), []);

  const focal = await window();
  await signIn(focal, base, 'sotttt');
  await focal.click('.duties li:has-text("1 câu hỏi") a');
  await focal.fill('.questions textarea', 'Ghi thêm số của khu, ví dụ Khu 2A.');
  await focal.check('text=Đưa vào Hướng dẫn');
  await focal.fill('.questions .text-field input', 'Hai khu cùng tên');
  assert.deepEqual(await violations(focal), []);
  await focal.setViewportSize(PHONE);
  assert.equal(await sideways(focal), 0);
  await focal.click('.questions button:has-text("Trả lời")');
  await focal.waitForSelector('text=Không có câu hỏi nào chờ');

  await clerk.goto(`${base}/help?q=hai khu cung ten`);
  await clerk.click('.hits a:has-text("Hai khu cùng tên")');
  await clerk.waitForSelector('text=ví dụ Khu 2A');
  assert.deepEqual(trouble, []);
});

test('each page of the help stands the accessibility check and fits, in both languages, on a desk and a phone', async () => {
  const { base, window, trouble } = await running();
  const page = await window();
  await signIn(page, base, 'lanhdao');
  for (const [viewport, colorScheme, lang] of [
    [DESK, 'light', 'vi'],
    [PHONE, 'dark', 'vi'],
    [PHONE, 'light', 'en'],
  ] as const) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    for (const path of [
      '/help',
      '/help?q=tiem%20tren%20100',
      '/help/guide/over-100',
      '/help/findings',
      '/help/findings/id_scientific',
      '/help/glossary',
      '/questions',
    ]) {
      await page.goto(`${base}${path}${path.includes('?') ? '&' : '?'}lang=${lang}`);
      await page.waitForSelector('main h1');
      await page.waitForSelector('.skeleton', { state: 'detached' });
      await page.click('.help-button');
      await page.waitForSelector('.help-lines li');
      const where = `${path} ${viewport.width} ${lang}`;
      assert.deepEqual(await violations(page), [], where);
      assert.equal(await sideways(page), 0, `${where} scrolls sideways`);
    }
  }
  assert.deepEqual(trouble, []);
});
