import { useTranslation } from 'react-i18next';
import { Field } from '../ui/field.tsx';
import { DayInput } from '../ui/inputs.tsx';

export type Hours = Readonly<{ on: string | null; from: string; to: string }>;

/** The day of a session, and from when to when. */
export function DayAndHours({ value, onChange }: { value: Hours; onChange: (value: Hours) => void }) {
  const { t } = useTranslation();
  return (
    <>
      <div className="text-field">
        <span className="like-label">{t('campaigns.day')}</span>
        <DayInput
          value={value.on}
          onChange={(on) => onChange({ ...value, on })}
          label={t('campaigns.day')}
          required
        />
      </div>
      {(['from', 'to'] as const).map((end) => (
        <Field
          key={end}
          label={t(`campaigns.${end}`)}
          type="time"
          required
          value={value[end]}
          onChange={({ target }) => onChange({ ...value, [end]: target.value })}
        />
      ))}
    </>
  );
}
