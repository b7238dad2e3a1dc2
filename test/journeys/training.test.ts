import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import type { Page } from 'playwright-core';
import { practicePapers } from '../../src/training/practice.ts';
import { violations } from './axe.ts';
import { DESK, PHONE, running, sideways, signIn } from './browser.ts';

async function sound(page: Page, where: string): Promise<void> {
  for (const viewport of [PHONE, DESK]) {
    await page.setViewportSize(viewport);
    assert.deepEqual(await violations(page), [], `${where} ${viewport.width}`);
    assert.equal(await sideways(page), 0, `${where} ${viewport.width} scrolls sideways`);
  }
}

test('a clerk enters the training space, does a task and is told what is missing; the trainer sees it', async () => {
  const { base, db, window, trouble } = await running();
  const page = await window({ acceptDownloads: true });
  await signIn(page, base, 'xa.hongha');
  await page.click('nav a:has-text("Tập huấn")');
  await page.waitForSelector('.tasks li >> nth=2');
  await sound(page, 'tasks');
  await page.click('main button:has-text("Vào tập huấn")');
  await page.waitForSelector('.banner.training:has-text("không có thật")', { timeout: 30_000 });
  assert.match(page.url(), /\/tap-huan\/training/);
  await page.click('.tasks li >> nth=0 >> text=Kiểm tra bài');
  await page.waitForSelector('text=Chưa thấy tệp nào');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.click('a:has-text("Tải danh sách tập huấn")'),
  ]);
  const list = await download.path();
  await page.click('.tasks li >> nth=0 >> text=Đến trang làm bài');
  await page.waitForSelector('h1:has-text("Nạp danh sách")');
  await page.setInputFiles('input[type=file]', {
    name: 'tap-huan.xlsx',
    mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    buffer: readFileSync(list),
  });
  await page.click('button:has-text("Lấy vào sổ")');
  await page.waitForSelector('text=Đã lấy 11/12 dòng vào sổ');
  await page.click('.banner a:has-text("Bài tập của bạn")');
  await page.click('.tasks li >> nth=0 >> text=Kiểm tra bài');
  await page.waitForSelector('.tasks li >> nth=0 >> text=Xong');
  await page.click('.tasks li >> nth=1 >> text=Kiểm tra bài');
  const [first] = practicePapers('06697');
  await page.waitForSelector(`text=Ngày sinh của ${first!.name} chưa đúng`);
  await sound(page, 'tasks in the space');

  // Who leaves the training space leaves the register too: the PC is shared.
  await page.click('.account');
  await page.click('text=Đăng xuất >> nth=0');
  await page.waitForSelector('input[name=password]');
  await signIn(page, base, 'xa.hongha');
  await page.goto(`${base}/tap-huan/training`);
  await page.waitForSelector('.tasks li >> nth=0 >> text=Xong');
  await page.click('.banner a:has-text("Về sổ thật")');
  await page.waitForSelector('h1:has-text("Chào")');
  assert.equal(await page.locator('.banner.training').count(), 0);
  await page.goto(`${base}/people`);
  await page.waitForSelector('text=Không có ai');
  assert.deepEqual(await db.query('SELECT 1 FROM app.person'), []);

  // Without a session of the product there is no way in.
  const stranger = await window();
  await stranger.goto(`${base}/tap-huan/imports`);
  await stranger.waitForSelector('a:has-text("Về sổ thật")');
  assert.equal(await stranger.locator('input[type=file]').count(), 0);

  const trainer = await window();
  await signIn(trainer, base, 'sotttt');
  await trainer.goto(`${base}/training`);
  await trainer.waitForSelector('.stuck:has-text("xa.hongha"):has-text("Sửa chỗ sai")');
  const row = trainer.locator('tr:has-text("Phường Hồng Hà")').first();
  assert.deepEqual((await row.locator('td').allTextContents()).slice(1).join(' '), '1 1 0 0 0 0 0 0');
  await sound(trainer, 'progress');
  await trainer.click('button:has-text("Xóa mọi dữ liệu tập huấn")');
  await trainer.click('.sure button:has-text("Xóa")');
  await trainer.waitForSelector('text=Không gian tập huấn trống trở lại', { timeout: 30_000 });
  assert.deepEqual(trouble, []);
});
