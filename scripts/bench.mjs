// `npm run bench [NAME…]`: the benchmarks of bench/, one after the other.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { ensureInstalled, root } from './ensure-install.mjs';

const node = ensureInstalled();
const wanted = process.argv.slice(2);
for (const file of readdirSync(`${root}bench`)
  .filter(
    (name) =>
      name.endsWith('.bench.ts') && (wanted.length === 0 || wanted.some((word) => name.includes(word))),
  )
  .sort())
  spawnSync(node, ['--disable-warning=ExperimentalWarning', `${root}bench/${file}`], {
    cwd: root,
    stdio: 'inherit',
  });
