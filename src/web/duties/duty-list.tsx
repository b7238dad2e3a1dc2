import { useNavigate, useSearch } from '@tanstack/react-router';
import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { day } from '../app/format.ts';
import { usePlace } from '../app/place.ts';
import { useUnit } from '../ui/inputs.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';
import { DutyRows } from './duty-rows.tsx';
import { DutyTabs } from './duty-tabs.tsx';
import { SessionEnd } from './session-end.tsx';
import { useDuties } from './use-duties.ts';

/** What the unit owes, the most urgent first; done ones on request. */
export function DutiesPage() {
  const { t } = useTranslation();
  const place = usePlace();
  const navigate = useNavigate();
  const done = (useSearch({ strict: false }) as { state?: string }).state === 'all';
  const unit = useUnit(place.unit, place.map);
  const owed = useDuties('self', { done });
  const today = owed.data?.duties ?? [];
  const shown = done ? today : today.filter(({ state }) => state !== 'accepted' && state !== 'zero_reported');
  return (
    <>
      <h1>{t('duties.title')}</h1>
      <p className="lead">
        {unit.data?.fullName} · {t('web.to_day', { date: day(place.date) })}
      </p>
      <DutyTabs />
      <div className="row tools">
        <Segmented
          aria-label={t('duties.which')}
          value={done ? 'all' : 'open'}
          onChange={(next) =>
            void navigate({
              to: '.',
              search: ((before: object) => ({
                ...before,
                state: next === 'all' ? 'all' : undefined,
              })) as never,
            })
          }
          options={[
            { value: 'open', label: t('duties.open') },
            { value: 'all', label: t('duties.all') },
          ]}
        />
      </div>
      {owed.data?.sessions.map((session) => (
        <SessionEnd key={session.directiveId + session.title + session.facility} session={session} />
      ))}
      {owed.isLoading ? (
        <Loading />
      ) : owed.error || !owed.data ? (
        <Failed error={owed.error} again={() => void owed.refetch()} />
      ) : shown.length === 0 ? (
        <Empty title={t('duties.nothing')}>{t('duties.nothing_help')}</Empty>
      ) : (
        <DutyRows duties={shown} />
      )}
    </>
  );
}
