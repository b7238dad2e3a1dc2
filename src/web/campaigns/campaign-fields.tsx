import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Site } from '../../campaigns/contract.ts';
import { AGE_BANDS } from '../../kernel/age-band.ts';
import { get } from '../app/client.ts';
import { usePlace } from '../app/place.ts';
import { Field } from '../ui/field.tsx';
import { DayInput } from '../ui/inputs.tsx';
import type { CampaignRow, Terms } from './types.ts';

/** The doses that a campaign may be for: those of the schedule. */
const DOSES = [
  { kind: 'primary', doseNo: 1 },
  { kind: 'primary', doseNo: 2 },
  { kind: 'additional', doseNo: 3 },
  { kind: 'booster', doseNo: 3 },
  { kind: 'booster', doseNo: 4 },
] as const;

/** A campaign as it is being written: its days may be missing yet. */
export type Draft = Omit<Terms, 'closed' | 'from' | 'to'> &
  Readonly<{ from: string | null; to: string | null }>;

export const blankDraft = (from: string): Draft => ({
  ...{ name: '', target: { bands: [], doses: [] }, document: null, from, to: null, facilities: [] },
});

export function Target({ target: { bands, doses } }: { target: CampaignRow['target'] }) {
  const { t } = useTranslation();
  return (
    <>
      {bands.length === 0 ? t('campaigns.all_ages') : bands.map((band) => t(`band.${band}`)).join(', ')}
      <span className="under-name">
        {doses.length === 0
          ? t('campaigns.all_doses')
          : doses.map(({ kind, doseNo }) => t(`due.dose.${kind}`, { number: doseNo })).join(', ')}
      </span>
    </>
  );
}

/** Name, days, groups, doses of the schedule and facilities of a campaign; of lists, none chosen is all. */
export function CampaignFields({
  unit,
  value,
  onChange,
}: {
  unit: string;
  value: Draft;
  onChange: (value: Draft) => void;
}) {
  const { t } = useTranslation();
  const place = usePlace();
  const id = useId();
  const [some, setSome] = useState(value.facilities.length > 0);
  const asked = { unit, date: place.date };
  const sites =
    useQuery({
      queryKey: ['duties', 'sites', asked],
      queryFn: () => get<{ sites: Site[] }>('/session-sites', asked),
    }).data?.sites ?? [];
  const put = (change: Partial<Draft>) => onChange({ ...value, ...change });
  const { bands, doses } = value.target;
  const days = (name: 'from' | 'to') => (
    <div className="text-field">
      <span className="like-label">{t(`campaigns.${name}_day`)}</span>
      <DayInput
        value={value[name]}
        onChange={(on) => put({ [name]: on })}
        label={t(`campaigns.${name}_day`)}
        required
      />
    </div>
  );
  const known = value.facilities.filter(
    (one) => !sites.some((site) => site.unit === one.unit && site.facility === one.facility),
  );
  return (
    <>
      <Field
        label={t('campaigns.name')}
        required
        minLength={3}
        maxLength={200}
        value={value.name}
        onChange={({ target }) => put({ name: target.value })}
      />
      <div className="side-by-side">
        {days('from')}
        {days('to')}
        <Field
          label={t('campaigns.document')}
          maxLength={300}
          value={value.document ?? ''}
          onChange={({ target }) => put({ document: target.value === '' ? null : target.value })}
        />
      </div>
      <Several
        legend={t('campaigns.ages')}
        options={AGE_BANDS.filter((band) => band !== 'unknown')}
        chosen={bands}
        same={(a, b) => a === b}
        words={(band) => t(`band.${band}`)}
        onChange={(own) => put({ target: { doses, bands: own } })}
      />
      <Several
        legend={t('campaigns.doses')}
        options={DOSES}
        chosen={doses}
        same={(a, b) => a.kind === b.kind && a.doseNo === b.doseNo}
        words={({ kind, doseNo }) => t(`due.dose.${kind}`, { number: doseNo })}
        onChange={(own) => put({ target: { bands, doses: own } })}
      />
      <p className="quiet">{t('campaigns.none_is_all')}</p>
      <fieldset className="choices">
        <legend>{t('campaigns.tab.sites')}</legend>
        {[false, true].map((one) => (
          <label key={String(one)}>
            <input
              type="radio"
              name={`${id}facilities`}
              checked={some === one}
              onChange={() => {
                setSome(one);
                if (!one) put({ facilities: [] });
              }}
            />
            {t(one ? 'campaigns.chosen_facilities' : 'campaigns.all_facilities')}
          </label>
        ))}
      </fieldset>
      {some && (
        <Several
          legend={t('campaigns.some_facilities', { count: value.facilities.length })}
          options={[...known, ...sites.map(({ unit: of, facility }) => ({ unit: of, facility }))]}
          chosen={value.facilities}
          same={(a, b) => a.unit === b.unit && a.facility === b.facility}
          words={({ facility }) => facility}
          onChange={(facilities) => put({ facilities })}
        />
      )}
    </>
  );
}

/** Several of a few, each a box to tick. */
export function Several<T>({
  legend,
  options,
  chosen,
  same,
  words,
  onChange,
}: {
  legend: string;
  options: readonly T[];
  chosen: readonly T[];
  same: (a: T, b: T) => boolean;
  words: (one: T) => string;
  onChange: (chosen: readonly T[]) => void;
}) {
  return (
    <fieldset className="choices">
      <legend>{legend}</legend>
      {options.map((one) => {
        const checked = chosen.some((other) => same(one, other));
        return (
          <label key={words(one)}>
            <input
              type="checkbox"
              checked={checked}
              onChange={() =>
                onChange(checked ? chosen.filter((other) => !same(one, other)) : [...chosen, one])
              }
            />
            {words(one)}
          </label>
        );
      })}
    </fieldset>
  );
}
