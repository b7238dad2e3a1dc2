import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonSummary } from '../app/api-types.ts';
import { get, type Problem, problemOf, send } from '../app/client.ts';
import { birth, moment } from '../app/format.ts';
import { usePlace } from '../app/place.ts';
import { Field } from '../ui/field.tsx';
import { Refused } from '../ui/states.tsx';

type Merge = {
  id: string;
  goneName: string | null;
  mergedBy: string;
  mergedAt: string;
  reason: string | null;
};
const LEAST_REASON = 5;
const FOUND = 6;

/** Says that somebody else of the register is this person too, and takes it back. */
export function PersonMerges({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation();
  const place = usePlace();
  const client = useQueryClient();
  const [text, setText] = useState('');
  const [reason, setReason] = useState('');
  const [trouble, setTrouble] = useState<Problem | null>(null);
  const merges = useQuery({
    queryKey: ['merges', id],
    queryFn: () => get<{ merges: Merge[] }>(`/persons/${id}/merges`),
    retry: false,
  });
  const found = useQuery({
    queryKey: ['people', 'to merge', text, place.unit],
    queryFn: () =>
      get<{ persons: PersonSummary[] }>('/persons', {
        unit: place.unit,
        date: place.date,
        mapDate: place.map,
        q: text,
        limit: FOUND,
      }),
    enabled: text.trim().length >= 2,
  });
  const act = async (path: string, body: object) => {
    setTrouble(null);
    try {
      await send('POST', `/persons/${id}/${path}`, { ...body, reason });
      setText('');
      setReason('');
      await client.invalidateQueries();
    } catch (error) {
      setTrouble(problemOf(error));
    }
  };
  const ready = reason.trim().length >= LEAST_REASON;
  const others = (found.data?.persons ?? []).filter((person) => person.id !== id);
  if (merges.error) return null;
  return (
    <details className="merges no-print">
      <summary>{t('merge.title')}</summary>
      <p className="quiet">{t('merge.help')}</p>
      {trouble && <Refused problem={trouble} />}
      <Field label={t('merge.reason')} value={reason} onChange={(event) => setReason(event.target.value)} />
      {merges.data?.merges.map((merge) => (
        <p key={merge.id} className="row">
          <span>
            {t('merge.merged', {
              name: merge.goneName ?? '–',
              at: moment(merge.mergedAt),
              by: merge.mergedBy,
            })}
          </span>
          <Button disabled={!ready} onClick={() => void act('unmerge', { mergeId: merge.id })}>
            {t('merge.undo')}
          </Button>
        </p>
      ))}
      <Field label={t('merge.search')} value={text} onChange={(event) => setText(event.target.value)} />
      {text.trim().length >= 2 && found.data && others.length === 0 && <p>{t('merge.none')}</p>}
      <ul className="file-list">
        {others.map((person) => (
          <li key={person.id}>
            <Link to="/people/$id" params={{ id: person.id }} search={true}>
              {person.name}
            </Link>
            <span className="quiet">
              {[birth(person.birth), person.nationalId, person.hamlet].filter(Boolean).join(' · ')}
            </span>
            <Button size="small" disabled={!ready} onClick={() => void act('merge', { goneId: person.id })}>
              {t('merge.do', { name })}
            </Button>
          </li>
        ))}
      </ul>
    </details>
  );
}
