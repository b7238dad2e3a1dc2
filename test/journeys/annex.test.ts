import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { readXlsx } from 'hucre';
import type { Page } from 'playwright-core';
import { INJECTIONS, listFile, load, RESIDENTS } from '../support/lists.ts';
import { violations } from './axe.ts';
import { DESK, PHONE, type Running, running, sideways, signIn } from './browser.ts';

const PLACE = 'date=2021-12-14';

/** A commune with two residents and one passing through, one of the residents vaccinated. */
async function furnish({ db }: Running): Promise<void> {
  const an = ['Nguyễn Văn An', '01/02/1980', 'Nam', '022080111222'] as const;
  await load(
    db,
    await listFile(RESIDENTS, [
      [...an, 'Khu phố 1', 'Thường trú', null],
      ['Trần Thị Bình', '03/04/1990', 'Nữ', null, 'Khu phố 1', 'Tạm trú', null],
      ['Lê Minh Châu', '05/06/2012', 'Nữ', null, 'Khu phố 2', 'Vãng lai', null],
    ]),
    { source: 'commune', complete: true },
  );
  await load(db, await listFile(INJECTIONS, [[...an, 'AstraZeneca', '05/06/2021', 'L1', 1]]));
}

const download = async (page: Page, button: string): Promise<Buffer> => {
  const [file] = await Promise.all([page.waitForEvent('download'), page.click(`a:has-text("${button}")`)]);
  return readFileSync(await file.path());
};

test('the commune opens a figure into its people; the province takes the annex out as a paper to sign', async () => {
  const product = await running();
  const { base, window, trouble } = product;
  await furnish(product);
  const clerk = await window();
  await signIn(clerk, base, 'xa.hongha');
  await clerk.click('nav a:has-text("Phụ lục đối tượng")');
  await clerk.waitForSelector('table.annex');
  const first = clerk.locator('table.annex tbody tr').first();
  assert.deepEqual(await first.locator('td').allTextContents(), [
    'Tổng cộng',
    'Đang cư trú',
    'Mọi tuổi',
    '22.548',
    '–',
    '–',
    '3',
    '1',
    '0',
    '0',
    '2',
  ]);
  await first.locator('a').first().click();
  await clerk.waitForSelector('a:has-text("Trần Thị Bình")');
  for (const name of ['Nguyễn Văn An', 'Lê Minh Châu'])
    assert.equal(await clerk.locator(`a:has-text("${name}")`).count(), 1, name);

  const leader = await window({ acceptDownloads: true });
  await signIn(leader, base, 'lanhdao');
  await leader.goto(`${base}/annex?${PLACE}`);
  await leader.waitForSelector('a:has-text("Thành phố Hạ Long")');
  const total = leader.locator('table.annex tbody tr').first();
  assert.equal(await total.locator('a').count(), 0, 'who sees no names opens none');
  await leader.click('text=Theo xã/phường');
  await leader.waitForSelector('a:has-text("Phường Cao Thắng")');
  const silent = leader.locator('tr', { hasText: 'Phường Cao Thắng' });
  assert.deepEqual(
    (await silent.locator('td').allTextContents()).slice(2),
    Array(7).fill('–'),
    'unknown, not 0',
  );
  await leader.click('summary:has-text("Ghi số văn bản")');
  await leader.getByLabel('Số, ký hiệu (không bắt buộc)').fill('77/BC-UBND');
  assert.equal((await download(leader, 'Tải PDF để ký')).subarray(0, 5).toString(), '%PDF-');
  const { sheets } = await readXlsx(await download(leader, 'Tải Excel'));
  const cells = sheets[0]!.rows.flat();
  assert.ok(cells.includes('Số: 77/BC-UBND') && cells.includes('Phường Cao Thắng'));
  assert.deepEqual(trouble, []);
});

test('the annex stands the accessibility check and fits desk and phone, light and dark', async () => {
  const product = await running();
  const { base, window, trouble } = product;
  await furnish(product);
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await window({ colorScheme });
    await signIn(page, base, 'soyte');
    for (const viewport of [DESK, PHONE])
      for (const query of [`${PLACE}&split=both`, `${PLACE}&map=2025-07-01&by=communes`]) {
        await page.setViewportSize(viewport);
        await page.goto(`${base}/annex?${query}`);
        await page.waitForSelector('table.annex tbody tr');
        assert.deepEqual(await violations(page), [], `${colorScheme} ${viewport.width} ${query}`);
        assert.equal(await sideways(page), 0, `${viewport.width} ${query}`);
      }
  }
  assert.deepEqual(trouble, []);
});
