import assert from 'node:assert/strict';
import test from 'node:test';
import type { Page } from 'playwright-core';
import { loadReferenceDirectives } from '../../src/duties/reference-directives.ts';
import { newId } from '../../src/kernel/ids.ts';
import { DEMO_DAY } from '../../src/platform/clock.ts';
import { tester } from '../support/database.ts';
import { INJECTIONS, listFile, load, RESIDENTS, units } from '../support/lists.ts';
import { violations } from './axe.ts';
import { DESK, PHONE, type Running, running, sideways, signIn } from './browser.ts';

const DAY = DEMO_DAY;

async function furnish({ db }: Running): Promise<void> {
  await loadReferenceDirectives(db, units, tester);
  await load(
    db,
    await listFile(RESIDENTS, [
      ['Lý Thị Hoa', '01/02/1980', 'Nữ', '022180111222', 'Khu 1', 'Thường trú', null],
    ]),
    { source: 'commune', complete: true },
  );
}

const injected = (name: string, id: string) =>
  [name, '01/02/1980', 'Nữ', id, 'AstraZeneca', '14/12/2021', 'L1', 1] as const;
/** The line of a duty in whatever list of the page. */
const line = (page: Page, words: string) => page.locator(`.owed li:has-text("${words}")`);

test('the day of the dispatch: a station reports zero, then figures; the district is returned, corrects, is accepted; all see how far it is', async () => {
  const product = await running();
  const { base, db, window, trouble } = product;
  await furnish(product);

  // The station: what it owes stands on its home page; a day without injections is no missing report.
  const station = await window({ viewport: PHONE });
  await signIn(station, base, 'tram.hongha');
  await line(station, 'Trạm Y tế cập nhật số người tiêm').locator('a').click();
  await station.click('label:has-text("Không tổ chức tiêm")');
  await station.click('button:has-text("Báo không phát sinh")');
  await station.waitForSelector('text=Báo không phát sinh cần ghi lý do');
  await station.getByLabel('Lý do', { exact: true }).fill('Không có lịch tiêm');
  await station.click('button:has-text("Báo không phát sinh")');
  await station.waitForSelector('text=Không phát sinh: Không có lịch tiêm');
  // Injections come in after all: the page says so, and figures take the place of the zero.
  await load(db, await listFile(INJECTIONS, [injected('Lý Thị Hoa', '022180111222')]));
  await station.reload();
  await station.waitForSelector('text=Dữ liệu đã thay đổi sau khi nộp');
  await station.waitForSelector('text=Báo không tiêm nhưng danh sách tên đã có 1 mũi');
  await station.click('label:has-text("Có tổ chức tiêm")');
  await station.getByLabel('Tiêm mũi 1', { exact: true }).fill('2');
  await station.waitForSelector('text=Báo 2 mũi nhưng mới nhập tên 1');
  await station.click('button:has-text("Nộp báo cáo")');
  await station.waitForSelector('.version:has-text("Bản 2")');
  await station.waitForSelector('.version:has-text("Bản 1")');
  await load(db, await listFile(INJECTIONS, [injected('Đỗ Thị Lan', '022180333444')]));
  await station.reload();
  await station.click('button:has-text("Xem từng dòng")');
  await station.click('table a:has-text("Mở hồ sơ")');
  await station.waitForSelector('h1:has-text("Đỗ Thị Lan")');

  // A severe event rings until its report is there: proposed as the table recorded it, completed and sent.
  await db.query(
    `INSERT INTO app.adverse_event (person_id, id, session_id, unit_id, facility, type, severity, onset_at, treatment, outcome, recorded_by, recorded_at)
     SELECT id, $1, $2, unit_id, 'Trạm Y tế phường Hồng Hà', 'anaphylaxis', 'severe', '2021-12-13T17:00:00Z', 'Adrenalin', 'recovering', 'Y sĩ Hoa', now()
     FROM app.person WHERE name = 'Lý Thị Hoa'`,
    [newId(), newId()],
  );
  await station.goto(`${base}/dose-review`);
  await station.waitForSelector('text=Báo cáo bằng văn bản trước 24:00 14/12/2021');
  await station.click('a:has-text("Lập báo cáo")');
  assert.equal(await station.getByLabel('Xử trí').inputValue(), 'Adrenalin');
  assert.equal(await station.getByLabel('Năm sinh').inputValue(), '1980');
  assert.deepEqual(await violations(station), []);
  assert.equal(await sideways(station), 0, 'the form fits a phone');
  await station.getByLabel('Triệu chứng, diễn biến').fill('Khó thở sau tiêm 10 phút');
  await station.click('button:has-text("Nộp báo cáo")');
  await station.waitForSelector('.version:has-text("Khó thở sau tiêm 10 phút")');
  await station.goto(`${base}/dose-review`);
  await station.waitForSelector('text=Đã báo cáo:');
  await station.waitForSelector('a[title*="phản ứng nặng chờ báo cáo"]', { state: 'detached' });

  // The district answers by a text with its paper; the province returns it.
  const district = await window();
  await signIn(district, base, 'ubnd.halong');
  await line(district, 'Bố trí nhân lực').locator('a').click();
  await district.getByLabel('Nội dung báo cáo').fill('Cử 12 cán bộ');
  await district.setInputFiles('input[aria-label="Tệp kèm theo"]', {
    name: 'quyet-dinh.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from('%PDF-1.4 quyết định'),
  });
  await district.click('button:has-text("Nộp báo cáo")');
  await district.waitForSelector('text=chờ Tỉnh Quảng Ninh kiểm tra');
  const province = await window();
  await signIn(province, base, 'soyte');
  await province.click('li:has-text("1 báo cáo của cấp dưới chờ kiểm tra") a');
  await line(province, 'Bố trí nhân lực').locator('a').click();
  await province.waitForSelector('a:has-text("quyet-dinh.pdf")');
  assert.equal(
    await province.locator('button:has-text("Trả lại")').isDisabled(),
    true,
    'a return needs its reason',
  );
  await province.fill('section.card textarea', 'Chưa nêu cử về phường nào');
  await province.click('button:has-text("Trả lại")');
  await province.waitForSelector('.status:has-text("Bị trả lại")');
  await district.goto(base);
  await line(district, 'Bố trí nhân lực').locator('text=Chưa nêu cử về phường nào').waitFor();
  assert.match(
    (await district.locator('.owed li').first().textContent())!,
    /Bị trả lại/,
    'what was returned comes first',
  );
  await line(district, 'Bố trí nhân lực').locator('a').click();
  await district.getByLabel('Nội dung báo cáo').fill('Cử 12 cán bộ về 33 phường, xã');
  await district.click('button:has-text("Nộp báo cáo")');
  await district.waitForSelector('.version:has-text("Bản 2")');
  await province.reload();
  await province.click('button:has-text("Nhận")');
  await province.waitForSelector('.status:has-text("Đã nhận")');

  // The guidance arrives: somebody records it, and the duties of population figures start in every commune.
  await province.goto(`${base}/duties/directives`);
  await province.click('li:has-text("9035/UBND-XD6") a');
  await province.waitForSelector('text=Chưa ghi nhận');
  await province.click('button:has-text("Ghi nhận đã xảy ra")');
  await province.waitForSelector('.timeline li:has-text("14/12/2021")');
  const clerk = await window();
  await signIn(clerk, base, 'xa.hongha');
  await line(clerk, 'Dân số thực tế hiện tại').locator('a').click();
  await clerk.waitForSelector('h1:has-text("Dân số")');

  // Who has reported and who has not, from the province down to the cell of one commune.
  await province.goto(`${base}/duties/progress?item=9035-ubnd-xd6~2.1`);
  await province.click('table.heat a:has-text("Thành phố Hạ Long")');
  await province.locator('table.heat tr:has-text("Phường Hồng Hà") td.heat-cell a').first().click();
  await province.waitForSelector('.owed li:has-text("Trạm Y tế cập nhật số người tiêm"):has-text("Đã nhận")');
  assert.deepEqual(trouble, []);
});

