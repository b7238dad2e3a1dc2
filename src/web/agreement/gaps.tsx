import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { addDays, type PlainDate } from '../../kernel/plain-date.ts';
import { foldText } from '../../kernel/vietnamese-text.ts';
import { apiUrl } from '../app/base.ts';
import { get, withParameters } from '../app/client.ts';
import { day, figure } from '../app/format.ts';
import { usePlace } from '../app/place.ts';
import { useUnit } from '../ui/inputs.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';
import '../ui/tabs.css';
import { Tabs } from '../ui/tabs.tsx';
import './agreement.css';
import { DayTable } from './day-table.tsx';
import type { GapsAnswer } from './types.ts';

const VIEWS = ['open', 'settled', 'all'] as const;
type View = (typeof VIEWS)[number];
const SPANS = [1, 7, 31] as const;

/** Doses declared, people named, doses used: day by day at each facility, and every gap with its likely cause. */
export function GapsPage() {
  const { t } = useTranslation();
  const place = usePlace();
  const navigate = useNavigate();
  const unit = useUnit(place.unit, place.map);
  const search = useSearch({ strict: false }) as { state?: string; days?: string; q?: string };
  const view: View = VIEWS.find((one) => one === search.state) ?? 'open';
  const span = SPANS.find((one) => String(one) === search.days) ?? 7;
  const asked = {
    unit: place.unit,
    from: addDays(place.date as PlainDate, 1 - span),
    to: place.date,
  };
  const question = useQuery({ queryKey: ['gaps', asked], queryFn: () => get<GapsAnswer>('/gaps', asked) });
  const turn = (change: Record<string, string>) =>
    void navigate({ to: '.', search: ((before: object) => ({ ...before, ...change })) as never });
  const data = question.data;
  const key = (one: { unitId: number; facility: string; day: string }) =>
    `${one.unitId} ${one.facility} ${one.day}`;
  const open = new Set(data?.gaps.filter(({ state }) => state !== 'settled').map(key));
  const settled = new Set(data?.gaps.map(key).filter((one) => !open.has(one)));
  const inView = (one: string): boolean => view === 'all' || (view === 'open' ? open : settled).has(one);
  const words = foldText(search.q ?? '');
  const days = (data?.days ?? []).filter(
    (row) => inView(key(row)) && foldText(`${row.facility} ${row.unit.name}`).includes(words),
  );
  return (
    <>
      <h1>{t('gaps.title')}</h1>
      <p className="lead">
        {unit.data?.fullName} · {t('gaps.lead', { from: day(asked.from), to: day(asked.to) })}
      </p>
      <Tabs
        label={t('gaps.title')}
        tabs={VIEWS.map((one) => ({
          key: one,
          label: t(`gaps.view.${one}`),
          count:
            data === undefined
              ? undefined
              : { open: open.size, settled: settled.size, all: data.days.length }[one],
        }))}
        chosen={view}
        onChoose={(state) => turn({ state })}
      />
      <div className="tools gap-tools">
        <label className="field">
          {t('gaps.span')}
          <select value={span} onChange={(event) => turn({ days: event.target.value })}>
            {SPANS.map((one) => (
              <option key={one} value={one}>
                {t(`gaps.days_${one}`)}
              </option>
            ))}
          </select>
        </label>
        <label className="field wide-field">
          {t('gaps.search')}
          <input type="search" value={search.q ?? ''} onChange={(event) => turn({ q: event.target.value })} />
        </label>
        <span className="grow" />
        <a className="plain-button" href={apiUrl(withParameters('/gaps.xlsx', asked))} download>
          {t('gaps.export')}
        </a>
      </div>
      {question.isLoading ? (
        <Loading />
      ) : question.error || data === undefined ? (
        <Failed error={question.error} again={() => void question.refetch()} />
      ) : days.length === 0 ? (
        <Empty title={t(data.days.length === 0 ? 'gaps.no_figures' : `gaps.none_${view}`)}>
          <p>
            {t(data.days.length === 0 ? 'gaps.no_figures_help' : 'gaps.none_help', {
              n: figure(data.days.length),
            })}
          </p>
        </Empty>
      ) : (
        <DayTable
          days={days}
          products={data.products}
          gapsOf={(row) => data.gaps.filter((gap) => key(gap) === key(row))}
          onSettled={() => void question.refetch()}
        />
      )}
    </>
  );
}
