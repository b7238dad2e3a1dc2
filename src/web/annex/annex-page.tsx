import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Unit } from '../app/api-types.ts';
import { apiUrl } from '../app/base.ts';
import { get, withParameters } from '../app/client.ts';
import { day, figure } from '../app/format.ts';
import { useMe, usePlace } from '../app/place.ts';
import { Field } from '../ui/field.tsx';
import { useUnit } from '../ui/inputs.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { AnnexTable } from './annex-table.tsx';
import { type Annex, SERIES, SPLITS, type Split } from './types.ts';
import './annex.css';

const VIEWS = ['self', 'children', 'communes'] as const;
type View = (typeof VIEWS)[number];

/** The annex of target groups: population, listed, vaccinated and not yet; on screen, as a workbook and as a paper to sign. */
export function AnnexPage() {
  const { t } = useTranslation();
  const place = usePlace();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as { by?: string; split?: string };
  const me = useMe().data!;
  const unit = useUnit(place.unit, place.map);
  const leaf = unit.data?.leaf ?? false;
  const below = useQuery({
    queryKey: ['units', '', place.map, place.unit],
    queryFn: () => get<{ units: Unit[] }>('/units', { at: place.map, parent: place.unit }),
    enabled: unit.data?.leaf === false,
  });
  // Where the units below are communes already (as since 01/07/2025), both views would be one.
  const layered = below.data?.units.some((one) => !one.leaf) ?? false;
  const views = VIEWS.filter(
    (view) => view === 'self' || (view === 'communes' && !leaf) || (view === 'children' && layered),
  );
  const by: View =
    views.find((view) => view === search.by) ?? (leaf ? 'self' : layered ? 'children' : 'communes');
  // One unit is told in full; of many, a line each, until more is asked for.
  const split: Split = SPLITS.find((one) => one === search.split) ?? (by === 'self' ? 'both' : 'none');
  const question = { unit: place.unit, by, date: place.date, mapDate: place.map };
  const annex = useQuery({
    queryKey: ['annex', question],
    queryFn: () => get<Annex>('/annex', question),
    placeholderData: keepPreviousData,
    enabled: unit.isSuccess && (leaf || below.isSuccess),
  });
  const set = (change: object) =>
    void navigate({ to: '.', search: ((before: object) => ({ ...before, ...change })) as never });

  const error = unit.error ?? below.error ?? annex.error;
  if (error) return <Failed error={error} again={() => void annex.refetch()} />;
  if (annex.data === undefined) return <Loading />;
  return (
    <>
      <h1>{t('annex.page')}</h1>
      <p className="lead">
        {annex.data.unitName} · {t('web.to_day', { date: day(place.date) })}
      </p>
      <Completeness annex={annex.data} />
      <div className="row tools">
        {views.length > 1 && (
          <Segmented<View>
            aria-label={t('annex.by')}
            value={by}
            onChange={(next) => set({ by: next })}
            options={views.map((value) => ({ value, label: t(`annex.by_${value}`) }))}
          />
        )}
        <Segmented<Split>
          aria-label={t('annex.split')}
          value={split}
          onChange={(next) => set({ split: next })}
          options={SPLITS.map((value) => ({ value, label: t(`annex.split_${value}`) }))}
        />
      </div>
      {me.actions.includes('coverage.export') && <TakeOut question={{ ...question, split }} />}
      <AnnexTable annex={annex.data} split={split} />
      <p className="watermark">
        {t('annex.blank_screen')} {t('annex.absent')} {t('annex.estimated')}
      </p>
    </>
  );
}

/** The paper to sign, the workbook, the page as it stands; what the paper is registered under can be typed in before. */
function TakeOut({ question }: { question: Record<string, string> }) {
  const { t } = useTranslation();
  const [number, setNumber] = useState('');
  const [accompanies, setAccompanies] = useState('');
  const paper = { ...question, number: number.trim(), accompanies: accompanies.trim() };
  return (
    <section className="no-print" aria-label={t('annex.take_out')}>
      <div className="actions">
        <Button type="primary" href={apiUrl(withParameters('/annex.pdf', paper))} download>
          {t('annex.pdf')}
        </Button>
        <Button href={apiUrl(withParameters('/annex.xlsx', paper))} download>
          {t('annex.xlsx')}
        </Button>
        <Button className="wide" onClick={() => window.print()}>
          {t('annex.print')}
        </Button>
      </div>
      <details className="register">
        <summary>{t('annex.register')}</summary>
        <div className="row">
          <Field
            label={t('annex.field_number')}
            placeholder="123/BC-UBND"
            maxLength={40}
            value={number}
            onChange={(event) => setNumber(event.target.value)}
          />
          <Field
            label={t('annex.field_accompanies')}
            placeholder={t('annex.field_accompanies_example')}
            maxLength={160}
            value={accompanies}
            onChange={(event) => setAccompanies(event.target.value)}
          />
        </div>
      </details>
    </section>
  );
}

/** Who has answered: lists, and each population series; beside the figures, so that no sum is taken for the whole. */
function Completeness({ annex: { completeness, mapStatus } }: { annex: Annex }) {
  const { t } = useTranslation();
  const { communes, listed, files, rowsInReview, asOf, population } = completeness;
  const reported = SERIES.map(
    (series) => `${t(`annex.series.${series}`)} ${figure(population[series].reported)}/${figure(communes)}`,
  );
  return (
    <p className="watermark">
      {t('annex.completeness', {
        listed: figure(listed),
        communes: figure(communes),
        files: figure(files),
        asOf: day(asOf),
        review: figure(rowsInReview),
      })}{' '}
      {t('annex.population', { reported: reported.join('; ') })}
      {mapStatus === 'known' ? '' : ` · ${t(`map.${mapStatus}`)}`}
    </p>
  );
}
