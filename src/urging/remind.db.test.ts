import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import test, { after } from 'node:test';
import { SMTPServer } from 'smtp-server';
import { testDatabase, tester } from '../../test/support/database.ts';
import { units } from '../../test/support/lists.ts';
import { saveDirective } from '../duties/save-directive.ts';
import { contentSchema } from '../duties/schema.ts';
import type { Role } from '../identity/access.ts';
import { createAccount } from '../identity/accounts.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { momentOf } from '../kernel/vietnam-time.ts';
import { readConfig } from '../platform/config.ts';
import type { Database } from '../platform/database.ts';
import { putContact } from './contact-store.ts';
import { NO_CONTACT } from './contract.ts';
import { deliver, openWays, type Ways } from './deliver.ts';
import { findMessages } from './message-store.ts';
import { type Reminded, remind } from './remind.ts';
import { putRule, SHIPPED_RULE } from './rule-store.ts';

const DAY = '2021-12-16' as PlainDate;
const MORNING = new Date(momentOf(DAY, '07:45'));
const SECRET = 'khoa-bi-mat-cua-cong-tin';
const province = units.byCode('22', DAY);

/** A database with one daily item that communes owe since the 14th, and a clerk in two of them, a district and the department. */
async function begun(): Promise<{ db: Database; ids: Record<string, string> }> {
  const db = await testDatabase();
  const ids: Record<string, string> = {};
  for (const [username, role, code] of [
    ['xa.hongha', 'commune-clerk', '06697'],
    ['xa.kecan', 'commune-clerk', '06676'],
    ['huyen', 'district-committee', '193'],
    ['so', 'information-department', '22'],
  ] as const satisfies readonly (readonly [string, Role, string])[])
    ids[username] = await createAccount(db, tester, {
      username,
      displayName: username,
      password: 'mot-mat-khau-dai',
      mustChange: false,
      grants: [{ role, unitId: units.byCode(code, DAY).id }],
    });
  // Grants hold from now on, which is after the days that are told of.
  await db.query(`UPDATE app.role_grant SET valid_from = '2021-12-01'`);
  const content = contentSchema.parse({
    number: '1/CĐ',
    issuedOn: '2021-12-14',
    issuer: 'UBND tỉnh',
    signer: 'Chủ tịch',
    summary: 'Báo cáo',
    items: [
      {
        id: 'ngay',
        number: '1',
        title: 'Báo cáo ngày',
        owners: { levels: ['commune'], facilities: false, roles: ['commune-clerk'] },
        form: 'free_text',
        schedule: { kind: 'daily', time: '16:00' },
        from: '2021-12-14',
        until: null,
      },
    ],
  });
  await saveDirective(
    db,
    units,
    tester,
    { id: 'cd-1', unitId: province.id, content, file: null },
    new Date(momentOf('2021-12-14' as PlainDate, '08:00')),
  );
  return { db, ids };
}

const run = (
  db: Database,
  channels: Ways['channels'] = [],
  now = MORNING,
  more: { dry?: boolean; onTime?: boolean } = {},
): Promise<Reminded[]> =>
  remind(db, units, tester, {
    now,
    at: now,
    channels,
    mode: more.dry ? 'dry-run' : 'commit',
    onTime: more.onTime ?? false,
  });

type Mail = { to: string; text: string };
/** A real mail server in this process; `fate` decides over each recipient. */
async function mailServer(
  fate: { refuse: Record<string, number> } = { refuse: {} },
): Promise<{ url: string; mails: Mail[] }> {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo({ address }, _session, done) {
      const code = fate.refuse[address];
      done(code === undefined ? null : Object.assign(new Error(`no ${address}`), { responseCode: code }));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        for (const { address } of session.envelope.rcptTo)
          mails.push({ to: address, text: Buffer.concat(chunks).toString('utf8') });
        done();
      });
    },
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', () => ready()));
  after(() => new Promise<void>((done) => server.close(() => done())));
  return { url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`, mails };
}

type Call = { headers: IncomingMessage['headers']; body: string };
/** A real gateway in this process; answers with the statuses given, then 200. */
async function gateway(...statuses: number[]): Promise<{ url: string; calls: Call[] }> {
  const calls: Call[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      calls.push({ headers: request.headers, body });
      response.writeHead(statuses.shift() ?? 200, { location: 'http://127.0.0.1:1/' }).end('ok');
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', () => ready()));
  after(() => new Promise<void>((done) => server.close(() => done())));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/gui`, calls };
}

