import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get } from '../app/client.ts';
import { language } from '../app/words.ts';
import { Empty, Failed, Loading } from '../ui/states.tsx';
import { GuideList } from './guide-list.tsx';
import { Hits } from './hits.tsx';
import type { GuideTitle, Hit } from './types.ts';
import { useMine } from './use-mine.ts';
import './help.css';

/** The way into the guide: a search, the tasks of one's own role, then everybody else's. */
export function HelpPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const asked = (useSearch({ strict: false }) as { q?: string }).q ?? '';
  const [text, setText] = useState(asked);
  useEffect(() => setText(asked), [asked]);
  // The address follows the typing, so that a found answer can be sent to a colleague.
  useEffect(() => {
    if (text === asked) return;
    const timer = setTimeout(
      () =>
        void navigate({
          to: '.',
          search: ((before: object) => ({ ...before, q: text })) as never,
          replace: true,
        }),
      200,
    );
    return () => clearTimeout(timer);
  }, [text, asked, navigate]);
  return (
    <div className="help">
      <h1>{t('help.title')}</h1>
      <p className="lead">{t('help.lead')}</p>
      <input
        type="search"
        className="help-ask"
        aria-label={t('help.search')}
        placeholder={t('help.search_example')}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {asked.trim() === '' ? <Contents /> : <Found asked={asked} />}
      <div className="actions">
        <Link className="plain-button" to="/questions" search={true}>
          {t('help.ask')}
        </Link>
      </div>
    </div>
  );
}

function Found({ asked }: { asked: string }) {
  const { t } = useTranslation();
  const found = useQuery({
    queryKey: ['help', 'search', asked, language()],
    queryFn: () => get<{ hits: Hit[] }>('/help/search', { q: asked }),
    placeholderData: (before) => before,
  });
  if (found.isLoading) return <Loading />;
  if (found.data === undefined) return <Failed error={found.error} again={() => void found.refetch()} />;
  if (found.data.hits.length === 0)
    return (
      <Empty title={t('help.nothing')}>
        <p>{t('help.nothing_help')}</p>
      </Empty>
    );
  return <Hits hits={found.data.hits} />;
}

function Contents() {
  const { t } = useTranslation();
  const mine = useMine();
  const contents = useQuery({
    queryKey: ['help', 'contents', language()],
    queryFn: () => get<{ guide: GuideTitle[]; answers: { id: string; title: string }[] }>('/help'),
  });
  if (contents.isLoading) return <Loading />;
  if (contents.data === undefined)
    return <Failed error={contents.error} again={() => void contents.refetch()} />;
  const { guide, answers } = contents.data;
  return (
    <>
      <h2>{t('help.mine')}</h2>
      <GuideList pages={guide.filter(mine)} />
      <h2>{t('help.reference')}</h2>
      <ul className="guide-list">
        <li>
          <Link to="/help/findings" search={true}>
            {t('help.findings')}
          </Link>
          <span>{t('help.findings_lead')}</span>
        </li>
        <li>
          <Link to="/help/glossary" search={true}>
            {t('help.glossary')}
          </Link>
          <span>{t('help.glossary_lead')}</span>
        </li>
      </ul>
      {answers.length > 0 && (
        <>
          <h2>{t('help.answers')}</h2>
          <ul className="guide-list">
            {answers.slice(0, 12).map(({ id, title }) => (
              <li key={id}>
                <Link to="/help/answers/$id" params={{ id }} search={true}>
                  {title}
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
      {!guide.every(mine) && (
        <>
          <h2>{t('help.others')}</h2>
          <GuideList pages={guide.filter((page) => !mine(page))} />
        </>
      )}
    </>
  );
}
