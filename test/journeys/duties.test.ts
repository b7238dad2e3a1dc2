import assert from 'node:assert/strict';
import test from 'node:test';
import { listFile, load, RESIDENTS } from '../support/lists.ts';
import { PHONE, running, signIn } from './browser.ts';

const person = (name: string, hamlet = 'Khu phố 1') =>
  [name, '01/02/1980', 'Nữ', null, hamlet, 'Thường trú', null] as const;
const WHOLE = { source: 'commune', complete: true } as const;

test('who is missing from a new list is a duty; settled on a phone, the figures and the person follow', async () => {
  const { base, db, window, trouble } = await running();
  await load(db, await listFile(RESIDENTS, [person('Lý Thị Hoa'), person('Đỗ Thị Lan')]), WHOLE);
  await load(db, await listFile(RESIDENTS, [person('Lý Thị Hoa')]), WHOLE);
  const page = await window({ viewport: PHONE });
  await signIn(page, base, 'xa.hongha');
  await page.click('.duties li:has-text("1 người không còn trong danh sách mới") a');
  await page.waitForSelector('h1:has-text("Xác minh")');
  await page.check('tbody input');
  await page.click('button:has-text("Xác minh 1 người đã chọn")');
  await page.click('button:has-text("Ghi nhận")');
  await page.waitForSelector('text=Hãy chọn một kết quả');
  await page.check('label:has-text("Đã chuyển đi") input');
  await page.fill('input[aria-label="Từ ngày"]', '10122021');
  await page.fill('.decision input[maxlength]', 'đã hỏi tổ trưởng khu 1');
  await page.click('button:has-text("Ghi nhận")');
  await page.waitForSelector('text=Đã ghi nhận 1 người');
  await page.waitForSelector('text=Không có ai cần xác minh');

  await page.goto(`${base}/coverage`);
  await page.waitForSelector('tr.total');
  assert.equal(await page.locator('tr.total td').nth(1).textContent(), '1');
  await page.goto(`${base}/coverage?date=2021-12-09`);
  await page.waitForSelector('tr.total a:text-is("2")');

  await page.goto(`${base}/people?q=do thi lan`);
  await page.click('table a:has-text("Đỗ Thị Lan")');
  await page.waitForSelector('.lead:has-text("đã chuyển đi")');
  await page.waitForSelector('text=đến 10/12/2021 (chuyển đi)');
  await page.waitForSelector('.records:has-text("đã hỏi tổ trưởng khu 1")');
  assert.deepEqual(trouble, []);
});

test('a district lends somebody to a commune, who works there on its behalf until it is ended', async () => {
  const { base, db, window, trouble } = await running();
  await load(db, await listFile(RESIDENTS, [person('Lý Thị Hoa')]));
  const district = await window();
  await signIn(district, base, 'ubnd.halong');
  await district.goto(`${base}/accounts?unit=06697`);
  await district.fill('label:has-text("Tên tài khoản") input', 'giao.vien');
  await district.fill('label:has-text("Để làm gì") input', 'hỗ trợ rà soát dân cư');
  await district.click('button:has-text("Cử")');
  await district.waitForSelector('text=Chưa có tài khoản giao.vien');
  await district.fill('label:has-text("Tên hiển thị") input', 'Giáo viên tình nguyện');
  await district.fill('label:has-text("Mật khẩu ban đầu") input', 'mat-khau-tam-thoi');
  await district.click('button:has-text("Cử")');
  await district.waitForSelector('text=Đã cử giao.vien');

  const lent = await window();
  await lent.goto(base);
  await lent.fill('input[name=username]', 'giao.vien');
  await lent.fill('input[name=password]', 'mat-khau-tam-thoi');
  await lent.click('button[type=submit]');
  await lent.fill('input[name=current]', 'mat-khau-tam-thoi');
  await lent.fill('input[name=next]', 'mat-khau-cua-rieng-toi');
  await lent.click('button[type=submit]');
  await lent.waitForSelector('h1:has-text("Chào Giáo viên")');
  await lent.waitForSelector('.lead:has-text("thay ubnd.halong")');
  await lent.click('nav a:has-text("Danh sách dân cư")');
  await lent.waitForSelector('table a:has-text("Lý Thị Hoa")');

  await district.click('button:has-text("Kết thúc ngay")');
  await district.waitForSelector('text=Đã hết');
  await lent.goto(`${base}/people`);
  await lent.waitForSelector('text=Mục này không thuộc việc của bạn');
  assert.deepEqual(trouble, []);
});
