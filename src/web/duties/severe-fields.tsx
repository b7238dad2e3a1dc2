import { useTranslation } from 'react-i18next';
import type { Fields } from '../../duties/contract.ts';
import { SEVERE_FIGURES, SEVERE_NEEDED, type SevereField } from '../../duties/rules.ts';
import { ADVERSE_EVENTS, ADVERSE_OUTCOMES } from '../../recording/rules.ts';
import { Field } from '../ui/field.tsx';
import { MomentInput } from './moment-input.tsx';
import type { DutyAnswer } from './types.ts';

/** The first report of a severe event: what the table recorded stands there, the facility completes it. No name is asked. */
export function SevereFields({
  duty,
  proposed,
  fields,
  texts,
  onField,
  onFigure,
}: {
  duty: DutyAnswer;
  proposed: boolean;
  fields: Fields;
  texts: Readonly<Record<string, string>>;
  onField: (field: SevereField, word: string) => void;
  onFigure: (field: string, typed: string) => void;
}) {
  const { t } = useTranslation();
  const needed = (field: SevereField) => SEVERE_NEEDED.includes(field);
  const line = (field: SevereField, length = 200) => (
    <Field
      label={t(`duties.severe.${field}`)}
      value={fields[field] ?? ''}
      maxLength={length}
      onChange={({ target }) => onField(field, target.value)}
    />
  );
  const words = (field: SevereField) => (
    <label className="field wide-field">
      {t(`duties.severe.${field}`)}
      <textarea
        className="note"
        rows={3}
        maxLength={2_000}
        required={needed(field)}
        value={fields[field] ?? ''}
        onChange={({ target }) => onField(field, target.value)}
      />
    </label>
  );
  const choice = (field: SevereField, options: readonly { value: string; label: string }[]) => (
    <label className="field">
      {t(`duties.severe.${field}`)}
      <select
        required={needed(field)}
        value={fields[field] ?? ''}
        onChange={({ target }) => onField(field, target.value)}
      >
        <option value="">{t('duties.choose')}</option>
        {options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
  const moment = (field: SevereField) => (
    <MomentInput
      label={t(`duties.severe.${field}`)}
      value={fields[field] ?? null}
      onChange={(at) => onField(field, at ?? '')}
    />
  );
  return (
    <>
      {proposed && Object.keys(fields).length > 0 && (
        <p className="watermark">{t('duties.severe_proposed')}</p>
      )}
      <fieldset className="severe">
        <legend>{t('duties.severe_who')}</legend>
        {choice(
          'sex',
          ['M', 'F'].map((value) => ({ value, label: t(`duties.sex.${value}`) })),
        )}
        {line('born', 4)}
        {line('commune')}
      </fieldset>
      <fieldset className="severe">
        <legend>{t('duties.severe_dose')}</legend>
        {choice(
          'vaccine',
          duty.products.map(({ code, name }) => ({ value: code, label: name })),
        )}
        {line('lot', 40)}
        {line('dose', 4)}
        {moment('given')}
      </fieldset>
      <fieldset className="severe">
        <legend>{t('duties.severe_event')}</legend>
        {choice(
          'type',
          ADVERSE_EVENTS.map((value) => ({ value, label: t(`table.adverse.${value}`) })),
        )}
        {moment('onset')}
        {choice(
          'outcome',
          ADVERSE_OUTCOMES.map((value) => ({ value, label: t(`table.outcome.${value}`) })),
        )}
        {words('symptoms')}
        {words('treatment')}
        {words('cause')}
      </fieldset>
      <fieldset className="severe">
        <legend>{t('duties.severe_around')}</legend>
        {SEVERE_FIGURES.map((figure) => (
          <Field
            key={figure}
            label={t(`duties.field.${figure}`)}
            inputMode="numeric"
            maxLength={6}
            value={texts[figure] ?? ''}
            onChange={({ target }) => onFigure(figure, target.value)}
          />
        ))}
        {line('phoned')}
      </fieldset>
    </>
  );
}
