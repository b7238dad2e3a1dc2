/** The commune police answer for people: what they mark false with its right value becomes a claim that they vouch for. */
import { reprojectPeople } from '../immunizations/reproject-people.ts';
import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import { newId } from '../kernel/ids.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { copyRows } from '../platform/copy-rows.ts';
import type { Database, Tx } from '../platform/database.ts';
import { blankClaim, fileForm, withdrawForm } from '../residents/file-decision.ts';
import { lockRegister } from '../residents/file-list.ts';
import { type Answer, decideCheck, type StandingCheck, type Verdict } from './decide-check.ts';
import { BIRTH_TEXT } from './find-identities.ts';
import type { Identity, IdentityField } from './identity-fields.ts';

export type PersonAnswer = Answer & Readonly<{ personId: string }>;

type Answered = Extract<Verdict, { kind: 'answered' }>;

/**
 * Takes one answer from the screen. Throws `person_unknown` and, with nothing written, what is refused:
 * `verify_changed_meanwhile` when the register shows something else than the police saw, `verify_foreign`,
 * `verify_nothing_shown`, `verify_right_without_false`, `verify_right_same`, `verify_right_unreadable`.
 */
export async function checkIdentity(
  db: Database,
  actor: Actor,
  unitIds: readonly number[],
  answer: PersonAnswer,
  today: PlainDate,
): Promise<void> {
  await db.transaction(actor, async (tx) => {
    await lockRegister(tx);
    const [verdict] = await takeAnswers(tx, actor, unitIds, [answer], today);
    if (verdict!.kind === 'refused')
      throw new AppError(
        verdict!.code,
        verdict!.code === 'verify_changed_meanwhile' ? 'conflict' : 'invalid',
        {
          field: verdict!.field,
        },
      );
  });
}

/**
 * Takes many answers of one commune and says of each, in their order, what came of it; refused ones change nothing.
 * The caller holds the register's lock. Throws `person_unknown` for somebody who is not of the units.
 */
export async function takeAnswers(
  tx: Tx,
  actor: Actor,
  unitIds: readonly number[],
  answers: readonly PersonAnswer[],
  today: PlainDate,
  uploadId: string | null = null,
): Promise<Verdict[]> {
  const ids = answers.map(({ personId }) => personId);
  const identities = await loadIdentities(tx, unitIds, ids);
  const standing = await loadStanding(tx, ids);
  const at = new Date().toISOString();
  const touched = new Set<string>();
  const verdicts: Verdict[] = [];
  const closed: string[] = [];
  const rows: { personId: string; unitId: number; verdict: Answered; recordId: string | null }[] = [];
  for (const answer of answers) {
    const { personId } = answer;
    const identity = identities.get(personId);
    if (identity === undefined) throw new AppError('person_unknown', 'not-found', { id: personId });
    const { unitId, ...current } = identity;
    const before = standing.get(personId) ?? null;
    const verdict = decideCheck(current, before, answer, today);
    verdicts.push(verdict);
    if (verdict.kind === 'refused' || verdict.kind === 'unchanged') continue;
    if (before !== null) {
      closed.push(before.id);
      if (before.recordId !== null) {
        await withdrawForm(tx, before.recordId);
        touched.add(personId);
      }
    }
    if (verdict.kind === 'withdrawn') continue;
    let recordId: string | null = null;
    if (verdict.stated !== null) {
      recordId = await fileVouched(tx, actor, unitId, personId, verdict, today);
      touched.add(personId);
    }
    rows.push({ personId, unitId, verdict, recordId });
  }
  await tx.query('UPDATE app.identity_check SET superseded_at = $2 WHERE id = ANY($1::uuid[])', [closed, at]);
  await copyRows(
    tx,
    'app.identity_check',
    CHECK_COLUMNS,
    rows.map(({ personId, unitId, verdict: { marks, held, corrected }, recordId }) => [
      personId,
      newId(),
      unitId,
      marks.name,
      marks.sex,
      marks.birth,
      marks.id,
      held.name,
      held.sex,
      held.birth,
      held.id,
      corrected,
      recordId,
      uploadId,
      actor.name,
      at,
    ]),
  );
  if (touched.size > 0) await reprojectPeople(tx, touched);
  return verdicts;
}

const CHECK_COLUMNS = [
  'person_id',
  'id',
  'unit_id',
  'name_right',
  'sex_right',
  'birth_right',
  'id_right',
  'name',
  'sex',
  'birth',
  'national_id',
  'corrected',
  'record_id',
  'upload_id',
  'checked_by',
  'checked_at',
] as const;

const fileVouched = (
  tx: Tx,
  actor: Actor,
  unitId: number,
  personId: string,
  { stated, corrected, held }: Answered,
  today: PlainDate,
): Promise<string> =>
  fileForm(
    tx,
    {
      personId,
      unitId,
      source: 'police',
      on: today,
      note: corrected.map((field) => held[field]).join(' · '),
      question: `identity:${personId}`,
      claim: { ...blankClaim(unitId), ...stated!, vouched: true },
      link: { status: 'manual', reason: 'vouched', score: null },
    },
    actor.name,
  );

async function loadIdentities(
  tx: Tx,
  unitIds: readonly number[],
  ids: readonly string[],
): Promise<Map<string, Identity & { unitId: number }>> {
  const { rows } = await tx.query<Identity & { person_id: string; unitId: number }>(
    `SELECT p.id AS person_id, p.unit_id AS "unitId", p.name, p.sex, ${BIRTH_TEXT} AS birth, p.national_id AS id
     FROM app.person p WHERE p.id = ANY($1::uuid[]) AND p.unit_id = ANY($2::int[])`,
    [ids, unitIds],
  );
  return new Map(rows.map(({ person_id, ...identity }) => [person_id, identity]));
}

async function loadStanding(tx: Tx, ids: readonly string[]): Promise<Map<string, StandingCheck>> {
  const { rows } = await tx.query<{
    person_id: string;
    id: string;
    name_right: boolean | null;
    sex_right: boolean | null;
    birth_right: boolean | null;
    id_right: boolean | null;
    name: string | null;
    sex: string | null;
    birth: string | null;
    national_id: string | null;
    corrected: IdentityField[];
    record_id: string | null;
  }>(
    `SELECT person_id, id, name_right, sex_right, birth_right, id_right, name, sex, birth, national_id, corrected, record_id
     FROM app.identity_check WHERE person_id = ANY($1::uuid[]) AND superseded_at IS NULL`,
    [ids],
  );
  return new Map(
    rows.map((row) => [
      row.person_id,
      {
        id: row.id,
        marks: { name: row.name_right, sex: row.sex_right, birth: row.birth_right, id: row.id_right },
        held: { name: row.name, sex: row.sex, birth: row.birth, id: row.national_id },
        corrected: row.corrected,
        recordId: row.record_id,
      },
    ]),
  );
}
