import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiUrl } from '../app/base.ts';
import { get, type Problem, problemOf, send, withParameters } from '../app/client.ts';
import { figure, moment } from '../app/format.ts';
import { usePlace } from '../app/place.ts';
import { language } from '../app/words.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { Failed, Loading, Notice, Refused } from '../ui/states.tsx';
import type { Progress } from './types.ts';

/** For the trainer: who is stuck where, and attendance and completion of every unit below the chosen one. */
export function ProgressView() {
  const { t } = useTranslation();
  const place = usePlace();
  const [absent, setAbsent] = useState(false);
  const progress = useQuery({
    queryKey: ['training', 'progress', place.unit, place.map, language()],
    queryFn: () => get<Progress>('/training/progress', { unit: place.unit, mapDate: place.map }),
    refetchInterval: 30_000,
  });
  if (progress.isLoading) return <Loading />;
  if (progress.data === undefined)
    return <Failed error={progress.error} again={() => void progress.refetch()} />;
  const { units, tasks, stuck } = progress.data;
  const attended = units.filter((unit) => unit.attended > 0).length;
  const shown = units
    .filter((unit) => (absent ? unit.attended === 0 : true))
    .toSorted((a, b) => b.attended - a.attended);
  return (
    <>
      <h2>{t('training.stuck')}</h2>
      {stuck.length === 0 ? (
        <p className="quiet">{t('training.no_stuck')}</p>
      ) : (
        <ul className="causes">
          {stuck.map((one) => (
            <li key={`${one.who} ${one.task}`} className="stuck">
              <b>{one.who}</b> · {one.unit} · {t(`training.task.${one.task}`)} ·{' '}
              {t('training.attempts', { n: one.attempts })} · {moment(one.since)}
              <span className="quiet">{one.missing.join(' ')}</span>
            </li>
          ))}
        </ul>
      )}
      <h2>{t('training.progress')}</h2>
      <div className="tools">
        <span>{t('training.progress_of', { n: figure(attended), all: figure(units.length) })}</span>
        <label className="tick">
          <input type="checkbox" checked={absent} onChange={(event) => setAbsent(event.target.checked)} />
          {t('training.only_missing')}
        </label>
        <span className="grow" />
        <a
          className="plain-button"
          href={apiUrl(withParameters('/training/progress.xlsx', { unit: place.unit, mapDate: place.map }))}
          download
        >
          {t('training.export')}
        </a>
        <Reset />
      </div>
      <ScrollBox tall label={t('training.progress')}>
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t('training.unit')}</th>
              <th scope="col" className="num">
                {t('training.attended')}
              </th>
              {tasks.map((task) => (
                <th key={task} scope="col" className="num">
                  {t(`training.task.${task}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((unit) => (
              <tr key={unit.code}>
                <td>{unit.name}</td>
                <td className="num">{figure(unit.attended)}</td>
                {tasks.map((task) => (
                  <td key={task} className="num">
                    {figure(unit.done[task] ?? 0)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </>
  );
}

/** Starts afresh, after a second word: what others are practising is gone. */
function Reset() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [state, setState] = useState<'idle' | 'asked' | 'busy' | 'done'>('idle');
  const [problem, setProblem] = useState<Problem | null>(null);
  const reset = async () => {
    setState('busy');
    setProblem(null);
    try {
      await send('POST', '/training/reset');
      setState('done');
      await client.invalidateQueries({ queryKey: ['training'] });
    } catch (error) {
      setProblem(problemOf(error));
      setState('idle');
    }
  };
  if (problem) return <Refused problem={problem} />;
  if (state === 'done') return <Notice tone="ok">{t('training.reset_done')}</Notice>;
  if (state === 'idle')
    return (
      <button type="button" className="plain-button" onClick={() => setState('asked')}>
        {t('training.reset')}
      </button>
    );
  return (
    <div className="row sure" role="alert">
      <span>{t('training.reset_sure')}</span>
      <button type="button" className="main-button" disabled={state === 'busy'} onClick={() => void reset()}>
        {t('training.reset_yes')}
      </button>
      <button
        type="button"
        className="plain-button"
        disabled={state === 'busy'}
        onClick={() => setState('idle')}
      >
        {t('web.cancel')}
      </button>
    </div>
  );
}
