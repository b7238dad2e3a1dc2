/**
 * m by expectation–maximisation (Dempster, Laird, Rubin 1977) with Dirichlet priors, without labels. Three kinds of
 * pair are told apart: one person; two people drawn at random (u, held fixed); and two *kin*, who share house, phone
 * or family name, but birth dates and numbers no more than strangers do. Without the third kind a list of households
 * teaches that one person often has two birth dates. Pure.
 */
import { MISSING } from './schema.ts';

/** Pairs with the same levels, counted. */
export type Pattern = Readonly<{ levels: Uint8Array; count: number }>;

export type EmResult = Readonly<{
  /** Field → level → m; fields that were not estimated keep their prior. */
  m: number[][];
  /** Share of the pairs that are of one person. */
  share: number;
  /** Penalised log-likelihood before each round: never falls. */
  likelihoods: number[];
}>;

export type EmInput = Readonly<{
  patterns: readonly Pattern[];
  u: readonly (readonly number[])[];
  prior: readonly (readonly number[])[];
  /** Fields to use: not those that every pair shares because it was found by them. */
  fields: readonly number[];
  /** Fields in which kin are like strangers; none of them used: no third kind. */
  personal: ReadonlySet<number>;
  /** How many pairs the prior counts for. */
  priorPairs: number;
  startShare: number;
  maxRounds?: number;
}>;

const ROUNDS = 60;

export function expectationMaximisation(input: EmInput): EmResult {
  const { patterns, u, prior, fields, personal, priorPairs } = input;
  const withKin = fields.some((f) => personal.has(f)) && fields.some((f) => !personal.has(f));
  let m = prior.map((levels) => [...levels]);
  const kinPrior = u.map((levels, f) =>
    personal.has(f) ? [...levels] : levels.map((chance, level) => (chance + prior[f]![level]!) / 2),
  );
  let kin = kinPrior.map((levels) => [...levels]);
  let share = input.startShare;
  let kinShare = withKin ? (1 - share) / 4 : 0;
  const likelihoods: number[] = [];
  const total = patterns.reduce((sum, { count }) => sum + count, 0);
  const start = (from: readonly (readonly number[])[]): number[][] =>
    from.map((levels) => levels.map((chance) => priorPairs * chance));
  const normalised = (counts: number[][], old: number[][], fixed: (f: number) => boolean): number[][] =>
    old.map((levels, f) => {
      if (!fields.includes(f) || fixed(f)) return levels;
      const sum = counts[f]!.reduce((a, b) => a + b, 0);
      return counts[f]!.map((value) => value / sum);
    });
  for (let round = 0; round < (input.maxRounds ?? ROUNDS) && total > 0; round++) {
    const [counts, kinCounts] = [start(prior), start(kinPrior)];
    let [matches, kinPairs, likelihood] = [0, 0, 0];
    for (const { levels, count } of patterns) {
      let [one, related, strangers] = [share, kinShare, 1 - share - kinShare];
      for (const f of fields) {
        const level = levels[f]!;
        if (level === MISSING) continue;
        one *= m[f]![level]!;
        related *= kin[f]![level]!;
        strangers *= u[f]![level]!;
      }
      const sum = one + related + strangers;
      likelihood += count * Math.log(sum);
      const [ofOne, ofKin] = [(count * one) / sum, (count * related) / sum];
      matches += ofOne;
      kinPairs += ofKin;
      for (const f of fields) {
        const level = levels[f]!;
        if (level === MISSING) continue;
        counts[f]![level]! += ofOne;
        kinCounts[f]![level]! += ofKin;
      }
    }
    for (const f of fields)
      prior[f]!.forEach((chance, level) => {
        likelihood += priorPairs * chance * Math.log(m[f]![level]!);
        if (withKin && !personal.has(f))
          likelihood += priorPairs * kinPrior[f]![level]! * Math.log(kin[f]![level]!);
      });
    likelihood += Math.log(share) + Math.log(1 - share - kinShare) + (withKin ? Math.log(kinShare) : 0);
    likelihoods.push(likelihood);
    m = normalised(counts, m, () => false);
    kin = normalised(kinCounts, kin, (f) => personal.has(f));
    // One pair of each kind beforehand keeps the shares off 0 and 1.
    const all = total + (withKin ? 3 : 2);
    share = (matches + 1) / all;
    kinShare = withKin ? (kinPairs + 1) / all : 0;
    const before = likelihoods.at(-2);
    if (before !== undefined && likelihood - before < 1e-7 * Math.abs(likelihood)) break;
  }
  return { m, share, likelihoods };
}
