import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { foldText } from '../../kernel/vietnamese-text.ts';
import { useAuditWords } from '../app/audit-words.ts';
import { get } from '../app/client.ts';
import { figure, moment } from '../app/format.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';

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
const LATEST = 500;

/** The latest events of the audit: who did what, for whom, why. */
export function Audit() {
  const { t } = useTranslation();
  const { q } = useSearch({ strict: false }) as { q?: string };
  const { subject, why } = useAuditWords();
  const [text, setText] = useState(q ?? '');
  const query = useQuery({
    queryKey: ['audit'],
    queryFn: () => get<{ events: Event[] }>('/audit', { limit: LATEST }),
  });
  if (query.isLoading) return <Loading />;
  if (query.error || !query.data) return <Failed error={query.error} again={() => void query.refetch()} />;
  const wanted = foldText(text);
  const events = together(query.data.events).filter((event) =>
    foldText(
      [event.actor, event.onBehalfOf, t(`action.${event.action}`), subject(event.subject), event.reason].join(
        ' ',
      ),
    ).includes(wanted),
  );
  return (
    <>
      <h1>{t('nav.audit')}</h1>
      <p className="lead">{t('audit.lead')}</p>
      <search className="tools">
        <label className="field wide-field">
          {t('audit.search')}
          <Input allowClear type="search" value={text} onChange={(event) => setText(event.target.value)} />
        </label>
      </search>
      <p className="quiet" aria-live="polite">
        {t('audit.count', { n: figure(events.length) })}
      </p>
      {events.length === 0 ? (
        <Empty title={t('web.nothing_found')}>{t('audit.none_help')}</Empty>
      ) : (
        <ScrollBox tall label={t('nav.audit')}>
          <table className="plain">
            <thead>
              <tr>
                <th scope="col">{t('audit.at')}</th>
                <th scope="col">{t('audit.actor')}</th>
                <th scope="col">{t('audit.action')}</th>
                <th scope="col">{t('audit.subject')}</th>
                <th scope="col" className="num">
                  {t('imports.rows')}
                </th>
                <th scope="col">{t('audit.reason')}</th>
              </tr>
            </thead>
            <tbody>
              {events.map((event, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: events have no identity of their own in the answer
                <tr key={i}>
                  <td>{moment(event.at)}</td>
                  <td>
                    {event.actor}
                    {event.onBehalfOf ? ` (${t('audit.for')} ${event.onBehalfOf})` : ''}
                  </td>
                  <td>{t(`action.${event.action}`)}</td>
                  <td>{subject(event.subject)}</td>
                  <td className="num">{figure(event.rows)}</td>
                  <td className="wrap">{why(event.reason)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
    </>
  );
}

/** One act of one person on one kind of thing in one minute is one line, however many statements it took. */
function together(events: readonly Event[]): Event[] {
  const lines: Event[] = [];
  for (const event of events) {
    const last = lines.at(-1);
    const same =
      last !== undefined &&
      last.at.slice(0, 16) === event.at.slice(0, 16) &&
      (['actor', 'action', 'subject', 'onBehalfOf', 'reason'] as const).every(
        (part) => last[part] === event[part],
      );
    if (same) lines[lines.length - 1] = { ...last, rows: Number(last.rows) + Number(event.rows) };
    else lines.push(event);
  }
  return lines;
}
