/** What the storekeeper wants to know of a lot beside its figures: how long the product lasts at the site, and whether the lot was called back. */
import { addDays, type PlainDate } from '../kernel/plain-date.ts';
import type { Forecast, StockRowAnswer } from './contract.ts';
import { FORECAST_DAYS, forecastStock } from './rules.ts';
import type { Reader } from './store.ts';

export type ShownRow = StockRowAnswer & Forecast;

/** Adds the forecast of each site and product to its lots. */
export async function addForecast(
  db: Reader,
  rows: readonly StockRowAnswer[],
  date: PlainDate,
): Promise<ShownRow[]> {
  const sites = [...new Set(rows.map(({ unitId }) => unitId))];
  const { rows: used } = await db.pool.query<{ key: string; doses: number }>({
    name: 'stock-used-lately',
    text: `SELECT m.unit_id || '|' || m.facility || '|' || m.item || '|' || m.lot AS key, sum(e.doses)::int AS doses
      FROM app.stock_movement m JOIN app.stock_entry e ON e.unit_id = m.unit_id AND e.movement_id = m.id AND e.account = 'injected'
      WHERE m.unit_id = ANY($1::int[]) AND m.on_day > $2::date AND m.on_day <= $3::date GROUP BY 1`,
    values: [sites, addDays(date, -FORECAST_DAYS), date],
  });
  const { rows: recalls } = await db.pool.query<{ key: string }>(
    `SELECT DISTINCT item || '|' || lot AS key FROM app.stock_event WHERE kind = 'recall'`,
  );
  const lately = new Map(used.map(({ key, doses }) => [key, doses]));
  const recalled = new Set(recalls.map(({ key }) => key));
  const lotUsed = (row: StockRowAnswer): number => lately.get(`${keyOf(row)}|${row.lot}`) ?? 0;
  const usedOf = (lots: readonly StockRowAnswer[]): number =>
    lots.reduce((sum, row) => sum + lotUsed(row), 0);
  const keyOf = ({ unitId, facility, item }: StockRowAnswer): string => `${unitId}|${facility}|${item}`;
  const together = new Map<string, StockRowAnswer[]>();
  for (const row of rows) together.set(keyOf(row), [...(together.get(keyOf(row)) ?? []), row]);
  const days = new Map(
    [...together].map(([key, lots]) => [key, forecastStock(lots, usedOf(lots), date).daysLeft]),
  );
  return rows.map((row) => ({
    ...row,
    daysLeft: days.get(keyOf(row)) ?? null,
    usedLately: lotUsed(row),
    recalled: recalled.has(`${row.item}|${row.lot}`),
  }));
}
