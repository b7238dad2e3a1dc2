import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { readXlsx } from 'hucre';
import { listFile, RESIDENTS } from '../support/lists.ts';
import { running, signIn } from './browser.ts';

const AN = ['Nguyễn Văn An', '01/02/1980', 'Nam', '022080111222', 'Khu phố 1', 'Thường trú', null] as const;
const CHAU = ['Lê Minh Châu', '05/06/2012', 'Nữ', null, 'Khu phố 2', 'Tạm trú', null] as const;

test('a commune clerk tries a list, takes it, gets the workbook back, finds a person and opens the figures', async () => {
  const { base, window, trouble } = await running();
  const page = await window();
  const list = await listFile(
    RESIDENTS,
    [AN, ['Trần Thị Bình', '31/02/1990', 'Nữ', null, 'Khu phố 1', 'Thường trú', null], CHAU],
    'phuong',
  );
  await signIn(page, base, 'xa.hongha');
  await page.click('a:has-text("Nạp danh sách") >> nth=0');
  await page.setInputFiles('input[type=file]', list);
  await page.click('button:has-text("Xem thử")');
  await page.waitForSelector('text=Chưa có gì được lưu');
  await page.waitForSelector('.cause:has-text("Ngày sinh này không có trong lịch")');
  await page.click('button:has-text("Lấy vào sổ")');
  await page.waitForSelector('text=Đã lấy 3/3 dòng vào sổ');

  await page.click('.cause:has-text("không có trong lịch")');
  await page.waitForSelector('.cell:has-text("31/02/1990")');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.click('a:has-text("Tải tệp kèm kết quả")'),
  ]);
  const returned = (await readXlsx(readFileSync(await download.path()))).sheets[0]!.rows;
  assert.match(download.suggestedFilename(), /phuong.*\.xlsx$/);
  assert.deepEqual(returned[1]!.slice(1, 4), ['Nguyễn Văn An', '01/02/1980', 'Nam']);
  assert.match(returned[2]!.join(' '), /không có trong lịch/);

  await page.click('a:has-text("Xem danh sách dân cư")');
  await page.waitForSelector('text=3 người');
  await page.fill('input[type=search]', 'nguyen van an');
  await page.waitForSelector('text=1 người khớp bộ lọc');
  await page.click('table a:has-text("Nguyễn Văn An")');
  await page.waitForSelector('text=022••••••222');
  await page.waitForSelector('.records:has-text("dòng 2")');

  await page.click('nav a:has-text("Bao phủ tiêm chủng")');
  const total = page.locator('tr.total td').nth(1);
  await total.waitFor();
  assert.equal(await total.textContent(), '3');
  await page.click('tr:has-text("Dưới 12 tuổi") a >> nth=0');
  await page.waitForSelector('text=1 người khớp bộ lọc');
  await page.waitForSelector('table a:has-text("Lê Minh Châu")');
  assert.deepEqual(trouble, []);
});

test('the same file again changes nothing and says so; columns are told by choice and by drag', async () => {
  const { base, db, window, trouble } = await running();
  const page = await window();
  await signIn(page, base, 'xa.hongha');
  const list = await listFile(RESIDENTS, [AN, CHAU], 'phuong');
  const take = async (words: string) => {
    await page.goto(`${base}/imports`);
    await page.setInputFiles('input[type=file]', list);
    await page.click('button:has-text("Lấy vào sổ")');
    await page.waitForSelector(`text=${words}`);
  };
  const register = async () =>
    JSON.stringify(await db.query('SELECT id, name, version, updated_at FROM app.person ORDER BY id'));
  await take('Đã lấy 2/2 dòng vào sổ');
  const before = await register();
  await take('không có gì thay đổi');
  assert.equal(await register(), before);

  await page.click('a:has-text("Ý nghĩa các cột")');
  await page.waitForSelector('th:has-text("H · Ghi chú")');
  await page.click('.chip:has-text("Số hộ")');
  await page.click('button:has-text("Đặt vào cột H")');
  await page.waitForSelector('th >> nth=7 >> text=Số hộ');
  await page.dragAndDrop('.chip:has-text("Ghi chú")', 'th >> nth=7');
  await page.waitForSelector('th >> nth=7 >> text=Ghi chú');
  await page.click('button:has-text("Lưu và đọc lại")');
  await page.waitForSelector('text=không có gì thay đổi');
  assert.deepEqual(trouble, []);
});

test('the wrong file gets a clear word and leaves nothing; what is no list is named before it is sent', async () => {
  const { base, db, window } = await running();
  const page = await window();
  await signIn(page, base, 'xa.hongha');
  await page.goto(`${base}/imports`);
  const pdf = { mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 không phải bảng tính') };
  await page.setInputFiles('input[type=file]', { name: 'quyet-dinh.pdf', ...pdf });
  await page.waitForSelector('text=Không nạp được quyet-dinh.pdf');
  await page.setInputFiles('input[type=file]', { name: 'anh.xlsx', ...pdf });
  await page.click('button:has-text("Lấy vào sổ")');
  await page.waitForSelector('text=Đây không phải bảng tính');
  await page.waitForSelector('a:has-text("Nạp tệp khác")');
  assert.deepEqual(await db.query('SELECT 1 FROM app.person'), []);
});
