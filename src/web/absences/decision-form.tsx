import { Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Absence, AbsenceDecision } from '../app/api-types.ts';
import { Problem, send } from '../app/client.ts';
import { figure } from '../app/format.ts';
import { DayInput } from '../ui/inputs.tsx';
import { Notice } from '../ui/states.tsx';

const DECISIONS: readonly AbsenceDecision[] = ['still_here', 'moved_out', 'died'];
const SHORTEST_REASON = 3;
const today = (): string => new Date().toISOString().slice(0, 10);

/** One decision for everybody chosen: where they are, since when, and how one knows. */
export function DecisionForm({
  people,
  onCancel,
  onDone,
}: {
  people: readonly Absence[];
  onCancel: () => void;
  onDone: (people: number) => Promise<void>;
}) {
  const { t } = useTranslation();
  const [decision, setDecision] = useState<AbsenceDecision | null>(null);
  const [on, setOn] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const day = decision === 'still_here' ? (on ?? today()) : on;
  const complete = decision !== null && day !== null && reason.trim().length >= SHORTEST_REASON;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (!complete) return;
    setBusy(true);
    setProblem(null);
    try {
      // One after the other: each is a decision of its own, and what is settled stays settled if the line breaks.
      for (const { id } of people)
        await send('POST', `/absences/${id}/settle`, { decision, on: day, reason: reason.trim() });
      await onDone(people.length);
    } catch (error) {
      setProblem(error instanceof Problem ? error : new Problem(500, 'internal_error', String(error)));
      setBusy(false);
    }
  };
  const names = people.slice(0, 3).map(({ name }) => name);
  return (
    <form
      className="card bar-fixed decision"
      onSubmit={(event) => void submit(event)}
      onKeyDown={(event) => event.key === 'Escape' && onCancel()}
    >
      <h3>
        {t('absences.decide', { n: figure(people.length), names: names.join(', ') })}
        {people.length > names.length ? '…' : ''}
      </h3>
      {problem && (
        <Notice tone="bad">{problem.code === 'offline' ? t('web.offline_help') : problem.message}</Notice>
      )}
      <fieldset>
        <legend className="only-read">{t('absences.decision')}</legend>
        <div className="choices">
          {DECISIONS.map((value) => (
            <label key={value} className="choice">
              <input
                type="radio"
                name="decision"
                checked={decision === value}
                onChange={() => setDecision(value)}
              />
              <b>{t(`absences.${value}`)}</b>
              <small>{t(`absences.${value}_help`)}</small>
            </label>
          ))}
        </div>
        {asked && decision === null && <p className="wrong">{t('absences.decision_missing')}</p>}
      </fieldset>
      <div className="row" style={{ margin: 0, alignItems: 'start' }}>
        <div className="field">
          <span>{t(decision === 'still_here' ? 'absences.asked_on' : 'absences.since')}</span>
          <DayInput label={t('absences.since')} value={day} onChange={setOn} />
          {asked && day === null && <small className="wrong">{t('absences.day_missing')}</small>}
        </div>
        <label className="field wide-field">
          {t('absences.reason')}
          <Input
            value={reason}
            maxLength={300}
            placeholder={t('absences.reason_example')}
            onChange={(event) => setReason(event.target.value)}
          />
          {asked && reason.trim().length < SHORTEST_REASON && (
            <small className="wrong">{t('absences.reason_missing')}</small>
          )}
        </label>
      </div>
      <div className="actions" style={{ margin: 0 }}>
        <Button type="primary" htmlType="submit" loading={busy}>
          {t('absences.save')}
        </Button>
        <Button onClick={onCancel}>{t('web.cancel')}</Button>
      </div>
    </form>
  );
}
