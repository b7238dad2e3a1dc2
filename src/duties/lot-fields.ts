/**
 * Doses by lot in the daily report (QĐ 3588/QĐ-BYT and QĐ 43/QĐ-BYT, PL5: vaccine received, used, discarded, left): the
 * fields `product|lot.measure`. Pure; the browser uses it too.
 */
import { STOCK_MEASURES } from './rules.ts';

export type LotMeasure = (typeof STOCK_MEASURES)[number];
export type LotField = Readonly<{ item: string; lot: string; measure: LotMeasure }>;

export const lotField = (item: string, lot: string, measure: LotMeasure): string =>
  `${item}|${lot}.${measure}`;

/** What a field of the report says of a lot; null for a field that is none of a lot. */
export function readLotField(field: string): LotField | null {
  const match = /^([^|]+)\|(.+)\.(\w+)$/.exec(field);
  const measure = STOCK_MEASURES.find((one) => one === match?.[3]);
  return match === null || measure === undefined ? null : { item: match[1]!, lot: match[2]!, measure };
}
