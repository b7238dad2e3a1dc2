import { useQuery } from '@tanstack/react-query';
import type { AlarmList, Conflict } from '../../recording/contract.ts';
import { get } from '../app/client.ts';
import { usePlace } from '../app/place.ts';

export type Alarm = AlarmList['alarms'][number];

/** What waits for a person about doses of the unit: severe events to be reported, and versions that differ. */
export function useDoseReview(enabled = true) {
  const { unit, map } = usePlace();
  const alarms = useQuery({
    queryKey: ['alarms', unit, map],
    queryFn: () => get<AlarmList>('/recording/alarms', { unit, mapDate: map }),
    enabled,
  });
  const conflicts = useQuery({
    queryKey: ['conflicts', unit, map],
    queryFn: () =>
      get<{ conflicts: Conflict[]; total: number }>('/recording/conflicts', { unit, mapDate: map }),
    enabled,
  });
  return { alarms, conflicts };
}
