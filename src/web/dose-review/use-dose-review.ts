import { useQuery } from '@tanstack/react-query';
import type { SevereEventList } from '../../duties/contract.ts';
import type { Conflict } from '../../recording/contract.ts';
import { get } from '../app/client.ts';
import { usePlace } from '../app/place.ts';

export type SevereEvent = SevereEventList['events'][number];

/** What waits for a person about doses of the unit: severe events with their reports, and versions that differ. */
export function useDoseReview(enabled = true) {
  const { unit, map } = usePlace();
  const severe = useQuery({
    queryKey: ['alarms', unit, map],
    queryFn: () => get<SevereEventList>('/severe-events', { unit, mapDate: map }),
    enabled,
  });
  const conflicts = useQuery({
    queryKey: ['conflicts', unit, map],
    queryFn: () =>
      get<{ conflicts: Conflict[]; total: number }>('/recording/conflicts', { unit, mapDate: map }),
    enabled,
  });
  return { severe, conflicts };
}
