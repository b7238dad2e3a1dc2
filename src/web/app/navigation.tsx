import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../ui/icon.tsx';
import { usePhone } from '../ui/use-phone.ts';
import type { Me } from './api-types.ts';
import { get } from './client.ts';
import { figure } from './format.ts';
import { usePlace } from './place.ts';
import { type Section, sectionOf, sectionsOf } from './sections.ts';

/** So many sections fit under a thumb; where there are more, the last place opens the rest. */
const FIT = 5;
const GROUPS = [null, 'people', 'stock', 'reconciliation', 'reports', 'administration', 'help'] as const;

/** The sections of the account: beside the page in the office, under the thumb on a phone. */
export function Navigation({ me, path }: { me: Me; path: string }) {
  const { t } = useTranslation();
  const phone = usePhone();
  const current = sectionOf(path);
  const sections = sectionsOf(me);
  const open = useOpenAbsences(me);
  const [more, setMore] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page closes what was opened over the last one
  useEffect(() => setMore(false), [path]);
  const near = phone && sections.length > FIT ? sections.slice(0, FIT - 1) : sections;
  const far = sections.slice(near.length);
  const link = (section: Section) => (
    <Link
      key={section.to}
      to={section.to}
      search={KEEP_PLACE}
      reloadDocument={section.apart === true}
      className={section === current ? 'active' : ''}
      aria-current={section === current ? 'page' : undefined}
    >
      <Icon name={section.icon} />
      <span className="long">{t(section.label)}</span>
      <span className="short" aria-hidden="true">
        {t(section.short)}
      </span>
      {section.to === '/absences' && open > 0 && (
        <span className="badge">
          {figure(open)}
          <span className="only-read"> {t('absences.open_badge')}</span>
        </span>
      )}
    </Link>
  );
  return (
    <aside className="side">
      <div className="brand">
        <Icon name="brand" />
        {t('web.product')}
      </div>
      <nav aria-label={t('web.navigation')}>
        {GROUPS.map((group) => {
          const own = near.filter((section) => section.group === group);
          if (own.length === 0) return null;
          return (
            <div key={group ?? ''} className="nav-group">
              {group !== null && <h2>{t(`nav.group.${group}`)}</h2>}
              {own.map(link)}
            </div>
          );
        })}
        {far.length > 0 && (
          <>
            {more && (
              <div className="nav-more" id="nav-more">
                {far.map(link)}
              </div>
            )}
            <button
              type="button"
              className={current !== undefined && far.includes(current) ? 'active' : ''}
              aria-expanded={more}
              aria-controls="nav-more"
              onClick={() => setMore(!more)}
            >
              <Icon name="more" />
              <span className="short">{t('nav.more')}</span>
            </button>
          </>
        )}
      </nav>
    </aside>
  );
}

/** Unit and dates go along to another section; filters of the page that is left do not. */
const KEEP_PLACE = (({ unit, date, map, lang }: Record<string, string>) =>
  Object.fromEntries(
    Object.entries({ unit, date, map, lang }).filter(([, value]) => value !== undefined),
  )) as never;

/** How many absences of the unit wait for a decision; 0 for those whom they do not concern. */
export function useOpenAbsences(me: Me): number {
  const place = usePlace();
  const question = useQuery({
    queryKey: ['absences', 'count', place.unit, place.map],
    queryFn: () => get<{ open: number }>('/absences/count', { unit: place.unit, mapDate: place.map }),
    enabled: me.actions.includes('list.settle'),
    staleTime: 30_000,
  });
  return question.data?.open ?? 0;
}
