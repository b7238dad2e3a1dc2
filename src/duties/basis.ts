/** What an answer rests on at the moment it is given: lists in force, versions of figures, how settled the register is. */
import type { Units } from '../areas/units.ts';
import { recordedWithin } from '../immunizations/recorded-units.ts';
import type { Database } from '../platform/database.ts';
import { findReports } from '../population/store.ts';
import { findEditions } from '../residents/find-editions.ts';
import type { Basis, ExpectedDuty } from './contract.ts';

const MOST_FILES = 100;

export async function basisOf(db: Database, units: Units, { unitId, day }: ExpectedDuty): Promise<Basis> {
  const recorded = await recordedWithin(db, units, unitId, day);
  const [editions, reports, review, clock] = await Promise.all([
    findEditions(db, recorded),
    findReports(db, [unitId], day),
    db.query<{ rows: number }>(
      'SELECT coalesce(sum(rows_in_review), 0)::int AS rows FROM app.person WHERE unit_id = ANY($1::int[]) AND rows_in_review > 0',
      [recorded],
    ),
    db.query<{ changed_at: Date }>('SELECT changed_at FROM app.count_clock'),
  ]);
  return {
    files: editions.slice(0, MOST_FILES).map(({ id, file, asOf }) => ({ id, name: file, asOf })),
    reports: reports.map(({ id }) => id),
    rowsInReview: review[0]!.rows,
    changedAt: clock[0]?.changed_at.toISOString() ?? null,
  };
}
