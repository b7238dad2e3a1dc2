/**
 * Reading .xlsx: our reader against SheetJS on a sheet of 200,000 × 20 cells with shared strings (asked ≥ 5×, goal 12×), and
 * the growth of its memory over a million rows (asked ≤ 150 MB). Each reading in a process of its own, in turn.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, open, say, seconds, verdict } from './support/report.ts';
import { COLUMNS, writeBigWorkbook } from './support/write-big-workbook.ts';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const ROWS = Number(process.env.BENCH_ROWS ?? 200_000);
const LONG = Number(process.env.BENCH_LONG_ROWS ?? 1_000_000);

type Reading = { cells: number; milliseconds: number; growth: number };
const child = join(import.meta.dirname, 'support/read-workbook.ts');
const read = (reader: 'ours' | 'SheetJS', path: string): Reading =>
  JSON.parse(
    execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', child, reader, path], {
      encoding: 'utf8',
    }),
  ) as Reading;
const megabytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MB`;

const folder = mkdtempSync(join(tmpdir(), 'sotiem-bench-'));
try {
  open(`Reading .xlsx, ${ROWS.toLocaleString('en')} × ${COLUMNS} cells, median of ${ROUNDS}`);
  for (const texts of ['shared', 'inline'] as const) {
    const path = join(folder, `${texts}.xlsx`);
    await writeBigWorkbook(path, ROWS, texts);
    const readings = { ours: [] as Reading[], SheetJS: [] as Reading[] };
    for (let round = 0; round < ROUNDS; round++)
      for (const reader of ['ours', 'SheetJS'] as const) readings[reader].push(read(reader, path));
    const speed = (reader: 'ours' | 'SheetJS'): number =>
      median(readings[reader].map(({ cells, milliseconds }) => (cells / milliseconds) * 1000));
    if (readings.ours[0]!.cells !== readings.SheetJS[0]!.cells)
      throw new Error(`cells differ: ${readings.ours[0]!.cells} and ${readings.SheetJS[0]!.cells}`);
    for (const reader of ['ours', 'SheetJS'] as const)
      say(
        `${texts} strings  ${reader.padEnd(8)} ${seconds(median(readings[reader].map((one) => one.milliseconds)))}  ${(speed(reader) / 1e6).toFixed(2)} M cells/s  +${megabytes(Math.max(...readings[reader].map((one) => one.growth)))}`,
      );
    const ratio = speed('ours') / speed('SheetJS');
    verdict(`${texts} strings: ${ratio.toFixed(1)} × SheetJS`, ratio >= 5, '≥ 5 ×, goal 12 ×');
  }
  for (const texts of ['inline', 'shared'] as const) {
    const path = join(folder, `long-${texts}.xlsx`);
    await writeBigWorkbook(path, LONG, texts);
    const { cells, milliseconds, growth } = read('ours', path);
    say(
      `${LONG.toLocaleString('en')} rows, ${texts} strings, ${megabytes(statSync(path).size)}: ${seconds(milliseconds)}, ${(cells / milliseconds / 1000).toFixed(2)} M cells/s`,
    );
    verdict(`memory grew by ${megabytes(growth)} (${texts})`, growth <= 150 * 2 ** 20, '≤ 150 MB');
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
