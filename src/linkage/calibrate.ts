/** From scores to probabilities and thresholds, by estimate: no labels. Pure. */
import type { Calibration } from './model.ts';
import { bitsOfBin } from './scan-pairs.ts';

export type Objective = Readonly<{ kind: 'precision'; precision: number } | { kind: 'f1' }>;
export const DEFAULT_OBJECTIVE: Objective = { kind: 'precision', precision: 0.995 };

/** A pair below this probability is not worth a look. */
const WORTH_A_LOOK = 0.1;
/** However sure the average is, no single pair is joined on less. */
const LEAST_PROBABILITY = 0.9;
/**
 * For F1 a pair pays from probability F1/2 on. Pairs come in groups, and one that joins two halves of a group brings
 * the others with it: so from one third on.
 */
const F1_PROBABILITY = 1 / 3;
/** Before any pair is seen: one match in twenty pairs. It moves nothing but the smallest of files. */
const PRIOR_MATCHES = 1;
const PRIOR_PAIRS = 20;

const oddsBits = (probability: number): number => Math.log2(probability / (1 - probability));

/** Probability of one person at `bits` when the odds are even at `evenBits`. */
export const probabilityOf = (bits: number, evenBits: number): number => 1 / (1 + 2 ** (evenBits - bits));

/**
 * The match rate under which the scores seen are likeliest (EM with the two distributions of the model held fixed).
 * `possible` counts all pairs, also those that no block held: these count as pairs of two.
 */
export function estimateMatchRate(histogram: Float64Array, possible: number): number {
  const all = possible + PRIOR_PAIRS;
  let matches = PRIOR_MATCHES + histogram.reduce((a, b) => a + b, 0) * 0.1;
  for (let round = 0; round < 500; round++) {
    const even = -oddsBits(matches / all);
    let sum = PRIOR_MATCHES;
    histogram.forEach((count, bin) => {
      if (count > 0) sum += count * probabilityOf(bitsOfBin(bin), even);
    });
    const next = Math.min(sum, all / 2);
    if (Math.abs(next - matches) < 1e-6 * matches) break;
    matches = next;
  }
  return matches / all;
}

export function calibrate(histogram: Float64Array, possible: number, objective: Objective): Calibration {
  const matchRate = estimateMatchRate(histogram, possible);
  const evenBits = -oddsBits(matchRate);
  const all = matchRate * possible;
  let sameBits = evenBits + oddsBits(objective.kind === 'f1' ? F1_PROBABILITY : LEAST_PROBABILITY);
  if (objective.kind === 'precision') {
    // The lowest threshold at which the pairs above it are, on the whole, as precise as asked for.
    let [taken, right] = [0, 0];
    let lowest = Number.POSITIVE_INFINITY;
    for (let bin = histogram.length - 1; bin >= 0; bin--) {
      taken += histogram[bin]!;
      right += histogram[bin]! * probabilityOf(bitsOfBin(bin), evenBits);
      if (taken === 0 || right / taken >= objective.precision) lowest = bitsOfBin(bin);
      else break;
    }
    sameBits = Math.max(sameBits, lowest);
  }
  let [taken, right] = [0, 0];
  histogram.forEach((count, bin) => {
    if (bitsOfBin(bin) < sameBits) return;
    taken += count;
    right += count * probabilityOf(bitsOfBin(bin), evenBits);
  });
  return {
    matchRate,
    evenBits,
    sameBits,
    reviewBits: Math.min(sameBits, evenBits + oddsBits(WORTH_A_LOOK)),
    expectedPrecision: taken === 0 ? 1 : right / taken,
    expectedRecall: all === 0 ? 1 : Math.min(1, right / all),
  };
}
