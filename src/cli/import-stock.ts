import { mkdir, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { writeLotFindings } from '../immunizations/lot-findings.ts';
import { handBack } from '../intake/hand-back/hand-back.ts';
import { AppError } from '../kernel/app-error.ts';
import type { Finding } from '../kernel/finding.ts';
import { sentence } from '../platform/messages.ts';
import { type ImportedBook, importBook, REFUSALS } from '../stock/import-book.ts';
import { type CliContext, type CommonOptions, dateArgument, print } from './context.ts';

export type BookOptions = CommonOptions & {
  unit?: string;
  facility?: string;
  asOf?: string;
  dryRun?: boolean;
  returned?: string;
};

/** Stock books, one after another; a file that cannot be read leaves the others. Exit codes as of `import`. */
export async function importBooks(
  context: CliContext,
  files: readonly string[],
  options: BookOptions,
): Promise<number> {
  const results: object[] = [];
  let worst = 0;
  for (const path of files)
    try {
      const book = await take(context, path, options);
      if (book.findings.some(({ severity }) => severity === 'error')) worst = Math.max(worst, 1);
      results.push(toJson(context, book));
      if (!options.json) report(book);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      worst = 2;
      const message = words('error', error.code, error.params);
      results.push({ file: basename(path), problem: { code: error.code, params: error.params, message } });
      if (!options.json) process.stderr.write(`${basename(path)}: ${message.vi}\n`);
    }
  if (options.json) print({ files: results });
  return worst;
}

async function take(
  { db, units, actor }: CliContext,
  path: string,
  options: BookOptions,
): Promise<ImportedBook> {
  const name = basename(path);
  const dryRun = options.dryRun ?? false;
  const book = await importBook(
    db,
    units,
    actor,
    { path, name, fileId: null },
    {
      unitCode: options.unit ?? null,
      facility: options.facility ?? null,
      asOf: dateArgument(options.asOf),
      dryRun,
    },
    new Date(),
  );
  if (!dryRun) await db.transaction(actor, (tx) => writeLotFindings(tx, { lots: book.lots }));
  if (options.returned !== undefined) {
    await mkdir(options.returned, { recursive: true });
    const target = join(options.returned, name);
    const given = await handBack(path, name, target, { ...book, refusals: REFUSALS, dryRun, language: 'vi' });
    if (given !== name) await rename(target, join(options.returned, given));
  }
  return book;
}

const words = (kind: 'error' | 'finding', code: string, params: object) => ({
  vi: sentence('vi', `${kind}.${code}`, params as Record<string, unknown>),
  en: sentence('en', `${kind}.${code}`, params as Record<string, unknown>),
});

const inWords = ({ params, ...finding }: Finding) => ({
  ...finding,
  params,
  message: words('finding', finding.code, params),
});

function toJson({ units }: CliContext, { layouts, personRows, unitId, findings, ...book }: ImportedBook) {
  return { ...book, kind: 'stock', unit: units.get(unitId, book.asOf).code, findings: findings.map(inWords) };
}

function report({
  file,
  facility,
  rowsRead,
  movementsPosted,
  movementsReversed,
  findings,
}: ImportedBook): void {
  process.stdout.write(
    `${file}: ${facility}, ${rowsRead} dòng, ghi ${movementsPosted} phiếu, hủy ${movementsReversed}\n`,
  );
  for (const { sheet, row, column, code, params } of findings)
    process.stdout.write(`  ${sheet}\t${column ?? ''}${row}\t${words('finding', code, params).vi}\n`);
}
