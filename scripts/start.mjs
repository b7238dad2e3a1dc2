// `npm start`: install what is missing, build the web application, serve. Runs on Node 20 or later.
import { ensureBuilt } from './ensure-built.mjs';
import { ensureInstalled, root } from './ensure-install.mjs';
import { handOver } from './hand-over.mjs';

const node = ensureInstalled();

ensureBuilt(node);
handOver(
  node,
  ['--disable-warning=ExperimentalWarning', `${root}src/main.ts`, 'serve', ...process.argv.slice(2)],
  { cwd: root, env: { SOTIEM_DEMO: 'on', SOTIEM_SECOND_FACTOR: 'off', ...process.env } },
);
