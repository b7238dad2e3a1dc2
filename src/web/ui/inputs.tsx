import { useQuery } from '@tanstack/react-query';
import { Input, Select } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { foldText } from '../../kernel/vietnamese-text.ts';
import type { Unit } from '../app/api-types.ts';
import { get } from '../app/client.ts';
import { day, typedDay } from '../app/format.ts';
import { useMe } from '../app/place.ts';

/** A day typed as dd/mm/yyyy or ddmmyyyy; keeps what was typed and says what is wrong with it. */
export function DayInput({
  value,
  onChange,
  label,
  required = false,
}: {
  value: string | null;
  onChange: (iso: string | null) => void;
  label: string;
  required?: boolean;
}) {
  const { t } = useTranslation();
  const [text, setText] = useState(value === null ? '' : day(value));
  useEffect(() => setText(value === null ? '' : day(value)), [value]);
  const wrong = text !== '' && typedDay(text) === null;
  const settle = () => {
    if (text === '') onChange(null);
    else if (!wrong) onChange(typedDay(text));
  };
  return (
    <Input
      aria-label={label}
      required={required}
      style={{ width: 128 }}
      value={text}
      status={wrong ? 'error' : ''}
      title={wrong ? t('web.day_wrong') : ''}
      placeholder="dd/mm/yyyy"
      inputMode="numeric"
      onChange={(event) => setText(event.target.value)}
      onBlur={settle}
      onPressEnter={settle}
    />
  );
}

/** One unit on the map of a day. */
export const useUnit = (code: string, at: string) =>
  useQuery({ queryKey: ['unit', code, at], queryFn: () => get<Unit>(`/units/${code}`, { at }) });

/** Searches units by name without accents, or by code, on the map of a day. */
export function UnitInput({
  value,
  at,
  onChange,
  label,
}: {
  value: string;
  at: string;
  onChange: (code: string) => void;
  label: string;
}) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const current = useUnit(value, at);
  const found = useQuery({
    queryKey: ['units', text, at, value],
    queryFn: () =>
      get<{ units: Unit[] }>(
        '/units',
        text === ''
          ? { at, parent: current.data?.leaf ? (current.data.parentCode ?? undefined) : value }
          : { at, q: text },
      ),
    enabled: current.isSuccess,
  });
  const home = useMe().data?.roles[0]?.unit.fullName;
  const others = found.data?.units.filter(({ code }) => code !== value) ?? [];
  const own = others.filter(
    ({ path, fullName }) => fullName === home || path.split(', ').includes(home ?? ''),
  );
  // Names repeat over the country: where the account's own units have the name, those are meant.
  const options =
    text === ''
      ? [...(current.data ? [current.data] : []), ...others]
      : exactFirst(own.length > 0 ? own : (found.data?.units ?? []), text);
  if (
    text === '' &&
    current.data?.parentCode &&
    !options.some(({ code }) => code === current.data.parentCode)
  )
    options.unshift({
      ...current.data,
      code: current.data.parentCode,
      fullName: `↑ ${current.data.path.split(', ')[0]}`,
      path: '',
    });
  return (
    <Select
      aria-label={label}
      showSearch={{ filterOption: false, onSearch: setText }}
      className="unit-select"
      popupMatchSelectWidth={320}
      value={current.data ? value : null}
      loading={current.isLoading}
      placeholder={t('web.unit')}
      notFoundContent={t('web.nothing_found')}
      onChange={(code: string) => {
        setText('');
        onChange(code);
      }}
      options={options.map((unit) => ({
        value: unit.code,
        label: `${unit.fullName}`,
        title: unit.path,
        path: unit.path,
      }))}
      optionRender={(option) => (
        <span>
          {option.label}{' '}
          <small style={{ color: 'var(--muted)' }}>{(option.data as { path: string }).path}</small>
        </span>
      )}
    />
  );
}

/** "hong ha" means Phường Hồng Hà before Phường Hồng Hải. */
function exactFirst(units: readonly Unit[], text: string): Unit[] {
  const typed = foldText(text);
  const exact = ({ name, code }: Unit): boolean => foldText(name).endsWith(typed) || code === text;
  return units.toSorted((a, b) => Number(exact(b)) - Number(exact(a)));
}
