import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { foldText } from '../../kernel/vietnamese-text.ts';
import { get } from '../app/client.ts';
import { Empty, Failed, Loading } from '../ui/states.tsx';
import { BackToHelp } from './back-to-help.tsx';
import type { Term } from './types.ts';
import './help.css';

/** Words of the register in both languages, with their meaning. */
export function GlossaryPage() {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const glossary = useQuery({
    queryKey: ['help', 'glossary'],
    queryFn: () => get<{ terms: Term[] }>('/help/glossary'),
  });
  if (glossary.isLoading) return <Loading />;
  if (glossary.data === undefined)
    return <Failed error={glossary.error} again={() => void glossary.refetch()} />;
  const asked = foldText(text);
  const terms = glossary.data.terms.filter((term) =>
    [term.vietnamese, term.english, term.meaning].some((one) => foldText(one).includes(asked)),
  );
  return (
    <div className="help">
      <BackToHelp />
      <h1>{t('help.glossary')}</h1>
      <p className="lead">{t('help.glossary_lead')}</p>
      <input
        type="search"
        className="help-ask"
        aria-label={t('help.search')}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {terms.length === 0 ? (
        <Empty title={t('help.nothing')} />
      ) : (
        <dl className="terms">
          {terms.map((term) => (
            <div key={term.identifier}>
              <dt>
                {term.vietnamese} <small lang="en">{term.english}</small>
              </dt>
              <dd lang="vi">{term.meaning}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
