import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiUrl, inTraining } from '../app/base.ts';
import { type Problem, problemOf, send } from '../app/client.ts';
import { Refused, Status } from '../ui/states.tsx';
import { enterSpace } from './enter-space.ts';
import { Papers, WantedFigures } from './practice-tables.tsx';
import type { TaskState, Training } from './types.ts';

/** One task: how it is done, what it needs, the way to its page, and the check that says what is still missing. */
export function TaskCard({
  task,
  training,
  number,
}: {
  task: TaskState;
  training: Training;
  number: number;
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [state, setState] = useState<'idle' | 'busy'>('idle');
  const [problem, setProblem] = useState<Problem | null>(null);
  const act = async (work: () => Promise<unknown>) => {
    setState('busy');
    setProblem(null);
    try {
      await work();
    } catch (error) {
      setProblem(problemOf(error));
    }
    setState('idle');
  };
  const check = () =>
    act(async () => {
      await send('POST', `/training/tasks/${task.id}/check`);
      await client.invalidateQueries({ queryKey: ['training'] });
    });
  return (
    <li className="card">
      <div className="task-head">
        <h3>
          {number}. {t(`training.task.${task.id}`)}
        </h3>
        <Status name={task.done ? 'committed' : 'checked'}>
          {t(task.done ? 'training.done' : 'training.open')}
        </Status>
      </div>
      <p>{t(`training.task.${task.id}.how`, training.doses)}</p>
      {task.id === 'correct-findings' && <Papers papers={training.papers} />}
      {task.id === 'submit-figures' && <WantedFigures figures={training.figures} />}
      {problem && <Refused problem={problem} />}
      {!task.done && task.missing.length > 0 && (
        <div role="status">
          <b>{t('training.still')}</b>
          <ul className="still">
            {task.missing.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </div>
      )}
      <div className="actions">
        {task.id === 'import-list' && (
          <a className="plain-button" href={apiUrl('/training/list.xlsx')} download>
            {t('training.download')}
          </a>
        )}
        {inTraining ? (
          <Link className="plain-button" to={task.route} search={true}>
            {t('training.go')}
          </Link>
        ) : (
          <button
            type="button"
            className="plain-button"
            disabled={state === 'busy'}
            onClick={() => void act(() => enterSpace(task.route))}
          >
            {t('training.go')}
          </button>
        )}
        <button
          type="button"
          className="main-button"
          disabled={state === 'busy'}
          onClick={() => void check()}
        >
          {t(state === 'busy' ? 'training.checking' : 'training.check')}
        </button>
      </div>
    </li>
  );
}
