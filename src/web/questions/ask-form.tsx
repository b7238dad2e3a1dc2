import { useQueryClient } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Problem, problemOf, send } from '../app/client.ts';
import { useMe } from '../app/place.ts';
import { Notice, Refused } from '../ui/states.tsx';

const SHORTEST = 3;

/** A question in a few words; the page on which it arose goes along. What was typed stays until it is sent. */
export function AskForm() {
  const { t } = useTranslation();
  const id = useId();
  const client = useQueryClient();
  const unit = useMe().data?.roles[0]?.unit.code;
  const route = (useSearch({ strict: false }) as { source?: string }).source ?? null;
  const [text, setText] = useState('');
  const [state, setState] = useState<'writing' | 'short' | 'busy' | 'sent'>('writing');
  const [problem, setProblem] = useState<Problem | null>(null);
  const ask = async (event: FormEvent) => {
    event.preventDefault();
    if (text.trim().length < SHORTEST) return setState('short');
    setState('busy');
    setProblem(null);
    try {
      await send('POST', '/questions', { unit, question: text, route });
      setText('');
      setState('sent');
      await client.invalidateQueries({ queryKey: ['questions'] });
    } catch (error) {
      setProblem(problemOf(error));
      setState('writing');
    }
  };
  if (unit === undefined) return null;
  return (
    <form className="card form-stack" onSubmit={(event) => void ask(event)} noValidate>
      <h2 className="card-title">{t('questions.new')}</h2>
      {state === 'sent' && <Notice tone="ok">{t('questions.sent')}</Notice>}
      {problem && <Refused problem={problem} />}
      <div className="text-field">
        <label htmlFor={id}>{t('questions.text')}</label>
        <textarea
          id={id}
          rows={4}
          maxLength={2000}
          value={text}
          placeholder={t('questions.example')}
          aria-invalid={state === 'short'}
          aria-describedby={`${id}-help`}
          onChange={(event) => {
            setText(event.target.value);
            if (state !== 'busy') setState('writing');
          }}
        />
        <small id={`${id}-help`} className={state === 'short' ? 'wrong' : ''}>
          {t(state === 'short' ? 'questions.short' : 'questions.help')}
        </small>
      </div>
      <div>
        <button type="submit" className="main-button" disabled={state === 'busy'}>
          {t('questions.ask')}
        </button>
      </div>
    </form>
  );
}
