import assert from 'node:assert/strict';
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';

const root = join(import.meta.dirname, '..');
const catalogue = (language: string): Record<string, string> =>
  Object.assign(
    {},
    ...readdirSync(join(root, 'locales', language)).map((file) =>
      JSON.parse(readFileSync(join(root, 'locales', language, file), 'utf8')),
    ),
  );
const vi = catalogue('vi');
const en = catalogue('en');
const sources = globSync('src/**/*.{ts,tsx}', { cwd: root })
  .filter((file) => !file.includes('.test.'))
  .map((file) => readFileSync(join(root, file), 'utf8'));
const found = (pattern: RegExp): string[] => [
  ...new Set(sources.flatMap((source) => [...source.matchAll(pattern)].map((match) => match[1]!))),
];

test('both languages have the same keys, none of them empty', () => {
  assert.deepEqual(Object.keys(vi).sort(), Object.keys(en).sort());
  assert.deepEqual(
    Object.entries({ ...vi, ...en }).filter(([, text]) => text.trim() === ''),
    [],
  );
});

test('a word stands in one file: of two, the server would take the last', () => {
  const files = readdirSync(join(root, 'locales/vi'));
  const keys = files.flatMap((file) =>
    Object.keys(JSON.parse(readFileSync(join(root, 'locales/vi', file), 'utf8')) as object),
  );
  assert.deepEqual(
    keys.filter((key, i) => keys.indexOf(key) !== i),
    [],
  );
});

test('every error code has its words', () => {
  assert.deepEqual(
    found(/new AppError\(\s*'(\w+)'/g).filter((code) => !(`error.${code}` in vi)),
    [],
  );
});

test('every finding code has its words and a remedy', () => {
  const codes = [...found(/\bnote\(\s*'(\w+)'/g), ...found(/\bcode: '(\w+)',\s*severity/g)];
  assert.ok(codes.length > 30);
  assert.deepEqual(
    codes.filter((code) => !(`finding.${code}` in vi)),
    [],
  );
});

test('every key the web application asks for exists', () => {
  const keys = found(/\bt\(\s*'([\w.-]+)'/g);
  assert.ok(keys.length > 100);
  assert.deepEqual(
    keys.filter((key) => !(key in vi)),
    [],
  );
});

test("README's table of settings is the list in config.ts", async () => {
  const { SETTINGS } = await import('../src/platform/config.ts');
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  for (const [name, { doc }] of Object.entries(SETTINGS))
    assert.match(
      readme,
      new RegExp(`\\| \`${name}\`\\s+\\|[^\\n]*\\| ${doc.replace(/[()*.`]/g, '\\$&')}\\s+\\|`),
      name,
    );
});
