/**
 * The model: for each field and level how often it is seen among pairs of one person (m) and of two (u), how frequent
 * each value is, how candidates are found and where the thresholds lie. Plain data, kept as JSON: the same model gives
 * the same keys, scores and bands on any machine, today and in a year.
 */
import type { BlockingRule } from './blocking-keys.ts';
import type { DateOrder } from './read-value.ts';
import type { FieldKind, FieldSpec } from './schema.ts';

export type FieldModel = Readonly<{
  name: string;
  kind: FieldKind;
  /** How dates written with two small numbers first are read. */
  order: DateOrder;
  /** Per level of `LEVELS[kind]`: probability given one person / given two. Each sums to 1. */
  m: readonly number[];
  u: readonly number[];
  /** Share of the records that have this key; keys not listed are rare: `rareShare`. */
  shares: Readonly<Record<string, number>>;
  rareShare: number;
}>;

export type Calibration = Readonly<{
  /** Estimated share of all possible pairs that are of one person. */
  matchRate: number;
  /** Score at which the odds are even: `-log2(prior odds)`. */
  evenBits: number;
  /** From here on a pair may be joined automatically. */
  sameBits: number;
  /** From here on a pair is worth a person's look. */
  reviewBits: number;
  /** Estimates for the pairs of `sameBits` and more. */
  expectedPrecision: number;
  expectedRecall: number;
}>;

export type Model = Readonly<{
  version: 1;
  fields: readonly FieldModel[];
  /** Lists of Vietnamese people: the careful rules of `guards.ts` hold. */
  careful: boolean;
  /** Numbers of the fields that tell a person's sex. */
  sexFields: readonly number[];
  /** A record that fits two people is left to a person (else: the better pair wins). */
  minded: boolean;
  rules: readonly BlockingRule[];
  mostInBlock: number;
  hotKeys: readonly number[];
  calibration: Calibration;
}>;

/**
 * Priors of m by kind: what careful clerks, phones and old typists make of the same person. They carry small files,
 * which EM cannot, and are overruled by data as pairs grow. A field may bring its own (`person-schema.ts`).
 */
const PRIOR_M: Readonly<Record<FieldKind, readonly number[]>> = {
  name: [0.72, 0.07, 0.06, 0.04, 0.025, 0.01, 0.015, 0.02, 0.04],
  date: [0.78, 0.07, 0.01, 0.05, 0.03, 0.02, 0.04],
  id: [0.88, 0.06, 0.015, 0.043, 0.002],
  phone: [0.75, 0.04, 0.21],
  text: [0.72, 0.09, 0.06, 0.05, 0.08],
  category: [0.93, 0.07],
};

/** Priors of u: how two strangers agree. They count only where a file is too small to show it. */
export const PRIOR_U: Readonly<Record<FieldKind, readonly number[]>> = {
  name: [0.002, 0.0002, 0.002, 0.001, 0.003, 0.0003, 0.001, 0.25, 0.7405],
  date: [0.001, 0.005, 0.0001, 0.002, 0.004, 0.01, 0.9779],
  id: [0.00001, 0.00001, 0.002, 0.5, 0.49798],
  phone: [0.00005, 0.000001, 0.999949],
  text: [0.01, 0.005, 0.01, 0.15, 0.825],
  category: [0.3, 0.7],
};

export const priorOf = ({ kind, prior }: FieldSpec): readonly number[] => prior ?? PRIOR_M[kind];

/** Bits of evidence of each level. */
export const levelBitsOf = ({ m, u }: Pick<FieldModel, 'm' | 'u'>): number[] =>
  m.map((chance, level) => Math.log2(chance / u[level]!));
