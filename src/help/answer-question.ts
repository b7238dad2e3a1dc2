import type { Actor } from '../kernel/actor.ts';
import { newId } from '../kernel/ids.ts';
import type { Database } from '../platform/database.ts';
import { refuseNumbers } from './ask-question.ts';
import type { Question } from './find-questions.ts';

/**
 * Answers a question; `title` not null publishes the answer under it for everybody, in place of what was published of the
 * question before. Throws `question_names_somebody` for words with the number of a person.
 */
export async function answerQuestion(
  db: Database,
  actor: Actor & Readonly<{ accountId: string }>,
  { id, unitId }: Pick<Question, 'id' | 'unitId'>,
  { answer, title }: Readonly<{ answer: string; title: string | null }>,
): Promise<void> {
  refuseNumbers(answer, title ?? '');
  const at = new Date().toISOString();
  await db.transaction(actor, async (tx) => {
    await tx.query(
      `INSERT INTO app.help_answer (unit_id, id, question_id, account_id, answered_by, answer, answered_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [unitId, newId(), id, actor.accountId, actor.name, answer, at],
    );
    if (title === null) return;
    await tx.query(
      `UPDATE app.help_entry SET withdrawn_by = $2, withdrawn_at = $3 WHERE question_id = $1 AND withdrawn_at IS NULL`,
      [id, actor.name, at],
    );
    await tx.query(
      `INSERT INTO app.help_entry (id, question_id, title, answer, published_by, published_at)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [newId(), id, title, answer, actor.name, at],
    );
  });
}

/** Takes the published answer of a question out of the guide. */
export const withdrawEntry = (db: Database, actor: Actor, { id }: Pick<Question, 'id'>): Promise<unknown> =>
  db.transaction(actor, (tx) =>
    tx.query(
      `UPDATE app.help_entry SET withdrawn_by = $2, withdrawn_at = $3 WHERE question_id = $1 AND withdrawn_at IS NULL`,
      [id, actor.name, new Date().toISOString()],
    ),
  );
