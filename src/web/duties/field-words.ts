import type { TFunction } from 'i18next';
import { readLotField, STOCK_MEASURES } from '../../duties/rules.ts';

/** The name of a figure in words: a field of the daily report, a measure of a vaccine, a cell of the annex. */
export function fieldWords(
  t: TFunction,
  field: string,
  products: readonly { code: string; name: string }[],
): string {
  const parts = field.split('.');
  const last = parts.at(-1)!;
  const product = products.find(({ code }) => code === parts[0]);
  const lot = readLotField(field);
  if (lot !== null)
    return `${products.find(({ code }) => code === lot.item)?.name ?? lot.item} · ${lot.lot} – ${t(`duties.measure.${lot.measure}`)}`;
  if (STOCK_MEASURES.some((measure) => measure === last))
    return `${product?.name ?? parts[0]} – ${t(`duties.measure.${last}`)}`;
  const known = t(`duties.field.${field}`, { defaultValue: '' });
  if (known !== '') return known;
  return [
    ...parts.slice(0, -1).map((part) => t(`duties.part.${part}`, { defaultValue: part })),
    t(`duties.annex.${last}`, { defaultValue: last }),
  ].join(' · ');
}
