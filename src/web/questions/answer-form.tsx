import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Problem, problemOf, send } from '../app/client.ts';
import { Field } from '../ui/field.tsx';
import { Refused } from '../ui/states.tsx';
import type { Question } from './types.ts';

const SHORTEST = 3;

/** The answer, and whether it goes into the guide: then under a title that others would search for. */
export function AnswerForm({ question, onDone }: { question: Question; onDone: () => void }) {
  const { t } = useTranslation();
  const id = useId();
  const client = useQueryClient();
  const [answer, setAnswer] = useState(question.answer?.text ?? '');
  const [publish, setPublish] = useState(false);
  const [title, setTitle] = useState('');
  const [asked, setAsked] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const short = answer.trim().length < SHORTEST;
  const untitled = publish && title.trim().length < SHORTEST;
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (short || untitled) return;
    setBusy(true);
    setProblem(null);
    try {
      await send('POST', `/questions/${question.id}/answer`, { answer, title: publish ? title : null });
      onDone();
      await client.invalidateQueries({ queryKey: ['questions'] });
    } catch (error) {
      setProblem(problemOf(error));
    }
    setBusy(false);
  };
  return (
    <form className="form-stack" onSubmit={(event) => void save(event)} noValidate>
      {problem && <Refused problem={problem} />}
      <div className="text-field">
        <label htmlFor={id}>{t('questions.answer')}</label>
        <textarea
          id={id}
          rows={3}
          maxLength={4000}
          value={answer}
          aria-invalid={asked && short}
          aria-describedby={`${id}-help`}
          onChange={(event) => setAnswer(event.target.value)}
        />
        <small id={`${id}-help`} className={asked && short ? 'wrong' : ''}>
          {t(asked && short ? 'questions.short' : 'questions.help')}
        </small>
      </div>
      <label className="tick">
        <input type="checkbox" checked={publish} onChange={(event) => setPublish(event.target.checked)} />
        {t('questions.publish')}
      </label>
      {publish && (
        <Field
          label={t('questions.title_of')}
          help={t('questions.title_help')}
          wrong={asked && untitled ? t('questions.short') : undefined}
          value={title}
          maxLength={200}
          onChange={(event) => setTitle(event.target.value)}
        />
      )}
      <div>
        <button type="submit" className="main-button" disabled={busy}>
          {t('questions.answer')}
        </button>
      </div>
    </form>
  );
}
