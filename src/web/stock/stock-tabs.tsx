import './stock.css';
import { useTranslation } from 'react-i18next';
import { PageTabs } from '../ui/page-tabs.tsx';

const TABS = [
  { to: '/stock', label: 'stock.tab.lots', action: 'stock.view' },
  { to: '/stock/transfers', label: 'stock.tab.transfers', action: 'stock.view' },
  { to: '/stock/book', label: 'stock.tab.book', action: 'stock.post' },
] as const;

/** The pages of the store. */
export function StockTabs() {
  const { t } = useTranslation();
  return <PageTabs label={t('stock.title')} tabs={TABS} />;
}
