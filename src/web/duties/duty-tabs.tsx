import '../population/population.css';
import './duties.css';
import { Link, useRouterState } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMe } from '../app/place.ts';

const TABS = [
  { to: '/duties', label: 'duties.tab.own', action: 'duty.view' },
  { to: '/duties/checking', label: 'duties.tab.checking', action: 'duty.check' },
  { to: '/duties/progress', label: 'duties.tab.progress', action: 'duty.view' },
  { to: '/duties/directives', label: 'duties.tab.directives', action: 'duty.view' },
] as const;

/** The pages about duties, those that the account's roles use. */
export function DutyTabs() {
  const { t } = useTranslation();
  const me = useMe().data!;
  const path = useRouterState({ select: (state) => state.location.pathname });
  return (
    <nav className="tabs no-print" aria-label={t('duties.title')}>
      {TABS.filter(({ action }) => me.actions.includes(action)).map(({ to, label }) => (
        <Link
          key={to}
          to={to}
          search={(({ unit, date, map }: Record<string, string>) => ({ unit, date, map })) as never}
          className={path === to ? 'now' : ''}
          aria-current={path === to ? 'page' : undefined}
        >
          {t(label)}
        </Link>
      ))}
    </nav>
  );
}
