// For whatever Node the machine has: installs the locked packages when they are missing or older than the lock file.
import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = `${root}node_modules/.sotiem-installed`;

export function ensureInstalled() {
  // Packages that another folder owns are not ours to replace: an install would empty them under their owner.
  const borrowed = lstatSync(`${root}node_modules`, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  const lock = statSync(`${root}package-lock.json`).mtimeMs;
  if (!borrowed && (!existsSync(stamp) || statSync(stamp).mtimeMs < lock)) {
    console.log('Đang cài các gói cần thiết… / installing packages…');
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    const { status } = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: root,
      stdio: 'inherit',
    });
    if (status !== 0) process.exit(status ?? 1);
    writeFileSync(stamp, '');
  }
  const pinned = `${root}node_modules/.bin/node`;
  return existsSync(pinned) ? pinned : process.execPath;
}
