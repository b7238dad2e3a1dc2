import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { apiUrl } from '../app/base.ts';

/**
 * Asks for the figures again whenever the server says they changed. A tab nobody looks at lets its line go: browsers
 * open six at most to one server. Says whether the line stands.
 */
export function useLiveCoverage(): boolean {
  const client = useQueryClient();
  const [live, setLive] = useState(false);
  useEffect(() => {
    let source: EventSource | null = null;
    let seen = '';
    const stop = () => {
      source?.close();
      source = null;
      setLive(false);
    };
    const start = () => {
      if (source !== null || document.visibilityState === 'hidden') return;
      source = new EventSource(apiUrl('/coverage/events'));
      source.onopen = () => setLive(true);
      source.onerror = () => setLive(false);
      source.onmessage = ({ data }: MessageEvent<string>) => {
        if (seen !== '' && seen !== data) void client.invalidateQueries({ queryKey: ['coverage'] });
        seen = data;
      };
    };
    const look = () => (document.visibilityState === 'hidden' ? stop() : start());
    document.addEventListener('visibilitychange', look);
    start();
    return () => {
      document.removeEventListener('visibilitychange', look);
      stop();
    };
  }, [client]);
  return live;
}
