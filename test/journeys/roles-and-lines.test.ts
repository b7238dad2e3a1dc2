import assert from 'node:assert/strict';
import test from 'node:test';
import { INJECTIONS, listFile, load, RESIDENTS } from '../support/lists.ts';
import { running, signIn } from './browser.ts';

test('each role sees its own sections and no other; another page says whom to ask and shows nobody', async () => {
  const { base, db, window } = await running();
  await load(
    db,
    await listFile(RESIDENTS, [
      ['Nguyễn Văn An', '01/02/1980', 'Nam', null, 'Khu phố 1', 'Thường trú', null],
    ]),
  );
  await load(
    db,
    await listFile(INJECTIONS, [
      ['Nguyễn Văn An', '01/02/1980', 'Nam', null, 'AstraZeneca', '05/06/2021', 'L1', 1],
    ]),
  );
  const page = await window();
  for (const [username, has, hasNot] of [
    [
      'congan.hongha',
      ['Danh sách dân cư', 'Nạp danh sách', 'Người vắng mặt'],
      ['Bao phủ tiêm chủng', 'Nhật ký'],
    ],
    ['sotttt', ['Bao phủ tiêm chủng'], ['Danh sách dân cư', 'Nạp danh sách', 'Tài khoản và cử người']],
    ['quantri', ['Tài khoản và cử người', 'Nhật ký'], ['Danh sách dân cư', 'Bao phủ tiêm chủng']],
  ] as const) {
    await page.context().clearCookies();
    await signIn(page, base, username);
    const shown = await page.locator('nav a .long').allTextContents();
    for (const section of has) assert.ok(shown.includes(section), `${username} sees ${section}`);
    for (const section of hasNot) assert.ok(!shown.includes(section), `${username} does not see ${section}`);
  }
  await page.goto(`${base}/people?unit=06697`);
  await page.waitForSelector('text=Mục này không thuộc việc của bạn');
  assert.equal(await page.locator('text=Nguyễn Văn An').count(), 0);

  await page.context().clearCookies();
  await signIn(page, base, 'congan.hongha');
  await page.goto(`${base}/people`);
  await page.click('table a:has-text("Nguyễn Văn An")');
  await page.waitForSelector('h1:has-text("Nguyễn Văn An")');
  assert.doesNotMatch(
    (await page.locator('main').textContent()) ?? '',
    /AstraZeneca|Mũi tiêm/,
    'police never see doses',
  );
  await page.goto(`${base}/people?unit=06676`);
  await page.waitForSelector('text=Mục này không thuộc việc của bạn');
});

test('without a line the page says so and keeps what was chosen; back on the line it goes on', async () => {
  const { base, window, db } = await running();
  const page = await window();
  await signIn(page, base, 'xa.hongha');
  await page.click('nav a:has-text("Nạp danh sách")');
  await page.waitForSelector('.drop');
  const list = await listFile(
    RESIDENTS,
    [['Nguyễn Văn An', '01/02/1980', 'Nam', null, 'Khu phố 1', 'Thường trú', null]],
    'phuong',
  );
  await page.setInputFiles('input[type=file]', list);
  await page.context().setOffline(true);
  await page.waitForSelector('.banner:has-text("Mất kết nối")');
  await page.click('button:has-text("Lấy vào sổ")');
  await page.waitForSelector('text=tệp chưa được gửi');
  await page.waitForSelector('.file-list:has-text("phuong.xlsx")');
  assert.deepEqual(await db.query('SELECT 1 FROM app.import_run'), []);
  await page.context().setOffline(false);
  await page.click('button:has-text("Lấy vào sổ")');
  await page.waitForSelector('text=Đã lấy 1/1 dòng vào sổ');
});

test('a session that ends while somebody works shows the door and comes back to the same page', async () => {
  const { base, window, db } = await running();
  await load(
    db,
    await listFile(RESIDENTS, [
      ['Nguyễn Văn An', '01/02/1980', 'Nam', null, 'Khu phố 1', 'Thường trú', null],
    ]),
  );
  const page = await window();
  await signIn(page, base, 'xa.hongha');
  await page.click('nav a:has-text("Danh sách dân cư")');
  await page.waitForSelector('table a:has-text("Nguyễn Văn An")');
  await db.query('DELETE FROM app.session');
  await page.fill('input[type=search]', 'nguyen');
  await page.waitForSelector('input[name=username]');
  await page.fill('input[name=username]', 'xa.hongha');
  await page.fill('input[name=password]', 'so-tiem-2021');
  await page.keyboard.press('Enter');
  await page.waitForSelector('table a:has-text("Nguyễn Văn An")');
  assert.equal(new URL(page.url()).pathname, '/people');
  assert.equal(new URL(page.url()).searchParams.get('q'), 'nguyen');
});

test('figures change on an open page in the moment a list is taken', async () => {
  const { base, window, db } = await running();
  const person = (name: string) =>
    [name, '01/02/1980', 'Nam', null, 'Khu phố 1', 'Thường trú', null] as const;
  await load(db, await listFile(RESIDENTS, [person('Nguyễn Văn An')]), { source: 'commune' });
  const page = await window();
  await signIn(page, base, 'xa.hongha');
  await page.goto(`${base}/coverage`);
  await page.waitForSelector('text=tự cập nhật');
  assert.equal(await page.locator('tr.total td').nth(1).textContent(), '1');
  await load(db, await listFile(RESIDENTS, [person('Lê Văn Bách')]), { source: 'police' });
  await page.waitForSelector('tr.total a:text-is("2")');
});