test('a district clerk enters a second, quite different directive without a developer', async () => {
  const product = await running();
  const { base, window, trouble } = product;
  const page = await window();
  await signIn(page, base, 'ubnd.halong');
  await page.goto(`${base}/duties/directives`);
  await page.click('a:has-text("Nhập văn bản mới")');
  await page.getByLabel('Số, ký hiệu').fill('12/KH-UBND');
  await page.getByLabel('Cơ quan ban hành').fill('UBND thành phố Hạ Long');
  await page.getByLabel('Người ký').fill('Chủ tịch');
  await page.getByLabel('Trích yếu').fill('Kế hoạch tiêm vắc xin sởi cho trẻ em');
  await page.getByLabel('Việc phải làm').fill('Báo cáo số trẻ đã tiêm sởi');
  await page.click('button:has-text("Lưu văn bản")');
  await page.waitForSelector('h1:has-text("Văn bản 12/KH-UBND")');
  await page.click('a:has-text("Sửa văn bản")');
  await page.getByLabel('Việc phải làm').fill('Báo cáo số trẻ đã tiêm vắc xin sởi');
  await page.click('button:has-text("Lưu bản mới")');
  await page.waitForSelector('text=Bản 2');
  const clerk = await window();
  await signIn(clerk, base, 'xa.hongha');
  await line(clerk, 'Báo cáo số trẻ đã tiêm vắc xin sởi').waitFor();
  assert.deepEqual(trouble, []);
});

test('the pages of duties stand the accessibility check and fit their window', async () => {
  const product = await running();
  const { base, window, trouble } = product;
  await furnish(product);
  const page = await window();
  await signIn(page, base, 'ubnd.halong');
  const one = encodeURIComponent(`9035-ubnd-xd6~2.3-nhan-luc~${units.byCode('193', DAY).id}~once`);
  const paths = [
    '/duties?state=all',
    '/duties/checking',
    '/duties/progress',
    `/duties/${one}`,
    '/duties/directives',
    '/duties/directives/9035-ubnd-xd6',
    '/duties/directives/new/edit',
    '/duties/directives/9035-ubnd-xd6/edit',
  ];
  for (const [viewport, colorScheme] of [
    [DESK, 'light'],
    [PHONE, 'light'],
    [PHONE, 'dark'],
  ] as const) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    for (const path of paths) {
      await page.goto(`${base}${path}`);
      await page.waitForSelector('h1');
      await page.waitForSelector('.skeleton', { state: 'detached' });
      await page.waitForTimeout(200);
      const where = `${path} ${viewport.width} ${colorScheme}`;
      assert.deepEqual(await violations(page), [], where);
      assert.equal(await sideways(page), 0, `${where} scrolls sideways`);
    }
  }
  assert.deepEqual(trouble, []);
});
