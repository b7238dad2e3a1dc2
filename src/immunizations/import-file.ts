/** One file through the whole pipeline: read → recognise → check → place → match → commit (or roll back, when it is a dry run). */
import type { Units, UnitVersion } from '../areas/units.ts';
import type { CheckedRow, ListKind, ListSource } from '../intake/claim.ts';
import { type PersonRows, toRanges } from '../intake/hand-back/row-results.ts';
import type { SheetLayout } from '../intake/layout.ts';
import type { ReadLimits, WorkbookFormat } from '../intake/workbook.ts';
import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import type { Finding } from '../kernel/finding.ts';
import { newId } from '../kernel/ids.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { alreadyFiled, lockRegister } from '../residents/file-list.ts';
import type { ListEdition } from '../residents/list-edition.ts';
import { PlaceResolver } from '../residents/resolve-places.ts';
import { learnFacilityCodes } from '../stock/facilities.ts';
import { commitList } from './commit-list.ts';
import {
  type ImportHooks,
  type ImportOptions,
  ImportSteps,
  type ListFile,
  type ReadList,
  readList,
  type SampledLayout,
} from './read-list.ts';
import { type MatchSamples, sampleMatches } from './sample-matches.ts';

export type ImportedFile = Readonly<{
  file: string;
  editionId: string | null;
  format: WorkbookFormat;
  kind: ListKind;
  source: ListSource;
  unitId: number;
  asOf: PlainDate;
  sheets: readonly { name: string; isList: boolean; rows: number }[];
  layouts: readonly SampledLayout[];
  /** Where people stand in the file: what a hand-back writes its answers beside. */
  personRows: readonly PersonRows[];
  rowsRead: number;
  rowsTaken: number;
  rowsWaiting: number;
  rowsReview: number;
  rowsUnchanged: number;
  /** Rows of the edition before that none of this one continues: each is a proposal to settle, nobody is removed. */
  rowsGone: number;
  personsCreated: number;
  personsMatched: number;
  injectionsCreated: number;
  injectionsMatched: number;
  /** Some rows of each outcome: known, new, to review. */
  samples: MatchSamples;
  findings: readonly Finding[];
}>;

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
  file: ListFile,
  options: ImportOptions,
  today: PlainDate,
  hooks: ImportHooks = {},
  hint: UnitVersion | null = null,
  limits?: ReadLimits,
): Promise<ImportedFile> {
  const steps = new ImportSteps(hooks);
  const list = await readList(file, options, today, steps, limits);
  return takeList(db, units, actor, list, options, steps, hint);
}

/** The second half of an import: what was read is placed, matched and committed, or rolled back in a dry run. */
export async function takeList(
  db: Database,
  units: Units,
  actor: Actor,
  { file, sha256, format, layouts, asOf, rows, sheetRows, facilityCodes }: ReadList,
  options: ImportOptions,
  steps: ImportSteps,
  hint: UnitVersion | null,
): Promise<ImportedFile> {
  const lists = layouts.filter(({ isList }) => isList);
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
  steps.step({ stage: 'matching' });
  const result = await db.transaction(
    { ...actor, unitId: unit.id },
    async (tx) => {
      await lockRegister(tx);
      await learnFacilityCodes(tx, facilityCodes);
      const same = await alreadyFiled(tx, edition);
      if (same !== null) return { same };
      const committed = await commitList(tx, edition, placed, waiting);
      steps.step({ rowsMatched: placed.length });
      return committed;
    },
    options.dryRun ? 'dry-run' : 'commit',
  );
  steps.step({ rowsMatched: placed.length, rowsCommitted: placed.length, stage: 'committed' });
  const shared = {
    file: file.name,
    format,
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
      rowsGone: 0,
      personsCreated: 0,
      personsMatched: 0,
      injectionsCreated: 0,
      injectionsMatched: 0,
      samples: { known: [], new: [], review: [] },
      findings: [...placed.flatMap(({ row }) => row.findings), ...waiting.flatMap((row) => row.findings)],
    };
  const { filed } = result;
  return {
    ...shared,
    editionId: edition.id,
    rowsReview: filed.counts.review,
    rowsUnchanged: filed.counts.unchanged,
    rowsGone: filed.counts.gone,
    personsCreated: filed.counts.created,
    personsMatched: filed.counts.matched,
    injectionsCreated: result.injectionsCreated,
    injectionsMatched: result.injectionsMatched,
    samples: sampleMatches(filed),
    findings: result.findings,
  };
}
