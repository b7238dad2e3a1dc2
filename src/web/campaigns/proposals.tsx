import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Proposal } from '../../campaigns/contract.ts';
import { type Problem, problemOf, send } from '../app/client.ts';
import { figure } from '../app/format.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { Empty, Notice, Refused } from '../ui/states.tsx';
import { DayName } from './sessions.tsx';

/** Proposed sessions, to be changed and left out one by one; saved together, and people asked to each in turn. */
export function Proposals({
  sessions,
  unplaced,
  campaign,
  vaccines,
  onChange,
  onSaved,
}: {
  sessions: readonly Proposal[];
  unplaced: number;
  campaign: string | null;
  /** Of each session; their lots are chosen by who holds it. */
  vaccines: readonly string[];
  onChange: (sessions: Proposal[]) => void;
  onSaved: () => void;
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [progress, setProgress] = useState<number | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  if (sessions.length === 0) return <Empty title={t('campaigns.no_proposals')} />;
  const places = sessions.reduce((sum, { capacity, walkIns }) => sum + capacity - walkIns, 0);
  const put = (at: Proposal, change: Partial<Proposal> | null) =>
    onChange(
      sessions.flatMap((one) => (one === at ? (change === null ? [] : [{ ...one, ...change }]) : [one])),
    );
  const save = async (invite: boolean) => {
    setProblem(null);
    setProgress(0);
    try {
      const { ids } = await send<{ ids: string[] }>('POST', '/vaccination-sessions', {
        sessions: sessions.map(({ expected: _, ...session }) => ({
          ...session,
          campaign,
          vaccines: vaccines.map((vaccine) => ({ vaccine, lot: null, doses: null })),
        })),
      });
      if (invite) {
        // Who lives near a mobile site is asked there, and the station takes the others; the longest overdue come first.
        const inTurn = [...ids.keys()].sort(
          (a, b) => Number(sessions[a]!.hamlet === null) - Number(sessions[b]!.hamlet === null) || a - b,
        );
        for (const [done, i] of inTurn.entries()) {
          await send('POST', `/vaccination-sessions/${ids[i]}/invitations`);
          setProgress(done + 1);
        }
      }
      onSaved();
      await client.invalidateQueries({ queryKey: ['sessions'] });
      await navigate({ to: '/sessions', search: true as never });
    } catch (error) {
      setProblem(problemOf(error));
      await client.invalidateQueries({ queryKey: ['sessions'] });
    } finally {
      setProgress(null);
    }
  };
  return (
    <section>
      <h2>
        {t('campaigns.proposed')} ·{' '}
        {t('campaigns.proposed_sum', { sessions: figure(sessions.length), places: figure(places) })}
      </h2>
      {unplaced > 0 && (
        <Notice tone="warn">{t('campaigns.unplaced_left', { people: figure(unplaced) })}</Notice>
      )}
      <ScrollBox label={t('campaigns.proposed')} tall>
        <table className="plain plan-table">
          <caption className="only-read">{t('campaigns.proposed')}</caption>
          <thead>
            <tr>
              {(['day', 'hours', 'place', 'expected', 'capacity', 'walk_ins'] as const).map((name) => (
                <th key={name} scope="col">
                  {t(`campaigns.of.${name}`)}
                </th>
              ))}
              <th scope="col">
                <span className="only-read">{t('campaigns.remove')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {sessions.map((one) => {
              const where = one.site ?? one.facility;
              const number = (name: 'capacity' | 'walkIns', label: string) => (
                <input
                  type="number"
                  min={name === 'capacity' ? 1 : 0}
                  max={name === 'capacity' ? 5000 : one.capacity}
                  aria-label={`${label}: ${where}`}
                  value={one[name]}
                  onChange={({ target }) => put(one, { [name]: Number(target.value) })}
                />
              );
              return (
                <tr key={`${one.on}${one.from}${one.unit}${one.facility}${one.hamlet}`}>
                  <td className="days">
                    <DayName on={one.on} />
                  </td>
                  <td className="days">
                    {one.from}–{one.to}
                  </td>
                  <td>
                    {where}
                    {one.site !== null && <span className="under-name">{one.facility}</span>}
                  </td>
                  <td className="num">{figure(one.expected)}</td>
                  <td>{number('capacity', t('campaigns.of.capacity'))}</td>
                  <td>{number('walkIns', t('campaigns.of.walk_ins'))}</td>
                  <td>
                    <button type="button" className="plain-button small" onClick={() => put(one, null)}>
                      {t('campaigns.remove')}
                    </button>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </ScrollBox>
      {problem && <Refused problem={problem} />}
      <div className="plan-foot no-print">
        <button
          type="button"
          className="main-button"
          disabled={progress !== null}
          onClick={() => void save(true)}
        >
          {progress === null
            ? t('campaigns.save_and_invite')
            : t('campaigns.inviting', { done: progress, all: sessions.length })}
        </button>
        <button
          type="button"
          className="plain-button"
          disabled={progress !== null}
          onClick={() => void save(false)}
        >
          {t('campaigns.save_plan')}
        </button>
      </div>
    </section>
  );
}
