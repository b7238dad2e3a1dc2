import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Button } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Layout, Run } from '../app/api-types.ts';
import { get, type Problem, problemOf, send } from '../app/client.ts';
import { useMe } from '../app/place.ts';
import { Empty, Failed, Loading, Refused } from '../ui/states.tsx';
import { type Chosen, meaningsOf, type SheetGroup, sheetGroups } from './meanings.ts';
import { SheetColumns } from './sheet-columns.tsx';

/** What each column means, beside sample rows; a correction is remembered for this unit and this header. */
export function Columns() {
  const { t } = useTranslation();
  const { id } = useParams({ strict: false }) as { id: string };
  const navigate = useNavigate();
  const may = useMe().data!.actions.includes('list.import');
  const query = useQuery({ queryKey: ['import', id], queryFn: () => get<Run>(`/imports/${id}`) });
  const [chosen, setChosen] = useState<Record<string, Chosen>>({});
  const [problem, setProblem] = useState<Problem | null>(null);
  const layouts = query.data?.layouts;
  const groups = useMemo(() => sheetGroups(layouts ?? []), [layouts]);
  useEffect(
    () => setChosen(Object.fromEntries(groups.map(({ key, first }) => [key, meaningsOf(first)]))),
    [groups],
  );
  if (query.isLoading) return <Loading />;
  if (query.error || !query.data) return <Failed error={query.error} again={() => void query.refetch()} />;
  if (groups.length === 0) return <Empty title={t('columns.none')}>{t('columns.none_help')}</Empty>;
  const save = async () => {
    try {
      const body = { sheets: groups.flatMap((group) => toSend(group, chosen[group.key] ?? {})) };
      const { id: next } = await send<{ id: string }>('PUT', `/imports/${id}/layout`, body);
      await navigate({ to: '/imports/$id', params: { id: next }, search: true });
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  return (
    <>
      <p>
        <Link to="/imports/$id" params={{ id }} search={true}>
          ← {query.data.fileName}
        </Link>
      </p>
      <h1>{t('columns.title')}</h1>
      <p className="lead">{t('columns.lead')}</p>
      {problem && <Refused problem={problem} />}
      {groups.map((group) => (
        <SheetColumns
          key={group.key}
          group={group}
          chosen={chosen[group.key] ?? {}}
          onChange={(next) => setChosen({ ...chosen, [group.key]: next })}
        />
      ))}
      {may && (
        <div className="actions main-action bar-fixed">
          <Button type="primary" size="large" onClick={() => void save()}>
            {t('columns.save')}
          </Button>
        </div>
      )}
    </>
  );
}

/** The meanings of a group for each of its sheets: they share their header. */
const toSend = ({ sheets }: SheetGroup, chosen: Chosen) =>
  sheets.map(({ sheet }: Layout) => ({
    sheet,
    columns: Object.entries(chosen)
      .filter(([, meaning]) => meaning !== '')
      .map(([column, meaning]) => {
        const [field, dose] = meaning.split(' ');
        return { column: Number(column), field, dose: dose === undefined ? null : Number(dose) };
      }),
  }));
