import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Message } from '../../urging/contract.ts';
import { get, send } from '../app/client.ts';
import { Empty, Failed, Loading } from '../ui/states.tsx';
import { ContactForm } from './contact-form.tsx';
import { MessageCard } from './message-card.tsx';
import './urging.css';

/** What the account was told, day by day, and how it wants to be told. What was shown is read. */
export function MessagesPage() {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ['messages'],
    queryFn: () => get<{ messages: Message[] }>('/messages'),
  });
  const messages = query.data?.messages ?? [];
  // What was new when it came on the screen stays marked for as long as the page is open.
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const unread = query.data?.messages.filter(({ readAt }) => readAt === null).map(({ id }) => id) ?? [];
    if (unread.length === 0) return;
    setFresh((before) => new Set([...before, ...unread]));
    void send('POST', '/messages/read', { ids: unread }).catch(() => {});
  }, [query.data]);
  return (
    <>
      <h1>{t('messages.title')}</h1>
      <p className="lead">{t('messages.lead')}</p>
      <div className="messages">
        <div>
          {query.isLoading ? (
            <Loading />
          ) : query.error ? (
            <Failed error={query.error} again={() => void query.refetch()} />
          ) : messages.length === 0 ? (
            <Empty title={t('messages.none')}>{t('messages.none_help')}</Empty>
          ) : (
            messages.map((message) => (
              <MessageCard key={message.id} message={message} fresh={fresh.has(message.id)} />
            ))
          )}
        </div>
        <aside>
          <h2>{t('contact.title')}</h2>
          <ContactForm path="/contact" />
        </aside>
      </div>
    </>
  );
}
