import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { get } from '../app/client.ts';
import { language } from '../app/words.ts';
import { Failed, Loading } from '../ui/states.tsx';
import { BackToHelp } from './back-to-help.tsx';
import { FindingLink } from './finding-link.tsx';
import type { FindingHelp } from './types.ts';
import './help.css';

/** All that the product may remark, by kind. */
export function FindingsPage() {
  const { t } = useTranslation();
  const all = useQuery({
    queryKey: ['help', 'findings', language()],
    queryFn: () =>
      get<{ groups: { group: string; title: string; findings: FindingHelp[] }[] }>('/help/findings'),
  });
  if (all.isLoading) return <Loading />;
  if (all.data === undefined) return <Failed error={all.error} again={() => void all.refetch()} />;
  return (
    <div className="help">
      <BackToHelp />
      <h1>{t('help.findings')}</h1>
      <p className="lead">{t('help.findings_lead')}</p>
      {all.data.groups.map(({ group, title, findings }) => (
        <section key={group}>
          <h2>{title}</h2>
          <ul className="guide-list">
            {findings.map((one) => (
              <li key={one.code}>
                <FindingLink code={one.code}>{one.title}</FindingLink>
                <span>{one.remedy}</span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

/** One finding: why it appears and what to do. */
export function FindingPage() {
  const { t } = useTranslation();
  const { code } = useParams({ strict: false }) as { code: string };
  const help = useQuery({
    queryKey: ['help', 'finding', code, language()],
    queryFn: () => get<FindingHelp>(`/help/findings/${code}`),
  });
  if (help.isLoading) return <Loading />;
  if (help.data === undefined) return <Failed error={help.error} again={() => void help.refetch()} />;
  return (
    <article className="help">
      <p className="no-print">
        <Link to="/help/findings" search={true}>
          ← {t('help.findings')}
        </Link>
      </p>
      <h1>{help.data.title}</h1>
      <h2>{t('help.why')}</h2>
      <p className="guide-text">{help.data.why}</p>
      <h2>{t('help.remedy')}</h2>
      <p className="guide-text">{help.data.remedy}</p>
      <p className="quiet">
        <small>{t('help.code', { code })}</small>
      </p>
    </article>
  );
}
