/** What there is to say of a book, on the very cells: what does not fit in the ledger after the book is in it. */
import type { UnitVersion } from '../areas/units.ts';
import type { Finding } from '../kernel/finding.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Tx } from '../platform/database.ts';
import type { BookMovement } from './book-movements.ts';
import type { StockRow } from './book-rows.ts';
import type { Discrepancy, StockRowAnswer } from './contract.ts';
import { findStock } from './find-stock.ts';
import { finding } from './read-book.ts';
import { spoken } from './words.ts';

/** Findings for the rows of a book that was just posted. Those that only people's doses show are told by the stock itself. */
export async function bookFindings(
  tx: Tx,
  unit: UnitVersion,
  facility: string,
  asOf: PlainDate,
  rows: readonly StockRow[],
  book: readonly BookMovement[],
): Promise<Finding[]> {
  const stock = await findStock({ pool: tx }, { unitIds: [unit.id], facility, date: asOf });
  const repeated = book.flatMap(({ row, repeats }) =>
    repeats === null
      ? []
      : [
          finding(
            row.sheet,
            row.row,
            row.column,
            {
              code: 'receipt_entered_twice',
              severity: 'warning',
              params: { slip: row.slip ?? '–', doses: row.doses, row: repeats.row },
            },
            String(row.doses),
          ),
        ],
  );
  return [
    ...repeated,
    ...stock.flatMap((answer) => answer.discrepancies.flatMap((one) => locate(one, answer, rows))),
  ];
}

/** The row of the book that a discrepancy is about; none for what the book cannot show. */
function locate(
  { code, severity, detail }: Discrepancy,
  answer: StockRowAnswer,
  rows: readonly StockRow[],
): Finding[] {
  const own = rows.filter(({ item, lot }) => item === answer.item && lot === answer.lot);
  const on = (kinds: readonly StockRow['kind'][]): StockRow | undefined =>
    own.find((row) => kinds.includes(row.kind) && (detail.date == null || row.on === detail.date));
  const row =
    code === 'receipt_entered_twice' || /^(transfer|slip_(not|halves))_/.test(code)
      ? undefined
      : code === 'slip_told_twice'
        ? on(['receipt', 'transfer'])
        : code === 'stated_balance_differs'
          ? on(['closing'])
          : code === 'session_issue_differs'
            ? (on(['session']) ?? on(['use']))
            : code === 'overfill_within_limit' || code === 'overfill_beyond_limit'
              ? own.find(({ kind, injected, doses }) => kind === 'use' && injected > doses)
              : on(['use', 'session', 'transfer']);
  if (row === undefined) return [];
  const params = spoken({ ...detail, lot: answer.lot });
  return [finding(row.sheet, row.row, row.column, { code, severity, params })];
}
