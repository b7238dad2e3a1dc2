import { useTranslation } from 'react-i18next';
import { CONDITIONS, type Condition } from '../../schedules/contract.ts';
import { Field } from '../ui/field.tsx';
import type { AnyRule } from './rule-words.ts';

/** What a new rule is about: the pair, the booster and its ages, or who is not given what. */
export function SubjectFields({
  rule,
  products,
  onChange,
}: {
  rule: AnyRule;
  products: readonly string[];
  onChange: (change: Partial<AnyRule>) => void;
}) {
  const { t } = useTranslation();
  const select = (
    label: string,
    value: string,
    options: readonly (readonly [string, string])[],
    set: (value: string) => void,
  ) => (
    <label className="field">
      {label}
      <select value={value} onChange={(event) => set(event.target.value)}>
        {options.map(([key, words]) => (
          <option key={key} value={key}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
  const named = products.map((code) => [code, t(`product.${code}`)] as const);
  if ('first' in rule)
    return (
      <div className="rule-grid">
        {select(t('rules.first'), rule.first, named, (first) => onChange({ first }))}
        {select(t('rules.second'), rule.second, named, (second) => onChange({ second }))}
      </div>
    );
  if ('condition' in rule)
    return (
      <div className="rule-grid">
        {select(
          t('rules.who'),
          rule.condition,
          CONDITIONS.map((one) => [one, t(`rules.condition.${one}`)] as const),
          (condition) => onChange({ condition: condition as Condition }),
        )}
        {select(
          t('due.column.vaccines'),
          rule.vaccine ?? '',
          [['', t('rules.any_product')], ...named],
          (vaccine) => onChange({ vaccine: vaccine === '' ? null : vaccine }),
        )}
      </div>
    );
  if ('number' in rule)
    return (
      <div className="rule-grid">
        <Field
          label={t('rules.number')}
          type="number"
          min={1}
          max={5}
          required
          value={rule.number}
          onChange={(event) => onChange({ number: Number(event.target.value) })}
        />
        <Field
          label={t('rules.maximum_age')}
          type="number"
          min={0}
          max={120}
          value={rule.maximumAge ?? ''}
          onChange={(event) =>
            onChange({ maximumAge: event.target.value === '' ? null : Number(event.target.value) })
          }
        />
      </div>
    );
  return null;
}
