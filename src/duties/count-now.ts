/** What the register gives for a form at this moment, and by which rows: frozen with a submission, compared with it later. */
import type { Units } from '../areas/units.ts';
import type { Database } from '../platform/database.ts';
import type { ExpectedDuty, Figures, Submission } from './contract.ts';
import type { Reader } from './directive-store.ts';
import { countGiven, findGivenDoses, type GivenDose } from './given-doses.ts';
import { compareAnswers } from './rules.ts';

export type Counted = Readonly<{ figures: Figures; rows: readonly GivenDose[] }>;

export async function countNow(db: Database, units: Units, duty: ExpectedDuty): Promise<Counted> {
  const { form } = duty.item;
  if (form !== 'daily_vaccination' && form !== 'stock') return { figures: {}, rows: [] };
  const rows = await findGivenDoses(db, units, duty);
  return { figures: countGiven(form, rows), rows };
}

/** How the register has changed since the submission, by the very figures and rows. */
export type Difference = Readonly<{
  figures: ReturnType<typeof compareAnswers>;
  added: readonly GivenDose[];
  gone: readonly GivenDose[];
}>;

export async function differenceSince(
  db: Database,
  units: Units,
  duty: ExpectedDuty,
  submission: Submission,
): Promise<Difference> {
  const now = await countNow(db, units, duty);
  const then = await rowsOf(db, submission);
  const key = (row: GivenDose): string =>
    JSON.stringify([row.id, row.personId, row.doseNo, row.vaccine, row.lot, row.on]);
  const [before, after] = [new Set(then.map(key)), new Set(now.rows.map(key))];
  return {
    figures: compareAnswers(submission.counted, now.figures),
    added: now.rows.filter((row) => !before.has(key(row))),
    gone: then.filter((row) => !after.has(key(row))),
  };
}

/** The rows behind the counted figures as they were: the figures of that moment can be counted from them again. */
export async function rowsOf(
  db: Reader,
  { unitId, id }: Pick<Submission, 'unitId' | 'id'>,
): Promise<GivenDose[]> {
  const { rows } = await db.pool.query<{ content: GivenDose }>(
    'SELECT content FROM app.duty_submission_row WHERE unit_id = $1 AND submission_id = $2 ORDER BY row_id',
    [unitId, id],
  );
  return rows.map(({ content }) => content);
}
