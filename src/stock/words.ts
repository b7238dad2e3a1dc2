/** What a discrepancy or finding tells, in words for people: days as they are written here, products by their names. */
import { type PlainDate, parseDate } from '../kernel/plain-date.ts';
import { dayOnPaper } from '../kernel/vietnam-time.ts';
import { findItem } from './items.ts';

export const spoken = (
  detail: Readonly<Record<string, string | number | null>>,
): Record<string, string | number> =>
  Object.fromEntries(
    Object.entries(detail).map(([name, value]) => {
      if (typeof value !== 'string') return [name, value ?? '–'];
      return [
        name,
        parseDate(value) === null ? (findItem(value)?.name ?? value) : dayOnPaper(value as PlainDate),
      ];
    }),
  );
