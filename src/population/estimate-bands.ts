/** Age groups that were not counted, made from groups that were: always whole people, always the same sum, always marked. Pure. */
import { bandAges, bandNames, type Method } from './contract.ts';

/** Last age that an open group is spread to: one year in a hundred people lives longer. */
const OLDEST = 99;

/** Parts of `whole` in the proportion of `weights`, in whole people that add up to it (largest remainders first). */
export function apportion(whole: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (sum === 0) return weights.map((_, i) => (i === 0 ? whole : 0));
  const exact = weights.map((weight) => (whole * weight) / sum);
  const parts = exact.map(Math.floor);
  const left = whole - parts.reduce((total, part) => total + part, 0);
  const order = exact
    .map((value, i) => ({ i, rest: value - parts[i]! }))
    .sort((a, b) => b.rest - a.rest || a.i - b.i);
  for (const { i } of order.slice(0, left)) parts[i]!++;
  return parts;
}

export type BandFigure = Readonly<{ band: string; people: number; method: Method | null }>;

/**
 * The same people in other groups. A group that lies within one of the new ones keeps its number; one that is cut is
 * divided by years of age, as if every year of it had equally many people, and marked with `method`. Groups of no
 * known ages are left out. The sum is kept.
 */
export function regroup(
  figures: readonly BandFigure[],
  starts: readonly number[],
  method: Method = 'split_group',
): BandFigure[] {
  const names = bandNames(starts);
  const people = names.map(() => 0);
  const methods = names.map((): Method | null => null);
  for (const figure of figures) {
    const ages = bandAges(figure.band);
    if (ages === null) continue;
    const [first, end] = ages;
    const last = Number.isFinite(end) ? end : Math.max(OLDEST, first);
    const years = starts.map((start, i) =>
      Math.max(0, Math.min(last, (starts[i + 1] ?? last + 1) - 1) - Math.max(first, start) + 1),
    );
    const cut = years.filter((count) => count > 0).length > 1;
    for (const [i, part] of apportion(figure.people, years).entries()) {
      if (years[i] === 0) continue;
      people[i]! += part;
      methods[i] = cut ? method : (figure.method ?? methods[i]!);
    }
  }
  return names.map((band, i) => ({ band, people: people[i]!, method: methods[i]! }));
}

/** A total whose ages are known only for a larger unit: that unit's ages in the proportion of the total. */
export function withAgesOf(
  total: number,
  larger: readonly BandFigure[],
  starts: readonly number[],
): BandFigure[] {
  const grouped = regroup(larger, starts, 'five_year_groups');
  const parts = apportion(
    total,
    grouped.map(({ people }) => people),
  );
  return grouped.map(({ band }, i) => ({ band, people: parts[i]!, method: 'district_ages' }));
}
