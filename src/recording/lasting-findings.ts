/** What a screening found that outlasts its day, and for how long it holds. Pure. */
import { addDays, type PlainDate } from '../kernel/plain-date.ts';
import type { Condition } from '../schedules/contract.ts';
import { conditionsOf, SCREENING_FLAGS, type ScreeningFlag } from './rules.ts';

/** `days` null: until a later screening withdraws it. `becomes`: what it is after them. */
type Hold = Readonly<{ days: number | null; becomes?: ScreeningFlag }>;

/**
 * The flags that last. Those of a history or a standing disease hold until they are withdrawn. A pregnancy ends by its
 * 42nd week: one under 13 weeks is one of more after 91 days at most, and that holds 29 weeks; breast-feeding is advised
 * up to two years (WHO). Every other flag is of its day: measures and acute illness pass, and for COVID-19 within six
 * months or another vaccine within 14 days the day on which it ends is told by the postponement (QĐ 2995/QĐ-BYT). Age
 * follows from the birth date.
 */
export const LASTING: Readonly<Partial<Record<ScreeningFlag, Hold>>> = {
  immunocompromised: { days: null },
  anaphylaxis_history: { days: null },
  allergy_history: { days: null },
  reaction_to_earlier_dose: { days: null },
  bleeding_disorder: { days: null },
  chronic_disease: { days: null },
  pregnant_under_13_weeks: { days: 91, becomes: 'pregnant' },
  pregnant: { days: 203 },
  breastfeeding: { days: 730 },
};

/** One word on a finding: stated for the days from `from` to before `until` (null: without end), or withdrawn. */
export type FindingWord = Readonly<{
  finding: ScreeningFlag;
  condition: Condition | null;
  stated: boolean;
  from: PlainDate;
  until: PlainDate | null;
}>;

const inOrder = (flags: readonly ScreeningFlag[]): ScreeningFlag[] =>
  SCREENING_FLAGS.filter((flag) => flags.includes(flag));

/** The words of a screening of the day `on`; of a finding that it both states and withdraws, that it is stated. */
export function wordsOf(
  {
    flags,
    withdrawn = [],
  }: Readonly<{ flags: readonly ScreeningFlag[]; withdrawn?: readonly ScreeningFlag[] | undefined }>,
  on: PlainDate,
): FindingWord[] {
  const words = new Map<ScreeningFlag, FindingWord>();
  const say = (finding: ScreeningFlag, stated: boolean, from: PlainDate): void => {
    const hold = LASTING[finding];
    if (hold === undefined) return;
    const until = stated && hold.days !== null ? addDays(from, hold.days) : null;
    words.set(finding, { finding, condition: conditionsOf([finding])[0] ?? null, stated, from, until });
    // What is withdrawn becomes nothing else either.
    if (hold.becomes !== undefined) say(hold.becomes, stated, until ?? from);
  };
  for (const finding of inOrder(withdrawn)) say(finding, false, on);
  for (const finding of inOrder(flags)) say(finding, true, on);
  return [...words.values()];
}

/** Why a dose is contraindicated: the first of these that the screening found. */
const GRAVE: readonly ScreeningFlag[] = [
  'anaphylaxis_history',
  'reaction_to_earlier_dose',
  'allergy_history',
];
export const reasonAgainst = (flags: readonly ScreeningFlag[]): ScreeningFlag | 'not_said' =>
  GRAVE.find((flag) => flags.includes(flag)) ?? inOrder(flags)[0] ?? 'not_said';
