// For whatever Node the machine has: installs the locked packages when they are missing or older than the lock file.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = `${root}node_modules/.sotiem-installed`;

export function ensureInstalled() {
  const lock = statSync(`${root}package-lock.json`).mtimeMs;
  if (!existsSync(stamp) || statSync(stamp).mtimeMs < lock) {
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
