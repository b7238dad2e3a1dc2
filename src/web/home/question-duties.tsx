import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Me } from '../app/api-types.ts';
import { get } from '../app/client.ts';
import { figure } from '../app/format.ts';
import type { Question } from '../questions/types.ts';
import type { Duty } from './duty.ts';

/** Questions of units that wait for the focal point. */
export function useQuestionDuties(me: Me): Duty[] {
  const { t } = useTranslation();
  const waiting = useQuery({
    queryKey: ['questions', 'waiting'],
    queryFn: () => get<{ questions: Question[] }>('/questions/of-units', { answered: 'false' }),
    enabled: me.actions.includes('question.answer'),
  });
  const n = waiting.data?.questions.length ?? 0;
  if (n === 0) return [];
  return [
    {
      key: 'questions',
      what: t('duty.questions', { n: figure(n) }),
      why: t('duty.questions_why'),
      go: (
        <Link className="main-button" to="/questions" search={true}>
          {t('questions.answer')}
        </Link>
      ),
    },
  ];
}
