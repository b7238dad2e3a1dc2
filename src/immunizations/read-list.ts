/**
 * The first half of an import: a file is read, its columns recognised, its cells checked. It asks nothing of the register,
 * so the next file can be read while one is stored.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type LotColumn, withLotTypos } from '../intake/check/lot-typos.ts';
import type { CheckedRow, ListKind, ListSource } from '../intake/claim.ts';
import type { ColumnMeaning, SheetLayout } from '../intake/layout.ts';
import { openWorkbook } from '../intake/read/open-workbook.ts';
import { assembleRows } from '../intake/recognise/assemble-rows.ts';
import { readFacilityCodes } from '../intake/recognise/code-list.ts';
import { applyCorrection, proposeLayout } from '../intake/recognise/propose-layout.ts';
import {
  columnLetter,
  type MergedRange,
  type ReadLimits,
  type SheetRow,
  type Workbook,
  type WorkbookFormat,
} from '../intake/workbook.ts';
import { AppError } from '../kernel/app-error.ts';
import { type PlainDate, parseDate } from '../kernel/plain-date.ts';

/** First injections of the COVID-19 campaign in Viet Nam. */
export const CAMPAIGN_START = '2021-03-08' as PlainDate;
const HEAD_ROWS = 200;

/** A file at hand: its path, the name it came under, and what it is stored as, if it is. */
export type ListFile = Readonly<{
  path: string;
  name: string;
  fileId?: string | null;
  runId?: string | null;
}>;

export type ImportOptions = Readonly<{
  kind: ListKind | 'auto';
  source: ListSource | null;
  /** Code of the unit whose list it is, read on the map of the list's date. */
  unitCode: string | null;
  asOf: PlainDate | null;
  complete: boolean;
  dryRun: boolean;
  /** What the user said of columns, by sheet name or header signature. */
  corrections?: ReadonlyMap<string, readonly ColumnMeaning[]>;
}>;

export type ImportProgress = {
  rowsRead: number;
  rowsChecked: number;
  rowsMatched: number;
  rowsCommitted: number;
  stage: 'reading' | 'matching' | 'committed';
};

export type ImportHooks = Readonly<{
  progress?: (progress: ImportProgress) => void;
  /** Asked between batches; true ends the import with `import_cancelled` and nothing kept. */
  cancelled?: () => boolean;
}>;

/** Tells of progress and asks whether to go on. Throws `import_cancelled`. */
export class ImportSteps {
  readonly #hooks: ImportHooks;
  readonly #progress: ImportProgress = {
    rowsRead: 0,
    rowsChecked: 0,
    rowsMatched: 0,
    rowsCommitted: 0,
    stage: 'reading',
  };

  constructor(hooks: ImportHooks = {}) {
    this.#hooks = hooks;
  }

  step(change: Partial<ImportProgress>): void {
    Object.assign(this.#progress, change);
    this.#hooks.progress?.({ ...this.#progress });
    if (this.#hooks.cancelled?.()) throw new AppError('import_cancelled', 'conflict');
  }
}

export type SampledLayout = SheetLayout & { sample: readonly (readonly string[])[] };

export type ReadList = Readonly<{
  file: ListFile;
  sha256: string;
  format: WorkbookFormat;
  layouts: readonly SampledLayout[];
  asOf: PlainDate;
  rows: readonly CheckedRow[];
  /** Rows of each list sheet, headings and sums among them. */
  sheetRows: ReadonlyMap<string, number>;
  /** What the file's own code lists say that codes of facilities mean. */
  facilityCodes: ReadonlyMap<string, string>;
}>;

/** Reads and checks one file. Throws the `file_…` errors, `no_list_found` and `import_cancelled`. */
export async function readList(
  file: ListFile,
  options: ImportOptions,
  today: PlainDate,
  steps: ImportSteps,
  limits?: ReadLimits,
): Promise<ReadList> {
  const sha256 = await sha256Of(file.path);
  const workbook = await openWorkbook(file.path, file.name, limits);
  try {
    const merges = new Map<number, readonly MergedRange[]>();
    const facilityCodes = new Map<string, string>();
    const layouts = await recognise(workbook, file.name, options.corrections, merges, facilityCodes);
    const lists = layouts.filter(({ isList }) => isList);
    if (lists.length === 0) throw new AppError('no_list_found', 'invalid', { file: file.name });
    const titled = lists
      .flatMap(({ asOf }) => (asOf === null ? [] : (parseDate(asOf) ?? [])))
      .filter((date) => date <= today)
      .sort();
    const asOf = options.asOf ?? titled.at(-1) ?? today;
    const checked: CheckedRow[] = [];
    const sheetRows = new Map<string, number>();
    let rowsRead = 0;
    for (const layout of lists)
      for await (const batch of assembleRows(
        layout,
        { asOf, firstDose: CAMPAIGN_START, merges: merges.get(layout.sheetIndex) ?? [] },
        workbook.rows(layout.sheetIndex),
      )) {
        for (const one of batch) if ('person' in one) checked.push(one.person);
        sheetRows.set(layout.sheet, (sheetRows.get(layout.sheet) ?? 0) + batch.length);
        rowsRead += batch.length;
        steps.step({ rowsRead, rowsChecked: checked.length });
      }
    return {
      file,
      sha256,
      format: workbook.format,
      layouts,
      asOf,
      rows: withLotTypos(checked, lotColumns(lists)),
      sheetRows,
      facilityCodes,
    };
  } finally {
    await workbook.close();
  }
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** Recognises each sheet; `merges` takes its merged ranges, which cost a reading of the part, `facilityCodes` what code lists say. */
async function recognise(
  workbook: Workbook,
  fileName: string,
  corrections: ImportOptions['corrections'],
  merges: Map<number, readonly MergedRange[]>,
  facilityCodes: Map<string, string>,
): Promise<SampledLayout[]> {
  const layouts: SampledLayout[] = [];
  for (const sheet of workbook.sheets) {
    const head: SheetRow[] = [];
    for await (const batch of workbook.rows(sheet.index)) {
      head.push(...batch);
      if (head.length >= HEAD_ROWS) break;
    }
    const merged = await workbook.merges(sheet.index);
    merges.set(sheet.index, merged);
    const proposed = proposeLayout({ sheet, head, merges: merged, fileName });
    const corrected = corrections?.get(sheet.name) ?? corrections?.get(proposed.signature);
    const layout = corrected === undefined ? proposed : applyCorrection(proposed, corrected, head);
    const sample = head
      .filter(({ row }) => row >= layout.firstDataRow)
      .slice(0, 5)
      .map(({ cells }) =>
        cells.map((cell) =>
          cell === null ? '' : typeof cell === 'object' ? Object.values(cell).join(' ') : String(cell),
        ),
      );
    layouts.push({ ...layout, sample });
    if (!layout.isList) for (const [code, name] of readFacilityCodes(head)) facilityCodes.set(code, name);
  }
  return layouts;
}

/** The column in which a row's dose has its lot. */
function lotColumns(layouts: readonly SheetLayout[]): LotColumn {
  const bySheet = new Map(
    layouts.map(({ sheet, columns }) => [sheet, columns.filter(({ field }) => field === 'doseLot')]),
  );
  return ({ sheet }, { number }) => {
    const lots = bySheet.get(sheet) ?? [];
    const own = lots.find(({ dose }) => dose === number) ?? lots.find(({ dose }) => dose === null);
    return own === undefined ? null : columnLetter(own.column);
  };
}
