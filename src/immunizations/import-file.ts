/** One file through the whole pipeline: read → recognise → check → place → match → commit (or roll back, when it is a dry run). */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Units, UnitVersion } from '../areas/units.ts';
import { type LotColumn, withLotTypos } from '../intake/check/lot-typos.ts';
import type { CheckedRow, ListKind, ListSource } from '../intake/claim.ts';
import { type PersonRows, toRanges } from '../intake/hand-back/row-results.ts';
import type { ColumnMeaning, SheetLayout } from '../intake/layout.ts';
import { openWorkbook } from '../intake/read/open-workbook.ts';
import { assembleRows } from '../intake/recognise/assemble-rows.ts';
import { applyCorrection, proposeLayout } from '../intake/recognise/propose-layout.ts';
import {
  columnLetter,
  type ReadLimits,
  type SheetRow,
  type Workbook,
  type WorkbookFormat,
} from '../intake/workbook.ts';
import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import type { Finding } from '../kernel/finding.ts';
import { newId } from '../kernel/ids.ts';
import { type PlainDate, parseDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { alreadyFiled, type ListEdition, lockRegister } from '../residents/file-list.ts';
import { PlaceResolver } from '../residents/resolve-places.ts';
import { commitList } from './commit-list.ts';

/** First injections of the COVID-19 campaign in Viet Nam. */
const CAMPAIGN_START = '2021-03-08' as PlainDate;
const HEAD_ROWS = 200;

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

export type ImportedFile = Readonly<{
  file: string;
  editionId: string | null;
  format: WorkbookFormat;
  kind: ListKind;
  source: ListSource;
  unitId: number;
  asOf: PlainDate;
  sheets: readonly { name: string; isList: boolean; rows: number }[];
  layouts: readonly (SheetLayout & { sample: readonly (readonly string[])[] })[];
  /** Where people stand in the file: what a hand-back writes its answers beside. */
  personRows: readonly PersonRows[];
  rowsRead: number;
  rowsTaken: number;
  rowsWaiting: number;
  rowsReview: number;
  rowsUnchanged: number;
  personsCreated: number;
  personsMatched: number;
  injectionsCreated: number;
  injectionsMatched: number;
  findings: readonly Finding[];
}>;

export type ImportHooks = Readonly<{
  progress?: (progress: ImportProgress) => void;
  /** Asked between batches; true ends the import with `import_cancelled` and nothing kept. */
  cancelled?: () => boolean;
}>;

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

type Sheets = { layouts: (SheetLayout & { sample: string[][] })[]; others: string[] };

async function recognise(workbook: Workbook, corrections: ImportOptions['corrections']): Promise<Sheets> {
  const layouts: Sheets['layouts'] = [];
  const others: string[] = [];
  for (const sheet of workbook.sheets) {
    const head: SheetRow[] = [];
    for await (const batch of workbook.rows(sheet.index)) {
      head.push(...batch);
      if (head.length >= HEAD_ROWS) break;
    }
    const proposed = proposeLayout({ sheet, head, merges: await workbook.merges(sheet.index) });
    const corrected = corrections?.get(sheet.name) ?? corrections?.get(proposed.signature);
    const layout = corrected === undefined ? proposed : applyCorrection(proposed, corrected);
    if (!layout.isList) others.push(sheet.name);
    const sample = head
      .filter(({ row }) => row >= layout.firstDataRow)
      .slice(0, 5)
      .map(({ cells }) =>
        cells.map((cell) =>
          cell === null ? '' : typeof cell === 'object' ? Object.values(cell).join(' ') : String(cell),
        ),
      );
    layouts.push({ ...layout, sample });
  }
  return { layouts, others };
}

/** A list that also says how people live there is a resident list, even if it has columns for doses. */
function kindOf(layouts: readonly SheetLayout[]): ListKind {
  const lists = layouts.filter(({ isList }) => isList);
  const resident = (layout: SheetLayout): boolean =>
    layout.columns.some(
      ({ field }) => field === 'household' || field === 'relation' || field === 'residenceKind',
    );
  return lists.some((layout) => layout.kind === 'injections' && !resident(layout))
    ? 'injections'
    : 'residents';
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

function findUnit(
  units: Units,
  options: ImportOptions,
  rows: readonly CheckedRow[],
  layouts: readonly SheetLayout[],
  asOf: PlainDate,
  hint: UnitVersion | null,
): UnitVersion {
  if (options.unitCode !== null) return units.byCodeOrEarlier(options.unitCode, asOf);
  const codes = new Map<string, number>();
  for (const { claim } of rows)
    if (claim.place?.communeCode != null)
      codes.set(claim.place.communeCode, (codes.get(claim.place.communeCode) ?? 0) + 1);
  const [code, count] = [...codes].sort((a, b) => b[1] - a[1])[0] ?? ['', 0];
  if (count * 2 > rows.length) return units.byCodeOrEarlier(code, asOf);
  for (const { unitText, districtText } of layouts) {
    if (unitText === null) continue;
    const found = units.findByName({ commune: unitText, district: districtText }, asOf);
    if ('unit' in found) return found.unit;
    if (hint !== null && 'ambiguous' in found && found.ambiguous.some(({ id }) => id === hint.id))
      return hint;
  }
  if (hint !== null) return hint;
  throw new AppError('unit_needed', 'invalid');
}

/**
 * Imports one file. Throws the `file_…` errors, `no_list_found`, `unit_needed`, `import_cancelled`: then nothing of it
 * is kept. `hint` is a unit to fall back on (the account's commune, or that of a file in the same batch).
 */
export async function importFile(
  db: Database,
  units: Units,
  actor: Actor,
  file: Readonly<{ path: string; name: string; fileId?: string | null; runId?: string | null }>,
  options: ImportOptions,
  today: PlainDate,
  hooks: ImportHooks = {},
  hint: UnitVersion | null = null,
  limits?: ReadLimits,
): Promise<ImportedFile> {
  const sha256 = await sha256Of(file.path);
  const workbook = await openWorkbook(file.path, file.name, limits);
  const progress: ImportProgress = {
    rowsRead: 0,
    rowsChecked: 0,
    rowsMatched: 0,
    rowsCommitted: 0,
    stage: 'reading',
  };
  const step = (change: Partial<ImportProgress>): void => {
    Object.assign(progress, change);
    hooks.progress?.({ ...progress });
    if (hooks.cancelled?.()) throw new AppError('import_cancelled', 'conflict');
  };
  try {
    const { layouts } = await recognise(workbook, options.corrections);
    const lists = layouts.filter(({ isList }) => isList);
    if (lists.length === 0) throw new AppError('no_list_found', 'invalid', { file: file.name });
    const titled = lists
      .flatMap(({ asOf }) => (asOf === null ? [] : (parseDate(asOf) ?? [])))
      .filter((date) => date <= today)
      .sort();
    const asOf = options.asOf ?? titled.at(-1) ?? today;
    const checked: CheckedRow[] = [];
    const sheetRows = new Map<string, number>();
    for (const layout of lists)
      for await (const batch of assembleRows(
        layout,
        { asOf, firstDose: CAMPAIGN_START },
        workbook.rows(layout.sheetIndex),
      )) {
        for (const one of batch) if ('person' in one) checked.push(one.person);
        sheetRows.set(layout.sheet, (sheetRows.get(layout.sheet) ?? 0) + batch.length);
        step({ rowsRead: progress.rowsRead + batch.length, rowsChecked: checked.length });
      }
    const rows = withLotTypos(checked, lotColumns(lists));
    const unit = findUnit(units, options, rows, lists, asOf, hint);
    const kind = options.kind === 'auto' ? kindOf(layouts) : options.kind;
    const source =
      options.source ??
      lists.find((layout) => layout.source !== null)?.source ??
      (kind === 'injections' ? 'health' : 'commune');
    const resolver = new PlaceResolver(units, asOf, unit);
    const waiting = rows.filter((row) => row.waiting);
    const placed = rows.filter((row) => !row.waiting).map((row) => resolver.place(row));
    const edition: ListEdition = {
      id: newId(),
      runId: file.runId ?? null,
      fileId: file.fileId ?? null,
      fileName: file.name,
      sha256,
      kind,
      source,
      unitId: unit.id,
      asOf,
      complete: options.complete,
      rowsRead: rows.length,
    };
    step({ stage: 'matching' });
    const result = await db.transaction(
      { ...actor, unitId: unit.id },
      async (tx) => {
        await lockRegister(tx);
        const same = await alreadyFiled(tx, edition);
        if (same !== null) return { same };
        const committed = await commitList(tx, edition, placed, waiting);
        step({ rowsMatched: placed.length });
        return committed;
      },
      options.dryRun ? 'dry-run' : 'commit',
    );
    step({ rowsMatched: placed.length, rowsCommitted: placed.length, stage: 'committed' });
    const shared = {
      file: file.name,
      format: workbook.format,
      kind,
      source,
      unitId: unit.id,
      asOf,
      layouts,
      personRows: lists.map(({ sheet }) => ({
        sheet,
        ranges: toRanges(rows.flatMap((row) => (row.sheet === sheet ? [row.row] : []))),
      })),
      sheets: layouts.map(({ sheet, isList }) => ({ name: sheet, isList, rows: sheetRows.get(sheet) ?? 0 })),
      rowsRead: rows.length,
      rowsTaken: placed.length,
      rowsWaiting: waiting.length,
    };
    if ('same' in result)
      return {
        ...shared,
        editionId: result.same,
        rowsReview: 0,
        rowsUnchanged: rows.length,
        personsCreated: 0,
        personsMatched: 0,
        injectionsCreated: 0,
        injectionsMatched: 0,
        findings: [...placed.flatMap(({ row }) => row.findings), ...waiting.flatMap((row) => row.findings)],
      };
    const { filed } = result;
    return {
      ...shared,
      editionId: edition.id,
      rowsReview: filed.counts.review,
      rowsUnchanged: filed.counts.unchanged,
      personsCreated: filed.counts.created,
      personsMatched: filed.counts.matched,
      injectionsCreated: result.injectionsCreated,
      injectionsMatched: result.injectionsMatched,
      findings: result.findings,
    };
  } finally {
    await workbook.close();
  }
}
