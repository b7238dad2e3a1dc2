/** One command: a frozen version of the answer to a duty, kept as a draft or sent. */
import type { Units } from '../areas/units.ts';
import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import { newId } from '../kernel/ids.ts';
import { addDays } from '../kernel/plain-date.ts';
import { copyRows } from '../platform/copy-rows.ts';
import type { Database } from '../platform/database.ts';
import { checkersOf, versionOf } from './answers.ts';
import { basisOf } from './basis.ts';
import { hashContent } from './canonical.ts';
import {
  type ExpectedDuty,
  type Fields,
  type Figures,
  isOwnForm,
  type SignedBy,
  type Submission,
} from './contract.ts';
import { countNow } from './count-now.ts';
import { expandDuties } from './expand-duties.ts';
import { loadSource } from './find-duties.ts';
import { fillOf, SEVERE_NEEDED } from './rules.ts';
import { addStep, addSubmission, findChain } from './submission-store.ts';

export type NewAnswer = Readonly<{
  figures: Figures;
  fields: Fields;
  text: string | null;
  /** Nothing happened (no session that day), and why. */
  zeroReason: string | null;
  file: StoredFile | null;
  /** A detached signature over the file, by a personal certificate, and whose it is. */
  signature: (StoredFile & Readonly<{ by: SignedBy }>) | null;
}>;
export type StoredFile = Readonly<{ id: string; name: string; sha256: string }>;

// Beyond this a count is a slip of the hand that would break every sum.
const MOST = 200_000_000;

/** The duty that a key names, whenever it is due. Throws `duty_unknown`. */
export async function getExpected(db: Database, units: Units, key: string): Promise<ExpectedDuty> {
  const [directiveId, itemId, unitId, occurrence] = key.split('~');
  const source = await loadSource(db);
  const directive = source.directives.find(({ id }) => id === directiveId);
  const item = directive?.items.find(({ id }) => id === itemId);
  if (directive !== undefined && item !== undefined && Number.isInteger(Number(unitId))) {
    const onDay = /^\d{4}-\d{2}-\d{2}$/.test(occurrence ?? '');
    const span = onDay
      ? { from: occurrence as ExpectedDuty['day'], to: occurrence as ExpectedDuty['day'] }
      : { from: item.from, to: addDays(item.from, 36_600) };
    const alone = { ...source, directives: [{ ...directive, items: [item] }] };
    const found = expandDuties(units, alone, [Number(unitId)], span).answered.find(
      (duty) => duty.key === key,
    );
    if (found !== undefined) return found;
  }
  throw new AppError('duty_unknown', 'not-found', { key });
}

/**
 * Freezes the answer with what the register gives at this moment and what it rests on. Sent again unchanged it stays
 * the version it was, unless it was sent back. Throws `duty_unknown`, `duty_other_form`, `duty_not_open`,
 * `duty_empty`, `duty_field_needed`, `duty_number_invalid`, `duty_zero_reason_needed`.
 */
export async function submitDuty(
  db: Database,
  units: Units,
  actor: Actor,
  duty: ExpectedDuty,
  answer: NewAnswer,
  send: boolean,
  now: Date,
): Promise<Submission> {
  demandAnswer(duty, answer, send);
  if (now.toISOString() < duty.opensAt) throw new AppError('duty_not_open', 'conflict', {});
  const counted = await countNow(db, units, duty);
  const basis = await basisOf(db, units, duty);
  const { fields, text, zeroReason, file, signature } = answer;
  // What was counted at the moment is a figure of the form too, where nobody types it.
  const figures = zeroReason !== null ? {} : duty.item.form === 'annex' ? counted.figures : answer.figures;
  const sha256 = hashContent({
    duty: duty.key,
    figures,
    counted: counted.figures,
    rows: counted.rows,
    // Forms that ask for none are sealed as they were before any did.
    ...(Object.keys(fields).length === 0 ? {} : { fields }),
    text,
    zeroReason,
    file: file?.sha256 ?? null,
  });
  return db.transaction(actor, async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock(7326051, $1)', [duty.unitId]);
    const chain = await findChain({ pool: tx }, duty.unitId, duty.key);
    const [last] = chain;
    const checkers = checkersOf(units, duty);
    const state = last === undefined ? null : versionOf(last, checkers).state;
    const same = last !== undefined && last.sha256 === sha256 && last.signatureId === (signature?.id ?? null);
    if (same && (state === 'submitted' || state === 'accepted' || (state === 'draft' && !send))) return last;
    const id = newId();
    const at = now.toISOString();
    await addSubmission(tx, {
      id,
      dutyKey: duty.key,
      directiveId: duty.directive.id,
      itemId: duty.item.id,
      unitId: duty.unitId,
      facility: duty.facility,
      day: duty.day,
      version: (last?.version ?? 0) + 1,
      figures,
      counted: counted.figures,
      fields,
      text,
      zeroReason,
      basis,
      completeness:
        zeroReason !== null
          ? { filled: 0, asked: 0 }
          : (counted.parts ?? fillOf(duty.item.form, { figures, fields, text, fileId: file?.id ?? null })),
      sha256,
      fileId: file?.id ?? null,
      fileName: file?.name ?? null,
      signatureId: signature?.id ?? null,
      signatureName: signature?.name ?? null,
      signedBy: signature?.by ?? null,
      by: actor.name,
      onBehalfOf: actor.onBehalfOf,
      accountId: actor.accountId,
      recordedAt: at,
    });
    await copyRows(
      tx,
      'app.duty_submission_row',
      ['unit_id', 'submission_id', 'row_id', 'person_id', 'content'],
      counted.rows.map((row) => [duty.unitId, id, row.id, row.personId, row]),
    );
    if (send)
      await addStep(tx, duty.unitId, id, newId(), {
        action: 'submitted',
        checkerId: null,
        by: actor.name,
        accountId: actor.accountId,
        at,
        reason: null,
      });
    return (await findChain({ pool: tx }, duty.unitId, duty.key))[0]!;
  });
}

function demandAnswer(
  { item }: ExpectedDuty,
  { figures, fields, text, zeroReason, file }: NewAnswer,
  send: boolean,
): void {
  if (!isOwnForm(item.form)) throw new AppError('duty_other_form', 'conflict', { form: item.form });
  for (const [field, n] of Object.entries(figures))
    if (!Number.isInteger(n) || n < 0 || n > MOST)
      throw new AppError('duty_number_invalid', 'invalid', { field });
  if (zeroReason !== null && zeroReason.trim().length < 3)
    throw new AppError('duty_zero_reason_needed', 'invalid');
  if (!send || zeroReason !== null || item.form === 'annex') return;
  if (item.form === 'severe_event')
    for (const field of SEVERE_NEEDED)
      if (fields[field] === undefined) throw new AppError('duty_field_needed', 'invalid', { field });
  const { filled } = fillOf(item.form, { figures, fields, text, fileId: file?.id ?? null });
  if (filled === 0) throw new AppError('duty_empty', 'invalid');
}
