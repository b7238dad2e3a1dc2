import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Segmented, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Unit } from '../app/api-types.ts';
import { get } from '../app/client.ts';
import { day, figure } from '../app/format.ts';
import { useMe, usePlace } from '../app/place.ts';
import { Empty, Failed, Loading, Notice } from '../ui/states.tsx';
import { GroupsTable, UnitsTable } from './figure-tables.tsx';
import { FindingList } from './finding-list.tsx';
import { PopulationTabs } from './population-tabs.tsx';
import { ReportStatus } from './report-state.tsx';
import type { PopulationAnswer, ReportSummary, SeriesAnswer } from './types.ts';
import { useBandSets } from './use-band-sets.ts';
import { VersionList } from './version-list.tsx';

const VIEWS = ['self', 'children', 'communes'] as const;
/** Divided units named on the page; all of them stand where they are placed. */
const MOST_NAMED = 3;

/** The three series of a unit side by side, what each rests on, and who has not reported. */
export function PopulationPage() {
  const { t } = useTranslation();
  const place = usePlace();
  const me = useMe().data!;
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as { by?: string; band?: string };
  const unit = useQuery({
    queryKey: ['unit', place.unit, place.map],
    queryFn: () => get<Unit>(`/units/${place.unit}`, { at: place.map }),
  });
  const leaf = unit.data?.leaf ?? true;
  const by = leaf ? 'self' : (VIEWS.find((view) => view === search.by) ?? 'self');
  const bands = search.band ?? 'dispatch-9035';
  const question = { unit: place.unit, by, date: place.date, mapDate: place.map, bands };
  const answer = useQuery({
    queryKey: ['population', question],
    queryFn: () => get<PopulationAnswer>('/population', question),
    placeholderData: keepPreviousData,
  });
  const reports = useQuery({
    queryKey: ['population-reports', place.unit, place.map],
    queryFn: () =>
      get<{ reports: ReportSummary[] }>('/population/reports', { unit: place.unit, mapDate: place.map }),
  });
  const sets = useBandSets();
  const set = (change: object) =>
    void navigate({ to: '.', search: ((before: object) => ({ ...before, ...change })) as never });
  if (answer.isLoading || unit.isLoading) return <Loading />;
  if (answer.error || !answer.data)
    return <Failed error={answer.error} again={() => void answer.refetch()} />;
  const { rows, own, unplaced, findings, mayReport } = answer.data;
  const views = VIEWS.filter(
    (view) => view === 'self' || (!leaf && (view === 'communes' || unit.data?.level === 1)),
  );
  const whole = by === 'self' ? rows[0]!.series : null;
  return (
    <>
      <h1>{t('population.title')}</h1>
      <p className="lead">
        {unit.data?.fullName} · {t('web.to_day', { date: day(place.date) })}
      </p>
      <PopulationTabs />
      {whole && <ThreeFigures series={whole} />}
      {own.length > 0 && findings.length > 0 && (
        <Notice tone="warn">
          <b>{t('population.own_differs')}</b>
          <FindingList findings={findings} quiet="" />
        </Notice>
      )}
      {unplaced.length > 0 && <Unplaced unplaced={unplaced} may={me.actions.includes('population.check')} />}
      <div className="row tools">
        {views.length > 1 && (
          <Segmented
            aria-label={t('population.view')}
            value={by}
            onChange={(next) => set({ by: next === 'self' ? undefined : next })}
            options={views.map((value) => ({ value, label: t(`coverage.by_${value}`) }))}
          />
        )}
        {by === 'self' && (
          <label className="field">
            {t('population.band_set')}
            <Select
              value={bands}
              style={{ minWidth: 280 }}
              onChange={(next: string) => set({ band: next === 'dispatch-9035' ? undefined : next })}
              options={sets.map(({ id, label }) => ({ value: id, label }))}
            />
          </label>
        )}
        <span className="grow" />
        {mayReport && (
          <Link className="main-button" to="/population/enter" search={true}>
            {t('population.enter')}
          </Link>
        )}
      </div>
      {by === 'self' ? <GroupsTable series={rows[0]!.series} /> : <UnitsTable rows={rows} />}
      <h2>{t('population.versions')}</h2>
      {reports.data === undefined ? (
        <Loading />
      ) : reports.data.reports.length === 0 ? (
        <Empty title={t('population.no_versions')}>
          {t(leaf ? 'population.no_versions_help' : 'population.no_own_help')}
        </Empty>
      ) : (
        <VersionList reports={reports.data.reports} />
      )}
    </>
  );
}

/** a, b and c with what each rests on: never a figure alone. */
function ThreeFigures({ series }: { series: readonly SeriesAnswer[] }) {
  const { t } = useTranslation();
  return (
    <div className="figures">
      {series.map(({ series: name, people, reported, expected, basis, oldestOn, states }) => (
        <div key={name}>
          <b>{people === null ? '–' : figure(people)}</b>
          <span>{t(`population.series.${name}`)}</span>
          <br />
          <span>
            {people === null
              ? t('population.nobody')
              : expected > 1
                ? t('population.of_communes', {
                    reported: figure(reported),
                    expected: figure(expected),
                    day: day(oldestOn),
                  })
                : t(basis?.source === 'census' ? 'population.by_census' : 'population.by_report', {
                    day: day(basis?.effectiveOn ?? oldestOn),
                    version: basis?.version ?? '',
                  })}
          </span>{' '}
          {Object.entries(states).map(([state, n]) => (
            <span key={state} className="state-count">
              {expected > 1 ? `${figure(n)} ` : ''}
              <ReportStatus state={state as 'census'} />
            </span>
          ))}
        </div>
      ))}
    </div>
  );
}

/** People of divided units who are in no unit of this map yet: whose hamlets or shares are asked for. */
function Unplaced({ unplaced, may }: { unplaced: PopulationAnswer['unplaced']; may: boolean }) {
  const { t } = useTranslation();
  return (
    <Notice
      tone="wait"
      action={
        may && (
          <Link className="plain-button" to="/population/divided" search={true}>
            {t('population.place')}
          </Link>
        )
      }
    >
      <b>
        {t('population.unplaced', { people: figure(unplaced.reduce((sum, { people }) => sum + people, 0)) })}
      </b>
      <ul className="plain-list">
        {unplaced.slice(0, MOST_NAMED).map(({ unit, unitName, people, successors, hamlets }) => (
          <li key={unit}>
            {t('population.unplaced_unit', {
              unit: unitName,
              people: figure(people),
              successors: successors.map((one) => one.unitName).join(', '),
            })}{' '}
            {hamlets.length > 0 && t('population.unplaced_hamlets', { hamlets: hamlets.join(', ') })}
          </li>
        ))}
        {unplaced.length > MOST_NAMED && (
          <li>{t('population.and_more', { n: figure(unplaced.length - MOST_NAMED) })}</li>
        )}
      </ul>
    </Notice>
  );
}
