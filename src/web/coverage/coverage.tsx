import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Segmented, Select } from 'antd';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Coverage, Unit } from '../app/api-types.ts';
import { apiUrl } from '../app/base.ts';
import { get, withParameters } from '../app/client.ts';
import { day, figure } from '../app/format.ts';
import { type Search, useMe, usePlace } from '../app/place.ts';
import { Empty, Failed, Loading, Status } from '../ui/states.tsx';
import { CoverageTable, type Sort } from './coverage-table.tsx';
import { Summary, Watermark } from './summary.tsx';
import { type Line, linesByAge, linesByUnit, POPULATIONS, type Population, tally } from './tally.ts';
import { useLiveCoverage } from './use-live-coverage.ts';

const Chart = lazy(() =>
  import('./coverage-chart.tsx').then(({ CoverageChart }) => ({ default: CoverageChart })),
);

const VIEWS = ['self', 'children', 'communes'] as const;
type View = (typeof VIEWS)[number];

/** Who is vaccinated and who is not yet, for a unit: by age group, by the units below it or by commune; live. */
export function CoveragePage() {
  const { t } = useTranslation();
  const place = usePlace();
  const me = useMe().data!;
  const search = useSearch({ strict: false }) as Search & { by?: string; population?: string };
  const navigate = useNavigate();
  const [sort, setSort] = useState<Sort | null>(null);
  const live = useLiveCoverage();
  const unit = useQuery({
    queryKey: ['unit', place.unit, place.map],
    queryFn: () => get<Unit>(`/units/${place.unit}`, { at: place.map }),
  });
  const below = useQuery({
    queryKey: ['units', '', place.map, place.unit],
    queryFn: () => get<{ units: Unit[] }>('/units', { at: place.map, parent: place.unit }),
    enabled: unit.data?.leaf === false,
  });
  const leaf = unit.data?.leaf ?? false;
  // Where the units below are communes already (as since 01/07/2025), both views would be one.
  const layered = below.data?.units.some((one) => !one.leaf) ?? false;
  const asked = VIEWS.find((view) => view === search.by) ?? 'self';
  const by: View = leaf ? 'self' : asked === 'children' && below.isSuccess && !layered ? 'communes' : asked;
  const population: Population = POPULATIONS.find((one) => one === search.population) ?? 'actual';
  const question = { unit: place.unit, by, date: place.date, mapDate: place.map };
  const query = useQuery({
    queryKey: ['coverage', place.unit, by, place.date, place.map],
    queryFn: () => get<Coverage>('/coverage', question),
    placeholderData: keepPreviousData,
  });
  const data = query.data;
  const lines = useMemo(
    () =>
      data === undefined ? [] : by === 'self' ? linesByAge(data, population) : linesByUnit(data, population),
    [data, by, population],
  );
  const ordered = useMemo(() => inOrder(lines, by === 'self' ? null : sort), [lines, sort, by]);
  const bars = useMemo(
    () =>
      ordered.flatMap((line) =>
        line.tally === null || line.tally.residents === 0
          ? []
          : [
              {
                name:
                  by === 'self'
                    ? t(`band.${line.key}`)
                    : line.unassigned
                      ? t('coverage.unassigned')
                      : line.name,
                tally: line.tally,
              },
            ],
      ),
    [ordered, by, t],
  );
  const set = (change: object) =>
    void navigate({ to: '.', search: ((before: object) => ({ ...before, ...change })) as never });

  if (query.isLoading || unit.isLoading) return <Loading />;
  if (query.error || data === undefined)
    return <Failed error={query.error} again={() => void query.refetch()} />;
  const total = tally(data.rows, population);
  const views = VIEWS.filter(
    (view) => view === 'self' || (view === 'communes' && !leaf) || (view === 'children' && layered),
  );
  return (
    <>
      <div className="page-head">
        <h1>{t('coverage.title')}</h1>
        {me.actions.includes('coverage.export') && (
          <Button href={apiUrl(withParameters('/coverage.xlsx', question))} download>
            {t('coverage.export')}
          </Button>
        )}
      </div>
      <p className="lead">
        {unit.data?.fullName} · {t('web.to_day', { date: day(place.date) })}
        {live && (
          <span className="no-print">
            {' · '}
            <Status name="valid">{t('coverage.live')}</Status>
          </span>
        )}
      </p>
      <Summary data={data} />
      <Watermark data={data} />
      {data.completeness.files === 0 ? (
        <Empty title={t('coverage.empty')}>{t('coverage.empty_help')}</Empty>
      ) : (
        <>
          <div className="row tools">
            <label className="field">
              {t('coverage.population')}
              <Select<Population>
                value={population}
                style={{ minWidth: 250 }}
                onChange={(next) => set({ population: next === 'actual' ? undefined : next })}
                options={POPULATIONS.map((value) => ({ value, label: t(`population.${value}`) }))}
              />
            </label>
            {views.length > 1 && (
              <Segmented<View>
                aria-label={t('coverage.view')}
                value={by}
                onChange={(next) => set({ by: next === 'self' ? undefined : next })}
                options={views.map((value) => ({ value, label: t(`coverage.by_${value}`) }))}
              />
            )}
          </div>
          <CoverageTable
            lines={ordered}
            total={total}
            kind={population === 'all' ? undefined : population}
            byUnit={by !== 'self'}
            sort={sort}
            onSort={(next) => setSort(next === sort ? null : next)}
          />
          <p className="watermark">
            {t('coverage.beside', {
              nonResidents: figure(data.beside.nonResidents),
              onNoList: figure(data.beside.onNoList),
            })}
          </p>
          <h2>{t('coverage.chart')}</h2>
          <Suspense fallback={<Loading />}>
            <Chart bars={bars} />
          </Suspense>
        </>
      )}
    </>
  );
}

/** Units with a list first, in the server's order or by a column, most first; what nobody reported comes after. */
function inOrder(lines: readonly Line[], sort: Sort | null): readonly Line[] {
  if (sort === 'name') return lines.toSorted((a, b) => a.name.localeCompare(b.name, 'vi'));
  const key = ({ tally }: Line): number =>
    tally === null
      ? -1
      : sort === null
        ? 0
        : sort === 'share'
          ? tally.full / Math.max(1, tally.residents)
          : tally[sort];
  return lines.toSorted((a, b) => key(b) - key(a));
}
