/**
 * One command: the rows of a sheet that name somebody enter the register, as a file of these rows would. A sheet filed
 * before is continued by a new edition: corrected rows become new versions, the others stay.
 */
import type { Units } from '../areas/units.ts';
import { commitList } from '../immunizations/commit-list.ts';
import { reprojectPeople } from '../immunizations/reproject-people.ts';
import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import { newId } from '../kernel/ids.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { copyRows } from '../platform/copy-rows.ts';
import type { Database, Tx } from '../platform/database.ts';
import { withdrawForm } from '../residents/file-decision.ts';
import { lockRegister } from '../residents/file-list.ts';
import { type ListEdition, SHEET } from '../residents/list-edition.ts';
import { type Relink, relink } from '../residents/relink.ts';
import { PlaceResolver } from '../residents/resolve-places.ts';
import type { PlacedRow } from '../residents/write-list.ts';
import { checkRows, type TypedRow } from './check-rows.ts';
import { findRows, isBlank, isChanged, type Revision, type Sheet, type StoredRow } from './store.ts';

export type FiledSheet = Readonly<{
  filed: number;
  corrected: number;
  /** Rows from which nobody can be identified: they stay in the sheet. */
  waiting: number;
  personsCreated: number;
  review: number;
  injectionsCreated: number;
}>;

/** Typed rows as rows of a list of the unit, and those of which nobody can be identified. */
export async function placeRows(
  units: Units,
  { unitId, facility }: Pick<Sheet, 'unitId' | 'facility'>,
  rows: readonly TypedRow[],
  today: PlainDate,
) {
  const checked = await checkRows(rows, { facility, today });
  const resolver = new PlaceResolver(units, today, units.get(unitId, today));
  const placed = checked
    .filter(({ waiting }) => !waiting)
    .map((row): PlacedRow => {
      const one = resolver.place(row);
      return { ...one, claim: { ...one.claim, entered: 'late' } };
    });
  return { placed, waiting: checked.filter(({ waiting }) => waiting) };
}

/** Throws `backlog_reason_needed` when rows in the register are corrected without one, `backlog_nothing_to_file`. */
export async function fileSheet(
  db: Database,
  units: Units,
  actor: Actor,
  sheet: Sheet,
  today: PlainDate,
): Promise<FiledSheet> {
  return db.transaction({ ...actor, unitId: sheet.unitId }, async (tx) => {
    await lockRegister(tx);
    const editionId = await lockSheet(tx, sheet);
    const rows = (await findRows(tx, sheet)).filter(({ errorReason }) => errorReason === null);
    const changed = rows.filter(isChanged);
    if (changed.some(isBlank))
      throw new AppError('backlog_row_blank', 'invalid', { row: changed.find(isBlank)!.row });
    if (changed.length > 0 && (actor.reason ?? '').trim().length < 3)
      throw new AppError('backlog_reason_needed', 'invalid', { rows: changed.length });
    const { placed, waiting } = await placeRows(units, sheet, rows, today);
    const lost = changed.find(({ row }) => waiting.some((one) => one.row === row));
    if (lost !== undefined) throw new AppError('backlog_row_blank', 'invalid', { row: lost.row });
    const byRow = new Map(rows.map((row) => [row.row, row]));
    const fresh = placed.filter(({ row }) => {
      const stored = byRow.get(row.row)!;
      return stored.recordId === null || isChanged(stored);
    });
    if (fresh.length === 0) throw new AppError('backlog_nothing_to_file', 'invalid');
    const edition: ListEdition = {
      id: newId(),
      runId: null,
      fileId: null,
      fileName: `${sheet.title} (${sheet.facility})`,
      sha256: SHEET,
      kind: 'injections',
      source: 'health',
      unitId: sheet.unitId,
      asOf: today,
      complete: false,
      rowsRead: placed.length,
      continues: editionId,
    };
    const { filed, injectionsCreated } = await commitList(tx, edition, placed, []);
    await linkChosen(tx, filed.rows, byRow, actor);
    await noteFiled(tx, sheet, edition.id, filed.rows, byRow, actor);
    return {
      filed: fresh.length - changed.length,
      corrected: changed.length,
      waiting: waiting.length,
      personsCreated: filed.counts.created,
      review: filed.counts.review,
      injectionsCreated,
    };
  });
}

type FiledRows = Awaited<ReturnType<typeof commitList>>['filed']['rows'];

