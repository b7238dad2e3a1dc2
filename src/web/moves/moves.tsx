import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get } from '../app/client.ts';
import { type Search, usePlace } from '../app/place.ts';
import { DayInput, useUnit } from '../ui/inputs.tsx';
import { Empty, Failed, Loading, Notice } from '../ui/states.tsx';
import '../ui/tabs.css';
import { Tabs } from '../ui/tabs.tsx';
import { ArrivalForm } from './arrival-form.tsx';
import { AwayList, SharedList } from './away.tsx';
import { MoveForm } from './move-form.tsx';
import { MoveTable } from './move-table.tsx';
import './moves.css';
import type { Move, Moves } from './types.ts';

const VIEWS = ['in', 'out', 'disputes', 'shared', 'away', 'arrival'] as const;
type View = (typeof VIEWS)[number];

/** People who moved between communes: claimed by one, answered by the other, settled by the unit above both. */
export function MovesPage() {
  const { t } = useTranslation();
  const place = usePlace();
  const navigate = useNavigate();
  const client = useQueryClient();
  const unit = useUnit(place.unit, place.map);
  const search = useSearch({ strict: false }) as Search & { state?: string };
  const leaf = unit.data?.leaf ?? true;
  // Above the communes there is one thing to do: to settle what they dispute.
  const views: readonly View[] = leaf ? VIEWS : ['disputes'];
  const view = views.find((one) => one === search.state) ?? views[0]!;
  const [since, setSince] = useState<string | null>(null);
  const [chosen, setChosen] = useState<Move | null>(null);
  const [done, setDone] = useState('');
  const where = { unit: place.unit, mapDate: place.map };
  const listed = view === 'out' ? 'out' : 'in';
  const moves = useQuery({
    queryKey: ['moves', where, listed, since],
    queryFn: () => get<Moves>('/moves', { ...where, direction: listed, since }),
    enabled: unit.isSuccess && leaf,
  });
  const disputes = useQuery({
    queryKey: ['moves', 'disputes', where],
    queryFn: () => get<{ moves: Move[] }>('/moves/disputes', where),
  });
  const refresh = async () => {
    for (const queryKey of [['moves'], ['people'], ['person'], ['coverage'], ['handover']])
      await client.invalidateQueries({ queryKey });
  };
  const answered = async () => {
    setDone(t('moves.done', { name: chosen!.name }));
    setChosen(null);
    await refresh();
  };
  const show = (state: View) => {
    setChosen(null);
    setDone('');
    void navigate({ to: '.', search: ((before: object) => ({ ...before, state })) as never });
  };
  const counts = moves.data?.counts;
  const shown = view === 'disputes' ? disputes : moves;
  const list = view === 'disputes' ? disputes.data?.moves : moves.data?.moves;
  return (
    <>
      <h1>{t('moves.title')}</h1>
      <p className="lead">{t('moves.lead')}</p>
      <Tabs
        label={t('moves.title')}
        chosen={view}
        onChoose={show}
        tabs={views.map((key) => ({
          key,
          label: t(`moves.${key}`),
          count:
            key === 'disputes' ? disputes.data?.moves.length : key === 'arrival' ? undefined : counts?.[key],
        }))}
      />
      {done !== '' && <Notice tone="ok">{done}</Notice>}
      {view === 'arrival' ? (
        <ArrivalForm onDone={refresh} />
      ) : view === 'away' ? (
        <AwayList />
      ) : view === 'shared' ? (
        <SharedList />
      ) : (
        <>
          {view !== 'disputes' && (
            <div className="row no-print">
              <div className="field">
                <span>{t('moves.since')}</span>
                <DayInput label={t('moves.since')} value={since} onChange={setSince} />
              </div>
            </div>
          )}
          {shown.isLoading ? (
            <Loading />
          ) : shown.error || list === undefined ? (
            <Failed error={shown.error} again={() => void shown.refetch()} />
          ) : list.length === 0 ? (
            <Empty title={t(`moves.none.${view}`)}>{t(`moves.none_help.${view}`)}</Empty>
          ) : (
            <>
              <p className="quiet">{t(`moves.lead.${view}`)}</p>
              <MoveTable
                moves={list}
                chosen={chosen}
                onChoose={(move) => {
                  setDone('');
                  setChosen(move);
                }}
              />
            </>
          )}
          {chosen !== null && (
            <MoveForm
              key={`${chosen.personId} ${chosen.from.id}`}
              move={chosen}
              map={place.map}
              onCancel={() => setChosen(null)}
              onDone={answered}
            />
          )}
        </>
      )}
    </>
  );
}
