import assert from 'node:assert/strict';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import test, { after } from 'node:test';
import { hall } from '../support/table.ts';
import { running } from './browser.ts';
import { atTable, dose, find, onDevice, openVial, unsent } from './table-steps.ts';

/** The server as it is after an update, on a link by which pages come and the API may not. */
async function link(base: string) {
  const state = { api: true, next: false };
  const server = createServer((incoming, outgoing) => {
    if (!state.api && incoming.url!.startsWith('/api/')) return void incoming.socket.destroy();
    const worker = incoming.url === '/table-worker.js';
    const { method, headers } = incoming;
    const onward = request(`${base}${incoming.url}`, { method, headers: worker ? {} : headers }, (answer) => {
      if (!worker || !state.next) {
        outgoing.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(outgoing);
        return;
      }
      const { 'content-length': _, ...kept } = answer.headers;
      outgoing.writeHead(200, kept);
      answer.setEncoding('utf8');
      // Another version: its cache has another name.
      void answer
        .toArray()
        .then((parts) => outgoing.end(parts.join('').replace(/(?<=["`])[0-9a-f]{12}(?=["`])/, 'next')));
    });
    onward.on('error', () => incoming.socket.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  after(() => server.closeAllConnections());
  after(() => server.close());
  return { state, base: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

test('the table is updated, refused and full', async (t) => {
  const { base, db, window, trouble } = await running();
  const { sessionId, people } = await hall(db, 40);
  await t.test(
    'a new version is offered, not forced; taken without a line and with unsent doses, it loses nothing and lacks nothing',
    async () => {
      const [first, second] = people;
      const { state, base: address } = await link(base);
      const page = await atTable(window, `${address}/table?session=${sessionId}`);
      await openVial(page);
      await onDevice(page);

      // In the middle of a dose, with another one unsent.
      state.api = false;
      await dose(page, first!.name);
      await find(page, second!.name);
      await page.click('button.person >> nth=0');
      await page.click('button:has-text("Đủ điều kiện tiêm")');
      await page.waitForSelector('button:has-text("Đã tiêm mũi 1")');
      state.next = true;
      await page.evaluate(`(async () => {
    window.stayed = true;
    const registration = await navigator.serviceWorker.getRegistration('/table');
    await registration.update();
    while (registration.waiting === null) await new Promise((resolve) => setTimeout(resolve, 50));
  })()`);
      assert.equal(await page.evaluate('window.stayed'), true, 'nothing is forced');
      await page.context().setOffline(true);
      await page.click('button:has-text("Đã tiêm mũi 1")');
      await page.waitForSelector(`text=Đã ghi mũi 1 · ${second!.name}`);
      const before = await unsent(page);
      assert.match(before!, /^\d+ mục chưa gửi$/);

      await page.click('nav button:has-text("Buổi tiêm")');
      await page.click('button:has-text("Dùng bản mới")');
      await page.waitForFunction(() => !('stayed' in globalThis));
      await page.waitForSelector('.head .tag');
      assert.equal(await unsent(page), before);
      assert.equal(await page.locator('text=Có bản mới').count(), 0);
      for (const [screen, there] of [
        ['add', 'input[name=birth]'],
        [`screening/${second!.id}`, 'legend'],
        ['device', 'dl.facts'],
      ] as const) {
        await page.goto(`${address}/table#/${screen}`);
        await page.waitForSelector(there);
      }
      state.api = true;
      await page.context().setOffline(false);
      await page.goto(`${address}/table#/find`);
      await page.waitForSelector('text=Đã gửi hết');
      assert.equal((await db.query('SELECT 1 FROM app.injection')).length, 2);
      assert.deepEqual(trouble, []);
    },
  );

  await t.test(
    'a browser that refuses to write says so; a full device keeps the person before one, and takes the dose when it can',
    async () => {
      const refused = await window();
      await refused.addInitScript(
        `IDBFactory.prototype.open = () => { throw new DOMException('refused', 'SecurityError'); };`,
      );
      await refused.goto(`${base}/table`);
      await refused.waitForSelector('text=không cho ghi lên máy');

      const page = await atTable(window, `${base}/table?session=${sessionId}`);
      await openVial(page);
      await find(page, people[2]!.name);
      await page.click('button.person >> nth=0');
      await page.click('button:has-text("Đủ điều kiện tiêm")');
      await page.waitForSelector('button:has-text("Đã tiêm mũi 1"):enabled');
      await page.evaluate(`(() => {
    const { put } = IDBObjectStore.prototype;
    window.free = () => (IDBObjectStore.prototype.put = put);
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  })()`);
      await page.click('button:has-text("Đã tiêm mũi 1")');
      await page.waitForSelector('text=Máy không ghi được');
      await page.evaluate('window.free()');
      await page.click('button:has-text("Đã tiêm mũi 1")');
      await page.waitForSelector('text=Đã ghi mũi 1');

      // To the list of sessions and back without a line: the session that is here is not given up.
      await page.context().setOffline(true);
      await page.click('nav button:has-text("Buổi tiêm")');
      await page.click('button:has-text("Đổi buổi tiêm")');
      await page.click('button:has-text("Quay lại")');
      await page.waitForSelector('.head .tag');
    },
  );
});
