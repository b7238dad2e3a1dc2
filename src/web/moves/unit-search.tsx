import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Unit } from '../app/api-types.ts';
import { get } from '../app/client.ts';
import { Field } from '../ui/field.tsx';

const labelOf = ({ fullName, path, code }: Unit): string => `${fullName}, ${path} (${code})`;

/** A commune anywhere in the country, typed by name without accents or by code; empty when it is not known. */
export function UnitSearch({
  label,
  at,
  onChange,
}: {
  label: string;
  at: string;
  onChange: (code: string | null) => void;
}) {
  const { t } = useTranslation();
  const list = useId();
  const [text, setText] = useState('');
  const found = useQuery({
    queryKey: ['units', 'search', text, at],
    queryFn: () => get<{ units: Unit[] }>('/units', { at, q: text }),
    enabled: text.trim().length >= 2 && !text.includes('('),
    staleTime: 60_000,
  });
  const code = /\((\d{5})\)$/.exec(text)?.[1] ?? null;
  const unknown = text.trim() !== '' && code === null && found.data?.units.length === 0;
  return (
    <>
      <Field
        label={label}
        help={t('moves.form.from_unit_help')}
        wrong={unknown ? t('web.nothing_found') : undefined}
        value={text}
        list={list}
        autoComplete="off"
        onChange={(event) => {
          setText(event.target.value);
          onChange(/\((\d{5})\)$/.exec(event.target.value)?.[1] ?? null);
        }}
      />
      <datalist id={list}>
        {found.data?.units
          .filter(({ level }) => level === 3)
          .map((unit) => (
            <option key={unit.code} value={labelOf(unit)} />
          ))}
      </datalist>
    </>
  );
}
