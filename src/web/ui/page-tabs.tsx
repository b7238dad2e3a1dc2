import './tabs.css';
import { Link, useRouterState } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMe } from '../app/place.ts';

/** Where a tab leads, its word in the catalogues, and what an account must be allowed to see it. */
export type PageTab = Readonly<{ to: string; label: string; action: string }>;

/** The pages of one section, those that the account's roles use; unit and days go along, filters stay behind. */
export function PageTabs({ label, tabs }: { label: string; tabs: readonly PageTab[] }) {
  const { t } = useTranslation();
  const actions: readonly string[] = useMe().data!.actions;
  const path = useRouterState({ select: (state) => state.location.pathname });
  return (
    <nav className="tabs no-print" aria-label={label}>
      {tabs
        .filter(({ action }) => actions.includes(action))
        .map((tab) => (
          <Link
            key={tab.to}
            to={tab.to}
            search={(({ unit, date, map }: Record<string, string>) => ({ unit, date, map })) as never}
            activeOptions={{ exact: true, includeSearch: false }}
            aria-current={path === tab.to ? 'page' : undefined}
          >
            {t(tab.label)}
          </Link>
        ))}
    </nav>
  );
}
