import { maskDigits } from '../identity/access.ts';
import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import { newId } from '../kernel/ids.ts';
import type { Database } from '../platform/database.ts';

/** Throws `question_names_somebody` for words that hold an identity or phone number: they would be read by others. */
export function refuseNumbers(...texts: readonly string[]): void {
  if (texts.some((text) => maskDigits(text) !== text))
    throw new AppError('question_names_somebody', 'invalid');
}

/** Files a question of a unit to the focal point; gives its id. */
export async function askQuestion(
  db: Database,
  actor: Actor & Readonly<{ accountId: string; unitId: number }>,
  { question, route }: Readonly<{ question: string; route: string | null }>,
): Promise<string> {
  refuseNumbers(question);
  const id = newId();
  await db.transaction(actor, (tx) =>
    tx.query(
      `INSERT INTO app.help_question (unit_id, id, account_id, asked_by, route, question, asked_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [actor.unitId, id, actor.accountId, actor.name, route, question, new Date().toISOString()],
    ),
  );
  return id;
}
