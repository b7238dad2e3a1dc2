/** A running product and a real browser for one journey file; both are gone after it. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';
import { DEMO_PASSWORD, ensureDemoAccounts } from '../../src/identity/demo-accounts.ts';
import { readConfig } from '../../src/platform/config.ts';
import { serve } from '../../src/server/serve.ts';
import { trainingSpace } from '../../src/server/training-space.ts';
import { testDatabase, tester } from '../support/database.ts';
import { units } from '../support/lists.ts';

export const DESK = { width: 1366, height: 768 } as const;
export const PHONE = { width: 390, height: 844 } as const;

const executablePath =
  process.env.CHROMIUM ??
  ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
    existsSync(path),
  )!;
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export type Running = Readonly<{
  base: string;
  db: Awaited<ReturnType<typeof testDatabase>>;
  /** A fresh window without a session; errors of its pages are gathered in `trouble`. */
  window(options?: BrowserContextOptions): Promise<Page>;
  trouble: readonly string[];
}>;

/** Starts the product on an empty database with the demonstration's accounts. */
export async function running(): Promise<Running> {
  // Stopped before the database closes: hooks run in the order in which they are set.
  let stop = async () => {};
  after(() => stop());
  const db = await testDatabase();
  await ensureDemoAccounts(db, units, tester);
  const config = readConfig({ SOTIEM_DEMO: 'on', SOTIEM_SECOND_FACTOR: 'off', SOTIEM_LOG: 'silent' });
  const training = trainingSpace(config, db.url, units);
  const serving = await serve(config, db, units, { training });
  const base = await serving.server.listen({ port: 0, host: '127.0.0.1' });
  const browser: Browser = await chromium.launch({ executablePath, args: FLAGS });
  stop = async () => {
    await browser.close();
    await serving.stop();
    await training.remove();
  };
  const trouble: string[] = [];
  return {
    base,
    db,
    trouble,
    async window(options = {}) {
      const context = await browser.newContext({ viewport: DESK, locale: 'vi-VN', ...options });
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      page.on('pageerror', (error) => trouble.push(error.message));
      return page;
    },
  };
}

export type Phone = Readonly<{
  /** Opens the browser of this phone; what it kept when it was closed is there again. */
  open(options?: BrowserContextOptions): Promise<BrowserContext>;
}>;

/** A phone whose browser can be closed and opened again: its store is in a folder of its own. */
export function phone(): Phone {
  const folder = mkdtempSync(join(tmpdir(), 'sotiem-phone-'));
  let context: BrowserContext | null = null;
  after(async () => {
    await context?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    async open(options = {}) {
      await context?.close();
      context = await chromium.launchPersistentContext(folder, {
        executablePath,
        args: FLAGS,
        viewport: PHONE,
        locale: 'vi-VN',
        hasTouch: true,
        ...options,
      });
      context.setDefaultTimeout(15_000);
      return context;
    },
  };
}

/** Signs in by the form, as a person does, and waits for the work of the day. */
export async function signIn(page: Page, base: string, username: string): Promise<void> {
  await page.goto(base);
  await page.fill('input[name=username]', username);
  await page.fill('input[name=password]', DEMO_PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForSelector('h1:has-text("Chào")');
}

/** How far the page scrolls sideways, in pixels: 0 on a page that fits. */
export const sideways = (page: Page): Promise<number> =>
  page.evaluate<number>(
    'Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)',
  );
