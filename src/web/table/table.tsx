import { useView } from './at-table.ts';
import { Door } from './door.tsx';
import { Notice } from './parts.tsx';
import { Sessions } from './sessions.tsx';
import { t, useLanguage } from './words.ts';
import { Work } from './work.tsx';

/** `unable`: this browser cannot keep names safely; `elsewhere`: the table is open in another window. */
export type TableState = 'ready' | 'unable' | 'elsewhere';

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
  if (phase === 'opening') return <p className="only-read">{t('table.opening')}</p>;
  return phase === 'door' ? <Door /> : phase === 'sessions' ? <Sessions /> : <Work />;
}
