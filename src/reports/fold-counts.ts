import { DELTA_COLUMNS, deltaRow } from '../immunizations/count-changes.ts';
import { holdDoses } from '../immunizations/dose-lock.ts';
import type { Actor } from '../kernel/actor.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { copyRows } from '../platform/copy-rows.ts';
import type { Database, Tx } from '../platform/database.ts';
import { lockRegister } from '../residents/file-list.ts';
import { changesBetween } from './count-cells.ts';

const CELL = 'unit_id, residence_kind, age_band';

/**
 * Folds the deltas into the stored totals and moves the totals' day to `today`. A figure is the same before, during
 * and after: readers add totals and deltas in one statement. Under the register's lock, so that nobody writes
 * deltas for the old day meanwhile.
 */
export async function foldCounts(db: Database, actor: Actor, today: PlainDate): Promise<void> {
  await db.transaction(actor, async (tx: Tx) => {
    await lockRegister(tx);
    await holdDoses(tx);
    const { rows } = await tx.query<{ as_of: PlainDate }>('SELECT as_of FROM app.count_clock WHERE id = 1');
    const asOf = rows[0]?.as_of;
    if (asOf === undefined) return;
    if (asOf < today) {
      const cells = (await changesBetween({ pool: tx }, null, asOf, today)).changed();
      await copyRows(tx, 'app.count_delta', DELTA_COLUMNS, cells.map(deltaRow));
      await tx.query('UPDATE app.count_clock SET as_of = $1 WHERE id = 1', [today]);
    }
    await tx.query(
      `INSERT INTO app.count_unit AS c (${CELL}, residents, dose1, dose2, dose3, full_series)
       SELECT ${CELL}, sum(residents)::int, sum(dose1)::int, sum(dose2)::int, sum(dose3)::int, sum(full_series)::int FROM app.count_delta GROUP BY ${CELL}
       ON CONFLICT (${CELL}) DO UPDATE SET residents = c.residents + excluded.residents, dose1 = c.dose1 + excluded.dose1,
         dose2 = c.dose2 + excluded.dose2, dose3 = c.dose3 + excluded.dose3, full_series = c.full_series + excluded.full_series,
         changes = c.changes + 1`,
    );
    const { rowCount } = await tx.query('DELETE FROM app.count_delta');
    // The number of deltas is part of the state by which answers are kept (coverage.ts): it begins anew.
    if (rowCount !== 0) await tx.query('UPDATE app.count_clock SET as_of = as_of WHERE id = 1');
  });
}
