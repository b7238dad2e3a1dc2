import { useEffect, useEffectEvent, useState } from 'react';
import { apiUrl } from './base.ts';

/**
 * Listens to what the server tells on its own. A tab nobody looks at lets its line go: browsers open six at most to one
 * server. Says whether the line stands.
 */
export function useEvents(path: string, onData: (data: string) => void): boolean {
  const [live, setLive] = useState(false);
  const told = useEffectEvent(onData);
  useEffect(() => {
    let source: EventSource | null = null;
    const stop = () => {
      source?.close();
      source = null;
      setLive(false);
    };
    const start = () => {
      if (source !== null || document.visibilityState === 'hidden') return;
      source = new EventSource(apiUrl(path));
      source.onopen = () => setLive(true);
      source.onerror = () => setLive(false);
      source.onmessage = ({ data }: MessageEvent<string>) => told(data);
    };
    const look = () => (document.visibilityState === 'hidden' ? stop() : start());
    document.addEventListener('visibilitychange', look);
    start();
    return () => {
      document.removeEventListener('visibilitychange', look);
      stop();
    };
  }, [path]);
  return live;
}
