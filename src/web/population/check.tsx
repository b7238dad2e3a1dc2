import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { get } from '../app/client.ts';
import { usePlace } from '../app/place.ts';
import { Empty, Failed, Loading } from '../ui/states.tsx';
import { PopulationTabs } from './population-tabs.tsx';
import type { ReportSummary } from './types.ts';
import { VersionList } from './version-list.tsx';

/** Versions of the units below that wait for this unit to accept or return them. */
export function CheckPage() {
  const { t } = useTranslation();
  const place = usePlace();
  const waiting = useQuery({
    queryKey: ['population-waiting', place.unit, place.map],
    queryFn: () =>
      get<{ reports: ReportSummary[] }>('/population/reports', {
        unit: place.unit,
        mapDate: place.map,
        waiting: 'true',
      }),
  });
  return (
    <>
      <h1>{t('population.title')}</h1>
      <p className="lead">{t('population.check_lead')}</p>
      <PopulationTabs />
      {waiting.isLoading ? (
        <Loading />
      ) : waiting.error || !waiting.data ? (
        <Failed error={waiting.error} again={() => void waiting.refetch()} />
      ) : waiting.data.reports.length === 0 ? (
        <Empty title={t('population.nothing_waits')}>{t('population.nothing_waits_help')}</Empty>
      ) : (
        <VersionList reports={waiting.data.reports} units />
      )}
    </>
  );
}
