/** What is done at the table again and again, on a phone in the browser. */
import type { Page } from 'playwright-core';
import { PASSWORD } from '../support/access.ts';
import { LOT } from '../support/table.ts';
import { PHONE, type Running } from './browser.ts';

export async function comeToTable(
  page: Page,
  address: string,
  [username, password]: readonly [string, string],
): Promise<void> {
  await page.goto(address);
  await page.fill('input[name=username]', username);
  await page.fill('input[name=password]', password);
  await page.fill('input[name=device]', 'Bàn tiêm 2');
  await page.click('button:has-text("Đăng nhập")');
}

/** Until everything the table may ever need is on the device. */
export const onDevice = (page: Page): Promise<unknown> =>
  page.waitForFunction(`(async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith('table-'));
    const lists = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    const has = (end) => lists.flat().some(({ url }) => url.endsWith(end));
    return has('.wasm') && has('.woff2');
  })()`);

export const find = async (page: Page, typed: string): Promise<void> => {
  await page.fill('input[type=search]', typed);
  await page.waitForSelector('button.person');
};
/** Found by name without accents; eligible; injected: two touches after the person is found, and the next may come. */
export const dose = async (page: Page, name: string): Promise<void> => {
  await find(page, name.normalize('NFD').replace(/\p{M}/gu, ''));
  await page.click('button.person >> nth=0');
  await page.click('button:has-text("Đủ điều kiện tiêm")');
  await page.click('button:has-text("Đã tiêm mũi 1")');
  await page.waitForSelector(`text=Đã ghi mũi 1 · ${name}`);
};

export const openVial = async (page: Page): Promise<void> => {
  await page.click('text=Chưa chọn vắc xin');
  await page.click(`label:has-text("${LOT}")`);
  await page.click('button:has-text("Mở lọ và dùng")');
  await page.waitForSelector('text=còn 10 liều');
};
export const unsent = (page: Page): Promise<string | null> => page.locator('.head .tag').textContent();

/** A phone on which the vaccinator of the hall (test/support/table.ts) is signed in. */
export async function atTable(window: Running['window'], address: string): Promise<Page> {
  const page = await window({ viewport: PHONE, hasTouch: true });
  await comeToTable(page, address, ['ban-tiem', PASSWORD]);
  return page;
}
