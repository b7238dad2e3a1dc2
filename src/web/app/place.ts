/** Unit, reference date and map date: they stand in the address, so that a link shows a colleague the same thing. */

import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { Me } from './api-types.ts';
import { get } from './client.ts';
import { DEMO_DAY } from './demo-day.ts';

export type Search = { unit?: string; date?: string; map?: string; lang?: string };

export const useMe = () =>
  useQuery({ queryKey: ['me'], queryFn: () => get<Me>('/me'), retry: false, staleTime: 60_000 });

/** What the page is about; the account's own unit and today (or the demonstration's day) where the address says nothing. */
export function usePlace(): { unit: string; date: string; map: string; set(change: Search): void } {
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const me = useMe().data;
  const home = me?.roles[0]?.unit;
  const today = new Date().toISOString().slice(0, 10);
  const date = search.date ?? (me?.demonstration ? DEMO_DAY : today);
  return {
    unit: search.unit ?? home?.code ?? '22',
    date,
    map: search.map ?? date,
    set: (change) => {
      void navigate({ to: '.', search: (before: Search) => ({ ...before, ...change }) });
    },
  };
}
