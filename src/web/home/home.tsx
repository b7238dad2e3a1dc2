import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Coverage, Run } from '../app/api-types.ts';
import { get } from '../app/client.ts';
import { useMe, usePlace } from '../app/place.ts';
import { Summary, Watermark } from '../coverage/summary.tsx';
import { RunList } from '../imports/run-list.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';

/** What this account has to do, first; then how its unit stands. */
export function Home() {
  const { t } = useTranslation();
  const me = useMe().data!;
  const place = usePlace();
  const may = (action: string): boolean => me.actions.includes(action);
  const coverage = useQuery({
    queryKey: ['coverage', place.unit, 'self', place.date, place.map],
    queryFn: () =>
      get<Coverage>('/coverage', { unit: place.unit, by: 'self', date: place.date, mapDate: place.map }),
    enabled: may('coverage.view'),
  });
  const runs = useQuery({
    queryKey: ['imports', place.unit],
    queryFn: () => get<{ runs: Run[] }>('/imports', { unit: place.unit, at: place.map }),
    enabled: may('list.view'),
  });
  return (
    <>
      <h1>{t('home.hello', { name: me.account.displayName })}</h1>
      <p className="lead">
        {me.roles.map(({ role, unit }) => `${t(`role.${role}`)} · ${unit.fullName}`).join(', ')}
      </p>
      {may('list.import') && (
        <div className="card">
          <h3>{t('home.upload')}</h3>
          <p>{t('home.upload_help')}</p>
          <Link to="/imports" search={true}>
            <Button type="primary" size="large">
              {t('home.upload_go')}
            </Button>
          </Link>
        </div>
      )}
      {may('coverage.view') && (
        <>
          <h2>{t('home.figures')}</h2>
          {coverage.isLoading ? (
            <Loading />
          ) : coverage.error ? (
            <Failed error={coverage.error} again={() => void coverage.refetch()} />
          ) : (
            coverage.data && (
              <>
                <Summary data={coverage.data} />
                <Watermark data={coverage.data} />
                <Link to="/coverage" search={true}>
                  {t('home.to_coverage')}
                </Link>
              </>
            )
          )}
        </>
      )}
      {may('list.view') && (
        <>
          <h2>{t('home.latest')}</h2>
          {runs.isLoading ? (
            <Loading />
          ) : runs.error ? (
            <Failed error={runs.error} />
          ) : runs.data && runs.data.runs.length > 0 ? (
            <RunList runs={runs.data.runs.slice(0, 5)} />
          ) : (
            <Empty title={t('imports.none')}>{t('imports.none_help')}</Empty>
          )}
        </>
      )}
      {!may('coverage.view') && !may('list.view') && (
        <Empty title={t('home.nothing')}>{t('home.nothing_help')}</Empty>
      )}
    </>
  );
}
