import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { DirectiveItem } from '../../duties/contract.ts';
import { apiUrl } from '../app/base.ts';
import { get } from '../app/client.ts';
import { day } from '../app/format.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { momentThere } from './due.ts';
import { DutyTabs } from './duty-tabs.tsx';
import { EventForm } from './event-form.tsx';
import { ownerWords, scheduleWords } from './item-words.ts';
import type { DirectivePageAnswer } from './types.ts';

/** One directive: its paper, what its items demand of whom until when, and what has happened that starts duties. */
export function DirectivePage() {
  const { t } = useTranslation();
  const { id } = useParams({ strict: false }) as { id: string };
  const client = useQueryClient();
  const question = useQuery({
    queryKey: ['directive', id],
    queryFn: () => get<DirectivePageAnswer>(`/directives/${id}`),
  });
  if (question.isLoading) return <Loading />;
  if (question.error || !question.data)
    return <Failed error={question.error} again={() => void question.refetch()} />;
  const one = question.data;
  return (
    <>
      <h1>{t('duties.directive_title', { number: one.number })}</h1>
      <p className="lead">{one.summary}</p>
      <DutyTabs />
      <dl className="facts">
        <dt>{t('duties.issuer')}</dt>
        <dd>
          {one.issuer} · {day(one.issuedOn)}
        </dd>
        <dt>{t('duties.signer')}</dt>
        <dd>{one.signer}</dd>
        {one.legalBases.length > 0 && (
          <>
            <dt>{t('duties.legal_bases')}</dt>
            <dd>{one.legalBases.join('; ')}</dd>
          </>
        )}
        {one.hasFile && (
          <>
            <dt>{t('duties.paper_of')}</dt>
            <dd>
              <a href={apiUrl(`/directives/${one.id}/file`)}>{one.fileName}</a>
            </dd>
          </>
        )}
        <dt>{t('duties.recorded')}</dt>
        <dd>
          {t('duties.version', { n: one.version })} · {one.recordedBy} · {momentThere(one.recordedAt)}
        </dd>
      </dl>
      {one.mayEdit && (
        <div className="actions">
          <Link
            className="plain-button"
            to="/duties/directives/$id/edit"
            params={{ id: one.id }}
            search={true}
          >
            {t('duties.edit')}
          </Link>
        </div>
      )}
      {one.events.map((event) => (
        <section key={event.key} className="card" style={{ margin: '14px 0' }}>
          <h2 style={{ marginTop: 0 }}>{event.label}</h2>
          <ul className="timeline">
            {one.happened
              .filter((happened) => happened.event === event.key)
              .map((happened) => (
                <li key={happened.id}>
                  {momentThere(happened.at)} · {happened.recordedBy}
                  {happened.note !== null && ` – ${happened.note}`}
                </li>
              ))}
          </ul>
          {!one.happened.some((happened) => happened.event === event.key) && (
            <p className="quiet">{t('duties.not_happened')}</p>
          )}
          {one.mayEdit && (
            <EventForm directiveId={one.id} event={event.key} onRecorded={() => client.invalidateQueries()} />
          )}
        </section>
      ))}
      <h2>{t('duties.items_title')}</h2>
      <Items items={one.items} />
    </>
  );
}

function Items({ items }: { items: readonly DirectiveItem[] }) {
  const { t } = useTranslation();
  return (
    <ScrollBox label={t('duties.items_title')}>
      <table className="plain items">
        <caption className="only-read">{t('duties.items_title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('duties.number')}</th>
            <th scope="col">{t('duties.what')}</th>
            <th scope="col">{t('duties.who')}</th>
            <th scope="col">{t('duties.form_head')}</th>
            <th scope="col">{t('duties.when')}</th>
            <th scope="col">{t('duties.who_checks')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.id}>
              <td>{item.number}</td>
              <td className="wrap">
                {item.title}
                {item.note !== null && <small className="quiet"> {item.note}</small>}
              </td>
              <td className="wrap">{ownerWords(t, item)}</td>
              <td className="wrap">{t(`duties.form.${item.form}`)}</td>
              <td className="wrap">{scheduleWords(t, item.schedule)}</td>
              <td>{t(`duties.check.${item.check}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
