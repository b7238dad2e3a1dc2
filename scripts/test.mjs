// `npm test`: everything, on a bare machine: packages, web application, browser, checks, tests on both databases, journeys in Chromium.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { ensureBuilt } from './ensure-built.mjs';
import { ensureInstalled, root } from './ensure-install.mjs';

const node = ensureInstalled();
// The journeys walk through what is served: the built application.
ensureBuilt(node);
const browsers = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
if (
  !process.env.CHROMIUM &&
  !browsers.some((path) => existsSync(path)) &&
  existsSync('/usr/bin/apt-get') &&
  process.getuid?.() === 0
) {
  console.log('installing Chromium…');
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit' });
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}
const { status } = spawnSync(
  node,
  ['--disable-warning=ExperimentalWarning', `${root}scripts/run-tests.ts`, ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit' },
);
process.exit(status ?? 1);
