/** What the register counts, as figures of a report: "the signed list gives these figures". Pure. */
import { bandNames, type Figure, type RegisterCount, SEXES } from './contract.ts';

/**
 * Totals and groups; people without a birth date are in the total only. The sexes apart only where everybody's is known, for
 * else they would not add up. A group of which the register knows nobody is zero, not unknown; a register without anybody
 * proposes nothing.
 */
export function proposeFromRegister(counts: readonly RegisterCount[], starts: readonly number[]): Figure[] {
  if (counts.length === 0) return [];
  const figures = new Map<string, Figure>();
  const add = (series: Figure['series'], sex: Figure['sex'], band: string, people: number): void => {
    const key = `${series} ${sex} ${band}`;
    const before = figures.get(key)?.people ?? 0;
    figures.set(key, { series, hamlet: '', sex, band, people: before + people, method: null });
  };
  for (const series of ['actual', 'transient'] as const) {
    const own = counts.filter((count) => count.series === series);
    const sexed = own.length > 0 && own.every(({ sex }) => sex !== null);
    for (const band of ['total', ...bandNames(starts)])
      for (const sex of sexed ? SEXES : (['all'] as const)) add(series, sex, band, 0);
    for (const { sex, band, people } of own)
      for (const of of sexed ? (['all', sex!] as const) : (['all'] as const)) {
        add(series, of, 'total', people);
        if (band !== 'unknown') add(series, of, band, people);
      }
  }
  return [...figures.values()];
}
