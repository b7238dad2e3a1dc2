import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { brotliCompressSync, constants } from 'node:zlib';
import { build } from 'vite';

const BUDGET = 150 * 1024;
const outDir = mkdtempSync(join(tmpdir(), 'sotiem-table-'));
after(() => rmSync(outDir, { recursive: true, force: true }));

/** As the server sends it (@fastify/compress: brotli of quality 4); what is compressed already goes as it is. */
const sent = (file: string): number => {
  const bytes = readFileSync(join(outDir, file));
  return /\.(woff2|png)$/.test(file)
    ? bytes.length
    : brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }).length;
};

test('the table opens within 150 KB, without the office and without the scanner', async () => {
  await build({
    configFile: join(import.meta.dirname, '../../vite.config.ts'),
    logLevel: 'silent',
    build: { outDir, emptyOutDir: true },
  });
  const worker = readFileSync(join(outDir, 'table-worker.js'), 'utf8');
  assert.doesNotMatch(worker, /TABLE_|^\s*(import|export)\b/m, 'the worker stands alone and knows its files');
  const lists = [...worker.matchAll(/\[((?:["`]\/[^\]]+?["`],?)+)\]/g)].map(([, list]) =>
    [...list!.matchAll(/["`]\/([^"`]+)["`]/g)].map(([, file]) => file!),
  );
  const [first, extras] = lists as [string[], string[]];
  const bytes = ['table.html', ...first].reduce((sum, file) => sum + sent(file), 0);
  assert.ok(bytes <= BUDGET, `${Math.round(bytes / 1024)} KB`);
  const page = readFileSync(join(outDir, 'table.html'), 'utf8');
  for (const [, file] of page.matchAll(/(?:src|href)="\/([^"]+)"/g)) assert.ok(first.includes(file!), file);
  assert.ok(!first.some((file) => /wasm|zxing|scanner/.test(file)));
  assert.ok(extras.some((file) => file.endsWith('.wasm')) && extras.some((file) => file.endsWith('.woff2')));
  const code = first.map((file) => readFileSync(join(outDir, file), 'utf8')).join('');
  assert.doesNotMatch(code, /ant-btn|@ant-design|echarts/);
  assert.deepEqual(
    [...first, ...extras].filter((file) => !listed(file)),
    [],
  );
});

const listed = (file: string): boolean =>
  readdirSync(join(outDir, file, '..')).includes(file.split('/').at(-1)!);
