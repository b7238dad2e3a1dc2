/** One command: a station's stock book becomes movements, with findings on its cells. A dry run is the real run, rolled back. */
import type { Units, UnitVersion } from '../areas/units.ts';
import { type HandBack, toRanges } from '../intake/hand-back/row-results.ts';
import { openWorkbook } from '../intake/read/open-workbook.ts';
import { FORM_LIMITS, type SheetRow, type Workbook } from '../intake/workbook.ts';
import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import type { Finding } from '../kernel/finding.ts';
import { newId } from '../kernel/ids.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database, Tx } from '../platform/database.ts';
import { bookFindings } from './book-findings.ts';
import { type BookMovement, contentKey, movementsOf } from './book-movements.ts';
import { rowsOf, type StockRow } from './book-rows.ts';
import { isCommune, nameFacility } from './facilities.ts';
import { findItem } from './items.ts';
import { matchSlips } from './match-slips.ts';
import { postMovements } from './post-movements.ts';
import { type BookSheet, readSheet } from './read-book.ts';
import { findStandingMovements, saveStatements, upsertLots } from './store.ts';
import { reversalOf } from './use-vials.ts';

export type BookOptions = Readonly<{
  unitCode: string | null;
  facility: string | null;
  asOf: PlainDate | null;
  dryRun: boolean;
}>;

export type ImportedBook = Readonly<{
  file: string;
  importId: string;
  format: Workbook['format'];
  unitId: number;
  facility: string;
  asOf: PlainDate;
  sheets: readonly { name: string; role: BookSheet['role'] | null; rows: number }[];
  rowsRead: number;
  /** Rows that are movements of the ledger now, and how many of them are new with this file. */
  movements: number;
  movementsPosted: number;
  /** Movements of an earlier state of the book that this one no longer tells: reversed. */
  movementsReversed: number;
  /** Lots that the book tells of. */
  lots: readonly string[];
  findings: readonly Finding[];
}> &
  Pick<HandBack, 'layouts' | 'personRows'>;

const MOST_ROWS = 50_000;
/** Codes with which a row is not taken. */
export const REFUSALS: ReadonlySet<string> = new Set([
  'stock_item_unreadable',
  'stock_lot_missing',
  'stock_date_missing',
  'stock_date_unreadable',
  'stock_date_future',
]);

/**
 * Imports one book. Throws the `file_…` errors, `stock_book_missing`, `unit_needed`, `unit_unknown`: then nothing of it
 * is kept. The same book again changes nothing; a later state of it adds what is new and reverses what it takes back.
 */
