import { useView } from './at-table.ts';
import { Door } from './door.tsx';
import { Notice } from './parts.tsx';
import { Sessions } from './sessions.tsx';
import { t, useLanguage } from './words.ts';
import { Work } from './work.tsx';

/**
 * `unable`: this browser cannot keep names safely; `unkept`: it refuses to write (a private window, a full device);
 * `elsewhere`: the table is open in another window.
 */
export type TableState = 'ready' | 'unable' | 'unkept' | 'elsewhere';

export function Table({ state }: { state: TableState }) {
  useLanguage();
  const { phase } = useView();
  if (state !== 'ready')
    return (
      <main className="screen">
        <div className="body">
          <Notice tone="bad" title={t(`table.${state}`)}>
            <p>{t(`table.${state}_help`)}</p>
          </Notice>
        </div>
      </main>
    );
  return phase === 'door' ? <Door /> : phase === 'sessions' ? <Sessions /> : <Work />;
}