/** Where the clerk chose a person, the row speaks of that one, whatever the linkage made of it. */
async function linkChosen(
  tx: Tx,
  filed: FiledRows,
  byRow: ReadonlyMap<number, StoredRow>,
  actor: Actor,
): Promise<void> {
  const moves = filed.flatMap(({ row, recordId, personId, decision }): Relink[] => {
    const chosen = byRow.get(row.row)!.chosen;
    const settled = chosen === null || (chosen === personId && decision?.status !== 'review');
    return settled
      ? []
      : [{ recordId, personId: chosen, status: 'manual', reason: 'chosen_at_entry', score: null }];
  });
  if (moves.length > 0) await reprojectPeople(tx, await relink(tx, moves, actor.name));
}

async function noteFiled(
  tx: Tx,
  sheet: Sheet,
  editionId: string,
  filed: FiledRows,
  byRow: ReadonlyMap<number, StoredRow>,
  actor: Actor,
): Promise<void> {
  const fresh = filed.filter(({ row, recordId }) => {
    const stored = byRow.get(row.row)!;
    return stored.recordId !== recordId || isChanged(stored);
  });
  await tx.query(
    `UPDATE app.backlog_row r SET record_id = x.record, filed_cells = r.cells, filed_chosen_id = r.chosen_id, version = r.version + 1
     FROM unnest($3::int[], $4::uuid[]) AS x(row, record) WHERE r.unit_id = $1 AND r.sheet_id = $2 AND r.row_no = x.row`,
    [sheet.unitId, sheet.id, fresh.map(({ row }) => row.row), fresh.map(({ recordId }) => recordId)],
  );
  await tx.query(
    'UPDATE app.backlog_sheet SET edition_id = $3, changed_at = $4 WHERE unit_id = $1 AND id = $2',
    [sheet.unitId, sheet.id, editionId, new Date().toISOString()],
  );
  await addRevisions(
    tx,
    sheet,
    actor,
    fresh.map(({ row }) => {
      const stored = byRow.get(row.row)!;
      return {
        row: row.row,
        action: stored.recordId === null ? 'filed' : 'corrected',
        cells: stored.cells,
        reason: stored.recordId === null ? null : actor.reason,
      };
    }),
  );
}

const addRevisions = (
  tx: Tx,
  { unitId, id }: Sheet,
  actor: Actor,
  revisions: readonly Omit<Revision, 'by' | 'at'>[],
): Promise<unknown> =>
  copyRows(
    tx,
    'app.backlog_revision',
    ['unit_id', 'sheet_id', 'id', 'row_no', 'action', 'cells', 'reason', 'done_by', 'account_id', 'done_at'],
    revisions.map(({ row, action, cells, reason }) => [
      unitId,
      id,
      newId(),
      row,
      action,
      cells,
      reason,
      actor.name,
      actor.accountId,
      new Date().toISOString(),
    ]),
  );

async function lockSheet(tx: Tx, { unitId, id }: Sheet): Promise<string | null> {
  const { rows } = await tx.query<{ edition_id: string | null }>(
    'SELECT edition_id FROM app.backlog_sheet WHERE unit_id = $1 AND id = $2 FOR UPDATE',
    [unitId, id],
  );
  return rows[0]!.edition_id;
}

/**
 * Marks a filed row as entered in error: its words stand, nobody is bound by them and no figure counts them. The actor's
 * reason is kept. Throws `backlog_row_unknown` for a row that is not in the register.
 */
export async function markInError(db: Database, actor: Actor, sheet: Sheet, row: number): Promise<void> {
  await db.transaction({ ...actor, unitId: sheet.unitId }, async (tx) => {
    await lockRegister(tx);
    const [stored] = await findRows(tx, sheet, [row]);
    if (stored?.recordId == null || stored.errorReason !== null)
      throw new AppError('backlog_row_unknown', 'not-found', { row });
    const personId = await withdrawForm(tx, stored.recordId);
    await tx.query('DELETE FROM app.finding WHERE record_id = $1', [stored.recordId]);
    if (personId !== undefined) await reprojectPeople(tx, [personId]);
    await tx.query(
      `UPDATE app.backlog_row SET error_reason = $4, cells = filed_cells, version = version + 1
       WHERE unit_id = $1 AND sheet_id = $2 AND row_no = $3`,
      [sheet.unitId, sheet.id, row, actor.reason],
    );
    await addRevisions(tx, sheet, actor, [
      { row, action: 'in_error', cells: stored.filedCells ?? stored.cells, reason: actor.reason },
    ]);
  });
}
