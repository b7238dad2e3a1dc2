/** What the forms of a workbook say, unit by unit and day by day, with the cell of each figure. */
import type { Units, UnitVersion } from '../areas/units.ts';
import { columnLetter } from '../intake/workbook.ts';
import { AppError } from '../kernel/app-error.ts';
import type { Finding } from '../kernel/finding.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Figure } from './contract.ts';
import type { FormCell, FormRow, PopulationForm } from './read-form.ts';
import { isCounted } from './record-report.ts';

/** The unit and day that a file comes with, for forms that name none. */
export type StatedFor = Readonly<{ unitCode: string | null; asOf: PlainDate | null }>;

type Cells = Map<string, { sheet: string; cell: FormCell }>;
/** What one or more sheets say of one unit on one day. */
export type Statement = {
  unit: UnitVersion;
  asOf: PlainDate;
  sheets: string[];
  figures: Figure[];
  cells: Cells;
};

/** Statements of the forms in the order of their days, so that each is compared with the one before it. */
export function stateAll(
  units: Units,
  forms: readonly PopulationForm[],
  options: StatedFor,
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
  { unitCode }: StatedFor,
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

/** The cell that a finding is about; a whole that was only added up is shown on a figure of its series. */
export function cellOf(
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
