import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Run } from '../app/api-types.ts';
import { type Problem, send } from '../app/client.ts';
import { figure } from '../app/format.ts';
import { Refused } from '../ui/states.tsx';
import { percentOf } from './run-list.tsx';

const STEPS = ['reading', 'checking', 'matching', 'keeping'] as const;

/** Steps with their numbers, time left, stopping; and that the page may be left. */
export function RunProgress({ run, onChange }: { run: Run; onChange: () => void }) {
  const { t } = useTranslation();
  const [problem, setProblem] = useState<Problem | null>(null);
  const { rowsRead, rowsChecked, rowsMatched, rowsCommitted } = run.progress;
  const now =
    run.state !== 'matching' ? 0 : rowsMatched === 0 ? 1 : rowsCommitted === 0 ? 2 : STEPS.length - 1;
  const numbers = [rowsRead, rowsChecked, rowsMatched, rowsCommitted];
  return (
    <section className="card">
      <div className="meter" aria-hidden="true">
        <i style={{ width: `${percentOf(run)}%` }} />
      </div>
      <ol className="steps" aria-live="polite">
        {STEPS.map((step, index) => (
          <li key={step} className={index < now ? 'done' : index === now ? 'now' : ''}>
            {index < now ? '✓ ' : ''}
            {t(`progress.${step}`)} {numbers[index]! > 0 ? figure(numbers[index]) : ''}
          </li>
        ))}
      </ol>
      <p className="quiet">
        {run.secondsLeft !== null && run.secondsLeft > 0
          ? `${t('imports.left', { seconds: run.secondsLeft })} · `
          : ''}
        {t('imports.may_leave')}
      </p>
      {problem && <Refused problem={problem} />}
      <Button
        danger
        onClick={() => void send('POST', `/imports/${run.id}/cancel`).then(onChange, setProblem)}
      >
        {t('imports.cancel')}
      </Button>
    </section>
  );
}
