import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlainDate } from '../../kernel/plain-date.ts';
import { CLOCK_TIME, momentOf } from '../../kernel/vietnam-time.ts';
import { type Problem, problemOf, send } from '../app/client.ts';
import { usePlace } from '../app/place.ts';
import { Notice, Refused } from '../ui/states.tsx';
import type { Session } from './types.ts';

/** A session ended here: saying so starts the time for the report on it. */
export function SessionEnd({ session: { directiveId, title, facility } }: { session: Session }) {
  const { t } = useTranslation();
  const place = usePlace();
  const client = useQueryClient();
  const [time, setTime] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const record = async () => {
    setProblem(null);
    try {
      await send('POST', `/directives/${directiveId}/sessions`, {
        unit: place.unit,
        facility,
        at: momentOf(place.date as PlainDate, time),
      });
      setTime('');
      await client.invalidateQueries({ queryKey: ['duties'] });
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  return (
    <>
      {problem && <Refused problem={problem} />}
      <Notice
        tone="wait"
        action={
          <div className="row">
            <label className="field">
              {t('duties.at_time')}
              <input
                className="count"
                style={{ maxWidth: 90 }}
                value={time}
                maxLength={5}
                placeholder="11:30"
                onChange={(event) => setTime(event.target.value)}
              />
            </label>
            <button
              type="button"
              className="plain-button"
              disabled={!CLOCK_TIME.test(time)}
              onClick={() => void record()}
            >
              {t('duties.session_record')}
            </button>
          </div>
        }
      >
        <b>{t('duties.session_ended')}</b> {t('duties.session_help', { title })} {facility}
      </Notice>
    </>
  );
}
