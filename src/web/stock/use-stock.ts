import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { StockAnswer } from '../../stock/contract.ts';
import { get } from '../app/client.ts';
import { usePlace } from '../app/place.ts';

export type StockSearch = { facility?: string; item?: string; lot?: string; view?: string };

/** Stock of the place in the address: a unit's, or one facility's. */
export function useStock() {
  const place = usePlace();
  const question = { unit: place.unit, date: place.date, mapDate: place.map };
  return useQuery({
    queryKey: ['stock', question],
    queryFn: () => get<StockAnswer>('/stock', question),
    placeholderData: keepPreviousData,
  });
}

export function useStockSearch(): readonly [StockSearch, (change: StockSearch) => void] {
  const search = useSearch({ strict: false }) as StockSearch;
  const navigate = useNavigate();
  return [
    search,
    (change) => void navigate({ to: '.', search: ((before: object) => ({ ...before, ...change })) as never }),
  ];
}

/** Search of a link that keeps unit and days and names a lot. */
export const lotSearch = (row: { unit: string; facility: string; item: string; lot: string }) =>
  (({ date, map }: Record<string, string>) => ({
    date,
    map,
    unit: row.unit,
    facility: row.facility,
    item: row.item,
    lot: row.lot,
  })) as never;
