/** One question: what the answers to an item say together, by the units below; each unit's figures are counted once. */
import type { Units, UnitVersion } from '../areas/units.ts';
import type { Database } from '../platform/database.ts';
import { ofItem, rowOf } from './completeness.ts';
import type { Duty, Figures } from './contract.ts';
import { isReceived, sumAnswers } from './rules.ts';
import { findSubmissions } from './submission-store.ts';

/** Forms whose figures are counts that add up. */
const ADDED: readonly string[] = ['daily_vaccination', 'stock'];

export type SumRow = Readonly<{
  unit: Readonly<{ code: string; name: string }>;
  /** Answers behind the figures, of the duties that were due. */
  answers: number;
  expected: number;
  figures: Figures;
}>;
export type Sums = Readonly<{ rows: readonly SumRow[]; total: Omit<SumRow, 'unit'> }>;

/** Sums over `duties` of the item ("directive~item"); null when its form has no figures that add up. */
export async function sumItem(
  db: Database,
  units: Units,
  unit: UnitVersion,
  duties: readonly Duty[],
  item: string,
): Promise<Sums | null> {
  const asked = ofItem(duties, item).filter((duty) => ADDED.includes(duty.item.form));
  if (asked.length === 0) return null;
  const received = asked.filter(({ state, answer }) => isReceived(state) && answer !== null);
  const submissions = await findSubmissions(
    db,
    [...new Set(received.map(({ unitId }) => unitId))],
    received.map(({ key }) => key),
  );
  const figuresOf = new Map(submissions.map(({ id, figures }) => [id, figures]));
  const sumOf = (part: readonly Duty[]): Omit<SumRow, 'unit'> => {
    const figures = part.flatMap(({ state, answer }): Figures[] => {
      const one = isReceived(state) ? figuresOf.get(answer?.id ?? '') : undefined;
      return one === undefined ? [] : [one];
    });
    return { answers: figures.length, expected: part.length, figures: sumAnswers(figures) };
  };
  const rows = [...Map.groupBy(asked, (duty) => rowOf(units, unit.id, duty))].map(([id, part]): SumRow => {
    const { code, fullName } = units.get(id, part.at(-1)!.day);
    return { unit: { code, name: fullName }, ...sumOf(part) };
  });
  return { rows: rows.sort((a, b) => (a.unit.code < b.unit.code ? -1 : 1)), total: sumOf(asked) };
}
