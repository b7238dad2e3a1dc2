import { useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { useEvents } from '../app/use-events.ts';

/** Asks for the figures again whenever the server says they changed. Says whether the line stands. */
export function useLiveCoverage(): boolean {
  const client = useQueryClient();
  const seen = useRef('');
  return useEvents('/coverage/events', (data) => {
    if (seen.current !== '' && seen.current !== data)
      void client.invalidateQueries({ queryKey: ['coverage'] });
    seen.current = data;
  });
}
