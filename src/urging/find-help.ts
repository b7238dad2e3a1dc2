/** Which units need help: whose lists hold many findings, whose answers came back, whose people never signed in. Counts only. */
import type { Units } from '../areas/units.ts';
import { addDays, type PlainDate } from '../kernel/plain-date.ts';
import { momentOf } from '../kernel/vietnam-time.ts';
import type { Database } from '../platform/database.ts';
import { findEntries, placeKey, standOf } from './chase-store.ts';
import type { HelpRow } from './contract.ts';
import { findOverdue, focalsBy, unitsWithin } from './find-chase-list.ts';

const RETURNS_DAYS = 30;

/** Units of which something speaks for help, who needs it most first. */
export async function findHelp(
  db: Database,
  units: Units,
  within: number,
  day: PlainDate,
  now: Date,
): Promise<HelpRow[]> {
  const all = unitsWithin(units, within, day);
  const ids = all.map(({ id }) => id);
  const [findings, returns, accounts, overdue, focals, entries] = await Promise.all([
    countBy(
      db,
      `SELECT unit_id, count(*)::int AS n FROM app.finding WHERE unit_id = ANY($1::int[]) AND severity <> 'info' GROUP BY unit_id`,
      [ids],
    ),
    countBy(
      db,
      `SELECT unit_id, count(*)::int AS n FROM (
         SELECT unit_id, done_at FROM app.duty_step WHERE unit_id = ANY($1::int[]) AND action = 'returned'
         UNION ALL SELECT unit_id, done_at FROM app.population_event WHERE unit_id = ANY($1::int[]) AND action = 'returned') r
       WHERE done_at >= $2 AND done_at < $3 GROUP BY unit_id`,
      [ids, momentOf(addDays(day, -RETURNS_DAYS), '00:00'), momentOf(day, '24:00')],
    ),
    db.query<{ unit_id: number; accounts: number; never: number }>(
      `SELECT g.unit_id, count(DISTINCT a.id)::int AS accounts, count(DISTINCT a.id) FILTER (WHERE a.first_signed_in_at IS NULL)::int AS never
       FROM app.role_grant g JOIN app.account a ON a.id = g.account_id AND NOT a.disabled
       WHERE g.unit_id = ANY($1::int[]) AND (g.valid_to IS NULL OR g.valid_to > $2) GROUP BY g.unit_id`,
      [ids, new Date().toISOString()],
    ),
    findOverdue(db, units, within, day, now),
    focalsBy(db, ids),
    findEntries(db, ids),
  ]);
  const late = Map.groupBy(overdue, ({ unitId }) => unitId);
  const people = new Map(accounts.map((row) => [row.unit_id, row]));
  const { support } = standOf(entries);
  return all
    .map((unit): HelpRow => {
      const parent = units.ancestors(unit.id, day)[1];
      return {
        unit: unit.code,
        unitName: unit.fullName,
        parent: parent?.code ?? null,
        parentName: parent?.fullName ?? null,
        focal: focals.get(placeKey(unit.id, null)) ?? null,
        findings: findings.get(unit.id) ?? 0,
        returns: returns.get(unit.id) ?? 0,
        overdue: late.get(unit.id)?.length ?? 0,
        accounts: people.get(unit.id)?.accounts ?? 0,
        neverSignedIn: people.get(unit.id)?.never ?? 0,
        support: [...support.values()].find(({ unitId }) => unitId === unit.id) ?? null,
      };
    })
    .filter(
      ({ support: waits, findings: found, returns: sent, neverSignedIn, overdue: n }) =>
        waits !== null || found > 0 || sent > 0 || neverSignedIn > 0 || n > 0,
    )
    .sort(
      (a, b) =>
        Number(b.support !== null) - Number(a.support !== null) ||
        Number(b.neverSignedIn === b.accounts && b.overdue > 0) -
          Number(a.neverSignedIn === a.accounts && a.overdue > 0) ||
        b.returns - a.returns ||
        b.overdue - a.overdue ||
        b.findings - a.findings,
    );
}

async function countBy(
  db: Database,
  sql: string,
  values: readonly unknown[],
): Promise<ReadonlyMap<number, number>> {
  const rows = await db.query<{ unit_id: number; n: number }>(sql, values);
  return new Map(rows.map(({ unit_id, n }) => [unit_id, n]));
}
