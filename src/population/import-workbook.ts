/** One command: the population forms of a workbook become versions, with findings on the very cells. A dry run is the real run, rolled back. */
import type { Units, UnitVersion } from '../areas/units.ts';
import type { HandBack } from '../intake/hand-back/row-results.ts';
import { toRanges } from '../intake/hand-back/row-results.ts';
import { openWorkbook } from '../intake/read/open-workbook.ts';
import { columnLetter, FORM_LIMITS, type SheetRow, type Workbook } from '../intake/workbook.ts';
import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import type { Finding } from '../kernel/finding.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database, Tx } from '../platform/database.ts';
import { getReport, progressOf, takeStep } from './check-report.ts';
import { type BandSet, bandNames, type CountRegister, type Figure, type ReportState } from './contract.ts';
import { knownFigures } from './known-figures.ts';
import { type FormCell, type FormRow, type PopulationForm, readForm } from './read-form.ts';
import { isCounted, recordReport } from './record-report.ts';
import { checkFigures } from './rules.ts';
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

type Cells = Map<string, { sheet: string; cell: FormCell }>;
/** What one or more sheets say of one unit on one day. */
type Statement = { unit: UnitVersion; asOf: PlainDate; sheets: string[]; figures: Figure[]; cells: Cells };

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

/** Statements of the forms in the order of their days, so that each is compared with the one before it. */
function stateAll(
  units: Units,
  forms: readonly PopulationForm[],
  options: WorkbookOptions,
  today: PlainDate,
  findings: Finding[],
): Statement[] {
  const statements = new Map<string, Statement>();
  for (const form of forms) {
    // A day given with the file is the day of its newest form; older forms of the same file keep their own.
    const asOf = form.asOf ?? options.asOf ?? today;
    const unit = unitOf(units, form, options, asOf, findings);
    for (const { row, unitId, hamlet } of rowsOf(units, form, unit, asOf, findings)) {
      const key = `${asOf} ${unitId}`;
      const statement: Statement = statements.get(key) ?? {
        unit: units.get(unitId, asOf),
        asOf,
        sheets: [],
        figures: [],
        cells: new Map(),
      };
      statements.set(key, statement);
      if (!statement.sheets.includes(form.sheet)) statement.sheets.push(form.sheet);
      for (const cell of row.cells) addCell(statement, form.sheet, hamlet, cell, findings);
    }
  }
  for (const statement of statements.values()) addWholes(statement);
  return [...statements.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, statement]) => statement);
}

const addressKey = ({
  series,
  hamlet,
  sex,
  band,
}: Pick<Figure, 'series' | 'hamlet' | 'sex' | 'band'>): string => `${series}|${hamlet}|${sex}|${band}`;

function addCell(
  statement: Statement,
  sheet: string,
  hamlet: string,
  cell: FormCell,
  findings: Finding[],
): void {
  const figure: Figure = { ...cell.figure, hamlet, method: null };
  const key = addressKey(figure);
  const known = statement.cells.get(key);
  if (known === undefined) {
    statement.cells.set(key, { sheet, cell });
    statement.figures.push(figure);
    return;
  }
  if (known.cell.figure.people === figure.people) return;
  findings.push({
    sheet,
    row: cell.row,
    column: columnLetter(cell.column),
    code: 'population_said_twice',
    severity: 'warning',
    params: { kept: known.cell.figure.people, dropped: figure.people },
    cell: String(figure.people),
    suggestion: null,
  });
}

/** Hamlets without a total row: the whole is their sum, group by group. */
function addWholes({ figures, cells }: Statement): void {
  const sums = new Map<string, Figure>();
  for (const figure of figures) {
    if (figure.hamlet === '') continue;
    const whole = { ...figure, hamlet: '' };
    if (cells.has(addressKey(whole))) continue;
    const before = sums.get(addressKey(whole));
    sums.set(addressKey(whole), { ...whole, people: whole.people + (before?.people ?? 0) });
  }
  figures.push(...sums.values());
}

function unitOf(
  units: Units,
  form: PopulationForm,
  { unitCode }: WorkbookOptions,
  asOf: PlainDate,
  findings: Finding[],
): UnitVersion {
  const given = unitCode === null ? null : units.byCodeOrEarlier(unitCode, asOf);
  if (form.unitText === null) {
    if (given !== null) return given;
    throw new AppError('unit_needed', 'invalid');
  }
  const named = units.findByName(
    { commune: form.unitText, district: form.districtText },
    asOf,
    given === null ? null : provinceOf(units, given, asOf),
  );
  if (given === null) {
    if ('unit' in named) return named.unit;
    throw new AppError('unit_needed', 'invalid');
  }
  const same =
    'unit' in named
      ? named.unit.id === given.id
      : 'ambiguous' in named && named.ambiguous.some(({ id }) => id === given.id);
  if (!same && 'unit' in named && isCounted(units, given, asOf))
    findings.push({
      sheet: form.sheet,
      row: form.rows[0]!.row,
      column: null,
      code: 'population_other_unit',
      severity: 'warning',
      params: { named: named.unit.fullName, unit: given.fullName },
      cell: form.unitText,
      suggestion: null,
    });
  return given;
}

const provinceOf = (units: Units, unit: UnitVersion, on: PlainDate): number =>
  units.ancestors(unit.id, on).at(-1)!.id;

/** Rows of the form with the unit that each is of: hamlets of the unit itself, or the communes below it. */
function rowsOf(
  units: Units,
  form: PopulationForm,
  unit: UnitVersion,
  asOf: PlainDate,
  findings: Finding[],
): { row: FormRow; unitId: number; hamlet: string }[] {
  const hamlets = isCounted(units, unit, asOf);
  return form.rows.flatMap((row) => {
    if (row.total) return [{ row, unitId: unit.id, hamlet: '' }];
    if (hamlets) return [{ row, unitId: unit.id, hamlet: form.rows.length === 1 ? '' : row.label }];
    const coded = row.code === null ? undefined : units.findByCode(row.code, asOf);
    const named =
      coded === undefined ? units.findByName({ commune: row.label }, asOf, unit.id) : { unit: coded };
    if ('unit' in named && units.isWithin(named.unit.id, unit.id, asOf))
      return [{ row, unitId: named.unit.id, hamlet: '' }];
    findings.push({
      sheet: form.sheet,
      row: row.row,
      column: null,
      code: 'population_row_unknown',
      severity: 'error',
      params: { unit: unit.fullName },
      cell: row.label,
      suggestion: null,
    });
    return [];
  });
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

/** The cell that a finding is about; a whole that was only added up is shown on a figure of its series. */
function cellOf(
  { cells, sheets }: Statement,
  at: Parameters<typeof addressKey>[0],
): Pick<Finding, 'sheet' | 'row' | 'column' | 'cell' | 'suggestion'> {
  const exact = cells.get(addressKey(at));
  const near =
    exact ??
    [...cells.entries()].find(([key]) => key.startsWith(`${at.series}|${at.hamlet}|`))?.[1] ??
    [...cells.values()][0];
  return {
    sheet: near?.sheet ?? sheets[0]!,
    row: near?.cell.row ?? 1,
    column: exact === undefined ? null : columnLetter(exact.cell.column),
    cell: exact === undefined ? null : String(exact.cell.figure.people),
    suggestion: null,
  };
}
