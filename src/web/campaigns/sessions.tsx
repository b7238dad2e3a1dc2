import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionFigures } from '../../campaigns/contract.ts';
import { vaccinesOf } from '../../campaigns/rules.ts';
import { addDays, type PlainDate } from '../../kernel/plain-date.ts';
import { get, type Problem, problemOf, send } from '../app/client.ts';
import { day, figure } from '../app/format.ts';
import { useMe, usePlace } from '../app/place.ts';
import { Icon } from '../ui/icon.tsx';
import { useUnit } from '../ui/inputs.tsx';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { Empty, Failed, Loading, Notice, Refused } from '../ui/states.tsx';
import { usePhone } from '../ui/use-phone.ts';
import './campaigns.css';
import { LoadBar } from './load-bar.tsx';
import { nextWeek } from './next-week.ts';
import { SessionTabs } from './section-tabs.tsx';
import { NO_FILTER, passes, SessionFilter } from './session-filter.tsx';

const DAYS = 7;

/** A week of a unit: which facility injects on which day, and how full each session is. */
export function SessionsPage() {
  const { t } = useTranslation();
  const place = usePlace();
  const me = useMe().data!;
  const phone = usePhone();
  const unit = useUnit(place.unit, place.map);
  const first = place.date as PlainDate;
  const days = Array.from({ length: DAYS }, (_, i) => addDays(first, i));
  const asked = { unit: place.unit, from: first, to: days.at(-1)! };
  const question = useQuery({
    queryKey: ['sessions', asked],
    queryFn: () => get<{ sessions: SessionFigures[] }>('/vaccination-sessions', asked),
    placeholderData: (before) => before,
  });
  const client = useQueryClient();
  const [filter, setFilter] = useState(NO_FILTER);
  const [said, setSaid] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const all = question.data?.sessions ?? [];
  const sessions = all.filter((session) => passes(session, filter));
  const standing = sessions.filter(({ state }) => state !== 'cancelled');
  const sum = (of: (session: SessionFigures) => number): number =>
    standing.reduce((total, session) => total + of(session), 0);
  const mayPlan = me.actions.includes('session.plan');
  const copy = async () => {
    if (!window.confirm(t('campaigns.copy_week_sure', { sessions: figure(standing.length) }))) return;
    setProblem(null);
    setBusy(true);
    try {
      await send('POST', '/vaccination-sessions', { sessions: standing.map(nextWeek) });
      await client.invalidateQueries({ queryKey: ['sessions'] });
      setSaid(t('campaigns.copied_week', { sessions: figure(standing.length) }));
      place.set({ date: addDays(first, DAYS) });
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <div className="page-head">
        <h1>{t('campaigns.title')}</h1>
        {mayPlan && (
          <div className="row no-print">
            <Link to="/sessions/new" search={true as never} className="plain-button">
              <Icon name="add" /> {t('campaigns.new')}
            </Link>
          </div>
        )}
      </div>
      <SessionTabs />
      <div className="week-head">
        <p className="lead">
          {unit.data?.fullName ?? '…'} · {t('campaigns.week', { from: day(first), to: day(days.at(-1)!) })}
        </p>
        <div className="row no-print">
          <button
            type="button"
            className="plain-button small"
            onClick={() => place.set({ date: addDays(first, -DAYS) })}
          >
            ‹ {t('campaigns.week_before')}
          </button>
          <button
            type="button"
            className="plain-button small"
            onClick={() => place.set({ date: addDays(first, DAYS) })}
          >
            {t('campaigns.week_after')} ›
          </button>
          {mayPlan && standing.length > 0 && (
            <button type="button" className="plain-button small" disabled={busy} onClick={() => void copy()}>
              {t('campaigns.copy_week')}
            </button>
          )}
        </div>
      </div>
      {mayPlan && phone && (
        <Link to="/sessions/new" search={true as never} className="main-button new-session no-print">
          <Icon name="add" /> {t('campaigns.new')}
        </Link>
      )}
      {question.isLoading ? (
        <Loading />
      ) : question.error ? (
        <Failed error={question.error} again={() => void question.refetch()} />
      ) : all.length === 0 ? (
        <Empty title={t('campaigns.none')}>
          <p>{t('campaigns.none_help')}</p>
          {mayPlan && (
            <Link to="/sessions/plan" search={true as never} className="main-button">
              {t('campaigns.tab.plan')}
            </Link>
          )}
        </Empty>
      ) : (
        <>
          {said !== null && <Notice tone="ok">{said}</Notice>}
          {problem && <Refused problem={problem} />}
          <div className="figures small">
            {(
              [
                ['sessions', standing.length],
                ['capacity', sum(({ capacity }) => capacity)],
                ['invited', sum(({ invited }) => invited)],
                ['injected', sum(({ injected }) => injected)],
              ] as const
            ).map(([name, value]) => (
              <div key={name}>
                <b>{figure(value)}</b>
                <span>{t(`campaigns.figure.${name}`)}</span>
              </div>
            ))}
          </div>
          <SessionFilter sessions={all} value={filter} onChange={setFilter} />
          {phone ? <ByDay days={days} sessions={sessions} /> : <Week days={days} sessions={sessions} />}
        </>
      )}
    </>
  );
}

const byDay = (sessions: readonly SessionFigures[], on: string) =>
  sessions.filter((session) => session.on === on);

function Week({ days, sessions }: { days: readonly PlainDate[]; sessions: readonly SessionFigures[] }) {
  const { t } = useTranslation();
  const facilities = [...Map.groupBy(sessions, ({ unit, facility }) => `${unit} ${facility}`).values()];
  return (
    <ScrollBox label={t('campaigns.title')} tall>
      <table className="plain week">
        <caption className="only-read">{t('campaigns.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('campaigns.facility')}</th>
            {days.map((on) => (
              <th key={on} scope="col">
                <DayName on={on} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {facilities.map((own) => (
            <tr key={own[0]!.unit + own[0]!.facility}>
              <th scope="row">
                {own[0]!.facility}
                <span className="under-name">{own[0]!.unitName}</span>
              </th>
              {days.map((on) => (
                <td key={on}>
                  {byDay(own, on).map((session) => (
                    <SessionCard key={session.id} session={session} />
                  ))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

/** On a phone: day after day, those without sessions left out. */
function ByDay({ days, sessions }: { days: readonly PlainDate[]; sessions: readonly SessionFigures[] }) {
  return days
    .filter((on) => byDay(sessions, on).length > 0)
    .map((on) => (
      <section key={on}>
        <h2>
          <DayName on={on} />
        </h2>
        {byDay(sessions, on).map((session) => (
          <SessionCard key={session.id} session={session} named />
        ))}
      </section>
    ));
}

function SessionCard({ session, named = false }: { session: SessionFigures; named?: boolean }) {
  const { t } = useTranslation();
  return (
    <Link
      to="/sessions/$id"
      params={{ id: session.id }}
      search={true as never}
      className={`session-card ${session.state}`}
    >
      <b>
        {session.from}–{session.to}
        {session.state !== 'planned' && <small> {t(`campaigns.state.${session.state}`)}</small>}
      </b>
      {(named || session.site !== null) && (
        <span>
          {session.site === null ? session.facility : t('campaigns.mobile_at', { site: session.site })}
        </span>
      )}
      {session.vaccines.length > 0 && (
        <small className="quiet">
          {vaccinesOf(session)
            .map((code) => t(`product.${code}`))
            .join(', ')}
        </small>
      )}
      <LoadBar session={session} />
    </Link>
  );
}

export function DayName({ on }: { on: string }) {
  const { t } = useTranslation();
  const weekday = new Date(`${on}T00:00:00Z`).getUTCDay();
  return (
    <>
      {t(`campaigns.weekday.${weekday}`)} <span className="day-number">{day(on).slice(0, 5)}</span>
    </>
  );
}
