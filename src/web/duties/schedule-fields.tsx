import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Directive, Schedule } from '../../duties/contract.ts';
import type { PlainDate } from '../../kernel/plain-date.ts';
import { CLOCK_TIME } from '../../kernel/vietnam-time.ts';
import { Field } from '../ui/field.tsx';
import { DayInput } from '../ui/inputs.tsx';
import { Labelled } from './labelled.tsx';

/** What a schedule of its kind needs to know: the day, the weekday, the event, the time. A single deadline may be moved. */
export function ScheduleFields({
  schedule,
  begun,
  events,
  onChange,
}: {
  schedule: Schedule;
  begun: boolean;
  events: Directive['events'];
  onChange: (schedule: Schedule) => void;
}) {
  const { t } = useTranslation();
  const fixed = begun && schedule.kind !== 'once';
  return (
    <>
      {schedule.kind === 'once' && (
        <Labelled label={t('duties.due_on')}>
          <DayInput
            value={schedule.on}
            onChange={(on) => on !== null && onChange({ ...schedule, on: on as PlainDate })}
            label={t('duties.due_on')}
          />
        </Labelled>
      )}
      {schedule.kind === 'weekly' && (
        <Labelled label={t('duties.on_weekday')}>
          <Select
            aria-label={t('duties.on_weekday')}
            disabled={fixed}
            value={schedule.weekday}
            onChange={(weekday) => onChange({ ...schedule, weekday })}
            options={[1, 2, 3, 4, 5, 6, 7].map((value) => ({ value, label: t(`duties.weekday.${value}`) }))}
          />
        </Labelled>
      )}
      {schedule.kind === 'monthly' && (
        <Count
          label={t('duties.on_day')}
          value={schedule.day}
          disabled={fixed}
          onChange={(day) => onChange({ ...schedule, day })}
        />
      )}
      {schedule.kind === 'event' && (
        <>
          <Labelled label={t('duties.after_event')}>
            <Select
              aria-label={t('duties.after_event')}
              disabled={fixed}
              value={schedule.event}
              onChange={(event) => onChange({ ...schedule, event })}
              options={events.map(({ key, label }) => ({ value: key, label: label === '' ? key : label }))}
            />
          </Labelled>
          <Count
            label={t('duties.after_days')}
            value={schedule.days}
            disabled={fixed}
            onChange={(days) => onChange({ ...schedule, days })}
          />
        </>
      )}
      {(schedule.kind === 'session' || schedule.kind === 'severe') && (
        <Count
          label={t(`duties.after_hours.${schedule.kind}`)}
          value={schedule.hours}
          disabled={fixed}
          onChange={(hours) => onChange({ ...schedule, hours })}
        />
      )}
      {'time' in schedule && (
        <Field
          label={t('duties.until_time')}
          value={schedule.time}
          disabled={fixed}
          maxLength={5}
          inputMode="numeric"
          placeholder="16:00"
          {...(CLOCK_TIME.test(schedule.time) ? {} : { wrong: t('duties.time_wrong') })}
          onChange={({ target }) => onChange({ ...schedule, time: target.value })}
        />
      )}
    </>
  );
}

function Count({
  label,
  value,
  disabled,
  onChange,
}: {
  label: string;
  value: number;
  disabled: boolean;
  onChange: (value: number) => void;
}) {
  return (
    <Field
      label={label}
      value={String(value)}
      disabled={disabled}
      inputMode="numeric"
      maxLength={3}
      onChange={({ target }) => onChange(Number(target.value.replace(/\D/g, '')))}
    />
  );
}
