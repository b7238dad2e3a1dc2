/**
 * The model: for each field and level how often it is seen among pairs of one person (m) and of two (u), and how
 * frequent each value is. Plain data: kept as JSON, the same model gives the same weights on any machine.
 */
import type { FieldKind, FieldSpec } from './schema.ts';

export type FieldModel = Readonly<{
  name: string;
  kind: FieldKind;
  /** Per level of `LEVELS[kind]`: probability given one person / given two. Each sums to 1. */
  m: readonly number[];
  u: readonly number[];
  /** Share of the records that have this key; keys not listed are rare: `rareShare`. */
  shares: Readonly<Record<string, number>>;
  rareShare: number;
}>;

export type Model = Readonly<{
  fields: readonly FieldModel[];
  /** Probability that two records drawn at random are of one person. */
  matchRate: number;
}>;

/**
 * Priors of m by kind: what careful clerks, phones and old typists make of the same person. From the defects seen in
 * Vietnamese campaign lists (accents lost 7 %, year-only dates 10–15 %, one digit off 1 %); they carry small files,
 * which EM cannot, and are overruled by data as pairs grow.
 */
export const PRIOR_M: Readonly<Record<FieldKind, readonly number[]>> = {
  name: [0.72, 0.07, 0.06, 0.04, 0.025, 0.01, 0.015, 0.02, 0.04],
  date: [0.78, 0.07, 0.01, 0.05, 0.03, 0.02, 0.04],
  id: [0.88, 0.06, 0.015, 0.043, 0.002],
  phone: [0.75, 0.04, 0.21],
  text: [0.72, 0.09, 0.06, 0.05, 0.08],
  category: [0.93, 0.07],
};

/** Bits of evidence of each level. */
export const levelWeights = ({ m, u }: Pick<FieldModel, 'm' | 'u'>): number[] =>
  m.map((chance, level) => Math.log2(chance / u[level]!));

export const schemaOf = (model: Model): FieldSpec[] => model.fields.map(({ name, kind }) => ({ name, kind }));
