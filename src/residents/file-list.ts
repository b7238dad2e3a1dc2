/**
 * Files one list edition into the register: recognises rows of the edition it replaces, matches the others, writes
 * records and links, and gives back everyone it touched with all that is said of them. One transaction of the
 * caller; a dry run is the same work rolled back.
 */
import type { CheckedRow } from '../intake/claim.ts';
import { newId } from '../kernel/ids.ts';
import type { Tx } from '../platform/database.ts';
import { findReplacedEdition } from './find-replaced-edition.ts';
import type { LinkedClaim } from './linked-claim.ts';
import type { ListEdition } from './list-edition.ts';
import { type KnownRecord, loadCandidates, loadRecords } from './load-register.ts';
import { MatchIndex } from './match-index.ts';
import { type Decision, matchRows } from './match-rows.ts';
import { continueRows, recogniseRows } from './recognise-rows.ts';
import { type FiledClaim, type Sight, sightOf } from './sight.ts';
import { type PlacedRow, type RecordToWrite, writeList } from './write-list.ts';

// The register has one writer of lists at a time, so that two uploads of one commune end as one after the other,
// and a person named by two communes' lists is made once. Reading and checking of files run beside each other.
const REGISTER_LOCK = 7_326_002;

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
  const recognised = (edition.continues === undefined ? recogniseRows : continueRows)(
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
  const orderOfFresh = new Map(fresh.map((position, i) => [position, i]));
  const records: RecordToWrite[] = [];
  const moved: { record: KnownRecord; row: CheckedRow }[] = [];
  placed.forEach((item, position) => {
    const found = recognised.rows[position];
    const i = orderOfFresh.get(position);
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
  const stored = writeList(tx, {
    edition,
    replaces: replaced?.id ?? null,
    records,
    moved,
    waiting,
    gone: recognised.gone.map(({ id }) => liveRecords.get(id)!),
    taken: placed.length,
    at,
  });
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
