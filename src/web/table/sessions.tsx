import { useEffect, useState } from 'react';
import { addDays, type PlainDate } from '../../kernel/plain-date.ts';
import { dayInVietnam } from '../../kernel/vietnam-time.ts';
import type { RecordingSession } from '../../recording/contract.ts';
import { DEMO_DAY } from '../app/demo-day.ts';
import { day, figure } from '../app/format.ts';
import { type Problem, problemOf } from '../app/problem.ts';
import { Icon } from '../ui/icon.tsx';
import { desk, sync, useView } from './at-table.ts';
import { nowIso } from './clock.ts';
import { NewSession } from './new-session.tsx';
import { NewVersion } from './new-version.tsx';
import { Notice } from './parts.tsx';
import { sessionsOn, type WhoAmI, whoAmI } from './server.ts';
import { finishSignOut } from './sync.ts';
import { waiting } from './view.ts';
import { t, told } from './words.ts';

const asked = (): string | null => new URLSearchParams(location.search).get('session');

/** Which session this table works for; an address with `?session=` names it already. */
export function Sessions() {
  const view = useView();
  const { grant, work } = view;
  const [me, setMe] = useState<WhoAmI | null>(null);
  const [date, setDate] = useState<PlainDate>(dayInVietnam(nowIso()));
  const [sessions, setSessions] = useState<readonly RecordingSession[] | null>(null);
  const [loading, setLoading] = useState<string | null>(() => (work === null ? asked() : null));
  const [refused, setRefused] = useState<Problem | null>(null);

  const choose = async (id: string) => {
    setLoading(id);
    setRefused(null);
    try {
      await sync.fetchSession(id);
      desk.enter();
    } catch (error) {
      setRefused(problemOf(error));
      setLoading(null);
    }
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the session of the address is taken once.
  useEffect(() => {
    if (loading !== null) void choose(loading);
  }, []);
  // The demonstration lives through one day, over and over.
  useEffect(() => {
    whoAmI().then(
      (who) => {
        setMe(who);
        if (who.demonstration) setDate(DEMO_DAY as PlainDate);
      },
      () => {},
    );
  }, []);
  useEffect(() => {
    let stale = false;
    setSessions(null);
    sessionsOn(date).then(
      (found) => !stale && setSessions(found.sessions),
      (error: Problem) => !stale && setRefused(error),
    );
    return () => {
      stale = true;
    };
  }, [date]);

  return (
    <main className="screen">
      <div className="body">
        <h1>{t('table.sessions')}</h1>
        <p className="quiet">{grant?.author}</p>
        <NewVersion />
        {waiting(view).length > 0 && (
          <Notice tone="warn" title={t('table.unsent_count', { count: figure(waiting(view).length) })}>
            <p>{t('table.keep_device')}</p>
          </Notice>
        )}
        {work !== null && (
          <button type="button" className="go" onClick={() => desk.enter()}>
            {t('table.back_to_session', { name: work.roster.session.name })}
          </button>
        )}
        {refused !== null && (
          <Notice tone="bad" title={refused.code === 'offline' ? t('table.first_online') : refused.message}>
            {refused.status === 403 && <p>{t('table.no_right')}</p>}
          </Notice>
        )}
        {loading !== null ? (
          <Notice tone="wait" title={t('table.fetching')}>
            <p>{t('table.fetching_help')}</p>
          </Notice>
        ) : (
          <>
            <div className="row day">
              <button
                type="button"
                className="square"
                onClick={() => setDate(addDays(date, -1))}
                aria-label={t('table.day_before')}
              >
                <Icon name="back" />
              </button>
              {day(date)}
              <button
                type="button"
                className="square turned"
                onClick={() => setDate(addDays(date, 1))}
                aria-label={t('table.day_after')}
              >
                <Icon name="back" />
              </button>
            </div>
            {sessions === null && refused === null && <p className="quiet">{t('table.looking')}</p>}
            {sessions?.length === 0 && (
              <Notice tone="wait" title={t('table.no_session', { day: day(date) })}>
                <p>{t('table.no_session_help')}</p>
              </Notice>
            )}
            <ul className="people">
              {sessions?.map((session) => (
                <li key={session.id}>
                  <button type="button" className="person" onClick={() => void choose(session.id)}>
                    <span>
                      <b>{session.name}</b>
                      <small>
                        {session.site} ·{' '}
                        {told(`table.shift.${session.shift}`, 'table.shift.other', { shift: session.shift })}
                      </small>
                    </span>
                  </button>
                </li>
              ))}
            </ul>
            {me !== null && <NewSession me={me} date={date} opened={(id) => void choose(id)} />}
          </>
        )}
        <button
          type="button"
          className="link"
          onClick={() => void desk.close().then(() => finishSignOut(true).catch(() => {}))}
        >
          {t('table.sign_out')}
        </button>
      </div>
    </main>
  );
}
