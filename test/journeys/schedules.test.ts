import assert from 'node:assert/strict';
import test from 'node:test';
import { INJECTIONS, listFile, load, RESIDENTS } from '../support/lists.ts';
import { violations } from './axe.ts';
import { DESK, PHONE, running, sideways, signIn } from './browser.ts';

const PEOPLE = ['Xoan', 'Quỳnh', 'Thược'].map(
  (given, i) => [`Nguyễn Thị ${given}`, `0${i + 2}/03/1970`, 'Nữ'] as const,
);

test('a province shortens the booster interval by a form, sees whom it calls first, and the list calls them', async () => {
  const { base, db, window, trouble } = await running();
  await load(
    db,
    await listFile(
      RESIDENTS,
      PEOPLE.map((one) => [...one, null, 'Khu 1', 'Thường trú', null]),
    ),
    { complete: true },
  );
  await load(
    db,
    await listFile(
      INJECTIONS,
      PEOPLE.flatMap((one) => [
        [...one, null, 'AstraZeneca', '05/05/2021', 'L1', 1],
        [...one, null, 'AstraZeneca', '06/08/2021', 'L2', 2],
      ]),
    ),
  );
  const page = await window();
  await signIn(page, base, 'soyte');
  await page.goto(`${base}/due`);
  await page.waitForSelector('.figures');
  assert.equal(await page.textContent('.figures > div:nth-child(2) b'), '0');

  await page.click('a:has-text("Quy định lịch tiêm") >> nth=0');
  await page.click('button[aria-label^="Sửa: Nhắc lại lần 1"]');
  const fill = (label: string, value: string) => page.getByLabel(label, { exact: true }).fill(value);
  await fill('Ít nhất', '90');
  await fill('Nên tiêm', '90');
  await fill('Chậm nhất', '118');
  await fill('Số văn bản', '5900/SYT-NVY');
  await fill('Trích yếu', 'Tiêm nhắc lại sau 3 tháng');
  await fill('Lý do thay đổi', 'Dịch tăng nhanh');
  await page.click('button:has-text("Xem ai bị ảnh hưởng")');
  await page.waitForSelector('.preview');
  assert.match((await page.textContent('.preview .notice'))!, /thêm 3 người đến hạn, trong 3 người/);
  await page.click('summary');
  assert.match((await page.textContent('.samples'))!, /Nguyễn Thị Xoan.*từ 02\/02\/2022 thành 14\/12\/2021/);
  for (const viewport of [DESK, PHONE]) {
    await page.setViewportSize(viewport);
    assert.deepEqual(await violations(page), [], `form at ${viewport.width}`);
    assert.equal(await sideways(page), 0, `form at ${viewport.width}`);
  }
  await page.setViewportSize(DESK);
  await page.click('button:has-text("Ban hành")');
  await page.waitForSelector('td:has-text("5900/SYT-NVY")');

  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.goto(`${base}/due?unit=06697`);
    await page.waitForSelector('.due-list');
    assert.equal(await page.textContent('.figures > div:nth-child(2) b'), '3');
    assert.deepEqual(await violations(page), [], `list ${colorScheme}`);
  }
  await page.setViewportSize(PHONE);
  assert.equal(await sideways(page), 0, 'list on a phone');
  await page.click('.due-list a:has-text("Nguyễn Thị Xoan")');
  await page.waitForSelector('.next-dose');
  assert.match(
    (await page.textContent('.next-dose'))!,
    /Đến hạn.*Mũi 3 nhắc lại: tiêm được từ 14\/12\/2021.*Theo 5900\/SYT-NVY/,
  );
  assert.deepEqual(trouble, []);
});
