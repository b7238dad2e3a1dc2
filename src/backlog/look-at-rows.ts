/** One question: what is to say of rows of a sheet before they are filed, and whom they may speak of. */
import type { Units } from '../areas/units.ts';
import { columnLetter } from '../intake/workbook.ts';
import type { Actor } from '../kernel/actor.ts';
import type { Finding } from '../kernel/finding.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database, Tx } from '../platform/database.ts';
import type { PlacedRow } from '../residents/write-list.ts';
import { doubtTypedDoses } from '../stock/lot-doubts.ts';
import { spoken } from '../stock/words.ts';
import { GRID_COLUMNS, type RowMatch, type Suggestion } from './contract.ts';
import { placeRows } from './file-sheet.ts';
import { findRows, type Sheet } from './store.ts';
import { suggestPeople } from './suggest-people.ts';

export type LookedAt = Readonly<{
  row: number;
  match: RowMatch;
  findings: readonly Finding[];
  suggestions: readonly Suggestion[];
}>;

/** All rows of the sheet, or those of the numbers; blank rows and rows entered in error say nothing. */
export async function lookAtRows(
  db: Database,
  units: Units,
  actor: Actor,
  sheet: Sheet,
  today: PlainDate,
  numbers: readonly number[] | null,
): Promise<LookedAt[]> {
  return db.transaction(
    actor,
    async (tx) => {
      const rows = (await findRows(tx, sheet, numbers)).filter(({ errorReason }) => errorReason === null);
      const { placed, waiting } = await placeRows(units, sheet, rows, today);
      const doubts = await doubtRows(tx, sheet.facility, placed);
      const ownRecords = new Set(rows.flatMap(({ recordId }) => recordId ?? []));
      const suggested = await suggestPeople(tx, placed, ownRecords);
      const chosen = new Map(rows.map(({ row, chosen: id }) => [row, id]));
      return [
        ...waiting.map(
          ({ row, findings }): LookedAt => ({ row, match: 'waiting', findings, suggestions: [] }),
        ),
        ...placed.map(({ row: { row, findings } }, i): LookedAt => {
          const { match, suggestions, repeatsDose } = suggested[i]!;
          return {
            row,
            match: chosen.get(row) == null ? match : 'known',
            findings: [...findings, ...doubts[i]!, ...(repeatsDose ? [repeats(row)] : [])],
            suggestions,
          };
        }),
      ].sort((a, b) => a.row - b.row);
    },
    'dry-run',
  );
}

/** What the stock of the place says against the doses of rows: a lot of another vaccine, a day before it came. */
async function doubtRows(tx: Tx, facility: string, placed: readonly PlacedRow[]): Promise<Finding[][]> {
  const doubts = await doubtTypedDoses(
    { pool: tx },
    facility,
    placed.map(({ claim }) => claim.doses[0] ?? NO_DOSE),
  );
  return placed.map(({ row: { sheet, row } }, i) =>
    doubts[i]!.map(({ code, params }) => ({
      sheet,
      row,
      column: columnLetter(GRID_COLUMNS.indexOf(code === 'lot_wrong_vaccine' ? 'lot' : 'date')),
      code,
      severity: 'warning',
      params: spoken(params),
      cell: null,
      suggestion: null,
    })),
  );
}

const NO_DOSE = { number: null, vaccine: null, lot: null, on: null };

const repeats = (row: number): Finding => ({
  sheet: '',
  row,
  column: null,
  code: 'dose_already_recorded',
  severity: 'warning',
  params: {},
  cell: null,
  suggestion: null,
});
