import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Problem, problemOf, send } from '../app/client.ts';
import { DayInput } from '../ui/inputs.tsx';
import { Notice, Refused } from '../ui/states.tsx';

const TOLD = ['dead', 'moved_out', 'absent', 'here'] as const;
const SHORTEST_REASON = 3;

/** Telling that somebody died, moved away, is absent or is here after all, with how one knows; figures follow at once. */
export function TellWhereabouts({ id }: { id: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [whereabouts, setWhereabouts] = useState<(typeof TOLD)[number] | ''>('');
  const [on, setOn] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const complete = whereabouts !== '' && on !== null && reason.trim().length >= SHORTEST_REASON;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!complete) return;
    setBusy(true);
    setProblem(null);
    try {
      await send('POST', `/persons/${id}/whereabouts`, { whereabouts, on, reason: reason.trim() });
      setDone(true);
      setWhereabouts('');
      setReason('');
      for (const queryKey of [['person'], ['people'], ['coverage'], ['moves'], ['handover']])
        await client.invalidateQueries({ queryKey });
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <details className="no-print" style={{ marginTop: 14 }}>
      <summary>{t('tell.title')}</summary>
      <form className="row" onSubmit={(event) => void submit(event)}>
        <label className="field">
          {t('tell.what')}
          <select
            value={whereabouts}
            onChange={(event) => setWhereabouts(event.target.value as (typeof TOLD)[number] | '')}
          >
            <option value="">–</option>
            {TOLD.map((one) => (
              <option key={one} value={one}>
                {t(`whereabouts.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <div className="field">
          <span>{t(whereabouts === 'here' ? 'absences.asked_on' : 'absences.since')}</span>
          <DayInput label={t('absences.since')} value={on} onChange={setOn} />
        </div>
        <label className="field wide-field">
          {t('absences.reason')}
          <input
            className="ant-input"
            value={reason}
            maxLength={300}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
        <button type="submit" className="plain-button" disabled={!complete || busy}>
          {t('absences.save')}
        </button>
      </form>
      {problem && <Refused problem={problem} />}
      {done && <Notice tone="ok">{t('tell.done')}</Notice>}
    </details>
  );
}
