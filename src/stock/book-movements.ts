/** What a book's rows are in the ledger, and which rows repeat a slip that stands already. Pure. */

import type { StockRow } from './book-rows.ts';
import { lossOf } from './book-words.ts';
import type { NewMovement } from './contract.ts';

export type BookMovement = Readonly<{ row: StockRow; movement: NewMovement; repeats: StockRow | null }>;

/** A slip lists a lot once: the same slip with the same lot and doses again is the same delivery, whatever its day. */
const slipKey = ({ slip, item, lot, doses, on, counterpart }: StockRow): string =>
  slip !== null ? `${slip}|${item}|${lot}|${doses}` : `${on}|${counterpart}|${item}|${lot}|${doses}`;

/**
 * The movements of a book. Hand-outs to sessions move nothing when the book tells the use of vials too: the use is the
 * evidence. A book that tells none is taken at its hand-outs: those vials are open, and what became of them is not told.
 */
export function movementsOf(
  rows: readonly StockRow[],
  at: Readonly<{ unitId: number; facility: string; importId: string }>,
): BookMovement[] {
  const used = new Set(rows.flatMap(({ kind, item, lot }) => (kind === 'use' ? [`${item}|${lot}`] : [])));
  const slips = new Map<string, StockRow>();
  return rows.flatMap((row): BookMovement[] => {
    const { item, lot, on, vials, slip, counterpart, reason, sheet, row: number, doses } = row;
    const base = {
      ...at,
      item,
      lot,
      on,
      vials,
      slip,
      counterpart,
      reason,
      sheet,
      row: number,
      source: 'book',
      short: 'suspense',
    } as const;
    const made = (
      kind: NewMovement['kind'],
      amounts: NewMovement['amounts'],
      repeats: StockRow | null = null,
    ): BookMovement[] => [{ row, movement: { ...base, kind, amounts }, repeats }];
    switch (row.kind) {
      case 'receipt': {
        const first = slips.get(slipKey(row));
        if (first !== undefined)
          return made('repeated_receipt', { external: -doses, repeated: doses }, first);
        slips.set(slipKey(row), row);
        return made('receipt', { external: -doses, on_hand: doses });
      }
      case 'transfer':
        return made('issue', { on_hand: -doses, external: doses });
      case 'write_off':
        return [
          {
            row,
            movement: {
              ...base,
              kind: 'write_off',
              reason: reason ?? lossOf(counterpart),
              amounts: { on_hand: -doses, written_off: doses },
            },
            repeats: null,
          },
        ];
      case 'session':
        return used.has(`${item}|${lot}`) ? [] : made('open', { on_hand: -doses, opened: doses });
      case 'use': {
        const wasted = row.wasted ?? 0;
        const extra = Math.max(row.injected + wasted - doses, 0);
        return made('use', {
          on_hand: -doses,
          opened: doses + extra - row.injected - wasted,
          injected: row.injected,
          wasted,
          overfill: -extra,
        });
      }
      default:
        // A closing balance is compared, never posted.
        return [];
    }
  });
}

/** Two movements of the same content: a book that comes again, longer, repeats those it had. */
export const contentKey = ({
  kind,
  item,
  lot,
  on,
  slip,
  amounts,
}: Pick<NewMovement, 'kind' | 'item' | 'lot' | 'on' | 'slip' | 'amounts'>): string => {
  const { suspense = 0, on_hand = 0, ...rest } = amounts;
  const parts = Object.entries({ ...rest, on_hand: on_hand + suspense })
    .filter(([, doses]) => doses !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([kind, item, lot, on, slip ?? null, parts]);
};
