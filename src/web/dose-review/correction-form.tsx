import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SeverityCorrection } from '../../recording/contract.ts';
import { SEVERITY_CORRECTIONS } from '../../recording/rules.ts';
import { type Problem, problemOf, send } from '../app/client.ts';
import { Refused } from '../ui/states.tsx';
import type { SevereEvent } from './use-dose-review.ts';

const SHORTEST_REASON = 3;

/** What was recorded as severe was not: the word of the table stays, and the report is not owed any more. */
export function CorrectionForm({
  event,
  done,
}: {
  event: Pick<SevereEvent, 'id' | 'personId'>;
  done: () => void;
}) {
  const { t } = useTranslation();
  const name = useId();
  const [to, setTo] = useState<SeverityCorrection['to'] | null>(null);
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const ready = to !== null && reason.trim().length >= SHORTEST_REASON;
  const submit = (submitted: FormEvent) => {
    submitted.preventDefault();
    if (!ready) return;
    send('POST', `/recording/severe-events/${event.personId}/${event.id}/correction`, {
      to,
      reason: reason.trim(),
    }).then(done, (error) => setProblem(problemOf(error)));
  };
  return (
    <details>
      <summary>{t('dose_review.not_severe')}</summary>
      <form onSubmit={submit}>
        <fieldset className="decisions">
          <legend>{t('dose_review.what_was_it')}</legend>
          {SEVERITY_CORRECTIONS.map((one) => (
            <label key={one}>
              <input type="radio" name={name} checked={to === one} onChange={() => setTo(one)} />
              {t(`dose_review.was.${one}`)}
            </label>
          ))}
        </fieldset>
        <label className="text-field">
          {t('dose_review.reason')}
          <input value={reason} maxLength={500} onChange={(change) => setReason(change.target.value)} />
        </label>
        {problem !== null && <Refused problem={problem} />}
        <div className="actions">
          <button type="submit" className="plain-button" disabled={!ready}>
            {t('dose_review.correct')}
          </button>
        </div>
      </form>
    </details>
  );
}
