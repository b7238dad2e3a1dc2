/**
 * Who is who among a million people, from rows in PostgreSQL to committed clusters, against DuckDB running the same
 * model and blocking as SQL in the same run on the same rows (its load left out, and it commits nothing); how the time
 * grows; what one form costs; and who is right more often.
 *
 * `BENCH_PEOPLE` (default 1,000,000) records, `BENCH_SIZES` (default 100000,300000,1000000,3000000) for the growth,
 * `BENCH_ROUNDS` (default 3). `BENCH_DATA` or `DATABASE_URL`: where PostgreSQL is.
 */
import { once } from 'node:events';
import { createWriteStream, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { LinkIndex } from '../src/linkage/link-index.ts';
import { type LinkResult, linkRecords } from '../src/linkage/link-records.ts';
import type { Model } from '../src/linkage/model.ts';
import { PEOPLE_IN_BLOCK, PERSON_FIELDS, PERSON_RULES } from '../src/linkage/person-schema.ts';
import type { LinkRecord } from '../src/linkage/schema.ts';
import type { Database } from '../src/platform/database.ts';
import { scorePartition, toldTwice } from '../test/support/told-twice.ts';
import { linkInDuckDB, peerResult } from './support/duckdb-linkage.ts';
import { emptyClusters, fillTables, linkInPostgres } from './support/linkage-tables.ts';
import { serverMilliseconds } from './support/processor-time.ts';
import { median, open, percentile, say, seconds, timed, verdict } from './support/report.ts';
import { benchServer } from './support/server.ts';

const PEOPLE = Number(process.env.BENCH_PEOPLE ?? 1_000_000);
const SIZES = (process.env.BENCH_SIZES ?? '100000,300000,1000000,3000000').split(',').map(Number);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const SEED = 20_211_214;
const TRAINED_ON = 100_000;
const number = (value: number): string => value.toLocaleString('en');

/** Milliseconds by the clock, and of all cores: a busy machine stretches the first. */
type Cost = Readonly<{ clock: number; cores: number }>;

async function costOf(work: () => Promise<unknown>): Promise<Cost> {
  const before = process.cpuUsage();
  const clock = await timed(work);
  const { user, system } = process.cpuUsage(before);
  return { clock, cores: (user + system) / 1000 };
}

/** From rows to committed clusters; the server's processor time counts too. */
async function linkOnce(db: Database, model: Model): Promise<{ result: LinkResult; cost: Cost }> {
  await emptyClusters(db);
  let [result, server, before]: [LinkResult | null, number, number] = [null, 0, 0];
  const { clock, cores } = await costOf(async () => {
    result = await linkInPostgres(db, model, (id) => {
      server = id;
      before = serverMilliseconds(id);
    });
  });
  return { result: result!, cost: { clock, cores: cores + serverMilliseconds(server) - before } };
}

const spent = ({ clock, cores }: Cost): string => `${seconds(clock)} (cores ${seconds(cores)})`;

const groupOf = ({ table, clusters }: LinkResult): Map<string, number> =>
  new Map([...table.ids].map((id, i) => [id, clusters[i]!]));

const shown = ({ precision, recall, f1 }: ReturnType<typeof scorePartition>): string =>
  `precision ${precision.toFixed(5)}, recall ${recall.toFixed(4)}, F1 ${f1.toFixed(4)}`;

/** The model learned from this list: its keys and thresholds are those of its size. */
async function modelFor(records: readonly LinkRecord[]): Promise<{ model: Model; milliseconds: number }> {
  let model: Model | null = null;
  const milliseconds = await timed(async () => {
    const options = { rules: PERSON_RULES, mostInBlock: PEOPLE_IN_BLOCK };
    ({ model } = await linkRecords(PERSON_FIELDS, records, options));
  });
  return { model: model!, milliseconds };
}

async function loadDuckDB(records: readonly LinkRecord[]) {
  const path = join(tmpdir(), `sotiem-bench-${process.pid}.csv`);
  const out = createWriteStream(path);
  out.write(`rid,${PERSON_FIELDS.map(({ name }) => name).join(',')}\n`);
  for (const [rid, { values }] of records.entries())
    if (!out.write(`${rid},${values.map((value) => value ?? '').join(',')}\n`)) await once(out, 'drain');
  out.end();
  await once(out, 'finish');
  const instance = await DuckDBInstance.create(':memory:');
  const db = await instance.connect();
  const columns = PERSON_FIELDS.map(({ name }) => `nullif(${name}, '') AS ${name}`).join(', ');
  await db.run(
    `CREATE TABLE raw AS SELECT rid::INTEGER AS rid, ${columns} FROM read_csv('${path}', header = true, all_varchar = true)`,
  );
  rmSync(path);
  const close = (): void => {
    db.closeSync();
    instance.closeSync();
  };
  return { db, close };
}

async function againstDuckDB(db: Database): Promise<void> {
  open(`Who is who among ${number(PEOPLE)} records, against the same model and blocking as SQL`);
  const { records, person } = toldTwice(PEOPLE, SEED);
  const { model, milliseconds: whole } = await modelFor(records);
  await fillTables(db, records);
  say(`with the model learned from these records: ${seconds(whole)}`);
  const [ours, theirs]: [Cost[], Cost[]] = [[], []];
  const quality = { ours: 0, theirs: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    const { result, cost } = await linkOnce(db, model);
    ours.push(cost);
    const { db: duck, close } = await loadDuckDB(records);
    theirs.push(await costOf(() => linkInDuckDB(duck, model)));
    const peer = await peerResult(
      duck,
      records.map(({ id }) => id),
    );
    close();
    say(`round ${round + 1}: ours ${spent(ours.at(-1)!)}, DuckDB ${spent(theirs.at(-1)!)}`);
    if (round > 0) continue;
    const [a, b] = [scorePartition(groupOf(result), person), scorePartition(peer.cluster, person)];
    [quality.ours, quality.theirs] = [a.f1, b.f1];
    say(`ours   ${number(result.scan.pairs)} pairs, ${shown(a)}`);
    say(`DuckDB ${number(peer.pairs)} pairs, ${shown(b)}`);
  }
  const ratioOf = (what: keyof Cost): number =>
    median(ours.map((cost) => cost[what])) / median(theirs.map((cost) => cost[what]));
  const ratio = ratioOf('clock');
  say(`on all cores: ${ratioOf('cores').toFixed(2)} × DuckDB's processor time`);
  verdict(`${ratio.toFixed(2)} × DuckDB's time`, ratio <= 1, '≤ 1.0, goal 0.5');
  verdict(
    `F1 ${quality.ours.toFixed(4)} against ${quality.theirs.toFixed(4)}`,
    quality.ours >= quality.theirs,
    'equal or better',
  );
}

async function growth(db: Database): Promise<void> {
  open('How the time grows');
  const points: [number, number][] = [];
  for (const size of SIZES) {
    const { milliseconds, cores, memory } = await growthPoint(db, size);
    say(
      `${number(size).padStart(10)} records ${seconds(milliseconds).padStart(9)} (cores ${seconds(cores)}), ${number(memory)} MB`,
    );
    points.push([Math.log(size), Math.log(milliseconds)]);
  }
  const mean = (at: 0 | 1): number => points.reduce((sum, point) => sum + point[at], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const slope =
    points.reduce((sum, [p, q]) => sum + (p - x) * (q - y), 0) /
    points.reduce((sum, [p]) => sum + (p - x) ** 2, 0);
  verdict(`growth exponent ${slope.toFixed(3)}`, slope <= 1.05, '≤ 1.05');
}

/** The median of the rounds, after one that warms caches and compiled code and is not counted. */
async function growthPoint(db: Database, size: number) {
  const { records } = toldTwice(size, SEED);
  const { model } = await modelFor(records);
  await fillTables(db, records);
  records.length = 0;
  const costs: Cost[] = [];
  let memory = 0;
  for (let round = 0; round <= ROUNDS; round++) {
    const { cost } = await linkOnce(db, model);
    if (round > 0) costs.push(cost);
    memory = Math.max(memory, Math.round(process.memoryUsage.rss() / 2 ** 20));
  }
  const middle = (what: keyof Cost): number => median(costs.map((cost) => cost[what]));
  return { milliseconds: middle('clock'), cores: middle('cores'), memory };
}

async function oneForm(): Promise<void> {
  open('One form against many known people');
  const { model } = await modelFor(toldTwice(TRAINED_ON, SEED + 1).records);
  for (const size of [100_000, Math.min(1_000_000, PEOPLE)]) {
    const { records } = toldTwice(size, SEED);
    const index = new LinkIndex(model);
    const build = await timed(async () => {
      for (const record of records) index.add(record);
    });
    const times: number[] = [];
    for (let k = 0; k < 2_000; k++) {
      const { values } = records[(k * 499) % records.length]!;
      times.push(await timed(async () => index.candidates(values, 5)));
    }
    const slow = percentile(times, 0.99);
    say(`${number(size)} known: added at ${number(Math.round(size / (build / 1000)))} a second`);
    verdict(
      `suggestions in ${median(times).toFixed(3)} ms, 99 % within ${slow.toFixed(2)} ms`,
      slow < 100,
      '< 100 ms',
    );
  }
}

const server = await benchServer();
try {
  const { db } = await server.database('bench_linkage');
  await againstDuckDB(db);
  await growth(db);
  await db.close();
  await server.drop('bench_linkage');
} finally {
  await server.stop();
}
await oneForm();
