import { mkdir, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Command } from 'commander';
import { handBack } from '../intake/hand-back/hand-back.ts';
import { AppError } from '../kernel/app-error.ts';
import type { Finding } from '../kernel/finding.ts';
import { sentence } from '../platform/messages.ts';
import { DISPATCH_BANDS } from '../population/contract.ts';
import { populationFigures, type SeriesAnswer } from '../population/figures.ts';
import { type ImportedWorkbook, importWorkbook } from '../population/import-workbook.ts';
import { registerCounter } from '../reports/register-counts.ts';
import { withCommon } from './common-options.ts';
import { type CliContext, type CommonOptions, dateArgument, print, today, withDatabase } from './context.ts';

type AskOptions = CommonOptions & { unit?: string; date?: string; mapDate?: string; bands: string };
type ImportOptions = CommonOptions & {
  unit?: string;
  asOf?: string;
  note?: string;
  dryRun?: boolean;
  draft?: boolean;
  returned?: string;
};

export function register(program: Command): void {
  const verb = withCommon(program.command('population').description('population figures of a unit on a day'))
    .option('--unit <code>', 'unit, read on the map date')
    .option('--date <date>', 'reference date, YYYY-MM-DD (default: today)')
    .option('--map-date <date>', 'date of the administrative map (default: the reference date)')
    .option('--bands <set>', 'set of age groups', DISPATCH_BANDS.id)
    .action((options: AskOptions) => withDatabase(options, (context) => ask(context, options)));
  withCommon(verb.command('import <file>').description('take in a population form'))
    .option('--unit <code>', 'unit whose figures they are')
    .option('--as-of <date>', 'day of forms that name none, YYYY-MM-DD')
    .option('--note <text>', 'note to the versions')
    .option('--dry-run', 'show what would happen, keep nothing')
    .option('--draft', 'do not send the figures to be checked yet')
    .option('--returned <dir>', 'write the workbook back with its findings')
    .action((file: string, options: ImportOptions) =>
      withDatabase(options, (context) => take(context, file, options)),
    );
}

async function ask({ db, units }: CliContext, options: AskOptions): Promise<number> {
  const date = dateArgument(options.date) ?? today();
  const mapDate = dateArgument(options.mapDate) ?? date;
  if (options.unit === undefined) throw new AppError('unit_needed', 'invalid');
  const unit = units.byCode(options.unit, mapDate);
  const answer = await populationFigures(db, units, {
    unitId: unit.id,
    date,
    mapDate,
    by: 'self',
    bandSet: options.bands,
  });
  const [own, ...rest] = answer.rows;
  if (options.json)
    print({
      unit: unit.code,
      unitName: unit.fullName,
      date,
      mapDate,
      mapStatus: answer.mapStatus,
      bandSet: answer.bandSet.id,
      series: Object.fromEntries(own!.series.map((series) => [series.series, plain(series)])),
      own: Object.fromEntries(answer.own.map((series) => [series.series, plain(series)])),
      unassigned: rest.map(({ series }) => Object.fromEntries(series.map((one) => [one.series, plain(one)]))),
      unplaced: answer.unplaced,
    });
  else
    for (const { series, people, bands, reported, expected } of own!.series)
      process.stdout.write(
        `${sentence('vi', `population.series.${series}`)}\t${people ?? '–'}\t${bands.map(({ band, people: part }) => `${band}: ${part ?? '–'}`).join('\t')}\t${reported}/${expected}\n`,
      );
  return 0;
}

/** A series with its groups as an object, as scripts like it; `status` is the version's, or null for sums and the census. */
function plain({ bands, basis, ...series }: SeriesAnswer) {
  return {
    ...series,
    status: basis?.state ?? null,
    source: basis?.source ?? null,
    reporter: basis?.reporter ?? null,
    effectiveOn: basis?.effectiveOn ?? series.oldestOn,
    version: basis?.version ?? null,
    bands: Object.fromEntries(bands.map(({ band, people }) => [band, people])),
    estimated: bands.filter(({ method }) => method !== null).map(({ band }) => band),
    bySex: Object.fromEntries(bands.map(({ band, men, women }) => [band, { M: men, F: women }])),
  };
}

async function take({ db, units, actor }: CliContext, file: string, options: ImportOptions): Promise<number> {
  const result = await importWorkbook(
    db,
    units,
    registerCounter(db, units),
    actor,
    { path: file, name: basename(file), fileId: null },
    {
      unitCode: options.unit ?? null,
      asOf: dateArgument(options.asOf),
      note: options.note ?? null,
      dryRun: options.dryRun ?? false,
      submit: !options.draft,
    },
    new Date(),
  );
  if (options.returned !== undefined) {
    await mkdir(options.returned, { recursive: true });
    const target = join(options.returned, basename(file));
    const name = await handBack(file, basename(file), target, {
      ...result,
      dryRun: options.dryRun ?? false,
      language: 'vi',
    });
    if (name !== basename(file)) await rename(target, join(options.returned, name));
  }
  const worded = result.findings.map(inWords);
  if (options.json) print({ files: [toJson(result, units)] });
  else
    for (const { sheet, row, column, message } of worded)
      process.stdout.write(`${sheet}\t${row}${column ?? ''}\t${message.vi}\n`);
  return result.findings.some(({ severity }) => severity === 'error') ? 1 : 0;
}

const inWords = ({ params, ...finding }: Finding) => ({
  ...finding,
  message: {
    vi: sentence('vi', `finding.${finding.code}`, params),
    en: sentence('en', `finding.${finding.code}`, params),
  },
});

function toJson(result: ImportedWorkbook, units: CliContext['units']) {
  return {
    file: result.file,
    kind: 'population',
    sheets: result.sheets,
    reports: result.reports.map(({ unitId, figures, ...report }) => ({
      unit: units.get(unitId, report.asOf).code,
      unitName: units.get(unitId, report.asOf).fullName,
      ...report,
      figures: table(figures),
    })),
    findings: result.findings.map(inWords),
  };
}

/** Figures as series → place → group → people; the unit itself is the place "". */
function table(figures: ImportedWorkbook['reports'][number]['figures']) {
  const out: Record<string, Record<string, Record<string, number>>> = {};
  for (const { series, hamlet, sex, band, people } of figures) {
    const places = out[series] ?? {};
    const groups = { ...places[hamlet], [sex === 'all' ? band : `${band} ${sex}`]: people };
    out[series] = { ...places, [hamlet]: groups };
  }
  return out;
}
