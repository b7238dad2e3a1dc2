import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Absence } from '../app/api-types.ts';
import { get } from '../app/client.ts';
import { figure } from '../app/format.ts';
import { usePlace } from '../app/place.ts';
import { useUnit } from '../ui/inputs.tsx';
import { Empty, Failed, Loading, Notice } from '../ui/states.tsx';
import { usePhone } from '../ui/use-phone.ts';
import { AbsenceTable } from './absence-table.tsx';
import { DecisionForm } from './decision-form.tsx';

const PAGE = 100;

/** Who stood in a list and is missing from the new complete one: nobody leaves the figures until somebody says why. */
export function Absences() {
  const { t } = useTranslation();
  const place = usePlace();
  const client = useQueryClient();
  const navigate = useNavigate();
  const settled = (useSearch({ strict: false }) as { settled?: string }).settled === 'true';
  const unit = useUnit(place.unit, place.map);
  const [offset, setOffset] = useState(0);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [done, setDone] = useState('');
  const phone = usePhone();
  const [deciding, setDeciding] = useState(false);
  const query = useQuery({
    queryKey: ['absences', place.unit, place.map, settled, offset],
    queryFn: () =>
      get<{ absences: Absence[]; total: number }>('/absences', {
        unit: place.unit,
        mapDate: place.map,
        settled: String(settled),
        offset,
      }),
  });
  const show = (which: 'open' | 'settled') => {
    setChosen(new Set());
    setOffset(0);
    void navigate({
      to: '.',
      search: ((before: object) => ({
        ...before,
        settled: which === 'settled' ? 'true' : undefined,
      })) as never,
    });
  };
  const absences = query.data?.absences ?? [];
  const total = query.data?.total ?? 0;
  const picked = absences.filter(({ id }) => chosen.has(id));
  const settledNow = async (people: number) => {
    setChosen(new Set());
    setDeciding(false);
    setDone(t('absences.done', { n: figure(people) }));
    for (const queryKey of [['absences'], ['people'], ['person'], ['coverage']])
      await client.invalidateQueries({ queryKey });
  };
  return (
    <>
      <h1>{t('absences.title')}</h1>
      <p className="lead">{t('absences.lead')}</p>
      <div className="tools">
        <Segmented
          aria-label={t('absences.title')}
          value={settled ? 'settled' : 'open'}
          onChange={show}
          options={(['open', 'settled'] as const).map((value) => ({ value, label: t(`absences.${value}`) }))}
        />
      </div>
      {done !== '' && <Notice tone="ok">{done}</Notice>}
      {query.isLoading ? (
        <Loading />
      ) : query.error ? (
        <Failed error={query.error} again={() => void query.refetch()} />
      ) : absences.length === 0 ? (
        <Empty title={t(settled ? 'absences.none_settled' : 'absences.none')}>
          {settled ? '' : t('absences.none_help', { unit: unit.data?.fullName ?? '' })}
        </Empty>
      ) : (
        <>
          <p aria-live="polite" className="quiet">
            {t('absences.count', { n: figure(total), chosen: figure(picked.length) })}
          </p>
          {/* A phone has room for one of the two: first who, then what. */}
          {!(phone && deciding) && (
            <AbsenceTable absences={absences} chosen={chosen} onChoose={setChosen} settled={settled} />
          )}
          {phone && !deciding && picked.length > 0 && (
            <div className="actions main-action">
              <Button type="primary" size="large" onClick={() => setDeciding(true)}>
                {t('absences.settle_chosen', { n: figure(picked.length) })}
              </Button>
            </div>
          )}
          {(offset > 0 || offset + absences.length < total) && (
            <div className="row">
              {offset > 0 && (
                <Button onClick={() => setOffset(Math.max(0, offset - PAGE))}>{t('web.previous')}</Button>
              )}
              {offset + absences.length < total && (
                <Button onClick={() => setOffset(offset + PAGE)}>{t('web.next')}</Button>
              )}
            </div>
          )}
          {picked.length > 0 && (deciding || !phone) && (
            <DecisionForm
              people={picked}
              onCancel={() => (phone ? setDeciding(false) : setChosen(new Set()))}
              onDone={settledNow}
            />
          )}
        </>
      )}
    </>
  );
}
