/** Child process of the reading benchmarks: `read-workbook.ts READER FILE` prints cells, milliseconds and memory growth as JSON. */
import { readFileSync } from 'node:fs';
import { openWorkbook } from '../../src/intake/read/open-workbook.ts';
import { DEFAULT_LIMITS } from '../../src/intake/workbook.ts';

const [reader, path] = process.argv.slice(2) as [string, string];

async function ours(): Promise<number> {
  const workbook = await openWorkbook(path, 'list.xlsx', { ...DEFAULT_LIMITS, maxRows: 2 ** 24 });
  let cells = 0;
  for await (const batch of workbook.rows(0))
    for (const row of batch) for (const cell of row.cells) if (cell !== null) cells++;
  await workbook.close();
  return cells;
}

/** SheetJS at its fastest that still gives the values: dense, without formats, HTML or styles. */
async function sheetJs(): Promise<number> {
  const { default: XLSX } = await import('@e965/xlsx');
  const book = XLSX.read(readFileSync(path), {
    dense: true,
    cellText: false,
    cellHTML: false,
    cellFormula: false,
  });
  const sheet = book.Sheets[book.SheetNames[0]!]!;
  let cells = 0;
  for (const row of (sheet['!data'] ?? []) as { v?: unknown }[][])
    for (const cell of row ?? []) if (cell?.v !== undefined) cells++;
  return cells;
}

const before = process.memoryUsage().rss;
let peak = before;
const watch = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage().rss);
}, 20);
const start = performance.now();
const cells = await (reader === 'ours' ? ours() : sheetJs());
const milliseconds = performance.now() - start;
clearInterval(watch);
peak = Math.max(peak, process.resourceUsage().maxRSS * 1024);
process.stdout.write(JSON.stringify({ cells, milliseconds, growth: peak - before }));
