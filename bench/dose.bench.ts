/**
 * One dose at the table with every check, ledger allocation, totals, audit and outbox. Over HTTP on keep-alive connections
 * ≥ 1,000/s with the load generator beside the server, p99 ≤ 50 ms; in SQL ≥ 0.4 × the rate of a bare insert of one row in
 * the same run; all on one lot and in one commune ≥ 0.5 × spread.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { referenceUnits } from '../src/areas/units.ts';
import { createAccount } from '../src/identity/accounts.ts';
import type { Actor } from '../src/kernel/actor.ts';
import { newId } from '../src/kernel/ids.ts';
import type { PlainDate } from '../src/kernel/plain-date.ts';
import type { Database } from '../src/platform/database.ts';
import type { EventOf } from '../src/recording/contract.ts';
import { findKnown } from '../src/recording/dose-facts.ts';
import type { DoseToWrite } from '../src/recording/dose-to-write.ts';
import { STORED } from '../src/recording/event-store.ts';
import { judgeEvent } from '../src/recording/judge-dose.ts';
import { openEdition } from '../src/recording/open-edition.ts';
import { ownSessions } from '../src/recording/own-sessions.ts';
import { WARNINGS } from '../src/recording/rules.ts';
import { takeDose } from '../src/recording/take-dose.ts';
import { writeDose } from '../src/recording/write-dose.ts';
import { foldCounts } from '../src/reports/fold-counts.ts';
import { schedulesOf } from '../src/schedules/load-schedules.ts';
import { serverMilliseconds } from './support/processor-time.ts';
import { provinceRegister } from './support/province-register.ts';
import { median, open, percentile, say, verdict } from './support/report.ts';
import { type BenchServer, benchServer } from './support/server.ts';

const COMMUNES = Number(process.env.BENCH_COMMUNES ?? 6);
const ROWS = Number(process.env.BENCH_ROWS ?? 6_000);
const DOSES = Number(process.env.BENCH_DOSES ?? 3_000);
const CLIENTS = Number(process.env.BENCH_CLIENTS ?? 32);
const PASSWORD = 'mot-mat-khau-dai';
const DAY = '2021-12-14' as PlainDate;
const FACILITY = 'Trạm Y tế';

const units = referenceUnits();
const schedules = schedulesOf([], units);
const actor: Actor = { accountId: null, name: 'bench', onBehalfOf: null, requestId: 'bench', reason: null };
const today = new Date().toISOString().slice(0, 10) as PlainDate;

type Table = { unitId: number; sessionId: string; lot: string; people: string[] };

/** Nobody had a dose yet: the register of the lists before the campaign. */
async function forgetDoses(db: Database): Promise<void> {
  for (const sql of [
    `UPDATE app.source_record SET claim = jsonb_set(claim, '{doses}', '[]') WHERE claim -> 'doses' <> '[]'`,
    'DELETE FROM app.injection',
    'DELETE FROM app.finding',
    'DELETE FROM app.injected_beside',
    'UPDATE app.vaccination_status SET dose1_on = NULL, dose2_on = NULL, dose3_on = NULL, full_on = NULL',
    'UPDATE app.count_unit SET dose1 = 0, dose2 = 0, dose3 = 0, full_series = 0',
    'VACUUM FULL ANALYZE',
  ])
    await db.query(sql);
}

