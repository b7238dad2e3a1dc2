import { useQuery } from '@tanstack/react-query';
import { get } from '../app/client.ts';
import { usePlace } from '../app/place.ts';
import type { DutyList } from './types.ts';

/** What the chosen unit owes, or checks, or what those below it owe, on the reference date; asked again every minute. */
export function useDuties(of: 'self' | 'below' | 'checking', { done = false, enabled = true } = {}) {
  const place = usePlace();
  const asked = { unit: place.unit, date: place.date, of, done: String(done) };
  return useQuery({
    queryKey: ['duties', asked],
    queryFn: () => get<DutyList>('/duties', asked),
    enabled,
    refetchInterval: 60_000,
  });
}
