import { stat } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { AppError } from '../../kernel/app-error.ts';
import type { Cell, MergedRange, ReadLimits, SheetInfo, SheetRow, Workbook } from '../workbook.ts';

export type XlsSheet = Readonly<{
  info: SheetInfo;
  rows: readonly SheetRow[];
  merges: readonly MergedRange[];
}>;
export type XlsAnswer = { sheets: XlsSheet[] } | { code: string };

// The library holds a file several times over: larger ones do not fit into the worker's memory, and save well as .xlsx.
const MAX_XLS_BYTES = 40 * 2 ** 20;
const MAX_XLS_MS = 25_000;

/**
 * Old .xls (and HTML or XML tables named so) through a library, in a worker whose memory is limited: it parses
 * whole files, and a hostile one must not take the server along. `raw: true` keeps leading zeros.
 */
export async function openXls(path: string, limits: ReadLimits): Promise<Workbook> {
  if ((await stat(path)).size > MAX_XLS_BYTES) throw new AppError('file_too_large', 'too-large');
  const worker = new Worker(new URL('./xls-worker.ts', import.meta.url), {
    workerData: { path, limits },
    resourceLimits: { maxOldGenerationSizeMb: 384 },
  });
  const answer = await new Promise<XlsAnswer>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new AppError('file_timeout', 'too-large')),
      Math.min(limits.maxMilliseconds, MAX_XLS_MS),
    );
    worker.once('message', (message: XlsAnswer) => {
      clearTimeout(timer);
      resolve(message);
    });
    worker.once('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      reject(
        error.code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? new AppError('file_too_large', 'too-large')
          : new AppError('file_damaged', 'invalid'),
      );
    });
  }).finally(() => worker.terminate());
  if ('code' in answer) throw new AppError(answer.code, 'invalid');
  const { sheets } = answer;
  if (sheets.every(({ rows }) => rows.length === 0)) throw new AppError('file_empty', 'invalid');
  return {
    format: 'xls',
    encoding: null,
    sheets: sheets.map(({ info }) => info),
    async *rows(index) {
      yield sheets[index]!.rows;
    },
    merges: async (index) => sheets[index]!.merges,
    close: async () => {},
  };
}

export type { Cell };
