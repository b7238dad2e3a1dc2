import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Segmented, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { addDays, type PlainDate } from '../../kernel/plain-date.ts';
import { apiUrl } from '../app/base.ts';
import { get, withParameters } from '../app/client.ts';
import { day, figure, share } from '../app/format.ts';
import { usePlace } from '../app/place.ts';
import { Empty, Failed, Loading } from '../ui/states.tsx';
import { DutyTabs } from './duty-tabs.tsx';
import { HeatMap } from './heat-map.tsx';
import { SumsTable } from './sums-table.tsx';
import type { Progress } from './types.ts';

const SPANS = ['7', '14', '31'] as const;

/** Who has reported and who has not: by unit and day, as a calendar; its sums fit the level above. */
export function ProgressPage() {
  const { t } = useTranslation();
  const place = usePlace();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as { item?: string; span?: string };
  const span = SPANS.find((one) => one === search.span) ?? '14';
  const to = addDays(place.date as PlainDate, 1);
  const asked = {
    unit: place.unit,
    date: place.date,
    from: addDays(to, 1 - Number(span)),
    to,
    item: search.item,
  };
  const progress = useQuery({
    queryKey: ['duties', 'completeness', asked],
    queryFn: () => get<Progress>('/duties/completeness', asked),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });
  const set = (change: object) =>
    void navigate({ to: '.', search: ((before: object) => ({ ...before, ...change })) as never });
  return (
    <>
      <h1>{t('duties.title')}</h1>
      <p className="lead">
        {progress.data?.unit.name} · {t('duties.progress_lead', { from: day(asked.from), to: day(to) })}
      </p>
      <DutyTabs />
      {progress.isLoading ? (
        <Loading />
      ) : progress.error || !progress.data ? (
        <Failed error={progress.error} again={() => void progress.refetch()} />
      ) : (
        <>
          <div className="row tools">
            <label className="field wide-field">
              {t('duties.item')}
              <Select
                value={search.item ?? ''}
                style={{ minWidth: 260, maxWidth: 560 }}
                onChange={(next: string) => set({ item: next === '' ? undefined : next })}
                options={[
                  { value: '', label: t('duties.every_item') },
                  ...progress.data.items.map(({ id, number, title, directive }) => ({
                    value: id,
                    label: `${number} · ${title} (${directive})`,
                  })),
                ]}
              />
            </label>
            <Segmented
              aria-label={t('duties.span')}
              value={span}
              onChange={(next) => set({ span: next === '14' ? undefined : next })}
              options={SPANS.map((value) => ({ value, label: t('duties.days', { n: value }) }))}
            />
            <Button href={apiUrl(withParameters('/duties/completeness.xlsx', asked))} download>
              {t('duties.export')}
            </Button>
          </div>
          {progress.data.total.expected === 0 ? (
            <Empty title={t('duties.nothing_due')}>{t('duties.nothing_due_help')}</Empty>
          ) : (
            <>
              <Totals total={progress.data.total} />
              <HeatMap progress={progress.data} />
              {search.item !== undefined && <SumsTable asked={{ ...asked, item: search.item }} />}
            </>
          )}
        </>
      )}
    </>
  );
}

/** Never a figure alone: received of expected, and what became of the rest. */
function Totals({ total }: { total: Progress['total'] }) {
  const { t } = useTranslation();
  return (
    <div className="figures">
      <div>
        <b>{share(total.received, total.expected - total.waiting)}</b>
        <span>
          {t('duties.received_of', {
            received: figure(total.received),
            expected: figure(total.expected - total.waiting),
          })}
        </span>
      </div>
      <div>
        <b>{figure(total.onTime)}</b>
        <span>{t('duties.on_time')}</span>
        {total.late > 0 && (
          <>
            <br />
            <span>{t('duties.late_too', { n: figure(total.late) })}</span>
          </>
        )}
      </div>
      <div>
        <b>{figure(total.missing)}</b>
        <span>{t('duties.missing')}</span>
        {total.waiting > 0 && (
          <>
            <br />
            <span>{t('duties.waiting_too', { n: figure(total.waiting) })}</span>
          </>
        )}
      </div>
      <div>
        <b>{figure(total.returned)}</b>
        <span>{t('duties.returned')}</span>
        {total.zero > 0 && (
          <>
            <br />
            <span>{t('duties.zero_too', { n: figure(total.zero) })}</span>
          </>
        )}
      </div>
    </div>
  );
}
