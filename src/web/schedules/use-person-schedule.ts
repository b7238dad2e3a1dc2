import { useQuery } from '@tanstack/react-query';
import type { PersonEvaluation } from '../../due/contract.ts';
import { get } from '../app/client.ts';
import { usePlace } from '../app/place.ts';

/** Each dose of a person by the rules of its day, and the next one on the day of the page. */
export function usePersonSchedule(id: string) {
  const { date } = usePlace();
  return useQuery({
    queryKey: ['person', id, 'schedule', date],
    queryFn: () => get<PersonEvaluation>(`/persons/${id}/schedule`, { date }),
  });
}
