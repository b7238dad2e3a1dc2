/**
 * Hands a list back: the user's own file with what we have to say of each row. An .xlsx is patched in place; a text
 * file gets one more column and keeps its bytes; an old .xls, which cannot be patched, comes back as a new .xlsx of
 * the same cells.
 */
import { openWorkbook } from '../read/open-workbook.ts';
import type { Workbook } from '../workbook.ts';
import { handBackCsv } from './hand-back-csv.ts';
import { handBackXls } from './hand-back-xls.ts';
import { handBackXlsx } from './hand-back-xlsx.ts';
import { type HandBack, rowResults } from './row-results.ts';

/** Writes the answered copy of the list at `path` to `target`; returns the name to give it to the user. Throws the `file_…` errors. */
export async function handBack(
  path: string,
  fileName: string,
  target: string,
  what: HandBack,
): Promise<string> {
  const results = rowResults(what);
  const workbook = await openWorkbook(path, fileName);
  try {
    if (workbook.format === 'xlsx')
      await handBackXlsx(path, target, results, await freeColumns(workbook, results));
    else if (workbook.format === 'csv') await handBackCsv(path, target, workbook, [...results.values()][0]);
    else await handBackXls(workbook, target, results);
    const base = fileName.split(/[\\/]/).at(-1)!;
    return workbook.format === 'xls' ? base.replace(/(\.\w+)?$/, '.xlsx') : base;
  } finally {
    await workbook.close();
  }
}

/** The first column right of everything, for sheets whose list has no column for an answer. */
async function freeColumns(
  workbook: Workbook,
  results: ReturnType<typeof rowResults>,
): Promise<Map<string, number>> {
  const free = new Map<string, number>();
  for (const { index, name } of workbook.sheets) {
    if (results.get(name)?.resultColumn !== null) continue;
    let width = 0;
    for await (const batch of workbook.rows(index))
      for (const { cells } of batch) if (cells.length > width) width = cells.length;
    free.set(name, width);
  }
  return free;
}
