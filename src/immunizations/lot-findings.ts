/** Findings of lists that only the stock can show: written when a list comes in and anew when stock becomes known. */
import type { Finding } from '../kernel/finding.ts';
import { newId } from '../kernel/ids.ts';
import { copyRows } from '../platform/copy-rows.ts';
import type { Tx } from '../platform/database.ts';
import type { LotDoubt } from '../stock/contract.ts';
import { type DoubtScope, findLotDoubts } from '../stock/lot-doubts.ts';
import { spoken } from '../stock/words.ts';

const CODES = ['lot_wrong_vaccine', 'dose_before_lot_received'];

/** Writes what stands now for the doses in scope, in place of what stood. Answers it. */
export async function writeLotFindings(tx: Tx, scope: DoubtScope): Promise<readonly LotDoubt[]> {
  const doubts = await findLotDoubts({ pool: tx }, scope);
  const [column, values] = 'people' in scope ? ['person_id', scope.people] : ["params ->> 'lot'", scope.lots];
  await tx.query(
    `DELETE FROM app.finding WHERE edition_id IS NULL AND code = ANY($2::text[]) AND (${column})::text = ANY($1::text[])`,
    [values, CODES],
  );
  await copyRows(
    tx,
    'app.finding',
    ['unit_id', 'id', 'person_id', 'record_id', 'code', 'severity', 'params'],
    doubts.map(({ listUnitId, personId, recordIds, code, params }) => [
      listUnitId,
      newId(),
      personId,
      recordIds[0]!,
      code,
      'warning',
      spoken(params),
    ]),
  );
  return doubts;
}

/** The doubts as findings on the rows of a list: for the list that is handed back. */
export const asRowFindings = (
  doubts: readonly LotDoubt[],
  rowOf: ReadonlyMap<string, Readonly<{ sheet: string; row: number }>>,
): Finding[] =>
  doubts.flatMap(({ recordIds, code, params }) =>
    recordIds.flatMap((id) => {
      const at = rowOf.get(id);
      return at === undefined
        ? []
        : [
            {
              ...at,
              column: null,
              code,
              severity: 'warning' as const,
              params: spoken(params),
              cell: null,
              suggestion: null,
            },
          ];
    }),
  );
