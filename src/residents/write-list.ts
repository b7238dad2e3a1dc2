/** Stores a list whose rows are decided: its edition, its records and links, what only moved, what waits, who is gone. */
import type { CheckedRow } from '../intake/claim.ts';
import { newId } from '../kernel/ids.ts';
import { copyRows } from '../platform/copy-rows.ts';
import type { Tx } from '../platform/database.ts';
import type { ListEdition } from './list-edition.ts';
import type { KnownRecord } from './load-register.ts';
import type { Decision } from './match-rows.ts';
import { PERSON_MODEL } from './person-model.ts';
import type { FiledClaim } from './sight.ts';

export type PlacedRow = Readonly<{ row: CheckedRow; claim: FiledClaim; listUnitId: number }>;

export type RecordToWrite = Readonly<{
  recordId: string;
  item: PlacedRow;
  claim: FiledClaim;
  decision: Decision;
  replaces: KnownRecord | null;
}>;

type DecidedList = Readonly<{
  edition: ListEdition;
  /** Edition that this one replaces. */
  replaces: string | null;
  records: readonly RecordToWrite[];
  moved: readonly Readonly<{ record: KnownRecord; row: CheckedRow }>[];
  waiting: readonly CheckedRow[];
  /** Records of the replaced edition that no row of this one continues. */
  gone: readonly KnownRecord[];
  /** Rows that name somebody. */
  taken: number;
  /** Time of the filing, ISO 8601. */
  at: string;
}>;

export async function writeList(tx: Tx, list: DecidedList): Promise<void> {
  const { edition, waiting, at } = list;
  await writeEdition(tx, list);
  await writeRecords(tx, edition, list.records, at);
  await moveUnchanged(tx, edition, list.moved);
  await copyRows(
    tx,
    'app.waiting_row',
    ['edition_id', 'id', 'sheet', 'row_no', 'row_hash', 'cells'],
    waiting.map((row) => [edition.id, newId(), row.sheet, row.row, row.hash, { cells: row.cells }]),
  );
  if (list.gone.length > 0) await proposeAbsences(tx, edition, list.gone, at);
}

async function writeEdition(tx: Tx, { edition, replaces, taken, waiting, at }: DecidedList): Promise<void> {
  await tx.query(
    `INSERT INTO app.list_edition (id, run_id, file_id, file_name, file_sha256, kind, source, unit_id, as_of, complete, replaces,
       rows_read, rows_taken, rows_waiting, loaded_by, loaded_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, current_setting('app.actor', true), $15)`,
    [
      edition.id,
      edition.runId,
      edition.fileId,
      edition.fileName,
      edition.sha256,
      edition.kind,
      edition.source,
      edition.unitId,
      edition.asOf,
      edition.complete,
      replaces,
      edition.rowsRead,
      taken,
      waiting.length,
      at,
    ],
  );
  if (replaces !== null)
    await tx.query('UPDATE app.list_edition SET superseded_by = $2 WHERE id = $1', [replaces, edition.id]);
}

async function writeRecords(
  tx: Tx,
  edition: ListEdition,
  records: readonly RecordToWrite[],
  at: string,
): Promise<void> {
  await copyRows(
    tx,
    'app.source_record',
    [
      'person_id',
      'id',
      'edition_id',
      'first_edition_id',
      'kind',
      'source',
      'unit_id',
      'as_of',
      'sheet',
      'row_no',
      'row_hash',
      'cells',
      'claim',
      'recorded_at',
    ],
    records.map(({ recordId, item, claim, decision }) => [
      decision.personId,
      recordId,
      edition.id,
      edition.id,
      edition.kind,
      edition.source,
      item.listUnitId,
      edition.asOf,
      item.row.sheet,
      item.row.row,
      item.row.hash,
      { cells: item.row.cells },
      claim,
      at,
    ]),
  );
  await copyRows(
    tx,
    'app.person_link',
    ['person_id', 'id', 'record_id', 'filed_under', 'status', 'reason', 'score', 'decided_by', 'recorded_at'],
    records.map(({ recordId, decision }) => [
      decision.personId,
      newId(),
      recordId,
      decision.personId,
      decision.status,
      decision.reason,
      decision.score,
      PERSON_MODEL,
      at,
    ]),
  );
  const corrected = records.flatMap(({ replaces, recordId }) =>
    replaces === null ? [] : [{ replaces, recordId }],
  );
  if (corrected.length === 0) return;
  await tx.query(
    `UPDATE app.source_record r SET replaced_by = x.by FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS x(person, id, by)
     WHERE r.person_id = x.person AND r.id = x.id`,
    [
      corrected.map(({ replaces }) => replaces.filedUnder),
      corrected.map(({ replaces }) => replaces.recordId),
      corrected.map(({ recordId }) => recordId),
    ],
  );
  await tx.query(
    `UPDATE app.person_link l SET superseded_at = $3 FROM unnest($1::uuid[], $2::uuid[]) AS x(person, id)
     WHERE l.person_id = x.person AND l.id = x.id`,
    [
      corrected.map(({ replaces }) => replaces.personId),
      corrected.map(({ replaces }) => replaces.linkId),
      at,
    ],
  );
}

/** Rows that only moved within their file: what they say stands, where they are seen is new. */
async function moveUnchanged(
  tx: Tx,
  edition: ListEdition,
  moved: readonly Readonly<{ record: KnownRecord; row: CheckedRow }>[],
): Promise<void> {
  if (moved.length === 0) return;
  await tx.query(
    `UPDATE app.source_record r SET edition_id = $1, sheet = x.sheet, row_no = x.row_no
     FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::int[]) AS x(person, id, sheet, row_no)
     WHERE r.person_id = x.person AND r.id = x.id`,
    [
      edition.id,
      moved.map(({ record }) => record.filedUnder),
      moved.map(({ record }) => record.recordId),
      moved.map(({ row }) => row.sheet),
      moved.map(({ row }) => row.row),
    ],
  );
}

async function proposeAbsences(
  tx: Tx,
  edition: ListEdition,
  gone: readonly KnownRecord[],
  at: string,
): Promise<void> {
  await copyRows(
    tx,
    'app.absence_proposal',
    ['unit_id', 'id', 'person_id', 'record_id', 'edition_id', 'created_at'],
    gone.map((record) => [record.listUnitId, newId(), record.personId, record.recordId, edition.id, at]),
  );
}
