import { useTranslation } from 'react-i18next';
import { PageTabs } from '../ui/page-tabs.tsx';

/** The pages of sessions: what stands, what is planned, for which campaign, where. */
export function SessionTabs() {
  const { t } = useTranslation();
  return (
    <PageTabs
      label={t('nav.sessions')}
      tabs={[
        { to: '/sessions', label: 'campaigns.tab.calendar', action: 'coverage.view' },
        { to: '/sessions/plan', label: 'campaigns.tab.plan', action: 'session.plan' },
        { to: '/sessions/campaigns', label: 'campaigns.tab.campaigns', action: 'coverage.view' },
        { to: '/sessions/sites', label: 'campaigns.tab.sites', action: 'coverage.view' },
      ]}
    />
  );
}