export async function importBook(
  db: Database,
  units: Units,
  actor: Actor,
  file: Readonly<{ path: string; name: string; fileId: string | null }>,
  options: BookOptions,
  now: Date,
): Promise<ImportedBook> {
  const workbook = await openWorkbook(file.path, file.name, FORM_LIMITS);
  try {
    const { sheets, sizes } = await readSheets(workbook, file.name);
    if (sheets.length === 0) throw new AppError('stock_book_missing', 'invalid', { file: file.name });
    const today = now.toISOString().slice(0, 10) as PlainDate;
    const asOf =
      options.asOf ??
      sheets
        .flatMap((sheet) => sheet.asOf ?? [])
        .sort()
        .at(-1) ??
      today;
    const unit = unitOf(units, sheets, options, asOf);
    const findings: Finding[] = [];
    const rows = rowsOf(sheets, asOf, findings);
    const importId = newId();
    const taken = await db.transaction(
      { ...actor, unitId: unit.id },
      async (tx) => {
        const facility = await nameFacility(
          { pool: tx },
          unit,
          isCommune(units, unit, asOf),
          options.facility ?? named(sheets),
        );
        const at = { unitId: unit.id, facility, importId };
        await tx.query('SELECT pg_advisory_xact_lock(7326101, $1)', [unit.id]);
        const book = movementsOf(rows, at);
        await upsertLots(tx, actor, lotsOf(rows), now);
        const posted = await postBook(tx, actor, at, book, now);
        await matchSlips(tx, actor, at, now);
        await saveStatements(tx, at, statementsOf(rows));
        findings.push(...(await bookFindings(tx, unit, facility, asOf, rows, book)));
        const answer: ImportedBook = {
          file: file.name,
          importId,
          format: workbook.format,
          unitId: unit.id,
          facility,
          asOf,
          sheets: workbook.sheets.map(({ name }) => ({
            name,
            role: sheets.find(({ sheet }) => sheet === name)?.role ?? null,
            rows: sizes.get(name) ?? 0,
          })),
          rowsRead: rows.length,
          movements: book.length,
          ...posted,
          lots: [...new Set(rows.map(({ lot }) => lot))].sort(),
          findings: findings.sort((a, b) => a.sheet.localeCompare(b.sheet) || a.row - b.row),
          layouts: sheets.map(({ sheet, headerRows, columns }) => ({
            sheet,
            isList: true,
            headerRows,
            columns: columns.has('result')
              ? [
                  {
                    column: columns.get('result')!.column,
                    field: 'result',
                    dose: null,
                    header: '',
                    confidence: 1,
                  },
                ]
              : [],
          })),
          personRows: sheets.map(({ sheet, rows: lines }) => ({
            sheet,
            ranges: toRanges(lines.map(({ row }) => row.row)),
          })),
        };
        await tx.query(
          `INSERT INTO app.stock_import (unit_id, id, facility, as_of, file_id, file_name, answer, imported_by, imported_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
          [
            unit.id,
            importId,
            facility,
            asOf,
            file.fileId,
            file.name,
            JSON.stringify({ dryRun: options.dryRun, result: answer }),
            actor.name,
            now.toISOString(),
          ],
        );
        return answer;
      },
      options.dryRun ? 'dry-run' : 'commit',
    );
    return taken;
  } finally {
    await workbook.close();
  }
}

async function readSheets(workbook: Workbook, fileName: string) {
  const sheets: BookSheet[] = [];
  const sizes = new Map<string, number>();
  for (const sheet of workbook.sheets) {
    const rows: SheetRow[] = [];
    for await (const batch of workbook.rows(sheet.index)) if (rows.length < MOST_ROWS) rows.push(...batch);
    sizes.set(sheet.name, rows.length);
    const read = readSheet(sheet, rows, await workbook.merges(sheet.index), fileName);
    if (read !== null) sheets.push(read);
  }
  return { sheets, sizes };
}

const named = (sheets: readonly BookSheet[]): string | null =>
  sheets.find(({ facilityText }) => facilityText !== null)?.facilityText ?? null;

function unitOf(
  units: Units,
  sheets: readonly BookSheet[],
  { unitCode }: BookOptions,
  asOf: PlainDate,
): UnitVersion {
  if (unitCode !== null) return units.byCodeOrEarlier(unitCode, asOf);
  for (const { unitText, districtText } of sheets) {
    if (unitText === null) continue;
    const found = units.findByName({ commune: unitText, district: districtText }, asOf);
    if ('unit' in found) return found.unit;
  }
  throw new AppError('unit_needed', 'invalid');
}

const lotsOf = (rows: readonly StockRow[]) =>
  rows.flatMap(({ item, lot, expiresOn, perVial, kind }) => {
    const { dosesPerVial, maxDosesPerVial } = findItem(item)!;
    // Another packing keeps the product's allowance in proportion: what may be drawn beyond the label is some of a vial.
    const most =
      perVial === dosesPerVial ? maxDosesPerVial : Math.floor((perVial * maxDosesPerVial) / dosesPerVial);
    return kind === 'closing' ? [] : [{ item, lot, expiresOn, dosesPerVial: perVial, maxDosesPerVial: most }];
  });

const statementsOf = (rows: readonly StockRow[]) =>
  rows.flatMap(({ kind, item, lot, on, doses, sheet, row }) =>
    kind === 'closing' || kind === 'session' ? [{ kind, item, lot, on, doses, sheet, row }] : [],
  );

/** Posts what the ledger has not yet, and reverses what an earlier state of the book told within the days of this one. */
async function postBook(
  tx: Tx,
  actor: Actor,
  at: Readonly<{ unitId: number; facility: string }>,
  book: readonly BookMovement[],
  now: Date,
): Promise<{ movementsPosted: number; movementsReversed: number }> {
  const standing = await findStandingMovements({ pool: tx }, at, 'book');
  const known = new Map<string, typeof standing>();
  for (const movement of standing) {
    const key = contentKey(movement);
    known.set(key, [...(known.get(key) ?? []), movement]);
  }
  const fresh = book.filter(({ movement }) => known.get(contentKey(movement))?.pop() === undefined);
  const spans = new Map<string, { from: string; to: string }>();
  for (const { movement } of book) {
    const span = spans.get(movement.kind) ?? { from: movement.on, to: movement.on };
    spans.set(movement.kind, {
      from: span.from < movement.on ? span.from : movement.on,
      to: span.to > movement.on ? span.to : movement.on,
    });
  }
  const gone = [...known.values()].flat().filter(({ kind, on }) => {
    const span = spans.get(kind);
    return span !== undefined && span.from <= on && on <= span.to;
  });
  await postMovements(
    tx,
    actor,
    [...gone.map((movement) => reversalOf(movement, 'book', null)), ...fresh.map(({ movement }) => movement)],
    now,
  );
  return { movementsPosted: fresh.length, movementsReversed: gone.length };
}

/** A book that came in, to be handed back; undefined when there is none of this id. */
export async function findBook(
  db: Database,
  id: string,
): Promise<
  | { unitId: number; facility: string; fileId: string | null; fileName: string; result: ImportedBook }
  | undefined
> {
  const [row] = await db.query<{
    unit_id: number;
    facility: string;
    file_id: string | null;
    file_name: string;
    answer: { result: ImportedBook };
  }>('SELECT unit_id, facility, file_id, file_name, answer FROM app.stock_import WHERE id = $1', [id]);
  return (
    row && {
      unitId: row.unit_id,
      facility: row.facility,
      fileId: row.file_id,
      fileName: row.file_name,
      result: row.answer.result,
    }
  );
}
