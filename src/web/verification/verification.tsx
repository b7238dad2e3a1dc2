import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiUrl } from '../app/base.ts';
import { get, withParameters } from '../app/client.ts';
import { figure, share } from '../app/format.ts';
import { type Search, useMe, usePlace } from '../app/place.ts';
import { Icon } from '../ui/icon.tsx';
import { useUnit } from '../ui/inputs.tsx';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { Empty, Failed, Loading, Notice } from '../ui/states.tsx';
import '../ui/tabs.css';
import { Tabs } from '../ui/tabs.tsx';
import { Answers } from './answers.tsx';
import { CheckTable } from './check-table.tsx';
import { Outdated } from './outdated.tsx';
import { VerificationOverview } from './overview.tsx';
import { StateTable } from './state-table.tsx';
import { STATES, type Verification } from './types.ts';
import './verification.css';

const PAGE = 50;
type View = (typeof STATES)[number] | 'outdated';

/** Four fields of everybody, right or wrong by the word of the police; what is wrong, corrected; who is right, for signing. */
export function VerificationPage() {
  const { t } = useTranslation();
  const place = usePlace();
  const unit = useUnit(place.unit, place.map);
  const may = useMe().data!.actions.includes('verification.view');
  if (unit.isLoading) return <Loading />;
  if (unit.data === undefined || unit.data.leaf || !may) return <CommuneVerification />;
  return (
    <>
      <h1>{t('verification.title')}</h1>
      <VerificationOverview />
    </>
  );
}

function CommuneVerification() {
  const { t } = useTranslation();
  const { actions } = useMe().data!;
  const may = (action: string): boolean => actions.includes(action);
  const place = usePlace();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as Search & { state?: string; hamlet?: string };
  const views: readonly View[] = [
    ...(may('verification.view') ? STATES : []),
    ...(may('verification.outdated') ? (['outdated'] as const) : []),
  ];
  const view = views.find((one) => one === search.state) ?? views[0]!;
  const police = may('identity.verify');
  const [limit, setLimit] = useState(PAGE);
  const set = (change: object) => {
    setLimit(PAGE);
    void navigate({ to: '.', search: ((before: object) => ({ ...before, ...change })) as never });
  };
  const asked = {
    unit: place.unit,
    mapDate: place.map,
    state: view === 'outdated' ? 'waiting' : view,
    hamlet: search.hamlet,
    limit,
  };
  const question = ['verification', asked];
  const query = useQuery({
    queryKey: question,
    queryFn: () => get<Verification>('/verification', asked),
    enabled: may('verification.view'),
    placeholderData: keepPreviousData,
  });
  if (query.isLoading) return <Loading />;
  if (query.error) return <Failed error={query.error} again={() => void query.refetch()} />;
  const { people = [], counts, hamlets = [] } = query.data ?? {};
  const all = counts === undefined ? 0 : STATES.reduce((sum, state) => sum + counts[state], 0);
  const settled = counts === undefined ? 0 : counts.matched + counts.foreign;
  const list = withParameters('/verification/list.xlsx', {
    unit: place.unit,
    mapDate: place.map,
    state: view,
    hamlet: search.hamlet,
  });
  return (
    <>
      <h1>{t('verification.title')}</h1>
      <p className="lead">{t('verification.lead')}</p>
      {counts !== undefined && all > 0 && (
        <p className="progress">
          <span className="meter" aria-hidden="true">
            <i style={{ width: `${(100 * settled) / all}%` }} />
          </span>
          {t('verification.progress', {
            settled: figure(settled),
            all: figure(all),
            share: share(settled, all),
          })}
        </p>
      )}
      <Tabs
        label={t('verification.title')}
        chosen={view}
        onChoose={(state) => set({ state })}
        tabs={views.map((key) => ({
          key,
          label: t(key === 'outdated' ? 'verification.outdated' : `verification.state.${key}`),
          count: key === 'outdated' ? undefined : counts?.[key],
        }))}
      />
      {view === 'outdated' ? (
        <Outdated />
      ) : (
        <>
          <div className="row no-print">
            {hamlets.length > 0 && (
              <label className="field">
                {t('people.hamlet')}
                <select
                  value={search.hamlet ?? ''}
                  onChange={(event) => set({ hamlet: event.target.value || undefined })}
                >
                  <option value="">{t('people.all')}</option>
                  {hamlets.map(({ hamlet, people: n }) => (
                    <option key={hamlet} value={hamlet}>
                      {hamlet} ({figure(n)})
                    </option>
                  ))}
                </select>
              </label>
            )}
            {people.length > 0 && (
              <a className="plain-button small" href={apiUrl(list)}>
                <Icon name="file" />{' '}
                {t(view === 'matched' ? 'verification.for_signing' : 'verification.export')}
              </a>
            )}
          </div>
          {police && view !== 'foreign' && <Answers hamlet={search.hamlet} />}
          {view === 'stale' && people.length > 0 && (
            <Notice tone="warn">{t('verification.stale_help')}</Notice>
          )}
          {people.length === 0 ? (
            <Empty title={t(`verification.none.${view}`)}>
              {all === 0 ? t('verification.none_at_all') : t('verification.none_help')}
            </Empty>
          ) : police && view !== 'foreign' ? (
            <>
              <p className="keys no-print">
                <kbd>Đ</kbd> {t('verification.right')} <kbd>S</kbd> {t('verification.wrong')}{' '}
                <kbd>Delete</kbd> {t('verification.unknown')} <kbd>A</kbd> {t('verification.all_right')}{' '}
                <kbd>Enter</kbd> {t('verification.next')} <kbd>↑↓←→</kbd>
              </p>
              <CheckTable people={people} question={question} onEnd={() => void query.refetch()} />
            </>
          ) : (
            <ScrollBox label={t('verification.title')} tall>
              <StateTable people={people} />
            </ScrollBox>
          )}
          {people.length > 0 && (
            <div className="row no-print">
              {police && view !== 'foreign' && (
                <button type="button" className="plain-button" onClick={() => void query.refetch()}>
                  {t('verification.more_people')}
                </button>
              )}
              {people.length >= limit && limit < 500 && (
                <button
                  type="button"
                  className="plain-button"
                  onClick={() => setLimit(Math.min(500, limit + 100))}
                >
                  {t('verification.more')}
                </button>
              )}
            </div>
          )}
        </>
      )}
    </>
  );
}
