/** What communes say to each other's claims of one person, and what the unit above both decides: each answer is a claim like any other. */
import { reprojectPeople } from '../immunizations/reproject-people.ts';
import type { Whereabouts } from '../intake/claim.ts';
import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import { newId } from '../kernel/ids.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database, Tx } from '../platform/database.ts';
import { fileDecision } from '../residents/file-decision.ts';
import { lockRegister } from '../residents/file-list.ts';
import { findMove, type MoveAnswer } from './find-moves.ts';

export type MoveKey = Readonly<{ personId: string; fromUnit: number; toUnit: number }>;

export type AnswerToMove = MoveKey &
  Readonly<{
    answer: 'confirmed' | 'contested';
    /** Confirmed, and registered here on: away from here, counted there. */
    keepsRegistration: boolean;
    /** The day of the move; of a contested claim, the day on which somebody looked. */
    on: PlainDate;
    reason: string;
    /** Lowest unit that covers both: who settles a dispute. Null between provinces. */
    aboveUnit: number | null;
  }>;

/**
 * The commune that somebody left answers the claim of another: confirmed, its own rows say so from now on; contested,
 * he stays counted where the rule puts him, marked, until the unit above both decides. Throws `move_unknown` when no
 * such claim is open, `decision_in_future`.
 */
export async function answerMove(
  db: Database,
  actor: Actor,
  answer: AnswerToMove,
  today: PlainDate,
): Promise<void> {
  if (answer.on > today) throw new AppError('decision_in_future', 'invalid');
  await db.transaction({ ...actor, reason: answer.reason }, async (tx) => {
    await lockRegister(tx);
    await getMove(tx, answer);
    await record(tx, actor, answer, answer.answer === 'contested' ? answer.aboveUnit : null);
    if (answer.answer === 'contested') return;
    await say(
      tx,
      actor,
      answer,
      answer.fromUnit,
      answer.keepsRegistration ? 'absent' : 'moved_out',
      answer.on,
    );
  });
}

export type Settlement = MoveKey &
  Readonly<{
    /** upheld: he lives where the claim says; rejected: he never left. */
    answer: 'upheld' | 'rejected';
    on: PlainDate;
    reason: string;
  }>;

/**
 * The unit above both decides a contested move: the commune that was wrong says from now on that he is not with it.
 * Throws `move_unknown` unless the move is in dispute, `decision_in_future`.
 */
export async function settleMove(
  db: Database,
  actor: Actor,
  settlement: Settlement,
  today: PlainDate,
): Promise<void> {
  if (settlement.on > today) throw new AppError('decision_in_future', 'invalid');
  await db.transaction({ ...actor, reason: settlement.reason }, async (tx) => {
    await lockRegister(tx);
    const move = await getMove(tx, settlement);
    if (move.answer?.answer !== 'contested')
      throw new AppError('move_unknown', 'not-found', { id: settlement.personId });
    await record(tx, actor, { ...settlement, keepsRegistration: false }, move.answer.aboveUnit);
    const wrong = settlement.answer === 'upheld' ? settlement.fromUnit : settlement.toUnit;
    await say(tx, actor, settlement, wrong, 'moved_out', settlement.on);
  });
}

async function getMove(tx: Tx, key: MoveKey) {
  const move = await findMove(tx, key);
  if (move === undefined) throw new AppError('move_unknown', 'not-found', { id: key.personId });
  return move;
}

async function record(
  tx: Tx,
  actor: Actor,
  answer: MoveKey &
    Readonly<{ answer: MoveAnswer; keepsRegistration: boolean; on: PlainDate; reason: string }>,
  aboveUnit: number | null,
): Promise<void> {
  const at = new Date().toISOString();
  const { personId, fromUnit, toUnit } = answer;
  await tx.query(
    `UPDATE app.move_answer SET superseded_at = $4 WHERE person_id = $1 AND from_unit = $2 AND to_unit = $3 AND superseded_at IS NULL`,
    [personId, fromUnit, toUnit, at],
  );
  await tx.query(
    `INSERT INTO app.move_answer (person_id, id, from_unit, to_unit, answer, keeps_registration, on_day, reason, above_unit, answered_by, answered_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      personId,
      newId(),
      fromUnit,
      toUnit,
      answer.answer,
      answer.keepsRegistration,
      answer.on,
      answer.reason,
      aboveUnit,
      actor.name,
      at,
    ],
  );
}

async function say(
  tx: Tx,
  actor: Actor,
  { personId, reason }: Readonly<{ personId: string; reason: string }>,
  unitId: number,
  whereabouts: Whereabouts,
  on: PlainDate,
): Promise<void> {
  await fileDecision(
    tx,
    { personId, unitId, source: 'commune', on, whereabouts, note: reason, question: `move:${personId}` },
    actor.name,
  );
  await reprojectPeople(tx, [personId]);
}