const ways = (env: Record<string, string>): Ways => {
  const open = openWays(readConfig({ SOTIEM_MAIL_FROM: 'Sổ Tiêm <so@tinh.vn>', ...env }));
  after(() => open.close());
  return open;
};
const deliveries = (db: Database) =>
  db.query<{ channel: string; state: string; tries: { answer: string }[]; next_at: Date }>(
    'SELECT channel, state, tries, next_at FROM app.message_delivery ORDER BY channel, address',
  );

test('one message a person and day, however often and from wherever it is asked for; a dry run keeps nothing', async () => {
  const { db, ids } = await begun();
  assert.deepEqual(
    (await run(db, [], MORNING, { dry: true })).map(({ username, digest }) => [
      username,
      digest.late.length,
      digest.dueToday.length,
      digest.escalated.length,
    ]),
    [
      // 14 December is late for 39 hours, which is more than a day: it climbs to the district.
      ['huyen', 0, 0, units.communesUnder(units.byCode('193', DAY).id, DAY).length],
      ['xa.hongha', 2, 1, 0],
      ['xa.kecan', 2, 1, 0],
    ],
  );
  assert.deepEqual(await db.query('SELECT 1 FROM app.message'), []);
  const twice = await Promise.all([run(db), run(db), run(db)]);
  assert.equal(twice.flat().length, 3, 'three at once told three people');
  assert.deepEqual(await run(db), []);
  assert.equal((await findMessages(db, ids['xa.hongha']!, 10)).length, 1);
  assert.deepEqual(await findMessages(db, ids.so!, 10), [], 'nothing is three days late');
  // The next day is another message.
  assert.equal((await run(db, [], new Date(momentOf('2021-12-17' as PlainDate, '07:45')))).length, 3);
  // After three days the department too.
  assert.equal((await run(db, [], new Date(momentOf('2021-12-18' as PlainDate, '07:45')))).length, 4);
});

test('who opted out is told of returns only; a closed account of nothing', async () => {
  const { db, ids } = await begun();
  await putContact(db, tester, ids['xa.hongha']!, { ...NO_CONTACT, information: false });
  await db.query('UPDATE app.account SET disabled = true WHERE id = $1', [ids['xa.kecan']]);
  assert.deepEqual(
    (await run(db)).map(({ username }) => username),
    ['huyen'],
  );
});

test('by itself it tells at the time that the province set, and not at night', async () => {
  const { db } = await begun();
  const at = (time: string) => run(db, [], new Date(momentOf(DAY, time)), { onTime: true });
  assert.deepEqual(await at('07:29'), []);
  assert.deepEqual(await at('21:00'), []);
  await putRule(db, tester, province.id, { ...SHIPPED_RULE, sendAt: '09:00' }, MORNING);
  assert.deepEqual(await at('08:59'), []);
  assert.equal((await at('09:00')).length, 3);
});

