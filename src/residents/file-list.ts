/**
 * Files one list edition into the register: recognises rows of the edition it replaces, matches the others, writes
 * records and links, and gives back everyone it touched with all that is said of them. One transaction of the
 * caller; a dry run is the same work rolled back.
 */
import type { CheckedRow, ListKind, ListSource } from '../intake/claim.ts';
import { newId } from '../kernel/ids.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { copyRows } from '../platform/copy-rows.ts';
import type { Tx } from '../platform/database.ts';
import { findReplacedEdition } from './find-replaced-edition.ts';
import { type KnownRecord, loadCandidates, loadRecords } from './load-register.ts';
import { MatchIndex } from './match-index.ts';
import { type Decision, matchRows } from './match-rows.ts';
import { PERSON_MODEL } from './person-model.ts';
import type { LinkedClaim } from './project-person.ts';
import { recogniseRows } from './recognise-rows.ts';
import { type FiledClaim, type Sight, sightOf } from './sight.ts';

// The register has one writer of lists at a time, so that two uploads of one commune end as one after the other,
// and a person named by two communes' lists is made once. Reading and checking of files run beside each other.
const REGISTER_LOCK = 7_326_002;

export type ListEdition = Readonly<{
  id: string;
  runId: string | null;
  fileId: string | null;
  fileName: string;
  sha256: string;
  kind: ListKind;
  source: ListSource;
  unitId: number;
  asOf: PlainDate;
  complete: boolean;
  rowsRead: number;
}>;

export type PlacedRow = Readonly<{ row: CheckedRow; claim: FiledClaim; listUnitId: number }>;

export type FiledRow = Readonly<{
  row: CheckedRow;
  recordId: string;
  listUnitId: number;
  personId: string;
  decision: Decision | null;
  /** True when the row stood in the replaced edition with the same content: nothing was written for it. */
  unchanged: boolean;
  repeats: FiledRow | null;
}>;

export type FiledList = Readonly<{
  edition: ListEdition;
  replaced: string | null;
  rows: readonly FiledRow[];
  waiting: readonly CheckedRow[];
  /** Everyone whose claims changed, with all live claims after the filing; the value may be empty (a corrected-away person). */
  touched: ReadonlyMap<string, readonly LinkedClaim[]>;
  created: ReadonlySet<string>;
  counts: Readonly<{ created: number; matched: number; review: number; unchanged: number; gone: number }>;
  /**
   * Settles when records and links are stored. They are on their way while the caller works on; it must await this
   * before anything else of the transaction, its end above all.
   */
  stored: Promise<void>;
}>;

/** The same bytes were filed before as the latest edition of this list: there is nothing to do. */
export async function alreadyFiled(tx: Tx, edition: ListEdition): Promise<string | null> {
  const { rows } = await tx.query<{ id: string }>(
    `SELECT id FROM app.list_edition
     WHERE unit_id = $1 AND kind = $2 AND source = $3 AND file_sha256 = $4 AND superseded_by IS NULL AND as_of = $5`,
    [edition.unitId, edition.kind, edition.source, edition.sha256, edition.asOf],
  );
  return rows[0]?.id ?? null;
}

export const lockRegister = (tx: Tx): Promise<unknown> =>
  tx.query('SELECT pg_advisory_xact_lock($1)', [REGISTER_LOCK]);

