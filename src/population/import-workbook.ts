/** One command: the population forms of a workbook become versions, with findings on the very cells. A dry run is the real run, rolled back. */
import type { Units } from '../areas/units.ts';
import { type HandBack, toRanges } from '../intake/hand-back/row-results.ts';
import { openWorkbook } from '../intake/read/open-workbook.ts';
import { FORM_LIMITS, type SheetRow, type Workbook } from '../intake/workbook.ts';
import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import type { Finding } from '../kernel/finding.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database, Tx } from '../platform/database.ts';
import { getReport, progressOf, takeStep } from './check-report.ts';
import { type BandSet, bandNames, type CountRegister, type Figure, type ReportState } from './contract.ts';
import { knownFigures } from './known-figures.ts';
import { type PopulationForm, readForm } from './read-form.ts';
import { recordReport } from './record-report.ts';
import { checkFigures } from './rules.ts';
import { cellOf, type Statement, stateAll } from './state-forms.ts';
import { bandSets } from './store.ts';

export type WorkbookOptions = Readonly<{
  unitCode: string | null;
  asOf: PlainDate | null;
  note: string | null;
  dryRun: boolean;
  /** Sent to be checked at once; else it stays a draft. */
  submit: boolean;
}>;

export type ImportedReport = Readonly<{
  sheets: readonly string[];
  unitId: number;
  asOf: PlainDate;
  bandSet: string;
  /** Another form of the same file is newer: this one is the report before it. */
  previous: boolean;
  reportId: string;
  version: number;
  unchanged: boolean;
  state: ReportState;
  figures: readonly Figure[];
}>;

export type ImportedWorkbook = Readonly<{
  file: string;
  format: Workbook['format'];
  sheets: readonly { name: string; isForm: boolean; asOf: PlainDate | null; rows: number }[];
  reports: readonly ImportedReport[];
  findings: readonly Finding[];
}> &
  Pick<HandBack, 'layouts' | 'personRows'>;

const MOST_ROWS = 20_000;

/**
 * Imports one workbook. Throws the `file_…` errors, `population_form_missing`, `unit_needed`, `unit_unknown`,
 * `population_bands_unmatched`: then nothing of it is kept. `today` is the day of forms that name none.
 */
export async function importWorkbook(
  db: Database,
  units: Units,
  countRegister: CountRegister,
  actor: Actor,
  file: Readonly<{ path: string; name: string; fileId: string | null }>,
  options: WorkbookOptions,
  now: Date,
): Promise<ImportedWorkbook> {
  const workbook = await openWorkbook(file.path, file.name, FORM_LIMITS);
  try {
    const { forms, sizes } = await readForms(workbook, file.name);
    if (forms.length === 0) throw new AppError('population_form_missing', 'invalid', { file: file.name });
    const findings: Finding[] = forms.flatMap((form) => form.findings);
    const statements = stateAll(units, forms, options, now.toISOString().slice(0, 10) as PlainDate, findings);
    const sets = await bandSets(db);
    const newest = new Map<number, PlainDate>();
    for (const { unit, asOf } of statements)
      if (asOf > (newest.get(unit.id) ?? '')) newest.set(unit.id, asOf);
    const reports = await db.transaction(
      actor,
      async (tx) => {
        const done: ImportedReport[] = [];
        for (const statement of statements) {
          const previous = statement.asOf < newest.get(statement.unit.id)!;
          done.push(
            await take(
              tx,
              units,
              countRegister,
              actor,
              file,
              { ...options, submit: options.submit && !previous },
              sets,
              statement,
              previous,
              now,
              findings,
            ),
          );
        }
        return done;
      },
      options.dryRun ? 'dry-run' : 'commit',
    );
    return {
      file: file.name,
      format: workbook.format,
      sheets: workbook.sheets.map(({ name }) => {
        const form = forms.find((one) => one.sheet === name);
        return { name, isForm: form !== undefined, asOf: form?.asOf ?? null, rows: sizes.get(name) ?? 0 };
      }),
      reports,
      findings: findings.sort((a, b) => a.sheet.localeCompare(b.sheet) || a.row - b.row),
      layouts: forms.map(({ sheet, headerRows, resultColumn }) => ({
        sheet,
        isList: true,
        headerRows,
        columns:
          resultColumn === null
            ? []
            : [{ column: resultColumn, field: 'result', dose: null, header: '', confidence: 1 }],
      })),
      personRows: forms.map(({ sheet, rows }) => ({ sheet, ranges: toRanges(rows.map(({ row }) => row)) })),
    };
  } finally {
    await workbook.close();
  }
}

async function readForms(workbook: Workbook, fileName: string) {
  const forms: PopulationForm[] = [];
  const sizes = new Map<string, number>();
  for (const sheet of workbook.sheets) {
    const rows: SheetRow[] = [];
    for await (const batch of workbook.rows(sheet.index)) if (rows.length < MOST_ROWS) rows.push(...batch);
    sizes.set(sheet.name, rows.length);
    const form = readForm(sheet, rows, await workbook.merges(sheet.index), fileName);
    if (form !== null) forms.push(form);
  }
  return { forms, sizes };
}

/** The smallest known set that has all groups of the figures. Throws `population_bands_unmatched`. */
function bandSetOf(figures: readonly Figure[], sets: readonly BandSet[]): string {
  const bands = [...new Set(figures.map(({ band }) => band))].filter((band) => band !== 'total');
  const found = sets.filter(({ starts }) => {
    const names = new Set(bandNames(starts));
    return bands.every((band) => names.has(band));
  });
  const smallest = found.toSorted((a, b) => a.starts.length - b.starts.length)[0];
  if (smallest === undefined)
    throw new AppError('population_bands_unmatched', 'invalid', { bands: bands.join(', ') });
  return smallest.id;
}

async function take(
  tx: Tx,
  units: Units,
  countRegister: CountRegister,
  actor: Actor,
  file: Readonly<{ name: string; fileId: string | null }>,
  options: WorkbookOptions,
  sets: readonly BandSet[],
  statement: Statement,
  previous: boolean,
  now: Date,
  findings: Finding[],
): Promise<ImportedReport> {
  const { unit, asOf, figures } = statement;
  const bandSet = bandSetOf(figures, sets);
  const known = await knownFigures({ pool: tx }, units, countRegister, {
    unitId: unit.id,
    on: asOf,
    bandSet,
  });
  for (const { at, ...finding } of checkFigures(figures, asOf, known))
    findings.push({ ...finding, ...cellOf(statement, at) });
  const recorded = await recordReport(
    tx,
    units,
    actor,
    {
      unitId: unit.id,
      effectiveOn: asOf,
      bandSet,
      source: 'workbook',
      note: options.note,
      figures,
      file: { id: file.fileId, name: file.name },
    },
    now,
  );
  const step = { action: 'submitted', checkerId: null, reason: null } as const;
  const report = await getReport({ pool: tx }, recorded.id);
  const { state } =
    options.submit && progressOf(units, report).state === 'draft'
      ? await takeStep(tx, units, actor, recorded.id, step, now)
      : progressOf(units, report);
  return {
    sheets: statement.sheets,
    unitId: unit.id,
    asOf,
    bandSet,
    previous,
    reportId: recorded.id,
    version: recorded.version,
    unchanged: recorded.unchanged,
    state,
    figures,
  };
}
