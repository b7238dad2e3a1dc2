import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { get } from '../app/client.ts';
import { usePlace } from '../app/place.ts';
import { Failed, Loading } from '../ui/states.tsx';
import { DirectiveForm } from './directive-form.tsx';
import { DutyTabs } from './duty-tabs.tsx';
import { contentOf, emptyContent } from './new-content.ts';
import type { DirectivePageAnswer } from './types.ts';

/** Entering a directive, or a new version of one that is known. */
export function EditDirectivePage() {
  const { t } = useTranslation();
  const { id } = useParams({ strict: false }) as { id: string };
  const place = usePlace();
  const navigate = useNavigate();
  const client = useQueryClient();
  const isNew = id === 'new';
  const known = useQuery({
    queryKey: ['directive', id],
    queryFn: () => get<DirectivePageAnswer>(`/directives/${id}`),
    enabled: !isNew,
  });
  if (known.isLoading) return <Loading />;
  if (!isNew && (known.error || !known.data))
    return <Failed error={known.error} again={() => void known.refetch()} />;
  const saved = async (directive: string) => {
    await client.invalidateQueries();
    await navigate({ to: '/duties/directives/$id', params: { id: directive }, search: true });
  };
  return (
    <>
      <h1>{isNew ? t('duties.new_directive') : t('duties.edit_title', { number: known.data!.number })}</h1>
      <p className="lead">{t(isNew ? 'duties.new_lead' : 'duties.edit_lead')}</p>
      <DutyTabs />
      <DirectiveForm
        id={isNew ? null : id}
        unit={known.data?.unit?.code ?? place.unit}
        given={known.data === undefined ? emptyContent(place.date) : contentOf(known.data)}
        onSaved={saved}
      />
    </>
  );
}
