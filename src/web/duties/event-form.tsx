import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlainDate } from '../../kernel/plain-date.ts';
import { CLOCK_TIME, momentOf } from '../../kernel/vietnam-time.ts';
import { type Problem, problemOf, send } from '../app/client.ts';
import { usePlace } from '../app/place.ts';
import { DayInput } from '../ui/inputs.tsx';
import { Refused } from '../ui/states.tsx';

/** Records that it happened: from this moment the duties that wait for it run. */
export function EventForm({
  directiveId,
  event,
  onRecorded,
}: {
  directiveId: string;
  event: string;
  onRecorded: () => Promise<unknown>;
}) {
  const { t } = useTranslation();
  const place = usePlace();
  const [on, setOn] = useState<string | null>(place.date);
  const [time, setTime] = useState('00:00');
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const record = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await send('POST', `/directives/${directiveId}/events`, {
        event,
        at: momentOf(on as PlainDate, time),
        note: note.trim() === '' ? null : note.trim(),
      });
      setNote('');
      await onRecorded();
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      {problem && <Refused problem={problem} />}
      <div className="row tools no-print">
        <label className="field">
          {t('duties.happened_on')}
          <DayInput value={on} onChange={setOn} label={t('duties.happened_on')} />
        </label>
        <label className="field">
          {t('duties.at_time')}
          <input
            className="count"
            style={{ maxWidth: 90 }}
            value={time}
            maxLength={5}
            placeholder="08:00"
            aria-invalid={!CLOCK_TIME.test(time)}
            onChange={(change) => setTime(change.target.value)}
          />
        </label>
        <label className="field wide-field">
          {t('duties.event_note')}
          <input
            className="count"
            style={{ textAlign: 'left' }}
            value={note}
            maxLength={500}
            onChange={(change) => setNote(change.target.value)}
          />
        </label>
        <Button
          type="primary"
          loading={busy}
          disabled={on === null || !CLOCK_TIME.test(time)}
          onClick={() => void record()}
        >
          {t('duties.record_event')}
        </Button>
      </div>
    </>
  );
}
