import { mkdir, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Command, Option } from 'commander';
import type { ImportedFile } from '../immunizations/import-file.ts';
import { importFiles } from '../immunizations/import-files.ts';
import type { ListKind, ListSource } from '../intake/claim.ts';
import { handBack } from '../intake/hand-back/hand-back.ts';
import { AppError } from '../kernel/app-error.ts';
import { sentence } from '../platform/messages.ts';
import { foldCounts } from '../reports/fold-counts.ts';
import { withCommon } from './common-options.ts';
import { type CommonOptions, dateArgument, print, today, withDatabase } from './context.ts';
import { importBooks } from './import-stock.ts';

type Options = CommonOptions & {
  kind: ListKind | 'auto' | 'stock';
  facility?: string;
  source?: ListSource;
  unit?: string;
  asOf?: string;
  complete?: boolean;
  partial?: boolean;
  dryRun?: boolean;
  returned?: string;
};

export function register(program: Command): void {
  withCommon(
    program
      .command('import <files...>')
      .description('import lists of residents or injections, or stock books'),
  )
    .addOption(
      new Option('--kind <kind>').choices(['residents', 'injections', 'stock', 'auto']).default('auto'),
    )
    .addOption(new Option('--source <source>').choices(['police', 'commune', 'health']))
    .option('--unit <code>', 'unit whose list it is')
    .option('--facility <name>', 'facility whose stock book it is (default: as its title says)')
    .option('--as-of <date>', 'date of the list, YYYY-MM-DD')
    .option('--complete', 'the list is complete for its unit')
    .option('--partial', 'the list is a part (default)')
    .option('--dry-run', 'show what would happen, keep nothing')
    .option('--returned <dir>', 'write each workbook back with its findings')
    .action(run);
}

function run(files: string[], { kind, ...options }: Options): Promise<void> {
  if (kind === 'stock') return withDatabase(options, (context) => importBooks(context, files, options));
  return withDatabase(options, async ({ db, units, actor }) => {
    const asOf = dateArgument(options.asOf);
    const results: Record<string, unknown>[] = [];
    let worst = 0;
    const importOptions = {
      kind,
      source: options.source ?? null,
      unitCode: options.unit ?? null,
      asOf,
      complete: options.complete ?? false,
      dryRun: options.dryRun ?? false,
    };
    const wanted = files.map((file) => ({ file: { path: file, name: file }, options: importOptions }));
    const failed = (file: string, { code, params }: AppError): void => {
      worst = 2;
      const message = {
        vi: sentence('vi', `error.${code}`, params),
        en: sentence('en', `error.${code}`, params),
      };
      results.push({ file, problem: { code, params, message } });
      if (!options.json) process.stderr.write(`${file}: ${message.vi}\n`);
    };
    for await (const { file, ...outcome } of importFiles(db, units, actor, wanted, today())) {
      if (outcome.result === null) {
        failed(file.name, outcome.problem);
        continue;
      }
      const { result } = outcome;
      if (result.findings.some(({ severity }) => severity === 'error')) worst = Math.max(worst, 1);
      try {
        if (options.returned !== undefined)
          await returnTo(options.returned, file.path, result, options.dryRun ?? false);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        failed(file.name, error);
        continue;
      }
      results.push(toJson(result));
      if (!options.json) report(result);
    }
    // No server may be running that folds them: hundreds of lists would leave thousands of deltas to add up.
    if (!importOptions.dryRun) await foldCounts(db, actor, today());
    if (options.json) print({ files: results });
    return worst;
  });
}

function toJson(result: ImportedFile): Record<string, unknown> {
  return {
    file: result.file,
    kind: result.kind,
    source: result.source,
    asOf: result.asOf,
    sheets: result.sheets,
    rowsRead: result.rowsRead,
    rowsTaken: result.rowsTaken,
    rowsWaiting: result.rowsWaiting,
    rowsReview: result.rowsReview,
    rowsUnchanged: result.rowsUnchanged,
    personsCreated: result.personsCreated,
    personsMatched: result.personsMatched,
    injectionsCreated: result.injectionsCreated,
    injectionsMatched: result.injectionsMatched,
    findings: result.findings.map((finding) => ({
      sheet: finding.sheet,
      row: finding.row,
      column: finding.column,
      code: finding.code,
      severity: finding.severity,
      cell: finding.cell,
      suggestion: finding.suggestion,
      message: {
        vi: sentence('vi', `finding.${finding.code}`, finding.params),
        en: sentence('en', `finding.${finding.code}`, finding.params),
      },
    })),
  };
}

function report(result: ImportedFile): void {
  const groups = new Map<string, number>();
  for (const { code } of result.findings) groups.set(code, (groups.get(code) ?? 0) + 1);
  process.stdout.write(
    `${result.file}: ${result.rowsRead} dòng, lấy ${result.rowsTaken}, chờ ${result.rowsWaiting}, xem lại ${result.rowsReview}; thêm ${result.personsCreated} người, khớp ${result.personsMatched}; thêm ${result.injectionsCreated} mũi tiêm\n`,
  );
  for (const [code, count] of [...groups].sort((a, b) => b[1] - a[1]))
    process.stdout.write(`  ${count} × ${sentence('vi', `finding.${code}`)}\n`);
}

/** Writes the list with its findings into `directory`, under its own name. */
async function returnTo(
  directory: string,
  file: string,
  result: ImportedFile,
  dryRun: boolean,
): Promise<void> {
  await mkdir(directory, { recursive: true });
  const target = join(directory, basename(file));
  const name = await handBack(file, basename(file), target, { ...result, dryRun, language: 'vi' });
  if (name !== basename(file)) await rename(target, join(directory, name));
}
