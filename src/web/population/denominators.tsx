import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get } from '../app/client.ts';
import { day, figure, share } from '../app/format.ts';
import { usePlace } from '../app/place.ts';
import { useUnit } from '../ui/inputs.tsx';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import type { Bench } from './bench-types.ts';
import { Explanation } from './explanation.tsx';
import { PopulationTabs } from './population-tabs.tsx';
import { groupName } from './words.ts';

const DOSES = ['1', '2', '3'] as const;
const COUNTS = ['residents', 'givenHere'] as const;

/** Coverage of a unit under every denominator side by side. Above 100 % stays, and opens into what explains it. */
export function DenominatorsPage() {
  const { t } = useTranslation();
  const place = usePlace();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as { doses?: string; by?: string; band?: string };
  const [chosen, setChosen] = useState('total');
  const dose = DOSES.find((one) => one === search.doses) ?? '1';
  const counted = COUNTS.find((one) => one === search.by) ?? 'residents';
  const unit = useUnit(place.unit, place.map);
  const question = { unit: place.unit, date: place.date, mapDate: place.map, dose };
  const bench = useQuery({
    queryKey: ['denominators', question],
    queryFn: () => get<Bench>('/denominators', question),
    placeholderData: keepPreviousData,
  });
  const set = (change: object) =>
    void navigate({ to: '.', search: ((before: object) => ({ ...before, ...change })) as never });
  if (bench.isLoading) return <Loading />;
  if (bench.error || !bench.data) return <Failed error={bench.error} again={() => void bench.refetch()} />;
  const { bands, denominators, numerators } = bench.data;
  const people = (band: string): number => numerators[band]![counted];
  return (
    <>
      <h1>{t('bench.title')}</h1>
      <p className="lead">
        {unit.data?.fullName} · {t('bench.lead')}
      </p>
      <PopulationTabs />
      <div className="row tools">
        <Segmented
          aria-label={t('bench.dose')}
          value={dose}
          onChange={(next) => set({ doses: next === '1' ? undefined : next })}
          options={DOSES.map((value) => ({ value, label: t('bench.dose_no', { n: value }) }))}
        />
        <Segmented
          aria-label={t('bench.counted')}
          value={counted}
          onChange={(next) => set({ by: next === 'residents' ? undefined : next })}
          options={COUNTS.map((value) => ({ value, label: t(`bench.${value}`) }))}
        />
      </div>
      <ScrollBox label={t('bench.title')}>
        <table className="plain bench">
          <caption className="only-read">{t('bench.title')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('people.band')}</th>
              <th scope="col" className="num">
                {t('bench.vaccinated')}
              </th>
              {denominators.map(({ name, oldestOn, age }) => (
                <th key={name} scope="col" className="num">
                  {t(`bench.by.${name}`)}
                  <small>
                    {oldestOn === null
                      ? t(name.startsWith('register') ? 'bench.now' : 'population.nobody')
                      : age! > 180
                        ? t('bench.stale', { day: day(oldestOn), days: figure(age) })
                        : t('bench.as_of', { day: day(oldestOn) })}
                  </small>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {bands.map((band) => (
              <tr key={band} className={band === chosen ? 'chosen' : ''}>
                <td>
                  <button
                    type="button"
                    className="link-button"
                    aria-pressed={band === chosen}
                    onClick={() => setChosen(band)}
                  >
                    {band === 'total' ? t('coverage.total') : groupName(t, band)}
                  </button>
                </td>
                <td className="num">{figure(people(band))}</td>
                {denominators.map(({ name, people: of, methods }) => (
                  <td key={name} className="num">
                    <Share part={people(band)} whole={of[band] ?? null} />
                    <small className="share">
                      {figure(of[band] ?? null)}
                      {methods[band] ? ` ${t('population.estimated')}` : ''}
                    </small>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
      <Explanation bench={bench.data} band={chosen} question={question} />
    </>
  );
}

/** A share as it is; above 100 % by colour and sign, never cut. */
function Share({ part, whole }: { part: number; whole: number | null }) {
  const { t } = useTranslation();
  if (whole === null || whole === 0) return <span title={t('population.nobody')}>–</span>;
  return part > whole ? (
    <b className="status warn" title={t('bench.above')}>
      <span aria-hidden="true">▲</span> {share(part, whole)}
    </b>
  ) : (
    <b>{share(part, whole)}</b>
  );
}
