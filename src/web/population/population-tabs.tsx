import './population.css';
import { Link, useRouterState } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMe } from '../app/place.ts';

const TABS = [
  { to: '/population', label: 'population.tab.figures', action: 'population.view' },
  { to: '/population/enter', label: 'population.tab.enter', action: 'population.report' },
  { to: '/population/check', label: 'population.tab.check', action: 'population.check' },
  { to: '/population/denominators', label: 'population.tab.denominators', action: 'coverage.view' },
] as const;

/** The pages about population, those that the account's roles use. */
export function PopulationTabs() {
  const { t } = useTranslation();
  const me = useMe().data!;
  const path = useRouterState({ select: (state) => state.location.pathname });
  return (
    <nav className="tabs" aria-label={t('population.title')}>
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
