import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlainDate } from '../../kernel/plain-date.ts';
import { CLOCK_TIME, dayInVietnam, momentOf, timeInVietnam } from '../../kernel/vietnam-time.ts';
import { DayInput } from '../ui/inputs.tsx';

/** A moment as day and time on the clock of Vietnam, typed; `value` is ISO 8601, null until both are there. */
export function MomentInput({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string | null;
  onChange: (moment: string | null) => void;
}) {
  const { t } = useTranslation();
  const [day, setDay] = useState(value === null ? null : dayInVietnam(value));
  const [time, setTime] = useState(value === null ? '' : timeInVietnam(value));
  const tell = (on: PlainDate | null, at: string) =>
    onChange(on !== null && CLOCK_TIME.test(at) ? momentOf(on, at) : null);
  return (
    <fieldset className="moment">
      <legend>{label}</legend>
      <DayInput
        label={label}
        value={day}
        onChange={(typed) => {
          setDay(typed as PlainDate | null);
          tell(typed as PlainDate | null, time);
        }}
      />
      <input
        className="count"
        aria-label={`${label} (${t('duties.clock')})`}
        aria-invalid={time !== '' && !CLOCK_TIME.test(time)}
        inputMode="numeric"
        maxLength={5}
        placeholder="08:00"
        value={time}
        onChange={({ target }) => {
          setTime(target.value);
          tell(day, target.value);
        }}
      />
    </fieldset>
  );
}
