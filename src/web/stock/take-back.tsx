import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Problem, problemOf, send } from '../app/client.ts';
import { Field } from '../ui/field.tsx';
import { Refused } from '../ui/states.tsx';

/** Takes something posted back, with a reason: what was posted and what takes it back both stay. */
export function TakeBack({ path, body = {}, label }: { path: string; body?: object; label: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const undo = async () => {
    try {
      await send('POST', path, { ...body, reason });
      await client.invalidateQueries({ queryKey: ['stock'] });
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  if (!asked)
    return (
      <button type="button" className="link-button" onClick={() => setAsked(true)}>
        {label}
      </button>
    );
  return (
    <div className="row">
      {problem && <Refused problem={problem} />}
      <Field
        label={t('stock.undo_reason')}
        autoFocus
        value={reason}
        maxLength={300}
        onChange={({ target }) => setReason(target.value)}
      />
      <button
        type="button"
        className="main-button"
        disabled={reason.trim().length < 3}
        onClick={() => void undo()}
      >
        {label}
      </button>
      <button type="button" className="plain-button" onClick={() => setAsked(false)}>
        {t('web.cancel')}
      </button>
    </div>
  );
}
