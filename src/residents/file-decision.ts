/**
 * A decision about one person becomes a claim like any other: a form is a list of one row. Forms of one commune and
 * hand stand together in an edition of their own, which no upload replaces and no count of files contains.
 */
import { type ListSource, NOTHING_SAID, type Whereabouts } from '../intake/claim.ts';
import { newId } from '../kernel/ids.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Tx } from '../platform/database.ts';
import { FORM } from './list-edition.ts';
import type { FiledClaim } from './sight.ts';

/** One form: what is said of a person, by whom and where, and how the form is tied to the person. */
export type Form = Readonly<{
  personId: string;
  unitId: number;
  source: ListSource;
  /** The day on which what is said holds. */
  on: PlainDate;
  /** The words that stand in the person's records. */
  note: string;
  /** Names the question that is answered: a second answer of the commune takes the place of the first. */
  question: string;
  claim: FiledClaim;
  link: Readonly<{ status: 'auto' | 'review' | 'manual'; reason: string; score: number | null }>;
}>;

export type PersonDecision = Omit<Form, 'claim' | 'link'> & Readonly<{ whereabouts: Whereabouts | null }>;

const DECIDED: Form['link'] = { status: 'manual', reason: 'decided', score: null };

/**
 * Files the decision as a record linked by hand and closes an earlier answer to the same question. The caller holds
 * the register's lock and projects the person anew. The claim names nobody: who it speaks of is said by its link, so
 * that it has no vote in the person's name, birth date or papers.
 */
export async function fileDecision(tx: Tx, decision: PersonDecision, decidedBy: string): Promise<void> {
  const { unitId, on, whereabouts, note } = decision;
  const claim = {
    ...blankClaim(unitId),
    whereabouts,
    whereaboutsOn: whereabouts === null ? null : on,
    note,
  };
  await fileForm(tx, { ...decision, claim, link: DECIDED }, decidedBy);
}

/** Files any form, as `fileDecision` does; returns the id of its record. */
export async function fileForm(tx: Tx, form: Form, decidedBy: string): Promise<string> {
  const at = new Date().toISOString();
  const recordId = newId();
  const { editionId, row } = await openFormEdition(tx, form, at);
  const closed = await tx.query<{ person_id: string; id: string }>(
    `UPDATE app.source_record SET replaced_by = $3 WHERE unit_id = $1 AND row_hash = $2 AND replaced_by IS NULL
     RETURNING person_id, id`,
    [form.unitId, form.question, recordId],
  );
  for (const { person_id, id } of closed.rows) await closeLink(tx, person_id, id, at);
  await tx.query(
    `INSERT INTO app.source_record (person_id, id, edition_id, first_edition_id, kind, source, unit_id, as_of, sheet, row_no,
       row_hash, cells, claim, recorded_at)
     VALUES ($1, $2, $3, $3, 'residents', $4, $5, $6, '', $7, $8, $9, $10, $11)`,
    [
      form.personId,
      recordId,
      editionId,
      form.source,
      form.unitId,
      form.on,
      row,
      form.question,
      JSON.stringify({ cells: [form.note] }),
      JSON.stringify(form.claim),
      at,
    ],
  );
  await tx.query(
    `INSERT INTO app.person_link (person_id, id, record_id, filed_under, status, reason, score, decided_by, recorded_at)
     VALUES ($1, $2, $3, $1, $4, $5, $6, $7, $8)`,
    [form.personId, newId(), recordId, form.link.status, form.link.reason, form.link.score, decidedBy, at],
  );
  return recordId;
}

/**
 * Takes a form back: its words stand, nobody is bound by them any more. The caller holds the register's lock and
 * projects the person anew, who is returned; undefined when the form was taken back before.
 */
export async function withdrawForm(tx: Tx, recordId: string): Promise<string | undefined> {
  const at = new Date().toISOString();
  const { rows } = await tx.query<{ person_id: string }>(
    'UPDATE app.person_link SET superseded_at = $2 WHERE record_id = $1 AND superseded_at IS NULL RETURNING person_id',
    [recordId, at],
  );
  return rows[0]?.person_id;
}

const closeLink = (tx: Tx, filedUnder: string, recordId: string, at: string): Promise<unknown> =>
  tx.query(
    'UPDATE app.person_link SET superseded_at = $3 WHERE filed_under = $1 AND record_id = $2 AND superseded_at IS NULL',
    [filedUnder, recordId, at],
  );

async function openFormEdition(
  tx: Tx,
  { unitId, source, on }: Form,
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

/** A claim of a commune that says nothing yet. */
export const blankClaim = (unitId: number): FiledClaim => ({
  ...NOTHING_SAID,
  unitId,
  unitStated: false,
  registeredUnitId: null,
});
