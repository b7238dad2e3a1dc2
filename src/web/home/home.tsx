import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Coverage, Run } from '../app/api-types.ts';
import { get } from '../app/client.ts';
import { day } from '../app/format.ts';
import { useMe, usePlace } from '../app/place.ts';
import { Summary, Watermark } from '../coverage/summary.tsx';
import { RunList } from '../imports/run-list.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { Duties } from './duties.tsx';
import { Owed } from './owed.tsx';

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
        {me.roles
          .map(({ role, unit, validTo, onBehalfOf }) =>
            [
              `${t(`role.${role}`)} · ${unit.fullName}`,
              validTo === null ? '' : t('home.lent', { until: day(validTo), who: onBehalfOf ?? '–' }),
            ]
              .filter(Boolean)
              .join(' '),
          )
          .join(', ')}
      </p>
      <Owed me={me} />
      <Duties me={me} coverage={coverage.data} runs={runs.data?.runs} />
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
      {runs.error ? (
        <Failed error={runs.error} again={() => void runs.refetch()} />
      ) : (
        runs.data !== undefined &&
        runs.data.runs.length > 0 && (
          <>
            <h2>{t('home.latest')}</h2>
            <RunList runs={runs.data.runs.slice(0, 5)} />
          </>
        )
      )}
    </>
  );
}
