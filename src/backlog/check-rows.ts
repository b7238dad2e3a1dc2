/** The rows of a sheet, checked cell by cell as the rows of a workbook are: one layout, known beforehand. Pure. */
import { CAMPAIGN_START } from '../immunizations/read-list.ts';
import { type CheckedRow, NOTHING_SAID } from '../intake/claim.ts';
import type { Field, SheetLayout } from '../intake/layout.ts';
import { assembleRows } from '../intake/recognise/assemble-rows.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { GRID_COLUMNS, type GridColumn } from './contract.ts';

export type TypedRow = Readonly<{ row: number; cells: readonly string[] }>;

const FIELD: Readonly<Record<GridColumn, Field>> = {
  name: 'name',
  birth: 'birthDate',
  sex: 'sex',
  id: 'id',
  hamlet: 'hamlet',
  phone: 'phone',
  number: 'doseNumber',
  vaccine: 'doseVaccine',
  lot: 'doseLot',
  date: 'doseDate',
  note: 'note',
};

const SHEET_NAME = 'Nhập sổ giấy';

const layoutOf = (facility: string): SheetLayout => ({
  sheet: SHEET_NAME,
  sheetIndex: 0,
  isList: true,
  kind: 'injections',
  nationalForm: false,
  sexCodes: {},
  monthFirst: [],
  numberedHouseholds: false,
  householdColumns: [],
  headsFirst: false,
  headerRows: [],
  firstDataRow: 1,
  columns: GRID_COLUMNS.map((name, column) => ({
    column,
    field: FIELD[name],
    dose: null,
    header: name,
    confidence: 1,
  })),
  asOf: null,
  hamlet: null,
  source: 'health',
  unitText: null,
  districtText: null,
  residenceKind: null,
  // Where the doses of the sheet were given: its one place, as a title of a workbook would say it.
  doses: { number: null, kind: null, vaccine: null, vaccineText: null, lot: null, on: null, place: facility },
  encoding: 'unicode',
  signature: 'backlog',
});

/** Checks each row by itself: what is typed above is no heading for what is typed below. Blank rows are left out. */
export async function checkRows(
  rows: readonly TypedRow[],
  { facility, today }: Readonly<{ facility: string; today: PlainDate }>,
): Promise<CheckedRow[]> {
  const layout = layoutOf(facility);
  const checked: CheckedRow[] = [];
  for (const typed of rows) {
    if (typed.cells.every((cell) => cell.trim() === '')) continue;
    checked.push((await checkRow(layout, typed, today)) ?? unread(typed));
  }
  return checked;
}

async function checkRow(
  layout: SheetLayout,
  { row, cells }: TypedRow,
  today: PlainDate,
): Promise<CheckedRow | null> {
  const only = [{ row, cells: cells.map((cell) => (cell.trim() === '' ? null : cell)) }];
  const days = { asOf: today, firstDose: CAMPAIGN_START };
  for await (const batch of assembleRows(layout, days, once(only)))
    for (const one of batch) if ('person' in one) return one.person;
  return null;
}

async function* once<T>(value: T): AsyncGenerator<T> {
  yield value;
}

/** A row that tells of nobody: a heading that was pasted along, a cell or two of a row begun. It stays in the sheet. */
const unread = ({ row, cells }: TypedRow): CheckedRow => ({
  sheet: SHEET_NAME,
  row,
  hash: '',
  cells,
  claim: NOTHING_SAID,
  findings: [
    {
      sheet: SHEET_NAME,
      row,
      column: null,
      code: 'backlog_row_unread',
      severity: 'error',
      params: {},
      cell: null,
      suggestion: null,
    },
  ],
  waiting: true,
});
