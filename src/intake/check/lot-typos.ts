/**
 * Lot numbers that are a slip of the pen away from a lot the same list is full of ("NKO139" among 600 "NK0139").
 * One row cannot show it, the whole list does; the lot stays as written, for only the vial knows.
 */
import { oneEdit } from '../../kernel/one-edit.ts';
import type { CheckedRow, DoseClaim } from '../claim.ts';
import { note } from './read.ts';

// A lot of a session is written dozens of times; a slip once or twice.
const COMMON = 10;
const TIMES_RARER = 20;

/** Where a row's dose has its lot: the letter of the column, or null when the list has none. */
export type LotColumn = (row: CheckedRow, dose: DoseClaim) => string | null;

/** The rows, with `lot_typo` (and the likely lot as suggestion) on those whose lot looks mistyped. Grows with rows plus the square of the distinct lots. */
export function withLotTypos(rows: readonly CheckedRow[], columnOf: LotColumn): readonly CheckedRow[] {
  const counts = new Map<string, { vaccine: string; lot: string; count: number }>();
  for (const { claim } of rows)
    for (const { vaccine, lot } of claim.doses) {
      if (vaccine === null || lot === null) continue;
      const key = `${vaccine} ${lot}`;
      const known = counts.get(key);
      if (known === undefined) counts.set(key, { vaccine, lot, count: 1 });
      else known.count++;
    }
  const common = [...counts.values()].filter(({ count }) => count >= COMMON);
  const meant = new Map<string, string>();
  for (const [key, { vaccine, lot, count }] of counts) {
    const near = common.filter(
      (one) => one.vaccine === vaccine && one.count >= count * TIMES_RARER && oneEdit(one.lot, lot),
    );
    if (near.length === 1) meant.set(key, near[0]!.lot);
  }
  if (meant.size === 0) return rows;
  return rows.map((row) => {
    const findings = row.claim.doses.flatMap((dose) => {
      const lot = meant.get(`${dose.vaccine} ${dose.lot}`);
      if (lot === undefined) return [];
      return [
        {
          ...note('lot_typo', 'warning', lot, { lot }),
          sheet: row.sheet,
          row: row.row,
          column: columnOf(row, dose),
          cell: dose.lot,
        },
      ];
    });
    return findings.length === 0 ? row : { ...row, findings: [...row.findings, ...findings] };
  });
}