test('e-mail goes out once by a real mail server, with what is theirs and nothing else', async () => {
  const { db, ids } = await begun();
  const { url, mails } = await mailServer();
  const open = ways({ SOTIEM_SMTP_URL: url });
  await putContact(db, tester, ids['xa.hongha']!, {
    ...NO_CONTACT,
    email: 'hongha@xa.vn',
    phone: '0912345679',
  });
  await putContact(db, tester, ids.huyen!, { ...NO_CONTACT, email: 'huyen@tinh.vn', byEmail: false });
  const told = await run(db, open.channels);
  assert.deepEqual(
    told.map(({ username, channels }) => [username, channels]),
    [
      ['huyen', []],
      ['xa.hongha', ['email']],
      ['xa.kecan', []],
    ],
  );
  const clock = () => MORNING;
  // Two workers at once, and again: sent once.
  await Promise.all([deliver(db, units, open, clock), deliver(db, units, open, clock)]);
  assert.deepEqual(await deliver(db, units, open, clock), { sent: 0, failed: 0 });
  assert.equal(mails.length, 1);
  assert.equal(mails[0]!.to, 'hongha@xa.vn');
  assert.match(mails[0]!.text, /^Message-ID: <[0-9a-f-]{36}@tinh\.vn>/m);
  assert.match(mails[0]!.text, /^Auto-Submitted: auto-generated/m);
  const body = Buffer.from(mails[0]!.text.split('\r\n\r\n').slice(1).join(''), 'base64').toString('utf8');
  assert.match(mails[0]!.text.includes('base64') ? body : mails[0]!.text, /Hồng Hà|H=E1=BB=93ng H=C3=A0/);
  assert.doesNotMatch(mails[0]!.text, /Cao Th/);
  assert.deepEqual(
    (await deliveries(db)).map(({ state }) => state),
    ['sent'],
  );
});

test('a mail server that is away or says "later" is asked again, later each time; "never" is final', async () => {
  const { db, ids } = await begun();
  const fate: { refuse: Record<string, number> } = { refuse: { 'hongha@xa.vn': 451, 'kecan@xa.vn': 550 } };
  const { url, mails } = await mailServer(fate);
  await putContact(db, tester, ids['xa.hongha']!, { ...NO_CONTACT, email: 'hongha@xa.vn' });
  await putContact(db, tester, ids['xa.kecan']!, { ...NO_CONTACT, email: 'kecan@xa.vn' });
  let now = MORNING;
  const clock = () => now;
  const away = ways({ SOTIEM_SMTP_URL: 'smtp://127.0.0.1:9' });
  await run(db, away.channels);
  assert.deepEqual(await deliver(db, units, away, clock), { sent: 0, failed: 2 });
  assert.deepEqual(await deliver(db, units, away, clock), { sent: 0, failed: 0 }, 'not at once');
  const open = ways({ SOTIEM_SMTP_URL: url });
  now = new Date(MORNING.getTime() + 60_000);
  assert.deepEqual(await deliver(db, units, open, clock), { sent: 0, failed: 2 });
  const [later, never] = await deliveries(db);
  assert.deepEqual([later!.state, never!.state], ['waiting', 'failed']);
  assert.equal(later!.next_at.getTime() - now.getTime(), 5 * 60_000);
  assert.equal(later!.tries.length, 2);
  assert.doesNotMatch(
    JSON.stringify([later, never]),
    /hongha/,
    'the log keeps no address in what servers say',
  );
  fate.refuse = {};
  now = later!.next_at;
  assert.deepEqual(await deliver(db, units, open, clock), { sent: 1, failed: 0 });
  assert.deepEqual(
    mails.map(({ to }) => to),
    ['hongha@xa.vn'],
  );
});

test('who dies over a delivery leaves it to the next; who dies over the writing leaves nothing', async () => {
  const { db, ids } = await begun();
  const { url, mails } = await mailServer();
  await putContact(db, tester, ids['xa.hongha']!, { ...NO_CONTACT, email: 'hongha@xa.vn' });
  const open = ways({ SOTIEM_SMTP_URL: url });
  // Killed in the middle of the transaction: the connection is cut while the messages are written.
  await db.query(
    `CREATE FUNCTION app.die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$`,
  );
  await db.query(
    'CREATE TRIGGER die BEFORE INSERT ON app.message_delivery FOR EACH ROW EXECUTE FUNCTION app.die()',
  );
  await assert.rejects(run(db, open.channels));
  assert.deepEqual(await db.query('SELECT 1 FROM app.message'), []);
  await db.query('DROP TRIGGER die ON app.message_delivery');
  assert.equal((await run(db, open.channels)).length, 3);
  // Killed after taking it, before sending: it comes back when its time in hand is over, and goes out once.
  const dead: Ways = { ...open, send: () => new Promise(() => {}) };
  void deliver(db, units, dead, () => MORNING);
  await new Promise((done) => setTimeout(done, 200));
  assert.deepEqual(await deliver(db, units, open, () => MORNING), { sent: 0, failed: 0 }, 'still in hand');
  const later = () => new Date(MORNING.getTime() + 200_000);
  assert.deepEqual(await deliver(db, units, open, later), { sent: 1, failed: 0 });
  assert.equal(mails.length, 1);
});

