import { useQuery } from '@tanstack/react-query';
import { Link, useMatches, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { get } from '../app/client.ts';
import { language } from '../app/words.ts';
import { Failed, Loading } from '../ui/states.tsx';
import { GuideList } from './guide-list.tsx';
import type { Beside } from './types.ts';
import { useMine } from './use-mine.ts';
import './help.css';

/** Help beside the page one is on: what it is for, what can be done, and the pages of the guide that go further. */
export function HelpPanel({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const route = useMatches().at(-1)?.fullPath ?? '/';
  const help = useQuery({
    queryKey: ['help', 'beside', route, language()],
    queryFn: () => get<Beside>('/help/beside', { route }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const mine = useMine();
  const guide = help.data?.guide.filter(mine) ?? [];
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const look = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const q = String(new FormData(event.currentTarget).get('q') ?? '');
    void navigate({ to: '/help', search: ((before: object) => ({ ...before, q })) as never });
  };
  return (
    <aside className="help-panel no-print" aria-labelledby="help-heading">
      <div className="help-head">
        <h2 id="help-heading" ref={heading} tabIndex={-1}>
          {t('help.panel')}
        </h2>
        <button type="button" className="plain-button" onClick={onClose}>
          {t('help.close')}
        </button>
      </div>
      <form onSubmit={look} className="help-search">
        <input type="search" name="q" aria-label={t('help.search')} placeholder={t('help.search_example')} />
        <button type="submit" className="plain-button">
          {t('help.find')}
        </button>
      </form>
      {help.isLoading ? (
        <Loading />
      ) : help.data === undefined ? (
        <Failed error={help.error} again={() => void help.refetch()} />
      ) : (
        <>
          <ul className="help-lines">
            {help.data.lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          {guide.length > 0 && (
            <>
              <h3>{t('help.step_by_step')}</h3>
              <GuideList pages={guide} />
            </>
          )}
        </>
      )}
      <p className="help-foot">
        <Link to="/help" search={true}>
          {t('help.all')}
        </Link>
        <Link to="/questions" search={((before: object) => ({ ...before, source: route })) as never}>
          {t('help.ask')}
        </Link>
        <span>{t('help.keys')}</span>
      </p>
    </aside>
  );
}