/** A session in each commune, with a lot of its own and grown-ups. */
async function tables(db: Database): Promise<Table[]> {
  const communes = await db.query<{ unitId: number; people: string[] }>(
    `SELECT unit_id AS "unitId", array_agg(id ORDER BY id) AS people FROM app.person p
     WHERE birth_precision = 'day' AND birth_on < '2000-01-01' AND whereabouts = 'here' AND rows_in_review = 0
     GROUP BY unit_id HAVING count(*) > 100 ORDER BY count(*) DESC`,
  );
  return Promise.all(
    communes.map(async ({ unitId, people }, i) => {
      const [sessionId, lot] = [newId(), `LOT${i}`];
      await db.query(
        `INSERT INTO app.table_session (unit_id, id, facility, name, on_day, shift, vaccines, opened_by, opened_at)
         VALUES ($1, $2, $3, 'Buổi', $4, 'sáng', '{astrazeneca}', 'bench', now())`,
        [unitId, sessionId, FACILITY, DAY],
      );
      await db.query(
        `INSERT INTO app.stock_lot (item, lot, expires_on, doses_per_vial, max_doses_per_vial, recorded_by, recorded_at)
         VALUES ('astrazeneca', $1, '2022-12-31', 10, 11, 'bench', now())`,
        [lot],
      );
      await db.query(
        `INSERT INTO app.stock_balance (unit_id, facility, item, lot, on_hand, external) VALUES ($1, $2, 'astrazeneca', $3, 100000, -100000)`,
        [unitId, FACILITY, lot],
      );
      return { unitId, sessionId, lot, people };
    }),
  );
}

const overrides = WARNINGS.filter((code) => code === 'not_screened').map((code) => ({
  code,
  reason: 'đo tốc độ',
}));
const payloadOf = ({ lot }: Table, personId: string) =>
  ({ personId, vaccine: 'astrazeneca', lot, vialId: null, doseKind: null, site: null, overrides }) as const;

/** So many doses of people of the tables, in turn. */
function work(from: readonly Table[], doses: number): { table: Table; personId: string }[] {
  return Array.from({ length: doses }, (_, i) => {
    const table = from[i % from.length]!;
    const personId = table.people.pop();
    if (personId === undefined) throw new Error('too few people: BENCH_ROWS');
    return { table, personId };
  });
}

/** Runs `one` for each item, so many at a time; the rate a second and milliseconds of each. */
async function rate<T>(
  items: readonly T[],
  clients: number,
  one: (item: T, client: number) => Promise<void>,
) {
  const spent: number[] = [];
  let next = 0;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      for (let item = items[next++]; item !== undefined; item = items[next++]) {
        const at = performance.now();
        await one(item, client);
        spent.push(performance.now() - at);
      }
    }),
  );
  return { perSecond: (items.length / (performance.now() - start)) * 1000, spent };
}

/** One keep-alive connection that asks one thing after another: as little work as a client can have. */
class Connection {
  readonly #socket: Socket;
  readonly #head: string;
  #received = '';
  #answer: ((text: string) => void) | null = null;

  constructor(port: number, cookie: string) {
    this.#socket = connect(port, '127.0.0.1').setNoDelay(true).setEncoding('utf8');
    this.#head = `POST /api/v1/recording/doses HTTP/1.1\r\nhost: localhost\r\ncookie: ${cookie}\r\ncontent-type: application/json\r\n`;
    this.#socket.on('data', (chunk: string) => {
      this.#received += chunk;
      const head = this.#received.indexOf('\r\n\r\n');
      const length = Number(/content-length: (\d+)/i.exec(this.#received)?.[1] ?? 0);
      if (head < 0 || Buffer.byteLength(this.#received.slice(head + 4)) < length) return;
      const text = this.#received;
      this.#received = '';
      this.#answer?.(text);
    });
  }

  post(body: object): Promise<string> {
    const text = JSON.stringify(body);
    this.#socket.write(`${this.#head}content-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
    return new Promise((answer) => {
      this.#answer = answer;
    });
  }

  end(): void {
    this.#socket.destroy();
  }
}

/** The real server, in a process of its own. */
function startServer(url: string): Promise<{ child: ChildProcess; port: number }> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, '../src/main.ts'), 'serve'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, DATABASE_URL: url, PORT: '0', HOST: '127.0.0.1', SOTIEM_SECOND_FACTOR: 'off' },
    },
  );
  return new Promise((done, failed) => {
    let told = '';
    child.stdout!.on('data', (chunk) => {
      told += chunk;
      const port = /http:\/\/localhost:(\d+)/.exec(told)?.[1];
      if (port !== undefined) done({ child, port: Number(port) });
    });
    child.once('exit', () => failed(new Error(`the server ended: ${told}`)));
  });
}

