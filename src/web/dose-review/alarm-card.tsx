import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Problem, problemOf, send } from '../app/client.ts';
import { moment } from '../app/format.ts';
import { Refused } from '../ui/states.tsx';
import type { Alarm } from './use-dose-review.ts';

/** A severe event after a dose: at once by telephone, in writing within 24 hours (TT 34/2018/TT-BYT). */
export function AlarmCard({ alarm, done }: { alarm: Alarm; done: () => void }) {
  const { t } = useTranslation();
  const [problem, setProblem] = useState<Problem | null>(null);
  const late = Date.parse(alarm.reportDueAt) < Date.now();
  const reported = () =>
    send('POST', `/recording/alarms/${alarm.personId}/${alarm.id}/reported`).then(done, (error) =>
      setProblem(problemOf(error)),
    );
  return (
    <li className="card">
      <h3>
        <Link to="/people/$id" params={{ id: alarm.personId }} search={true}>
          {alarm.personName}
        </Link>
      </h3>
      <p>
        {t(`table.adverse.${alarm.type}`)} · {t(`table.outcome.${alarm.outcome}`)} · {alarm.facility}
      </p>
      <p className="quiet">{t('dose_review.onset', { at: moment(alarm.onsetAt) })}</p>
      <p className={`status ${late ? 'bad' : 'warn'}`}>
        <span aria-hidden="true">{late ? '✕' : '!'}</span>
        {t(late ? 'dose_review.report_late' : 'dose_review.report_due', { at: moment(alarm.reportDueAt) })}
      </p>
      {problem !== null && <Refused problem={problem} />}
      <div className="actions">
        <button type="button" className="main-button" onClick={() => void reported()}>
          {t('dose_review.reported')}
        </button>
      </div>
    </li>
  );
}
