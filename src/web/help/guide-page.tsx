import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import type { MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { get } from '../app/client.ts';
import { language } from '../app/words.ts';
import { Failed, Loading } from '../ui/states.tsx';
import { BackToHelp } from './back-to-help.tsx';
import type { GuidePage } from './types.ts';
import './help.css';

/** One page of the guide. */
export function GuidePageView() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { slug } = useParams({ strict: false }) as { slug: string };
  const page = useQuery({
    queryKey: ['help', 'guide', slug, language()],
    queryFn: () => get<GuidePage>(`/help/guide/${slug}`),
  });
  if (page.isLoading) return <Loading />;
  if (page.data === undefined) return <Failed error={page.error} again={() => void page.refetch()} />;
  // Links of the guide lead into the product: they keep the unit and the day, without loading it anew.
  const follow = (event: MouseEvent) => {
    const href = (event.target as Element).closest('a')?.getAttribute('href');
    if (!href?.startsWith('/') || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    void navigate({ to: href, search: true } as never);
  };
  return (
    <article className="help">
      <BackToHelp />
      <h1>{page.data.title}</h1>
      <p className="lead">{page.data.summary}</p>
      {language() === 'en' && <p className="quiet">{t('help.vietnamese_only')}</p>}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the links within are what is pressed, by key as well */}
      <div
        className="guide-text"
        lang="vi"
        onClick={follow}
        onKeyDown={() => {}}
        // biome-ignore lint/security/noDangerouslySetInnerHtml: made by the server from docs/guide, raw HTML switched off
        dangerouslySetInnerHTML={{ __html: page.data.html }}
      />
    </article>
  );
}
