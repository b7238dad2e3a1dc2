import { useTranslation } from 'react-i18next';
import type { SessionFigures } from '../../campaigns/contract.ts';
import { figure } from '../app/format.ts';

/** How full a session is: invited of its capacity, with what is kept for people who come by themselves. */
export function LoadBar({
  session: { capacity, walkIns, invited, injected },
}: {
  session: Pick<SessionFigures, 'capacity' | 'walkIns' | 'invited' | 'injected'>;
}) {
  const { t } = useTranslation();
  const part = (people: number): string => `${Math.min(100, Math.round((people / capacity) * 100))}%`;
  return (
    <span className="load">
      <span className="load-bar" aria-hidden="true">
        <span className="asked" style={{ width: part(invited) }} />
        <span className="kept" style={{ width: part(walkIns) }} />
      </span>
      <span>
        {t('campaigns.load', { invited: figure(invited), capacity: figure(capacity) })}
        {injected > 0 && ` · ${t('campaigns.load_injected', { injected: figure(injected) })}`}
      </span>
    </span>
  );
}
