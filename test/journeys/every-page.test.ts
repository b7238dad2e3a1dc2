import assert from 'node:assert/strict';
import test from 'node:test';
import { INJECTIONS, listFile, load, RESIDENTS } from '../support/lists.ts';
import { violations } from './axe.ts';
import { DESK, PHONE, type Running, running, sideways, signIn } from './browser.ts';

/** A commune with a complete list, one that misses somebody, an injection list, and a run that was tried. */
async function furnish({ db }: Running): Promise<void> {
  const people = [
    ['Nguyễn Văn An', '01/02/1980', 'Nam', '022080111222', 'Khu phố 1', 'Thường trú', null],
    ['Trần Thị Bình', '31/02/1990', 'Nữ', null, 'Khu phố 1', 'Thường trú', null],
    ['Lê Minh Châu', '05/06/2012', 'Nữ', null, 'Khu phố 2', 'Tạm trú', null],
  ] as const;
  const commune = { source: 'commune', complete: true } as const;
  await load(db, await listFile(RESIDENTS, people), commune);
  await load(db, await listFile(RESIDENTS, people.slice(0, 2)), commune);
  await load(
    db,
    await listFile(INJECTIONS, [
      ['Nguyễn Văn An', '01/02/1980', 'Nam', '022080111222', 'AstraZeneca', '05/06/2021', 'L1', 1],
    ]),
  );
}

const list = [['Phạm Văn Dũng', '31/02/1971', 'Nam', null, 'Khu phố 3', 'Thường trú', null]] as const;

test('each page stands the accessibility check and fits its window, on a desk, on a phone, light and dark', async () => {
  const product = await running();
  await furnish(product);
  const { base, window, db, trouble } = product;
  const page = await window();
  await page.goto(base);
  await page.waitForSelector('h1');
  assert.deepEqual(await violations(page), [], 'sign-in');
  await signIn(page, base, 'xa.hongha');
  await page.goto(`${base}/imports`);
  await page.setInputFiles('input[type=file]', await listFile(RESIDENTS, list, 'thu'));
  assert.deepEqual(await violations(page), [], 'chosen files');
  await page.click('button:has-text("Xem thử")');
  await page.waitForSelector('.cause');
  const run = new URL(page.url()).pathname;
  const [{ id }] = (await db.query(`SELECT id FROM app.person WHERE name = 'Nguyễn Văn An'`)) as [
    { id: string },
  ];
  const pages = [
    '/',
    '/imports',
    run,
    `${run}/columns`,
    '/people',
    `/people/${id}`,
    '/absences',
    '/backlog',
    '/gaps',
    '/due',
    '/coverage',
    '/coverage?unit=193&by=communes',
    '/accounts',
    '/audit',
    '/people?lists=commune',
    '/password',
    '/khong-co-trang-nay',
  ];
  for (const [viewport, colorScheme, paths] of [
    [DESK, 'light', pages],
    [PHONE, 'light', pages],
    [PHONE, 'dark', ['/', run, '/absences', '/coverage']],
  ] as const) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    for (const path of paths) {
      await page.goto(`${base}${path}`);
      await page.waitForSelector('h1, .state');
      await page.waitForSelector('.skeleton', { state: 'detached' });
      await page.waitForTimeout(150);
      if (path === run) await page.click('.cause');
      if (path === '/absences') await page.click('tbody input >> nth=0');
      const where = `${path} ${viewport.width} ${colorScheme}`;
      assert.deepEqual(await violations(page), [], where);
      assert.equal(await sideways(page), 0, `${where} scrolls sideways`);
    }
  }
  await page.context().clearCookies();
  await signIn(page, base, 'quantri');
  for (const path of ['/accounts', '/audit'])
    for (const viewport of [DESK, PHONE]) {
      await page.setViewportSize(viewport);
      await page.goto(`${base}${path}`);
      await page.waitForSelector('table');
      assert.deepEqual(await violations(page), [], `${path} ${viewport.width} administrator`);
      assert.equal(await sideways(page), 0, `${path} scrolls sideways`);
    }
  assert.deepEqual(trouble, []);
});