/** Milliseconds that the server, the database's processes and this one have used. */
async function processorTime(db: Database, server: number): Promise<[number, number, number]> {
  const backends = await db.query<{ pid: number }>('SELECT pid FROM pg_stat_activity');
  const own = process.cpuUsage();
  return [
    serverMilliseconds(server),
    backends.reduce((sum, { pid }) => sum + serverMilliseconds(pid), 0),
    (own.user + own.system) / 1000,
  ];
}

async function overHttp(db: Database, url: string, all: readonly Table[]) {
  for (const { unitId } of all)
    await createAccount(db, actor, {
      username: `tram.${unitId}`,
      displayName: `tram.${unitId}`,
      password: PASSWORD,
      mustChange: false,
      grants: [{ role: 'health-station', unitId }],
    });
  const { child, port } = await startServer(url);
  try {
    const base = `http://127.0.0.1:${port}/api/v1`;
    const ask = (path: string, body: object, cookie = '') =>
      fetch(`${base}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie },
        body: JSON.stringify(body),
      });
    const signed = new Map<Table, { cookie: string; deviceId: string }>();
    for (const table of all) {
      const response = await ask('/sign-in', { username: `tram.${table.unitId}`, password: PASSWORD });
      const cookie = response.headers.get('set-cookie')!.split(';')[0]!;
      const device = (await (await ask('/recording/devices', { name: 'Bàn' }, cookie)).json()) as {
        deviceId: string;
      };
      signed.set(table, { cookie, deviceId: device.deviceId });
    }
    const measure = async (from: readonly Table[], doses: number) => {
      const open = new Map<string, Connection>();
      const result = await rate(work(from, doses), CLIENTS, async ({ table, personId }, client) => {
        const { cookie, deviceId } = signed.get(table)!;
        const key = `${client} ${table.sessionId}`;
        const connection = open.get(key) ?? new Connection(port, cookie);
        open.set(key, connection);
        const event = {
          id: newId(),
          sessionId: table.sessionId,
          at: `${DAY}T03:00:00Z`,
          payload: payloadOf(table, personId),
        };
        const answer = await connection.post({ deviceId, event });
        if (!answer.includes('"result":"stored"')) throw new Error(answer.slice(-600));
      });
      for (const connection of open.values()) connection.end();
      return result;
    };
    await measure(all, 600);
    const before = await processorTime(db, child.pid!);
    const spread = await measure(all.slice(1), DOSES);
    const after = await processorTime(db, child.pid!);
    const used = after.map((ms, i) => (ms - before[i]!) / DOSES);
    return { spread, used, one: await measure(all.slice(0, 1), DOSES) };
  } finally {
    child.kill('SIGTERM');
  }
}

/** By turns on the same connections: a bare insert of one row of a dose, the writing of doses judged before, whole doses. */
async function inSql(db: Database, all: readonly Table[]) {
  const sessions = ownSessions(db, units);
  await db.query('CREATE TABLE bench_bare (LIKE app.injection INCLUDING ALL)');
  const known = new Map(
    await Promise.all(all.map(async (table) => [table, (await sessions.find(table.sessionId))!] as const)),
  );
  for (const session of known.values()) await openEdition(db, actor, session);
  const origin = { deviceId: newId(), accountId: newId(), author: 'bench' };
  type Item = ReturnType<typeof work>[number];
  const eventOf = ({ table, personId }: Item): EventOf<'dose_given'> => ({
    id: newId(),
    sequence: 0,
    sessionId: table.sessionId,
    at: `${DAY}T03:00:00Z`,
    kind: 'dose_given',
    payload: { ...payloadOf(table, personId), overrides: [...overrides] },
  });
  const whole = async (item: Item) => {
    const handing = {
      db,
      schedules,
      session: known.get(item.table)!,
      origin,
      actor,
      mode: 'ask',
    } as const;
    const answer = await takeDose(handing, eventOf(item));
    if (answer.result !== 'stored') throw new Error(JSON.stringify(answer));
  };
  const judged = async (item: Item): Promise<DoseToWrite> => {
    const event = eventOf(item);
    const session = known.get(item.table)!;
    const found = await findKnown(db, {
      session,
      event,
      personId: item.personId,
      deviceId: origin.deviceId,
    });
    const judgement = judgeEvent(event, session, found.person!, found, schedules);
    const now = new Date().toISOString();
    return {
      event,
      session,
      origin,
      actor,
      person: found.person!,
      judged: judgement,
      fate: STORED,
      conflict: null,
      now,
    };
  };
  const written = async (dose: DoseToWrite) => {
    if ((await writeDose(db, dose)) !== 'written') throw new Error('not written');
  };
  const bare = async ({ table, personId }: Item) => {
    await db.pool.query({
      name: 'bench-bare',
      text: `INSERT INTO bench_bare (person_id, id, campaign, dose_no, kind, vaccine, lot, given_on, place, validity, entered, record_ids, version, updated_at)
        VALUES ($1, $2, 'covid-19', 1, 'primary', 'astrazeneca', $3, $4, $5, 'valid', 'live', ARRAY[$2::uuid], 1, $6)`,
      values: [personId, newId(), table.lot, DAY, FACILITY, new Date().toISOString()],
    });
  };
  const rounds: { bare: number; written: number; whole: number }[] = [];
  for (let i = 0; i < 4; i++) {
    const items = work(all.slice(1), DOSES / 4);
    const ready = await Promise.all(items.map(judged));
    const round = {
      bare: (await rate(items, CLIENTS, bare)).perSecond,
      written: (await rate(ready, CLIENTS, written)).perSecond,
      whole: (await rate(work(all.slice(1), DOSES / 4), CLIENTS, whole)).perSecond,
    };
    if (i > 0) rounds.push(round);
  }
  const of = (what: keyof (typeof rounds)[number]): number => median(rounds.map((one) => one[what]));
  return { bare: of('bare'), written: of('written'), whole: of('whole') };
}

async function measured(server: BenchServer): Promise<void> {
  const register = await provinceRegister(server, units, COMMUNES, ROWS);
  await register.db.close();
  const { db } = await server.clone(register.name, 'bench_dose');
  try {
    await foldCounts(db, actor, today);
    await forgetDoses(db);
    const all = await tables(db);
    open(`One dose with every check, ${DOSES} doses by ${CLIENTS} clients in ${all.length} communes`);
    const sql = await inSql(db, all);
    const share = sql.written / sql.bare;
    verdict(
      `in SQL ${sql.written.toFixed(0)}/s, ${share.toFixed(2)} × a bare insert of one row (${sql.bare.toFixed(0)}/s)`,
      share >= 0.4,
      '≥ 0.4 ×, goal 0.7',
    );
    say(
      `       with what is asked and judged before it ${sql.whole.toFixed(0)}/s, ${(sql.whole / sql.bare).toFixed(2)} ×`,
    );
    const url = (db.pool.options as { connectionString: string }).connectionString;
    const { spread, one, used } = await overHttp(db, url, all);
    const p99 = percentile(spread.spent, 0.99);
    verdict(`over HTTP ${spread.perSecond.toFixed(0)}/s`, spread.perSecond >= 1000, '≥ 1,000/s, goal 2,500');
    verdict(
      `median ${median(spread.spent).toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`,
      p99 <= 50,
      'p99 ≤ 50 ms',
    );
    const [server, database, client] = used as [number, number, number];
    const whole = server + database + client;
    say(
      `       processor time of a dose ${whole.toFixed(2)} ms: server ${server.toFixed(2)}, database ${database.toFixed(2)}, load generator ${client.toFixed(2)}; two cores that do nothing else have room for ${(2000 / whole).toFixed(0)}/s`,
    );
    const lone = one.perSecond / spread.perSecond;
    verdict(
      `one lot and one commune ${one.perSecond.toFixed(0)}/s, ${lone.toFixed(2)} × spread`,
      lone >= 0.5,
      '≥ 0.5 ×',
    );
    say(
      `       ${(await db.query<{ n: number }>('SELECT count(*)::int AS n FROM app.table_event'))[0]!.n} doses stored`,
    );
  } finally {
    await db.close();
  }
}

const server = await benchServer();
try {
  await measured(server);
} finally {
  await server.stop();
}