/** Decides who each row speaks of and starts to store records and links; see `FiledList.stored`. */
export async function fileList(
  tx: Tx,
  edition: ListEdition,
  placed: readonly PlacedRow[],
  waiting: readonly CheckedRow[],
): Promise<FiledList> {
  const at = new Date().toISOString();
  const replaced = await findReplacedEdition(
    tx,
    edition,
    placed.map(({ row }) => row.hash),
  );
  const recognised = recogniseRows(
    replaced?.rows ?? [],
    placed.map(({ row }) => row),
  );
  const known = await loadCandidates(tx, reach(placed, edition));
  // Most people of the replaced edition are candidates already: their claims are not read twice.
  const loaded = new Set(known.map(({ personId }) => personId));
  const others = (replaced?.personIds ?? []).filter((id) => !loaded.has(id));
  const liveRecords = new Map(
    [...known, ...(await loadRecords(tx, others))].map((record) => [record.recordId, record]),
  );
  const closed = new Set(
    recognised.rows.flatMap((found) => (found !== null && !found.same ? [found.old.id] : [])),
  );

  const claims = new Map<string, Map<string, KnownRecord>>();
  for (const record of liveRecords.values()) {
    const held = claims.get(record.personId) ?? new Map<string, KnownRecord>();
    claims.set(record.personId, held.set(record.recordId, record));
  }
  const index = new MatchIndex();
  // A row in review, and the old words of a corrected row, attract nobody.
  for (const held of claims.values())
    for (const record of held.values())
      if (record.status !== 'review' && !closed.has(record.recordId))
        index.add(record.personId, sightOf(record.claim, record.listUnitId));

  const fresh = placed.flatMap((_, position) => (recognised.rows[position]?.same ? [] : [position]));
  const sights: Sight[] = fresh.map((position) =>
    sightOf(placed[position]!.claim, placed[position]!.listUnitId),
  );
  const decided = matchRows(
    sights.map((sight) => ({ sight })),
    index,
    newId,
  );

  const filed: FiledRow[] = [];
  const created = new Set<string>();
  const fresh2 = new Map(fresh.map((position, i) => [position, i]));
  const records: RecordToWrite[] = [];
  const moved: { record: KnownRecord; row: CheckedRow }[] = [];
  placed.forEach((item, position) => {
    const found = recognised.rows[position];
    const i = fresh2.get(position);
    if (found?.same) {
      const old = liveRecords.get(found.old.id)!;
      moved.push({ record: old, row: item.row });
      filed.push({
        row: item.row,
        recordId: old.recordId,
        listUnitId: item.listUnitId,
        personId: old.personId,
        decision: null,
        unchanged: true,
        repeats: null,
      });
      return;
    }
    let decision = decided[i!]!;
    const corrected = found === null || found === undefined ? null : liveRecords.get(found.old.id)!;
    // A corrected row stays with its person unless it now names another one for certain.
    if (
      corrected !== null &&
      corrected.status !== 'review' &&
      (decision.created || decision.status === 'review')
    )
      decision = {
        ...decision,
        personId: corrected.personId,
        created: false,
        status: 'auto',
        reason: 'row_corrected',
      };
    if (decision.created) created.add(decision.personId);
    const recordId = newId();
    const claim = decision.borrowedId ? withoutSoundIds(item.claim) : item.claim;
    records.push({ recordId, item, claim, decision, replaces: corrected });
    filed.push({
      row: item.row,
      recordId,
      listUnitId: item.listUnitId,
      personId: decision.personId,
      decision,
      unchanged: false,
      repeats: decision.repeats === null ? null : (filed[fresh[decision.repeats]!] ?? null),
    });
  });
  // A person who was only made by a row that another row's decision then joined keeps his id: rows decide in order.

  const store = async (): Promise<void> => {
    await writeEdition(tx, edition, replaced?.id ?? null, placed.length, waiting.length, at);
    await writeRecords(tx, edition, records, at);
    await moveUnchanged(tx, edition, moved);
    await copyRows(
      tx,
      'app.waiting_row',
      ['edition_id', 'id', 'sheet', 'row_no', 'row_hash', 'cells'],
      waiting.map((row) => [edition.id, newId(), row.sheet, row.row, row.hash, { cells: row.cells }]),
    );
    if (replaced !== null)
      await proposeAbsences(
        tx,
        edition,
        recognised.gone.map(({ id }) => liveRecords.get(id)!),
        at,
      );
  };
  const stored = store();
  // Who awaits it meets its failure; until then it is not an unhandled one.
  stored.catch(() => {});

  const touched = new Map<string, LinkedClaim[]>();
  const touch = (personId: string): LinkedClaim[] => {
    let all = touched.get(personId);
    if (all === undefined) {
      all = [...(claims.get(personId)?.values() ?? [])].filter(({ recordId }) => !closed.has(recordId));
      touched.set(personId, all);
    }
    return all;
  };
  for (const { recordId, item, claim, decision, replaces } of records) {
    if (replaces !== null) touch(replaces.personId);
    touch(decision.personId).push({
      recordId,
      kind: edition.kind,
      source: edition.source,
      status: decision.status,
      listUnitId: item.listUnitId,
      asOf: edition.asOf,
      claim,
    });
  }
  const review = records.filter(({ decision }) => decision.status === 'review').length;
  const unchanged = filed.length - records.length;
  return {
    edition,
    replaced: replaced?.id ?? null,
    rows: filed,
    waiting,
    touched,
    created,
    counts: {
      created: created.size,
      matched: records.length - created.size,
      review,
      unchanged,
      gone: recognised.gone.length,
    },
    stored,
  };
}

type RecordToWrite = Readonly<{
  recordId: string;
  item: PlacedRow;
  claim: FiledClaim;
  decision: Decision;
  replaces: KnownRecord | null;
}>;

const withoutSoundIds = (claim: FiledClaim): FiledClaim => ({
  ...claim,
  identifiers: claim.identifiers.map((id) => ({ ...id, sound: false })),
});

/** The communes, numbers and names by which the list's rows may be known to the register. */
function reach(placed: readonly PlacedRow[], edition: ListEdition) {
  const rowsOf = new Map<number, number>();
  const identifiers = new Set<string>();
  for (const { claim, listUnitId } of placed) {
    for (const { value } of claim.identifiers) identifiers.add(value);
    for (const unit of new Set([listUnitId, claim.unitId])) rowsOf.set(unit, (rowsOf.get(unit) ?? 0) + 1);
  }
  // A commune with many rows is read whole; one that a few visitors come from only for their names.
  const units = new Set([edition.unitId]);
  for (const [unit, rows] of rowsOf) if (rows >= 100 || rows * 20 >= placed.length) units.add(unit);
  const mentioned = new Set<number>();
  const nameKeys = new Set<string>();
  for (const { claim, listUnitId } of placed) {
    const others = [claim.unitId, claim.registeredUnitId, listUnitId].filter(
      (unit) => unit !== null && !units.has(unit),
    );
    if (others.length === 0 || claim.name === null) continue;
    for (const unit of others) mentioned.add(unit!);
    nameKeys.add(sightOf(claim, listUnitId).key);
  }
  return {
    units: [...units],
    identifiers: [...identifiers],
    mentionedUnits: [...mentioned],
    nameKeys: [...nameKeys],
  };
}

async function writeEdition(
  tx: Tx,
  edition: ListEdition,
  replaces: string | null,
  taken: number,
  waiting: number,
  at: string,
): Promise<void> {
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
      waiting,
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
