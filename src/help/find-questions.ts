import type { Database } from '../platform/database.ts';

export type Question = Readonly<{
  id: string;
  unitId: number;
  accountId: string;
  by: string;
  route: string | null;
  question: string;
  at: string;
  /** The newest answer. */
  answer: Readonly<{ text: string; by: string; at: string }> | null;
  /** The entry of the guide that it became; null when it is none or was withdrawn. */
  entryId: string | null;
}>;

export type Wanted =
  | Readonly<{ accountId: string }>
  | Readonly<{ unitIds: readonly number[]; answered: boolean }>
  | Readonly<{ id: string }>;

const MOST = 200;

type Row = {
  id: string;
  unit_id: number;
  account_id: string;
  asked_by: string;
  route: string | null;
  question: string;
  asked_at: Date;
  answer: string | null;
  answered_by: string | null;
  answered_at: Date | null;
  entry_id: string | null;
};

/**
 * Questions with their newest answer: somebody's own or answered ones the newest first, those that wait the oldest
 * first; at most 200.
 */
export async function findQuestions(db: Database, wanted: Wanted): Promise<Question[]> {
  const waiting = 'answered' in wanted && !wanted.answered;
  const [condition, values] =
    'id' in wanted
      ? ['q.id = $1', [wanted.id]]
      : 'accountId' in wanted
        ? ['q.account_id = $1', [wanted.accountId]]
        : [`q.unit_id = ANY($1) AND a.id IS ${waiting ? '' : 'NOT '}NULL`, [wanted.unitIds]];
  const rows = await db.query<Row>(
    `SELECT q.id, q.unit_id, q.account_id, q.asked_by, q.route, q.question, q.asked_at,
            a.answer, a.answered_by, a.answered_at, e.id AS entry_id
     FROM app.help_question q
     LEFT JOIN LATERAL (
       SELECT * FROM app.help_answer x WHERE x.unit_id = q.unit_id AND x.question_id = q.id
       ORDER BY x.answered_at DESC, x.id DESC LIMIT 1) a ON true
     LEFT JOIN app.help_entry e ON e.question_id = q.id AND e.withdrawn_at IS NULL
     WHERE ${condition} ORDER BY q.asked_at ${waiting ? '' : 'DESC'}, q.id LIMIT ${MOST}`,
    values,
  );
  return rows.map((row) => ({
    id: row.id,
    unitId: row.unit_id,
    accountId: row.account_id,
    by: row.asked_by,
    route: row.route,
    question: row.question,
    at: row.asked_at.toISOString(),
    answer:
      row.answer === null
        ? null
        : { text: row.answer, by: row.answered_by!, at: row.answered_at!.toISOString() },
    entryId: row.entry_id,
  }));
}

/** Units that have asked something, ever: the focal point's scope is found among them. */
export const unitsThatAsked = async (db: Database): Promise<number[]> =>
  (await db.query<{ unit_id: number }>('SELECT DISTINCT unit_id FROM app.help_question')).map(
    ({ unit_id }) => unit_id,
  );
