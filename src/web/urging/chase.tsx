import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { day } from '../app/format.ts';
import { usePlace } from '../app/place.ts';
import { useUnit } from '../ui/inputs.tsx';
import '../ui/tabs.css';
import { Tabs } from '../ui/tabs.tsx';
import { ChaseList } from './chase-list.tsx';
import { ChaseLog } from './chase-log.tsx';
import { HelpTable } from './help-table.tsx';
import './urging.css';

const TABS = ['late', 'help', 'log'] as const;
type Tab = (typeof TABS)[number];

/** Urging and helping (dispatch 9035, item 4.2): who is late, who needs help, who did what about it. */
export function ChasePage() {
  const { t } = useTranslation();
  const place = usePlace();
  const navigate = useNavigate();
  const unit = useUnit(place.unit, place.map);
  const asked = (useSearch({ strict: false }) as { state?: string }).state;
  const tab: Tab = TABS.find((one) => one === asked) ?? 'late';
  return (
    <>
      <h1>{t('chase.title')}</h1>
      <p className="lead">
        {unit.data?.fullName} · {t('web.to_day', { date: day(place.date) })}
      </p>
      <Tabs
        label={t('chase.title')}
        tabs={TABS.map((key) => ({ key, label: t(`chase.tab.${key}`) }))}
        chosen={tab}
        onChoose={(state) =>
          void navigate({ to: '.', search: ((before: object) => ({ ...before, state })) as never })
        }
      />
      {tab === 'late' ? <ChaseList /> : tab === 'help' ? <HelpTable /> : <ChaseLog />}
    </>
  );
}
