import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { REGISTER } from '../app/base.ts';
import { type Problem, problemOf, send } from '../app/client.ts';
import { Refused } from '../ui/states.tsx';

/** The door of the training space: whoever is signed in to the product is let in; others sign in there first. */
export function EnterTraining() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => {
    send('POST', '/training/enter').then(
      () => client.invalidateQueries({ queryKey: ['me'] }),
      (error: unknown) => setProblem(problemOf(error)),
    );
  }, [client]);
  return (
    <main className="page">
      <h1>{t('training.title')}</h1>
      {problem === null ? (
        <p role="status">
          {t('training.entering')} {t('training.entering_help')}
        </p>
      ) : (
        problem.status !== 401 && <Refused problem={problem} />
      )}
      <a className="plain-button" href={REGISTER}>
        {t('training.leave')}
      </a>
    </main>
  );
}
