import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { figure } from '../app/format.ts';
import { useEvents } from '../app/use-events.ts';
import { Icon } from '../ui/icon.tsx';

/** The way to one's messages, with how many are new; it changes by itself. */
export function Bell() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [unread, setUnread] = useState(0);
  useEvents('/messages/events', (data) => {
    setUnread((JSON.parse(data) as { unread: number }).unread);
    void client.invalidateQueries({ queryKey: ['messages'] });
  });
  const label = unread === 0 ? t('messages.title') : t('messages.unread', { n: figure(unread) });
  return (
    <Link className="bell" to="/messages" search={true} aria-label={label} title={label}>
      <Icon name="bell" />
      {unread > 0 && <span aria-hidden="true">{figure(unread)}</span>}
    </Link>
  );
}
