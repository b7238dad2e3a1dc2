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

/** File of src → the files of src it imports, of the value or only of the type; tests are left out. */
function imports(): Map<string, string[]> {
  const files = globSync('src/**/*.{ts,tsx}', { cwd: root }).filter((file) => !/\.test\.tsx?$/.test(file));
  return new Map(
    files.map((file) => [
      file,
      [...readFileSync(join(root, file), 'utf8').matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)]
        .map(([, target]) => normalize(join(dirname(file), target!)))
        .filter((path) => path.startsWith('src/')),
    ]),
  );
}

/** The files that reach themselves, each with those of its circle; by Tarjan's strongly connected components. */
function circles(arrows: ReadonlyMap<string, readonly string[]>): string[][] {
  const [depth, lowest] = [new Map<string, number>(), new Map<string, number>()];
  const path: string[] = [];
  const found: string[][] = [];
  const visit = (file: string): void => {
    const order = depth.size;
    depth.set(file, order);
    lowest.set(file, order);
    path.push(file);
    for (const next of arrows.get(file) ?? []) {
      if (!depth.has(next)) visit(next);
      if (path.includes(next)) lowest.set(file, Math.min(lowest.get(file)!, lowest.get(next)!));
    }
    if (lowest.get(file) !== order) return;
    const circle = path.splice(path.indexOf(file));
    if (circle.length > 1) found.push(circle.sort());
  };
  for (const file of arrows.keys()) if (!depth.has(file)) visit(file);
  return found;
}

test('imports go down only, as the table in ARCHITECTURE.md says', () => {
  const allowed = table();
  const wrong: string[] = [];
  for (const [file, paths] of imports())
    for (const path of paths) {
      const [from, to] = [file, path].map((one) => one.split('/')[1]!.replace(/\.ts$/, ''));
      if (to === from) continue;
      if (!allowed.get(from!)?.has(to!)) wrong.push(`${file} → ${path}`);
      // Linkage is pure and a library of its own: the table asks it who may be one person, without a network.
      if (from === 'web' && to !== 'kernel' && to !== 'linkage' && !/\/(contract|rules)\.ts$/.test(path))
        wrong.push(`${file} → ${path} (web may take contract.ts and rules.ts only)`);
    }
  assert.deepEqual(wrong, []);
});

test('no file of src needs itself, not even for a type', () => {
  assert.deepEqual(circles(imports()), []);
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
