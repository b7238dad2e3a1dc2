import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import test from 'node:test';

const root = join(import.meta.dirname, '..');

/** The table of ARCHITECTURE.md: folder → folders it may import from. */
function table(): Map<string, Set<string>> {
  const lines = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8').split('\n');
  const rows = lines.filter((line) => /^\| `\w+`\s+\|/.test(line));
  return new Map(
    rows.map((line) => {
      const [, folder, , allowed] = line.split('|').map((cell) => cell.trim());
      return [
        folder!.replaceAll('`', ''),
        new Set(allowed === '–' ? [] : allowed!.split(/,\s*/).map((name) => name.replaceAll('`', ''))),
      ];
    }),
  );
}

test('imports go down only, as the table in ARCHITECTURE.md says', () => {
  const allowed = table();
  const wrong: string[] = [];
  for (const file of globSync('src/**/*.{ts,tsx}', { cwd: root })) {
    if (/\.test\.tsx?$/.test(file)) continue;
    const from = file.split('/')[1]!.replace(/\.ts$/, '');
    for (const [, target] of readFileSync(join(root, file), 'utf8').matchAll(
      /(?:from|import)\s*\(?\s*'(\.[^']+)'/g,
    )) {
      const path = normalize(join(dirname(file), target!));
      if (!path.startsWith('src/')) continue;
      const to = path.split('/')[1]!.replace(/\.ts$/, '');
      if (to === from) continue;
      const may = allowed.get(from);
      if (may === undefined || !may.has(to)) wrong.push(`${file} → ${path}`);
      // Linkage is pure and a library of its own: the table asks it who may be one person, without a network.
      if (from === 'web' && to !== 'kernel' && to !== 'linkage' && !/\/(contract|rules)\.ts$/.test(path))
        wrong.push(`${file} → ${path} (web may take contract.ts and rules.ts only)`);
    }
  }
  assert.deepEqual(wrong, []);
});

test('no file of ours is longer than 600 lines', () => {
  const long = globSync(
    ['src/**/*.{ts,tsx,css}', 'test/**/*.ts', 'scripts/*', 'db/**/*.{ts,sql}', 'bench/*.ts'],
    { cwd: root },
  ).filter((file) => readFileSync(join(root, file), 'utf8').split('\n').length > 600);
  assert.deepEqual(long, []);
});

test('the web application makes every address of its own in base.ts, so that the training space stays apart', () => {
  const wrong = globSync('src/web/**/*.{ts,tsx}', { cwd: root }).filter(
    (file) =>
      !file.endsWith('app/base.ts') &&
      /\/api\/v1|(?:href|action)="\/|location\.assign\('\//.test(readFileSync(join(root, file), 'utf8')),
  );
  assert.deepEqual(wrong, []);
});
