import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Problem, problemOf } from '../app/client.ts';
import { DayInput } from './inputs.tsx';
import { Refused } from './states.tsx';

const SHORTEST_REASON = 3;
const today = (): string => new Date().toISOString().slice(0, 10);

export type Said<V extends string> = Readonly<{ verdict: V; on: string; reason: string }>;

/**
 * What one says of somebody, since when, and how one knows. `looked` is the verdict that reports a look instead of a
 * change: its day is the day of the look, today unless another is given. `save` throws a problem when it is refused.
 */
export function VerdictForm<V extends string>({
  title,
  legend,
  verdicts,
  looked,
  example,
  save,
  onCancel,
}: {
  title: string;
  legend: string;
  verdicts: readonly Readonly<{ value: V; label: string; help: string }>[];
  looked: V;
  /** A reason as it could be written. */
  example: string;
  save: (said: Said<V>) => Promise<unknown>;
  onCancel: () => void;
}) {
  const { t } = useTranslation();
  const [verdict, setVerdict] = useState<V | null>(null);
  const [stated, setStated] = useState<string | null>(null);
  const [written, setWritten] = useState('');
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const on = verdict === looked ? (stated ?? today()) : stated;
  const reason = written.trim();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (verdict === null || on === null || reason.length < SHORTEST_REASON) return;
    setBusy(true);
    setProblem(null);
    try {
      await save({ verdict, on, reason });
    } catch (error) {
      setProblem(problemOf(error));
      setBusy(false);
    }
  };
  return (
    <form
      className="card bar-fixed decision"
      onSubmit={(event) => void submit(event)}
      onKeyDown={(event) => event.key === 'Escape' && onCancel()}
    >
      <h3>{title}</h3>
      {problem && <Refused problem={problem} />}
      <fieldset>
        <legend className="only-read">{legend}</legend>
        <div className="choices">
          {verdicts.map(({ value, label, help }) => (
            <label key={value} className="choice">
              <input
                type="radio"
                name="verdict"
                checked={verdict === value}
                onChange={() => setVerdict(value)}
              />
              <b>{label}</b>
              <small>{help}</small>
            </label>
          ))}
        </div>
        {asked && verdict === null && <p className="wrong">{t('absences.decision_missing')}</p>}
      </fieldset>
      <div className="row" style={{ margin: 0, alignItems: 'start' }}>
        <div className="field">
          <span>{t(verdict === looked ? 'absences.asked_on' : 'absences.since')}</span>
          <DayInput label={t('absences.since')} value={on} onChange={setStated} />
          {asked && on === null && <small className="wrong">{t('absences.day_missing')}</small>}
        </div>
        <label className="field wide-field">
          {t('absences.reason')}
          <input
            value={written}
            maxLength={300}
            placeholder={example}
            onChange={(event) => setWritten(event.target.value)}
          />
          {asked && reason.length < SHORTEST_REASON && (
            <small className="wrong">{t('absences.reason_missing')}</small>
          )}
        </label>
      </div>
      <div className="actions" style={{ margin: 0 }}>
        <button type="submit" className="main-button" disabled={busy}>
          {t('absences.save')}
        </button>
        <button type="button" className="plain-button" onClick={onCancel}>
          {t('web.cancel')}
        </button>
      </div>
    </form>
  );
}
