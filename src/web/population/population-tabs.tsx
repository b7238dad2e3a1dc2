import './population.css';
import { useTranslation } from 'react-i18next';
import { PageTabs } from '../ui/page-tabs.tsx';

const TABS = [
  { to: '/population', label: 'population.tab.figures', action: 'population.view' },
  { to: '/population/enter', label: 'population.tab.enter', action: 'population.report' },
  { to: '/population/check', label: 'population.tab.check', action: 'population.check' },
  { to: '/population/denominators', label: 'population.tab.denominators', action: 'coverage.view' },
] as const;

/** The pages about population. */
export function PopulationTabs() {
  const { t } = useTranslation();
  return <PageTabs label={t('population.title')} tabs={TABS} />;
}
