import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Problem, problemOf, send } from '../app/client.ts';
import { moment } from '../app/format.ts';
import { Refused, Status } from '../ui/states.tsx';
import { AnswerForm } from './answer-form.tsx';
import type { Question } from './types.ts';

/** One question and its answer; `answers`: whoever looks may answer it. */
export function QuestionCard({ question, answers }: { question: Question; answers: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [writing, setWriting] = useState(answers && question.answer === null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const withdraw = async () => {
    try {
      await send('POST', `/questions/${question.id}/withdraw`);
      await client.invalidateQueries({ queryKey: ['questions'] });
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  const { answer, entryId } = question;
  return (
    <li className="card">
      <p className="said">{question.question}</p>
      <p className="quiet">
        {t('questions.asked_by', { by: question.by, unit: question.unit, at: moment(question.at) })}
        {question.route && ` · ${t('questions.beside', { page: question.route })}`}
      </p>
      {answer === null ? (
        !answers && <Status name="waiting">{t('questions.waits')}</Status>
      ) : (
        <div className="answer">
          <p className="said">{answer.text}</p>
          <p className="quiet">
            {t('questions.answered_by', { by: answer.by, at: moment(answer.at) })}
            {entryId !== null && (
              <>
                {' · '}
                <Link to="/help/answers/$id" params={{ id: entryId }} search={true}>
                  {t('questions.in_guide')}
                </Link>
              </>
            )}
          </p>
        </div>
      )}
      {problem && <Refused problem={problem} />}
      {answers && writing && <AnswerForm question={question} onDone={() => setWriting(false)} />}
      {answers && !writing && (
        <div className="row">
          <button type="button" className="plain-button" onClick={() => setWriting(true)}>
            {t('questions.answer_again')}
          </button>
          {entryId !== null && (
            <button type="button" className="plain-button" onClick={() => void withdraw()}>
              {t('questions.withdraw')}
            </button>
          )}
        </div>
      )}
    </li>
  );
}
