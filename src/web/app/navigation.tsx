import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Icon, type IconName } from '../ui/icon.tsx';
import type { Me } from './api-types.ts';
import { get } from './client.ts';
import { figure } from './format.ts';
import { usePlace } from './place.ts';

type Section = Readonly<{
  to: string;
  /** The heading under which it stands in the office; phones have no room for it. */
  group: 'people' | 'reports' | 'administration' | null;
  label: string;
  short: string;
  icon: IconName;
  /** Any of these opens the section; none: everybody's. */
  actions: readonly string[];
}>;

/** What people do, never tables. */
const SECTIONS: readonly Section[] = [
  { to: '/', group: null, label: 'nav.home', short: 'nav.short.home', icon: 'home', actions: [] },
  {
    to: '/people',
    group: 'people',
    label: 'nav.people',
    short: 'nav.short.people',
    icon: 'people',
    actions: ['person.search'],
  },
  {
    to: '/imports',
    group: 'people',
    label: 'nav.imports',
    short: 'nav.short.imports',
    icon: 'upload',
    actions: ['list.import', 'list.view'],
  },
  {
    to: '/absences',
    group: 'people',
    label: 'nav.absences',
    short: 'nav.short.absences',
    icon: 'absent',
    actions: ['list.settle'],
  },
  {
    to: '/reconciliation',
    group: 'people',
    label: 'nav.reconciliation',
    short: 'nav.short.reconciliation',
    icon: 'match',
    actions: ['list.view'],
  },
  {
    to: '/population',
    group: 'reports',
    label: 'nav.population',
    short: 'nav.short.population',
    icon: 'census',
    actions: ['population.view'],
  },
  {
    to: '/coverage',
    group: 'reports',
    label: 'nav.coverage',
    short: 'nav.short.coverage',
    icon: 'chart',
    actions: ['coverage.view'],
  },
  {
    to: '/accounts',
    group: 'administration',
    label: 'nav.accounts',
    short: 'nav.short.accounts',
    icon: 'key',
    actions: ['account.manage', 'account.lend'],
  },
  {
    to: '/audit',
    group: 'administration',
    label: 'nav.audit',
    short: 'nav.short.audit',
    icon: 'log',
    actions: ['audit.view'],
  },
];

export const sectionsOf = (me: Me): readonly Section[] =>
  SECTIONS.filter(({ actions }) => actions.length === 0 || actions.some((one) => me.actions.includes(one)));

/** The section that a path belongs to; undefined for a path of none. */
export const sectionOf = (path: string): Section | undefined =>
  SECTIONS.find(({ to }) => (to === '/' ? path === '/' : path === to || path.startsWith(`${to}/`)));

/** The sections of the account: beside the page in the office, under the thumb on a phone. */
export function Navigation({ me, path }: { me: Me; path: string }) {
  const { t } = useTranslation();
  const current = sectionOf(path);
  const open = useOpenAbsences(me);
  const groups = [null, 'people', 'reports', 'administration'] as const;
  return (
    <aside className="side">
      <div className="brand">
        <Icon name="brand" />
        {t('web.product')}
      </div>
      <nav aria-label={t('web.navigation')}>
        {groups.map((group) => {
          const sections = sectionsOf(me).filter((section) => section.group === group);
          if (sections.length === 0) return null;
          return (
            <div key={group ?? ''} className="nav-group">
              {group !== null && <h2>{t(`nav.group.${group}`)}</h2>}
              {sections.map((section) => (
                <Link
                  key={section.to}
                  to={section.to}
                  search={KEEP_PLACE}
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
              ))}
            </div>
          );
        })}
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
