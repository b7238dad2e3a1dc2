import { useQuery } from '@tanstack/react-query';
import { Input, Select } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FindingCount } from '../app/api-types.ts';
import { get } from '../app/client.ts';
import { figure } from '../app/format.ts';
import { usePlace } from '../app/place.ts';
import { causeAndRemedy } from '../ui/cause.ts';
import { usePhone } from '../ui/use-phone.ts';

const SETTLE_MS = 250;

export type Filters = {
  q?: string;
  hamlet?: string;
  kind?: string;
  band?: string;
  doses?: string;
  source?: string;
  finding?: string;
  /** Exactly these hands' lists name the person, e.g. "commune,police". */
  lists?: string;
  /** A field on which the lists disagree. */
  conflict?: string;
};

/** Search and filters of the resident list; on a phone the filters open on demand, the search is always there. */
export function PeopleFilters({
  filters,
  onChange,
  showsDoses,
}: {
  filters: Filters;
  onChange: (change: Filters) => void;
  showsDoses: boolean;
}) {
  const { t } = useTranslation();
  const place = usePlace();
  const phone = usePhone();
  const [open, setOpen] = useState(false);
  const at = { unit: place.unit, mapDate: place.map };
  const hamlets = useQuery({
    queryKey: ['hamlets', place.unit, place.map],
    queryFn: () => get<{ hamlets: { hamlet: string; people: number }[] }>('/hamlets', at),
  });
  const findings = useQuery({
    queryKey: ['findings', place.unit, place.map],
    queryFn: () => get<{ findings: FindingCount[] }>('/findings', at),
  });
  const choice = (name: keyof Filters, label: string, options: readonly (readonly [string, string])[]) => (
    <label className="field">
      {label}
      <Select
        allowClear
        value={filters[name]}
        placeholder={t('people.all')}
        style={{ minWidth: 118 }}
        popupMatchSelectWidth={name === 'finding' ? 420 : 240}
        onChange={(value?: string) => onChange({ [name]: value ?? '' })}
        options={options.map(([value, words]) => ({ value, label: words }))}
      />
    </label>
  );
  const words = (prefix: string, keys: readonly string[]) =>
    keys.map((key) => [key, t(`${prefix}.${key}`)] as const);
  const shown = !phone || open;
  const active = Object.keys(filters).filter((name) => name !== 'q').length;
  return (
    <search className="tools">
      <SearchBox value={filters.q ?? ''} onChange={(q) => onChange({ q })} />
      {phone && (
        <button type="button" className="plain-button" aria-expanded={open} onClick={() => setOpen(!open)}>
          {active > 0 ? t('people.filters_active', { n: active }) : t('people.filters')}
        </button>
      )}
      {shown && (
        <>
          {choice(
            'hamlet',
            t('people.hamlet'),
            hamlets.data?.hamlets.map(
              ({ hamlet, people }) => [hamlet, `${hamlet} (${figure(people)})`] as const,
            ) ?? [],
          )}
          {choice('kind', t('people.kind'), [
            ['actual', t('population.actual')],
            ['present', t('population.present')],
            ...words('residence', ['permanent', 'temporary', 'absent', 'transient']),
          ])}
          {choice(
            'band',
            t('people.band'),
            words('band', ['0-11', '12-17', '18-49', '50-65', '66+', 'unknown']),
          )}
          {showsDoses && choice('doses', t('people.doses'), words('doses', ['none', '1', '2', '3', 'full']))}
          {choice('source', t('people.source'), words('source', ['police', 'commune', 'health']))}
          {choice(
            'finding',
            t('people.look'),
            findings.data?.findings.map(
              ({ code, people, message }) =>
                [code, `${causeAndRemedy(message).cause} (${figure(people)})`] as const,
            ) ?? [],
          )}
        </>
      )}
    </search>
  );
}

/** Searches when the typing rests; what the address says is shown when it changes from outside. */
function SearchBox({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only typing starts the clock
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => onChange(text), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <label className="field wide-field">
      {t('people.search')}
      <Input
        allowClear
        type="search"
        value={text}
        placeholder={t('people.search_help')}
        onChange={(event) => setText(event.target.value)}
        onPressEnter={() => onChange(text)}
      />
    </label>
  );
}
