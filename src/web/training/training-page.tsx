import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { inTraining } from '../app/base.ts';
import { get, type Problem, problemOf } from '../app/client.ts';
import { useMe } from '../app/place.ts';
import { language } from '../app/words.ts';
import { Empty, Failed, Loading, Refused } from '../ui/states.tsx';
import { enterSpace } from './enter-space.ts';
import { ProgressView } from './progress-view.tsx';
import { TaskCard } from './task-card.tsx';
import type { Training } from './types.ts';
import './training.css';

/** One's own tasks and the way into the training space; for a trainer also who got how far. */
export function TrainingPage() {
  const { t } = useTranslation();
  const oversees = useMe().data?.actions.includes('training.oversee') ?? false;
  const training = useQuery({
    queryKey: ['training', 'mine', language()],
    queryFn: () => get<Training>('/training'),
  });
  if (training.isLoading) return <Loading />;
  if (training.data === undefined)
    return <Failed error={training.error} again={() => void training.refetch()} />;
  const { tasks, unit } = training.data;
  return (
    <div className="training-page">
      <h1>{t('training.title')}</h1>
      <p className="lead">{t('training.lead')}</p>
      {!inTraining && <Entrance />}
      {oversees && <ProgressView />}
      {tasks.length === 0 ? (
        !oversees && (
          <Empty title={t('training.no_tasks')}>
            <p>{t('training.no_tasks_help')}</p>
          </Empty>
        )
      ) : (
        <section>
          <h2>
            {t('training.tasks')} · {unit.name}
          </h2>
          <ol className="tasks">
            {tasks.map((task, i) => (
              <TaskCard key={task.id} task={task} training={training.data} number={i + 1} />
            ))}
          </ol>
        </section>
      )}
    </div>
  );
}

function Entrance() {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const enter = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await enterSpace('/training');
    } catch (error) {
      setProblem(problemOf(error));
      setBusy(false);
    }
  };
  return (
    <>
      {problem && <Refused problem={problem} />}
      <div className="actions">
        <button type="button" className="main-button" disabled={busy} onClick={() => void enter()}>
          {t(busy ? 'training.entering' : 'training.enter')}
        </button>
      </div>
    </>
  );
}
