import type { PlainDate } from '../kernel/plain-date.ts';
import type { Reader } from './store.ts';

export type LotAt = Readonly<{
  item: string;
  lot: string;
  expiresOn: PlainDate | null;
  dosesPerVial: number | null;
  /** Doses at the facility that can be used; null: the lot was never there. */
  balance: number | null;
  recalled: boolean;
  /** All that lies there is held back. */
  quarantined: boolean;
}>;

/** Lots at a facility as of now, and those of `items` that the ledger knows of elsewhere; first to expire first. */
export async function lotsAt(
  db: Reader,
  { unitId, facility }: Readonly<{ unitId: number; facility: string }>,
  items: readonly string[] = [],
): Promise<LotAt[]> {
  const { rows } = await db.pool.query<LotAt>(
    `SELECT l.item, l.lot, l.expires_on AS "expiresOn", l.doses_per_vial::int AS "dosesPerVial", b.on_hand + b.opened + b.suspense AS balance,
       coalesce(b.quarantine > 0 AND b.on_hand + b.opened = 0, false) AS quarantined,
       EXISTS (SELECT 1 FROM app.stock_event e WHERE e.item = l.item AND e.lot = l.lot AND e.kind = 'recall') AS recalled
     FROM app.stock_lot l LEFT JOIN app.stock_balance b ON b.item = l.item AND b.lot = l.lot AND b.unit_id = $1 AND b.facility = $2
     WHERE b.lot IS NOT NULL OR l.item = ANY($3::text[]) ORDER BY l.expires_on, l.item, l.lot LIMIT 500`,
    [unitId, facility, items],
  );
  return rows;
}