test('the gateway gets a telephone number and a short text, signed, and is asked again', async () => {
  const { db, ids } = await begun();
  const { url, calls } = await gateway(503, 200);
  const open = ways({ SOTIEM_WEBHOOK_URL: url, SOTIEM_WEBHOOK_SECRET: SECRET, SOTIEM_WEBHOOK_PRIVATE: 'on' });
  await putContact(db, tester, ids['xa.hongha']!, {
    ...NO_CONTACT,
    email: 'hongha@xa.vn',
    phone: '+84 912 345 679',
  });
  assert.deepEqual((await run(db, open.channels))[1]!.channels, ['sms']);
  let now = MORNING;
  assert.deepEqual(await deliver(db, units, open, () => now), { sent: 0, failed: 1 });
  now = new Date(MORNING.getTime() + 60_000);
  assert.deepEqual(await deliver(db, units, open, () => now), { sent: 1, failed: 0 });
  const [first, second] = calls.map(({ headers, body }) => ({
    headers,
    body: JSON.parse(body) as Record<string, string>,
    raw: body,
  }));
  assert.deepEqual(Object.keys(second!.body).sort(), ['id', 'text', 'to']);
  assert.equal(second!.body.to, '0912345679');
  assert.match(second!.body.text!, /2 việc quá hạn, 1 việc đến hạn hôm nay/);
  assert.equal(first!.headers['idempotency-key'], second!.headers['idempotency-key']);
  const stamp = second!.headers['x-sotiem-timestamp'];
  assert.equal(stamp, now.toISOString());
  assert.equal(
    second!.headers['x-sotiem-signature'],
    `sha256=${createHmac('sha256', SECRET).update(`${stamp}.${second!.raw}`).digest('hex')}`,
  );
});

test('no gateway in a private network unless the settings say so, by name or by number; no redirect is followed', async () => {
  const { db, ids } = await begun();
  const { url, calls } = await gateway(302);
  await putContact(db, tester, ids['xa.hongha']!, { ...NO_CONTACT, phone: '0912345679' });
  const closed = ways({ SOTIEM_WEBHOOK_URL: url, SOTIEM_WEBHOOK_SECRET: SECRET });
  await run(db, closed.channels);
  let now = MORNING;
  await deliver(db, units, closed, () => now);
  now = new Date(MORNING.getTime() + 60_000);
  await deliver(
    db,
    units,
    ways({ SOTIEM_WEBHOOK_URL: url.replace('127.0.0.1', 'localhost'), SOTIEM_WEBHOOK_SECRET: SECRET }),
    () => now,
  );
  assert.equal(calls.length, 0);
  now = new Date(MORNING.getTime() + 600_000);
  await deliver(
    db,
    units,
    ways({ SOTIEM_WEBHOOK_URL: url, SOTIEM_WEBHOOK_SECRET: SECRET, SOTIEM_WEBHOOK_PRIVATE: 'on' }),
    () => now,
  );
  const [one] = await deliveries(db);
  assert.deepEqual(
    one!.tries.map(({ answer }) => answer),
    ['private address refused', 'private address refused', 'HTTP 302'],
  );
  assert.equal(one!.state, 'failed');
  assert.throws(() => readConfig({ SOTIEM_WEBHOOK_URL: url }), /config_invalid/);
});
