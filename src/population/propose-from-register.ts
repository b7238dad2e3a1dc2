/** What the register counts, as figures of a report: "the signed list gives these figures". Pure. */
import type { Figure, RegisterCount } from './contract.ts';

/** Totals, groups and sexes; people without a birth date are in the total only, people without a sex in no sex. */
export function proposeFromRegister(counts: readonly RegisterCount[]): Figure[] {
  const figures = new Map<string, Figure>();
  const add = (series: Figure['series'], sex: Figure['sex'], band: string, people: number): void => {
    const key = `${series} ${sex} ${band}`;
    const before = figures.get(key)?.people ?? 0;
    figures.set(key, { series, hamlet: '', sex, band, people: before + people, method: null });
  };
  for (const { series, sex, band, people } of counts)
    for (const of of sex === null ? (['all'] as const) : (['all', sex] as const)) {
      add(series, of, 'total', people);
      if (band !== 'unknown') add(series, of, band, people);
    }
  return [...figures.values()];
}
