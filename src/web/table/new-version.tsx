import { useEffect, useState } from 'react';
import { Notice } from './parts.tsx';
import { t } from './words.ts';

/** A version that came while the table was open: it is taken when the vaccinator says so, and nothing is lost by it. */
export function NewVersion() {
  const [worker, setWorker] = useState<ServiceWorker | null>(null);
  useEffect(() => {
    const gone = new AbortController();
    void navigator.serviceWorker?.getRegistration('/table').then((registration) => {
      // The first version waits for nobody.
      const look = () => setWorker(registration?.active == null ? null : registration.waiting);
      const follow = () =>
        registration?.installing?.addEventListener('statechange', look, { signal: gone.signal });
      registration?.addEventListener('updatefound', follow, { signal: gone.signal });
      follow();
      look();
    });
    return () => gone.abort();
  }, []);
  if (worker === null) return null;
  return (
    <Notice tone="wait" title={t('table.new_version')}>
      <button
        type="button"
        className="plain"
        onClick={() => {
          navigator.serviceWorker.addEventListener('controllerchange', () => location.reload());
          worker.postMessage('take-over');
        }}
      >
        {t('table.take_version')}
      </button>
    </Notice>
  );
}
