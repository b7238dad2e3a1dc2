import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem, send } from '../app/client.ts';
import { DayInput } from '../ui/inputs.tsx';
import { Notice } from '../ui/states.tsx';
import type { Move, Verdict } from './types.ts';

const SHORTEST_REASON = 3;
const today = (): string => new Date().toISOString().slice(0, 10);

/** What one says of a move, since when, and how one knows: the answer of the commune he left, or of the unit above both. */
export function MoveForm({
  move,
  map,
  onCancel,
  onDone,
}: {
  move: Move;
  map: string;
  onCancel: () => void;
  onDone: () => Promise<unknown>;
}) {
  const { t } = useTranslation();
  const verdicts: Verdict[] = move.may.answer
    ? ['moved', 'registered', 'contested']
    : [
        ...(move.may.upheld ? (['upheld'] as const) : []),
        ...(move.may.rejected ? (['rejected'] as const) : []),
      ];
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const [on, setOn] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  // Of a claim that is contested, the day on which somebody looked.
  const day = verdict === 'contested' ? (on ?? today()) : on;
  const complete = verdict !== null && day !== null && reason.trim().length >= SHORTEST_REASON;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (!complete) return;
    setBusy(true);
    setProblem(null);
    const key = {
      personId: move.personId,
      fromId: move.from.id,
      toId: move.to.id,
      on: day,
      reason: reason.trim(),
    };
    try {
      if (verdict === 'upheld' || verdict === 'rejected')
        await send('POST', '/moves/settle', { ...key, answer: verdict });
      else
        await send('POST', '/moves/answer', {
          ...key,
          mapDate: map,
          answer: verdict === 'contested' ? 'contested' : 'confirmed',
          keepsRegistration: verdict === 'registered',
        });
      await onDone();
    } catch (error) {
      setProblem(error instanceof Problem ? error : new Problem(500, 'internal_error', String(error)));
      setBusy(false);
    }
  };
  const names = { from: move.from.unit.name, to: move.to.unit.name };
  return (
    <form
      className="card bar-fixed decision"
      onSubmit={(event) => void submit(event)}
      onKeyDown={(event) => event.key === 'Escape' && onCancel()}
    >
      <h3>{t('moves.decide', { name: move.name })}</h3>
      {problem && (
        <Notice tone="bad">{problem.code === 'offline' ? t('web.offline_help') : problem.message}</Notice>
      )}
      <fieldset>
        <legend className="only-read">{t('moves.decision')}</legend>
        <div className="choices">
          {verdicts.map((value) => (
            <label key={value} className="choice">
              <input
                type="radio"
                name="verdict"
                checked={verdict === value}
                onChange={() => setVerdict(value)}
              />
              <b>{t(`moves.${value}`, names)}</b>
              <small>{t(`moves.${value}_help`, names)}</small>
            </label>
          ))}
        </div>
        {asked && verdict === null && <p className="wrong">{t('absences.decision_missing')}</p>}
      </fieldset>
      <div className="row" style={{ margin: 0, alignItems: 'start' }}>
        <div className="field">
          <span>{t(verdict === 'contested' ? 'absences.asked_on' : 'absences.since')}</span>
          <DayInput label={t('absences.since')} value={day} onChange={setOn} />
          {asked && day === null && <small className="wrong">{t('absences.day_missing')}</small>}
        </div>
        <label className="field wide-field">
          {t('absences.reason')}
          <input
            value={reason}
            maxLength={300}
            placeholder={t('moves.reason_example')}
            onChange={(event) => setReason(event.target.value)}
          />
          {asked && reason.trim().length < SHORTEST_REASON && (
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
