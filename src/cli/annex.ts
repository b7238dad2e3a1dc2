import { writeFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { recordRead } from '../audit/record-read.ts';
import { AppError } from '../kernel/app-error.ts';
import { paperPdf } from '../papers/paper-pdf.ts';
import { paperWorkbook } from '../papers/paper-workbook.ts';
import { type AnnexQuery, annexOf } from '../reports/annex.ts';
import { ANNEX_SPLITS, type AnnexSplit, annexPaper } from '../reports/annex-paper.ts';
import { withCommon } from './common-options.ts';
import { type CliContext, type CommonOptions, dateArgument, print, today, withDatabase } from './context.ts';

type Options = CommonOptions & {
  unit: string;
  by: AnnexQuery['by'];
  date?: string;
  mapDate?: string;
  format: 'json' | 'xlsx' | 'pdf';
  split: AnnexSplit;
  number?: string;
  accompanies?: string;
  out?: string;
};

export function register(program: Command): void {
  withCommon(program.command('annex').description('annex of target groups: population, listed, vaccinated'))
    .requiredOption('--unit <code>', 'unit, read on the map date')
    .addOption(new Option('--by <by>').choices(['self', 'children', 'communes']).default('self'))
    .option('--date <date>', 'reference date, YYYY-MM-DD (default: today)')
    .option('--map-date <date>', 'date of the administrative map (default: the reference date)')
    .addOption(new Option('--format <format>').choices(['json', 'xlsx', 'pdf']).default('json'))
    .addOption(new Option('--split <split>', 'lines of a unit').choices(ANNEX_SPLITS).default('both'))
    .option('--number <number>', 'number of the paper, such as 123/BC-UBND')
    .option('--accompanies <paper>', 'the paper it is annexed to')
    .option('--out <file>', 'where to write it (JSON: standard output without it)')
    .action((options: Options) => withDatabase(options, (context) => annex(context, options)));
}

async function annex({ db, units, actor }: CliContext, options: Options): Promise<number> {
  const { format, out, by, split, number, accompanies } = options;
  if (format !== 'json' && out === undefined) throw new AppError('out_needed', 'invalid', { format });
  const date = dateArgument(options.date) ?? today();
  const mapDate = dateArgument(options.mapDate) ?? date;
  const { id: unitId, code } = units.byCode(options.unit, mapDate);
  const answer = await annexOf(db, units, { unitId, by, date, mapDate });
  if (out === undefined) {
    print(answer);
    return 0;
  }
  const paper = annexPaper(units, answer, { split, number, accompanies, madeOn: today() }, 'vi');
  await writeFile(
    out,
    format === 'json'
      ? `${JSON.stringify(answer)}\n`
      : format === 'pdf'
        ? await paperPdf(paper, 'vi')
        : await paperWorkbook([paper], 'vi'),
  );
  await recordRead(db, actor, 'export', 'annex', code, { format, date, mapDate, by, split });
  return 0;
}
