// `npm run check`: format, lint, types, architecture, missing words. The fast part of `npm test`.
import { spawnSync } from 'node:child_process';
import { ensureInstalled, root } from './ensure-install.mjs';

const node = ensureInstalled();
const bin = (name) => `${root}node_modules/${name}`;
const steps = [
  ['format and lint', bin('@biomejs/biome/bin/biome'), ['check', '.']],
  ['types', bin('typescript/bin/tsc'), ['--noEmit', '-p', 'tsconfig.json']],
  ['types of the web application', bin('typescript/bin/tsc'), ['--noEmit', '-p', 'src/web/tsconfig.json']],
  [
    'architecture, words and help',
    '--test',
    ['test/architecture.test.ts', 'test/words.test.ts', 'test/lock-file.test.ts', 'src/help/help.test.ts'],
  ],
];
let failed = 0;
for (const [name, script, args] of steps) {
  const { status, stdout, stderr } = spawnSync(node, [script, ...args], { cwd: root, encoding: 'utf8' });
  console.log(`${status === 0 ? 'ok  ' : 'FAIL'} ${name}`);
  if (status !== 0) {
    failed++;
    console.log(`${stdout}${stderr}`.slice(-12_000));
  }
}
process.exit(failed === 0 ? 0 : 1);
