import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { figure } from '../app/format.ts';
import { useEvents } from '../app/use-events.ts';
import { Icon } from '../ui/icon.tsx';

/** The way to one's messages, with how many are new, and to the severe events that wait for their report; both change by themselves. */
export function Bell() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [{ unread, alarms }, setNews] = useState({ unread: 0, alarms: 0 });
  useEvents('/messages/events', (data) => {
    setNews(JSON.parse(data) as { unread: number; alarms: number });
    void client.invalidateQueries({ queryKey: ['messages'] });
    void client.invalidateQueries({ queryKey: ['alarms'] });
  });
  const label = unread === 0 ? t('messages.title') : t('messages.unread', { n: figure(unread) });
  const ring = t('alarms.ring', { n: figure(alarms) });
  return (
    <>
      {alarms > 0 && (
        <Link className="bell" to="/dose-review" search={true} aria-label={ring} title={ring}>
          <Icon name="alarm" />
          <span aria-hidden="true">{figure(alarms)}</span>
        </Link>
      )}
      <Link className="bell" to="/messages" search={true} aria-label={label} title={label}>
        <Icon name="bell" />
        {unread > 0 && <span aria-hidden="true">{figure(unread)}</span>}
      </Link>
    </>
  );
}
