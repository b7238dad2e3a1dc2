import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, type Problem, problemOf, send } from '../app/client.ts';
import { figure } from '../app/format.ts';
import { usePlace } from '../app/place.ts';
import { Empty, Failed, Loading, Refused } from '../ui/states.tsx';
import { PopulationTabs } from './population-tabs.tsx';
import type { PopulationAnswer } from './types.ts';

type Divided = PopulationAnswer['unplaced'][number];

/** Divided units of this map: where their hamlets went, and which share of the others. Nothing is guessed by area. */
export function DividedPage() {
  const { t } = useTranslation();
  const place = usePlace();
  const question = { unit: place.unit, by: 'self', date: place.date, mapDate: place.map };
  const answer = useQuery({
    queryKey: ['population', question],
    queryFn: () => get<PopulationAnswer>('/population', question),
  });
  if (answer.isLoading) return <Loading />;
  if (answer.error || !answer.data)
    return <Failed error={answer.error} again={() => void answer.refetch()} />;
  const { unplaced } = answer.data;
  return (
    <>
      <h1>{t('population.divided_title')}</h1>
      <p className="lead">{t('population.divided_lead')}</p>
      <PopulationTabs />
      {unplaced.length === 0 ? (
        <Empty title={t('population.divided_none')}>{t('population.divided_none_help')}</Empty>
      ) : (
        <div className="form-stack">
          {unplaced.map((unit) => (
            <DividedUnit key={unit.unit} divided={unit} mapDate={place.map} />
          ))}
        </div>
      )}
    </>
  );
}

function DividedUnit({ divided, mapDate }: { divided: Divided; mapDate: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { unit, unitName, on, people, hamlets, successors } = divided;
  const [places, setPlaces] = useState<Readonly<Record<string, string>>>({});
  const [shares, setShares] = useState<Readonly<Record<string, string>>>({});
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const parts = [
    ...Object.entries(places).map(([hamlet, to]) => ({ hamlet, to, share: 1 })),
    ...successors.flatMap(({ unit: to }) => {
      const percent = Number((shares[to] ?? '').trim().replace(',', '.'));
      return percent > 0 && percent <= 100 ? [{ hamlet: '', to, share: percent / 100 }] : [];
    }),
  ];
  const save = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await send('POST', '/population/placements', { unit, at: on, mapDate, reason: reason.trim(), parts });
      await client.invalidateQueries();
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="card" aria-label={unitName}>
      <h2 style={{ marginTop: 0 }}>
        {t('population.divided_unit', { unit: unitName, people: figure(people) })}
      </h2>
      {hamlets.length > 0 && (
        <fieldset>
          <legend>{t('population.divided_hamlets')}</legend>
          <div className="row">
            {hamlets.map((hamlet) => (
              <label key={hamlet} className="field">
                {hamlet}
                <Select
                  allowClear
                  value={places[hamlet] ?? null}
                  style={{ minWidth: 220 }}
                  placeholder={t('population.divided_unknown')}
                  onChange={(to?: string | null) =>
                    setPlaces((all) => {
                      const { [hamlet]: _, ...rest } = all;
                      return to ? { ...rest, [hamlet]: to } : rest;
                    })
                  }
                  options={successors.map((one) => ({ value: one.unit, label: one.unitName }))}
                />
              </label>
            ))}
          </div>
        </fieldset>
      )}
      <fieldset>
        <legend>{t(hamlets.length > 0 ? 'population.divided_rest' : 'population.divided_shares')}</legend>
        <div className="row">
          {successors.map((one) => (
            <label key={one.unit} className="field">
              {one.unitName} (%)
              <input
                className="count"
                inputMode="decimal"
                value={shares[one.unit] ?? ''}
                onChange={(event) => setShares((all) => ({ ...all, [one.unit]: event.target.value }))}
              />
            </label>
          ))}
        </div>
      </fieldset>
      <label className="field wide-field">
        {t('population.divided_reason')}
        <textarea
          className="note"
          rows={2}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
      {problem && <Refused problem={problem} />}
      <div className="actions">
        <Button
          type="primary"
          loading={busy}
          disabled={parts.length === 0 || reason.trim().length < 3}
          onClick={() => void save()}
        >
          {t('population.divided_save')}
        </Button>
      </div>
    </section>
  );
}
