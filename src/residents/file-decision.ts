/**
 * A decision about one person becomes a claim like any other: a form is a list of one row. Decisions of one commune
 * and hand stand together in an edition of their own, which no upload replaces and no count of files contains.
 */
import type { ListSource, Whereabouts } from '../intake/claim.ts';
import { newId } from '../kernel/ids.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Tx } from '../platform/database.ts';
import type { FiledClaim } from './sight.ts';

/** What `list_edition.file_sha256` says of an edition that no file brought. */
const FORM = 'form';

export type PersonDecision = Readonly<{
  personId: string;
  unitId: number;
  source: ListSource;
  /** The day on which what is said holds. */
  on: PlainDate;
  whereabouts: Whereabouts | null;
  note: string;
  /** Names the question that is answered: a second answer takes the place of the first. */
  question: string;
}>;

/**
 * Files the decision as a record linked by hand and closes an earlier answer to the same question. The caller holds
 * the register's lock and projects the person anew. The claim names nobody: who it speaks of is said by its link, so
 * that it has no vote in the person's name, birth date or papers.
 */
export async function fileDecision(tx: Tx, decision: PersonDecision, decidedBy: string): Promise<void> {
  const at = new Date().toISOString();
  const recordId = newId();
  const { editionId, row } = await openFormEdition(tx, decision, at);
  const closed = await tx.query<{ person_id: string; id: string }>(
    `UPDATE app.source_record SET replaced_by = $3 WHERE unit_id = $1 AND row_hash = $2 AND replaced_by IS NULL
     RETURNING person_id, id`,
    [decision.unitId, decision.question, recordId],
  );
  for (const { person_id, id } of closed.rows)
    await tx.query(
      'UPDATE app.person_link SET superseded_at = $3 WHERE filed_under = $1 AND record_id = $2 AND superseded_at IS NULL',
      [person_id, id, at],
    );
  await tx.query(
    `INSERT INTO app.source_record (person_id, id, edition_id, first_edition_id, kind, source, unit_id, as_of, sheet, row_no,
       row_hash, cells, claim, recorded_at)
     VALUES ($1, $2, $3, $3, 'residents', $4, $5, $6, '', $7, $8, $9, $10, $11)`,
    [
      decision.personId,
      recordId,
      editionId,
      decision.source,
      decision.unitId,
      decision.on,
      row,
      decision.question,
      JSON.stringify({ cells: [decision.note] }),
      JSON.stringify(claimOf(decision)),
      at,
    ],
  );
  await tx.query(
    `INSERT INTO app.person_link (person_id, id, record_id, filed_under, status, reason, decided_by, recorded_at)
     VALUES ($1, $2, $3, $1, 'manual', 'decided', $4, $5)`,
    [decision.personId, newId(), recordId, decidedBy, at],
  );
}

async function openFormEdition(
  tx: Tx,
  { unitId, source, on }: PersonDecision,
  at: string,
): Promise<{ editionId: string; row: number }> {
  const known = await tx.query<{ id: string; rows_read: number }>(
    `UPDATE app.list_edition SET rows_read = rows_read + 1, rows_taken = rows_taken + 1, as_of = greatest(as_of, $4::date)
     WHERE unit_id = $1 AND source = $2 AND kind = 'residents' AND file_sha256 = $3 RETURNING id, rows_read`,
    [unitId, source, FORM, on],
  );
  if (known.rows[0] !== undefined) return { editionId: known.rows[0].id, row: known.rows[0].rows_read };
  const id = newId();
  await tx.query(
    `INSERT INTO app.list_edition (id, file_name, file_sha256, kind, source, unit_id, as_of, complete, rows_read, rows_taken, rows_waiting, loaded_by, loaded_at)
     VALUES ($1, $2, $2, 'residents', $3, $4, $5, false, 1, 1, 0, current_setting('app.actor', true), $6)`,
    [id, FORM, source, unitId, on, at],
  );
  return { editionId: id, row: 1 };
}

const claimOf = ({ unitId, on, whereabouts, note }: PersonDecision): FiledClaim => ({
  name: null,
  sex: null,
  birth: null,
  identifiers: [],
  phone: null,
  ethnic: null,
  household: null,
  relation: null,
  hamlet: null,
  place: null,
  registeredPlace: null,
  residenceKind: null,
  residenceFrom: null,
  whereabouts,
  whereaboutsOn: whereabouts === null ? null : on,
  note,
  occupation: null,
  priorityGroup: null,
  doses: [],
  unitId,
  unitStated: false,
  registeredUnitId: null,
});
