import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';

const listen = (change: () => void): (() => void) => {
  addEventListener('online', change);
  addEventListener('offline', change);
  return () => {
    removeEventListener('online', change);
    removeEventListener('offline', change);
  };
};

/** Says when the line is gone, what that means, and nothing while it stands. */
export function Connection() {
  const { t } = useTranslation();
  const online = useSyncExternalStore(listen, () => navigator.onLine);
  return (
    <div role="status">
      {online ? '' : <p className="banner offline">{`${t('web.offline')}. ${t('web.offline_bar')}`}</p>}
    </div>
  );
}
