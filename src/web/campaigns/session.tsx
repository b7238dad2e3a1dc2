import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionPerson, SessionState } from '../../campaigns/contract.ts';
import { stands } from '../../campaigns/rules.ts';
import { addDays } from '../../kernel/plain-date.ts';
import { apiUrl, BASE } from '../app/base.ts';
import { get, type Problem, problemOf, send } from '../app/client.ts';
import { day, figure } from '../app/format.ts';
import { Icon } from '../ui/icon.tsx';
import { Failed, Loading, Notice, Refused } from '../ui/states.tsx';
import './campaigns.css';
import { ChangeSession, changeOf } from './change-session.tsx';
import { LoadBar } from './load-bar.tsx';
import { nextWeek } from './next-week.ts';
import { PlannedLots } from './planned-lots.tsx';
import { SessionPeople } from './session-people.tsx';
import { DayName } from './sessions.tsx';
import type { SessionAnswer } from './types.ts';

/** What can be said of a session next; a cancelled one stays as it is. */
const NEXT: Readonly<Record<SessionState, readonly SessionState[]>> = {
  planned: ['open', 'cancelled'],
  open: ['closed'],
  closed: ['open'],
  cancelled: [],
};

/** One session: how full it is, whom it expects, its papers, and the way to the injection table. */
export function SessionPage() {
  const { t } = useTranslation();
  const { id } = useParams({ strict: false }) as { id: string };
  const client = useQueryClient();
  const navigate = useNavigate();
  const question = useQuery({
    queryKey: ['sessions', id],
    queryFn: () => get<SessionAnswer>(`/vaccination-sessions/${id}`),
  });
  const session = question.data;
  const people = useQuery({
    queryKey: ['sessions', id, 'people'],
    queryFn: () => get<{ people: SessionPerson[] }>(`/vaccination-sessions/${id}/people`),
    enabled: session?.maySeePeople ?? false,
  });
  const [problem, setProblem] = useState<Problem | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  if (question.isLoading) return <Loading />;
  if (question.error || session === undefined)
    return <Failed error={question.error} again={() => void question.refetch()} />;
  const work = async (act: () => Promise<string | null>) => {
    setProblem(null);
    setBusy(true);
    try {
      setSaid(await act());
      await client.invalidateQueries({ queryKey: ['sessions'] });
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  const invite = () =>
    work(async () => {
      const { invited, left } = await send<{ invited: number; left: number }>(
        'POST',
        `/vaccination-sessions/${id}/invitations`,
      );
      return t('campaigns.invited_now', { invited: figure(invited), left: figure(left) });
    });
  const message = () =>
    work(async () => {
      const { queued, without } = await send<{ queued: number; without: number }>(
        'POST',
        `/vaccination-sessions/${id}/messages`,
      );
      return t('campaigns.messages_now', { queued: figure(queued), without: figure(without) });
    });
  const change = (state: SessionState) =>
    work(async () => {
      await send('PUT', `/vaccination-sessions/${id}`, { ...changeOf(session), state });
      return null;
    });
  const copy = () =>
    work(async () => {
      const { ids } = await send<{ ids: string[] }>('POST', '/vaccination-sessions', {
        sessions: [nextWeek(session)],
      });
      await navigate({ to: '/sessions/$id', params: { id: ids[0]! }, search: true as never });
      return t('campaigns.copied', { date: day(addDays(session.on, 7)) });
    });
  const standing = stands(session);
  const file = (name: string) => apiUrl(`/vaccination-sessions/${id}/${name}`);
  return (
    <>
      <h1>{session.site ?? session.facility}</h1>
      <p className="lead">
        <DayName on={session.on} /> · {session.from}–{session.to} · {t(`campaigns.state.${session.state}`)}
        {session.campaignName !== null && ` · ${session.campaignName}`}
      </p>
      <p className="quiet">
        {[
          session.site === null ? null : t('campaigns.by_facility', { facility: session.facility }),
          session.unitName,
          session.hamlet,
          session.address,
        ]
          .filter((part) => part !== null && part !== '')
          .join(' · ')}
      </p>
      <PlannedLots vaccines={session.vaccines} />
      {session.doubts.map(({ code, params }) => (
        <Notice key={code + Object.values(params).join()} tone="warn">
          {t(`campaigns.doubt.${code}`, params)}
        </Notice>
      ))}
      <div className="figures small">
        {(
          [
            ['capacity', session.capacity],
            ['invited', session.invited],
            ['arrived', session.arrived],
            ['injected', session.injected],
          ] as const
        ).map(([name, value]) => (
          <div key={name}>
            <b>{figure(value)}</b>
            <span>{t(`campaigns.figure.${name}`)}</span>
          </div>
        ))}
      </div>
      <LoadBar session={session} />
      <div className="actions session-actions no-print">
        {session.mayRecord && standing && (
          <a className="main-button" href={`${BASE}/table?session=${id}`}>
            <Icon name="vial" /> {t('campaigns.open_table')}
          </a>
        )}
        {session.mayPlan && standing && (
          <button
            type="button"
            className={session.mayRecord ? 'plain-button' : 'main-button'}
            disabled={busy}
            onClick={() => void invite()}
          >
            <Icon name="people" /> {t('campaigns.invite')}
          </button>
        )}
        {session.maySeePeople && session.invited > 0 && (
          <>
            <a className="plain-button" href={file('invitations.pdf')} target="_blank" rel="noreferrer">
              <Icon name="scan" /> {t('campaigns.print_invitations')}
            </a>
            <a className="plain-button" href={file('people.pdf')} target="_blank" rel="noreferrer">
              <Icon name="file" /> {t('campaigns.print_list')}
            </a>
            <a className="plain-button" href={file('people.xlsx')} download>
              <Icon name="file" /> {t('campaigns.export_list')}
            </a>
          </>
        )}
        {session.mayPlan && standing && session.invited > 0 && (
          <button type="button" className="plain-button" disabled={busy} onClick={() => void message()}>
            <Icon name="phone" /> {t('campaigns.send_messages')}
          </button>
        )}
        {session.mayPlan && (
          <button type="button" className="plain-button" disabled={busy} onClick={() => void copy()}>
            {t('campaigns.copy')}
          </button>
        )}
        {session.mayPlan &&
          NEXT[session.state].map((state) => (
            <button
              key={state}
              type="button"
              className="plain-button"
              disabled={busy}
              onClick={() => {
                if (
                  state !== 'cancelled' ||
                  window.confirm(t('campaigns.cancel_sure', { date: day(session.on) }))
                )
                  void change(state);
              }}
            >
              {t(`campaigns.turn.${state}`)}
            </button>
          ))}
      </div>
      {problem && <Refused problem={problem} />}
      {said !== null && <Notice tone="ok">{said}</Notice>}
      {session.mayPlan && standing && (
        <ChangeSession key={`${session.on}${session.capacity}`} session={session} />
      )}
      {session.maySeePeople &&
        (people.isLoading ? (
          <Loading />
        ) : people.error ? (
          <Failed error={people.error} again={() => void people.refetch()} />
        ) : (
          <SessionPeople session={session} people={people.data?.people ?? []} />
        ))}
    </>
  );
}
