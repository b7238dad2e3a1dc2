/** From the paper register to three figures that agree or are explained: typed, corrected, reported, compared. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { loadReferenceDirectives } from '../../src/duties/reference-directives.ts';
import { DEMO_DAY } from '../../src/platform/clock.ts';
import { postMovements } from '../../src/stock/post-movements.ts';
import { amountsUsed } from '../../src/stock/use-vials.ts';
import { tester } from '../support/database.ts';
import { idOf, key } from '../support/duties.ts';
import { listFile, load, RESIDENTS, units } from '../support/lists.ts';
import { violations } from './axe.ts';
import { PHONE, running, sideways, signIn } from './browser.ts';

const STATION = 'Trạm Y tế phường Hồng Hà';
const NAMES = ['An', 'Bình', 'Châu', 'Dung', 'Giang', 'Hoa', 'Lan', 'Mai', 'Nga'].map(
  (name) => `Nguyễn Thị ${name}`,
);

test('ten rows of a register by keyboard, a mistake corrected; the report comes by itself; the gap left is explained', async () => {
  const { base, db, window, trouble } = await running();
  const born = (i: number): string => `${String(i + 1).padStart(2, '0')}/03/19${60 + i}`;
  await load(
    db,
    await listFile(
      RESIDENTS,
      NAMES.map((name, i) => [name, born(i), 'Nữ', null, 'Khu 1', 'Thường trú', null]),
    ),
  );
  await loadReferenceDirectives(db, units, tester);
  const holding = { unitId: idOf('06697'), facility: STATION, item: 'astrazeneca', lot: '0012' };
  const usage = { ...holding, on: DEMO_DAY, source: 'form', short: 'suspense', vials: 2 } as const;
  await db.transaction(tester, (tx) =>
    postMovements(
      tx,
      tester,
      [
        { ...usage, kind: 'receipt', vials: null, amounts: { external: -20, on_hand: 20 } },
        { ...usage, kind: 'open', amounts: { on_hand: -20, opened: 20 } },
        { ...usage, kind: 'use', amounts: amountsUsed(20, 11, 9) },
      ],
      new Date(`${DEMO_DAY}T01:00:00Z`),
    ),
  );

  const page = await window();
  await signIn(page, base, 'xa.hongha');
  await page.goto(`${base}/backlog`);
  await page.fill('.open-sheet input >> nth=0', STATION);
  await page.fill('.open-sheet input >> nth=1', 'Sổ ngày 14/12');
  await page.keyboard.press('Enter');
  await page.click('input[data-at="1 0"]');
  for (const [i, name] of [...NAMES, 'Lý Văn Lạ'].entries()) {
    for (const text of [name, born(i).replaceAll('/', ''), i < 9 ? 'Nữ' : 'Nam', '', 'Khu 1', '']) {
      await page.keyboard.insertText(text);
      await page.keyboard.press('Enter');
    }
    // The first row says the dose; the others repeat it with one key.
    if (i === 0)
      for (const text of ['1', 'AZ', '0012', '14122021', '']) {
        await page.keyboard.insertText(text);
        await page.keyboard.press('Enter');
      }
    else await page.keyboard.press('F4');
  }
  await page.waitForSelector('tr:has(input[data-at="10 0"]) .status:has-text("người mới")');
  assert.equal(await page.locator('.backlog .status:has-text("đã biết")').count(), 9);
  assert.equal(await page.inputValue('input[data-at="10 8"]'), '0012', 'zeros stay');
  assert.deepEqual(await violations(page), [], 'the grid');
  await page.click('button:has-text("Ghi vào sổ")');
  await page.waitForSelector('.notice:has-text("Đã ghi 10 dòng mới, sửa 0 dòng; thêm 1 người mới")');

  // Closed and opened again, everything is there; a slip is corrected with its reason.
  await page.reload();
  await page.fill('input[data-at="10 1"]', '10/03/1968');
  await page.waitForSelector('tr:has(input[data-at="10 0"]) .status:has-text("đã sửa")');
  await page.fill('.file-sheet input', 'chép nhầm năm sinh');
  await page.click('button:has-text("Ghi vào sổ")');
  await page.waitForSelector('.notice:has-text("Đã ghi 0 dòng mới, sửa 1 dòng")');
  await page.waitForSelector('td:has-text("chép nhầm năm sinh")');

  const station = await window();
  await signIn(station, base, 'tram.hongha');
  await station.goto(`${base}/duties/${key('2.1-tram', '06697', DEMO_DAY)}`);
  await station.waitForSelector('text=Số đã điền sẵn');
  assert.equal(await station.inputValue('input[aria-label="Tiêm mũi 1"]'), '10');
  await station.click('button:has-text("Nộp báo cáo")');
  await station.waitForSelector('h2:has-text("Các bản đã nộp")');

  await station.goto(`${base}/gaps`);
  await station.waitForSelector(`tr:has-text("${STATION}")`);
  const figures = station.locator(`tr:has-text("${STATION}")`).first().locator('td.num');
  assert.deepEqual(
    (await figures.allInnerTexts()).map((text) => text.replace(/\s+/g, ' ')),
    ['10', '10 10 nhập sau', '11'],
  );
  await station.waitForSelector('h3:has-text("Đã dùng – có tên: 11 − 10 = +1")');
  await station.waitForSelector('.gap-list:has-text("Chưa nhập tên")');
  assert.deepEqual(await violations(station), [], 'the gaps');
  await station.click('.gap-list button:has-text("Giải trình")');
  await station.fill('.settle input', 'Một người quên giấy tờ, mai bổ sung');
  await station.click('button:has-text("Ghi giải trình")');
  await station.waitForSelector('text=Không còn chênh lệch phải xử lý');
  await station.setViewportSize(PHONE);
  await station.click('.tabs button:has-text("Đã giải trình")');
  await station.waitForSelector('q:has-text("mai bổ sung")');
  assert.equal(await sideways(station), 0);
  assert.deepEqual(trouble, []);
});
