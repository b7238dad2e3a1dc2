import '../population/population.css';
import './duties.css';
import { useTranslation } from 'react-i18next';
import { PageTabs } from '../ui/page-tabs.tsx';

const TABS = [
  { to: '/duties', label: 'duties.tab.own', action: 'duty.view' },
  { to: '/duties/checking', label: 'duties.tab.checking', action: 'duty.check' },
  { to: '/duties/progress', label: 'duties.tab.progress', action: 'duty.view' },
  { to: '/duties/directives', label: 'duties.tab.directives', action: 'duty.view' },
] as const;

/** The pages about duties. */
export function DutyTabs() {
  const { t } = useTranslation();
  return <PageTabs label={t('duties.title')} tabs={TABS} />;
}
