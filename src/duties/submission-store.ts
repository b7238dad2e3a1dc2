/** The SQL of submissions and the steps of their way. Rows are only ever added. */
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Tx } from '../platform/database.ts';
import type { Submission, SubmissionStep } from './contract.ts';
import type { Reader } from './directive-store.ts';

type StepRow = Readonly<{
  action: SubmissionStep['action'];
  checker_id: number | null;
  done_by: string;
  account_id: string | null;
  done_at: string;
  reason: string | null;
}>;
type Row = Omit<Submission, 'recordedAt' | 'steps'> &
  Readonly<{ recordedAt: Date; steps: readonly StepRow[] | null }>;

const SELECT = `SELECT s.id, s.duty_key AS "dutyKey", s.directive_id AS "directiveId", s.item_id AS "itemId", s.unit_id AS "unitId", s.facility,
    s.due_on AS day, s.version, s.figures, s.counted, s.fields, s.text, s.zero_reason AS "zeroReason", s.basis, s.completeness, s.sha256,
    s.file_id AS "fileId", s.file_name AS "fileName", s.signature_id AS "signatureId", s.signature_name AS "signatureName",
    s.signed_by AS "signedBy",
    s.done_by AS by, s.on_behalf_of AS "onBehalfOf", s.account_id AS "accountId", s.recorded_at AS "recordedAt",
    (SELECT json_agg(e ORDER BY e.id) FROM app.duty_step e WHERE e.unit_id = s.unit_id AND e.submission_id = s.id) AS steps
  FROM app.duty_submission s`;

const toSubmission = ({ recordedAt, steps, ...row }: Row): Submission => ({
  ...row,
  recordedAt: recordedAt.toISOString(),
  steps: (steps ?? []).map((step) => ({
    action: step.action,
    checkerId: step.checker_id,
    by: step.done_by,
    accountId: step.account_id,
    at: new Date(step.done_at).toISOString(),
    reason: step.reason,
  })),
});

/** Versions of the answers to these duties of these units, by duty, the newest first. */
export async function findSubmissions(
  db: Reader,
  unitIds: readonly number[],
  dutyKeys: readonly string[],
): Promise<Submission[]> {
  const { rows } = await db.pool.query<Row>({
    name: 'duty-submissions',
    text: `${SELECT} WHERE s.unit_id = ANY($1::int[]) AND s.duty_key = ANY($2::text[]) ORDER BY s.duty_key, s.version DESC`,
    values: [unitIds, dutyKeys],
  });
  return rows.map(toSubmission);
}

/** The chain of one duty, the newest version first. */
export async function findChain(db: Reader, unitId: number, dutyKey: string): Promise<Submission[]> {
  const { rows } = await db.pool.query<Row>(
    `${SELECT} WHERE s.unit_id = $1 AND s.duty_key = $2 ORDER BY s.version DESC`,
    [unitId, dutyKey],
  );
  return rows.map(toSubmission);
}

/** Sent answers of a unit to an item that were due in a span, the latest due and newest first. */
export async function findSent(
  db: Reader,
  unitId: number,
  directiveId: string,
  itemId: string,
  span: Readonly<{ from: PlainDate; to: PlainDate }>,
): Promise<Submission[]> {
  const { rows } = await db.pool.query<Row>(
    `${SELECT} WHERE s.unit_id = $1 AND s.directive_id = $2 AND s.item_id = $3 AND s.due_on BETWEEN $4::date AND $5::date
     ORDER BY s.due_on DESC, s.version DESC`,
    [unitId, directiveId, itemId, span.from, span.to],
  );
  return rows.map(toSubmission).filter(({ steps }) => steps.length > 0);
}

export async function addSubmission(tx: Tx, one: Omit<Submission, 'steps'>): Promise<void> {
  await tx.query(
    `INSERT INTO app.duty_submission (unit_id, id, duty_key, directive_id, item_id, facility, due_on, version, figures, counted, text,
       zero_reason, basis, completeness, sha256, file_id, file_name, signature_id, signature_name, signed_by, done_by, on_behalf_of, account_id, recorded_at, fields)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)`,
    [
      one.unitId,
      one.id,
      one.dutyKey,
      one.directiveId,
      one.itemId,
      one.facility,
      one.day,
      one.version,
      JSON.stringify(one.figures),
      JSON.stringify(one.counted),
      one.text,
      one.zeroReason,
      JSON.stringify(one.basis),
      JSON.stringify(one.completeness),
      one.sha256,
      one.fileId,
      one.fileName,
      one.signatureId,
      one.signatureName,
      one.signedBy && JSON.stringify(one.signedBy),
      one.by,
      one.onBehalfOf,
      one.accountId,
      one.recordedAt,
      JSON.stringify(one.fields),
    ],
  );
}

export async function addStep(
  tx: Tx,
  unitId: number,
  submissionId: string,
  id: string,
  step: SubmissionStep,
): Promise<void> {
  await tx.query(
    `INSERT INTO app.duty_step (unit_id, id, submission_id, action, checker_id, done_by, account_id, done_at, reason)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [unitId, id, submissionId, step.action, step.checkerId, step.by, step.accountId, step.at, step.reason],
  );
}
