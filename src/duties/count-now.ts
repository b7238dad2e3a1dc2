/** What the register gives for a form at this moment, and by which rows: frozen with a submission, compared with it later. */
import type { Units } from '../areas/units.ts';
import type { Database } from '../platform/database.ts';
import { ANNEX_FIGURES, type AnnexRow, annexOf } from '../reports/annex.ts';
import type { ExpectedDuty, Figures, Submission } from './contract.ts';
import type { Reader } from './directive-store.ts';
import { countGiven, findGivenDoses, type GivenDose } from './given-doses.ts';
import { compareAnswers } from './rules.ts';

export type Counted = Readonly<{
  figures: Figures;
  rows: readonly GivenDose[];
  /** Where the form is made of other units' parts: how many are there, of how many. */
  parts: Submission['completeness'] | null;
}>;

export async function countNow(db: Database, units: Units, duty: ExpectedDuty): Promise<Counted> {
  const { form } = duty.item;
  if (form === 'annex') return countAnnex(db, units, duty);
  if (form !== 'daily_vaccination' && form !== 'stock') return { figures: {}, rows: [], parts: null };
  const rows = await findGivenDoses(db, units, duty);
  return { figures: countGiven(form, rows), rows, parts: null };
}

/**
 * The annex of target groups as figures by name: `total.present.12-17.dose1` for the unit, `06697.dose1` for those of a
 * commune who are present, of all ages. What nobody reported has no figure: blank is not 0.
 */
async function countAnnex(db: Database, units: Units, { unitId, day }: ExpectedDuty): Promise<Counted> {
  const annex = await annexOf(db, units, { unitId, by: 'communes', date: day, mapDate: day });
  const figures: Record<string, number> = {};
  const put = (name: string, row: AnnexRow): void => {
    for (const figure of ANNEX_FIGURES) if (row[figure] !== null) figures[`${name}.${figure}`] = row[figure];
  };
  for (const row of annex.total) put(`total.${row.residenceKind}.${row.ageBand}`, row);
  for (const row of annex.rows)
    if (row.residenceKind === 'present' && row.ageBand === 'total') put(row.unit, row);
  const { listed, communes } = annex.completeness;
  return { figures, rows: [], parts: { filled: listed, asked: communes } };
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
