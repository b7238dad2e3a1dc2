// Builds the web application when it is missing or older than what it is made of.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { root } from './ensure-install.mjs';

const newest = (folder) =>
  Math.max(
    0,
    ...readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => statSync(`${entry.parentPath ?? entry.path}/${entry.name}`).mtimeMs),
  );

/** `node` is the pinned one. Ends the process with the builder's status when it cannot be built. */
export function ensureBuilt(node) {
  const built = `${root}dist/web/index.html`;
  const sources = Math.max(newest(`${root}src`), newest(`${root}locales`));
  if (existsSync(built) && statSync(built).mtimeMs >= sources) return;
  console.log('Đang dựng giao diện… / building the web application…');
  const vite = `${root}node_modules/vite/bin/vite.js`;
  const config = `${root}src/web/vite.config.ts`;
  const { status } = spawnSync(node, [vite, 'build', '--config', config, '--logLevel', 'warn'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}
