import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { get } from '../app/client.ts';
import { figure, moment } from '../app/format.ts';
import { Failed, Loading } from '../ui/states.tsx';

type Event = {
  at: string;
  subject: string;
  subjectId: string;
  action: string;
  rows: number;
  actor: string;
  onBehalfOf: string | null;
  reason: string | null;
};

/** The latest events of the audit: who did what, for whom, why. */
export function Audit() {
  const { t } = useTranslation();
  const query = useQuery({ queryKey: ['audit'], queryFn: () => get<{ events: Event[] }>('/audit') });
  if (query.isLoading) return <Loading />;
  if (query.error || !query.data) return <Failed error={query.error} again={() => void query.refetch()} />;
  return (
    <>
      <h1>{t('nav.audit')}</h1>
      <p className="lead">{t('audit.lead')}</p>
      <div className="scroll">
        <table className="plain">
          <thead>
            <tr>
              <th>{t('audit.at')}</th>
              <th>{t('audit.actor')}</th>
              <th>{t('audit.action')}</th>
              <th>{t('audit.subject')}</th>
              <th className="num">{t('imports.rows')}</th>
              <th>{t('audit.reason')}</th>
            </tr>
          </thead>
          <tbody>
            {query.data.events.map((event, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the list is append-only and not reordered
              <tr key={i}>
                <td>{moment(event.at)}</td>
                <td>
                  {event.actor}
                  {event.onBehalfOf ? ` (${t('audit.for')} ${event.onBehalfOf})` : ''}
                </td>
                <td>{t(`action.${event.action}`)}</td>
                <td>{event.subject}</td>
                <td className="num">{figure(event.rows)}</td>
                <td>{event.reason ?? ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
