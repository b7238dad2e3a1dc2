// `npm start`: install what is missing, build the web application, serve. Runs on Node 20 or later.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { ensureInstalled, root } from './ensure-install.mjs';
import { handOver } from './hand-over.mjs';

const node = ensureInstalled();

const newest = (folder) =>
  Math.max(
    0,
    ...readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => statSync(`${entry.parentPath ?? entry.path}/${entry.name}`).mtimeMs),
  );
const built = `${root}dist/web/index.html`;
if (
  !existsSync(built) ||
  statSync(built).mtimeMs < Math.max(newest(`${root}src/web`), newest(`${root}locales`))
) {
  console.log('Đang dựng giao diện… / building the web application…');
  const { status } = spawnSync(
    node,
    [
      `${root}node_modules/vite/bin/vite.js`,
      'build',
      '--config',
      `${root}src/web/vite.config.ts`,
      '--logLevel',
      'warn',
    ],
    { cwd: root, stdio: 'inherit' },
  );
  if (status !== 0) process.exit(status ?? 1);
}

handOver(
  node,
  ['--disable-warning=ExperimentalWarning', `${root}src/main.ts`, 'serve', ...process.argv.slice(2)],
  { cwd: root, env: { SOTIEM_DEMO: 'on', SOTIEM_SECOND_FACTOR: 'off', ...process.env } },
);
