/** Why two records are, or are not, taken for one person: per field the two values, the level reached and its bits. */
import { probabilityOf } from './calibrate.ts';
import { type GuardReason, Guards } from './guards.ts';
import { LivePlan } from './live-plan.ts';
import type { Model } from './model.ts';
import { type FieldKind, LEVELS, type Level, type LinkRecord, MISSING } from './schema.ts';
import { Scorer } from './scorer.ts';

export type FieldEvidence = Readonly<{
  field: string;
  kind: FieldKind;
  left: string | null;
  right: string | null;
  /** Null when one side says nothing. */
  level: Level | null;
  /** Above 0 speaks for one person, below against. */
  bits: number;
}>;

export type Explanation = Readonly<{
  fields: readonly FieldEvidence[];
  /** What is known before any field is looked at: two records at random are hardly ever one person. */
  priorBits: number;
  /** `priorBits` and the bits of all fields added up: 0 is even odds. */
  sumBits: number;
  probability: number;
  band: 'same' | 'review' | 'different';
  /** The rule that keeps the score from deciding; null when it decides. */
  reason: GuardReason | null;
}>;

/** Explains a pair under a model; `values` in the order of `model.fields`. Symmetric but for left and right. */
export function explainPair(
  model: Model,
  left: LinkRecord['values'],
  right: LinkRecord['values'],
): Explanation {
  const plan = new LivePlan(model);
  plan.push(left);
  plan.push(right);
  const scorer = new Scorer(plan, 4);
  const bits = scorer.score(0, 1);
  const { verdict, reason } = new Guards(plan, model).judge(0, 1, scorer.levels);
  const fields = model.fields.map(({ name, kind }, f): FieldEvidence => {
    const level = scorer.levels[f]!;
    return {
      field: name,
      kind,
      left: left[f] ?? null,
      right: right[f] ?? null,
      level: level === MISSING ? null : (LEVELS[kind][level] as Level),
      bits: scorer.fieldBits(0, 1, f),
    };
  });
  const { evenBits, sameBits, reviewBits } = model.calibration;
  const same = bits >= sameBits && verdict === 'free';
  const review = bits >= reviewBits && verdict !== 'apart';
  return {
    fields,
    priorBits: -evenBits,
    sumBits: bits - evenBits,
    probability: verdict === 'apart' ? 0 : probabilityOf(bits, evenBits),
    band: same ? 'same' : review ? 'review' : 'different',
    reason,
  };
}

/** Looks up a sentence of the catalogue (`linkage.…` of `locales/`). */
export type Translate = (key: string, params?: Readonly<Record<string, string | number>>) => string;

/** The explanation in words, one sentence for each field that speaks and one for the decision. */
export function explanationWords(explanation: Explanation, translate: Translate): string[] {
  const number = (bits: number): string => `${bits > 0 ? '+' : ''}${bits.toFixed(1)}`;
  const lines = explanation.fields.flatMap(({ field, kind, left, right, level, bits }) =>
    level === null
      ? []
      : [
          translate('linkage.evidence', {
            field: translate(`linkage.field.${field}`),
            left: left ?? '',
            right: right ?? '',
            level: translate(`linkage.level.${kind}.${level}`),
            bits: number(bits),
          }),
        ],
  );
  lines.push(
    translate('linkage.decision', {
      sum: number(explanation.sumBits),
      percent: Math.round(explanation.probability * 1000) / 10,
      band: translate(`linkage.band.${explanation.band}`),
    }),
  );
  if (explanation.reason !== null) lines.push(translate(`linkage.reason.${explanation.reason}`));
  return lines;
}
