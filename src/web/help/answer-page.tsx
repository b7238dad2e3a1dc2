import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { get } from '../app/client.ts';
import { Failed, Loading } from '../ui/states.tsx';
import { BackToHelp } from './back-to-help.tsx';
import './help.css';

/** An answer of the focal point that became part of the guide: plain words, shown as they were typed. */
export function AnswerPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const entry = useQuery({
    queryKey: ['help', 'answer', id],
    queryFn: () => get<{ title: string; answer: string }>(`/help/answers/${id}`),
  });
  if (entry.isLoading) return <Loading />;
  if (entry.data === undefined) return <Failed error={entry.error} again={() => void entry.refetch()} />;
  return (
    <article className="help">
      <BackToHelp />
      <h1>{entry.data.title}</h1>
      <p className="guide-text as-typed">{entry.data.answer}</p>
    </article>
  );
}
