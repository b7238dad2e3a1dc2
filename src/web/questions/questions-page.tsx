import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { get } from '../app/client.ts';
import { useMe } from '../app/place.ts';
import { Empty, Failed, Loading } from '../ui/states.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { AskForm } from './ask-form.tsx';
import { QuestionCard } from './question-card.tsx';
import type { Question } from './types.ts';
import '../ui/tabs.css';
import './questions.css';

type View = 'waiting' | 'answered' | 'mine';

/** Questions to the focal point: one's own; for the focal point those of its units, waiting first. */
export function QuestionsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const answers = useMe().data?.actions.includes('question.answer') ?? false;
  const asked = (useSearch({ strict: false }) as { state?: string }).state;
  const views: readonly View[] = answers ? ['waiting', 'answered', 'mine'] : ['mine'];
  const view = views.find((one) => one === asked) ?? views[0]!;
  const choose = (state: View) =>
    void navigate({ to: '.', search: ((before: object) => ({ ...before, state })) as never });
  return (
    <div className="questions-page">
      <h1>{t('questions.title')}</h1>
      <p className="lead">{t('questions.lead')}</p>
      {answers && (
        <Tabs
          label={t('questions.views')}
          tabs={views.map((key) => ({ key, label: t(`questions.${key}`) }))}
          chosen={view}
          onChoose={choose}
        />
      )}
      {view === 'mine' && <AskForm />}
      <QuestionList view={view} />
    </div>
  );
}

function QuestionList({ view }: { view: View }) {
  const { t } = useTranslation();
  const questions = useQuery({
    queryKey: ['questions', view],
    queryFn: () =>
      view === 'mine'
        ? get<{ questions: Question[] }>('/questions')
        : get<{ questions: Question[] }>('/questions/of-units', { answered: String(view === 'answered') }),
  });
  if (questions.isLoading) return <Loading />;
  if (questions.data === undefined)
    return <Failed error={questions.error} again={() => void questions.refetch()} />;
  const { questions: found } = questions.data;
  if (found.length === 0)
    return (
      <Empty title={t(view === 'mine' ? 'questions.none' : `questions.none_${view}`)}>
        <p>{t('questions.none_help')}</p>
      </Empty>
    );
  return (
    <section>
      {view === 'mine' && <h2>{t('questions.mine')}</h2>}
      <ul className="questions">
        {found.map((question) => (
          <QuestionCard key={question.id} question={question} answers={view !== 'mine'} />
        ))}
      </ul>
    </section>
  );
}
