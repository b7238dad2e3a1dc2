import { Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import {
  CHECKS,
  type Directive,
  type DirectiveItem,
  FORMS,
  type Form,
  LEVELS,
  SCHEDULES,
  type Schedule,
} from '../../duties/contract.ts';
import type { PlainDate } from '../../kernel/plain-date.ts';
import { Field } from '../ui/field.tsx';
import { DayInput } from '../ui/inputs.tsx';
import { Labelled } from './labelled.tsx';
import { ScheduleFields } from './schedule-fields.tsx';

/** Roles that answer duties; each has its seat somewhere. */
const ROLES = [
  'commune-clerk',
  'commune-police',
  'health-station',
  'facility',
  'district-health',
  'district-committee',
  'province-health',
  'information-department',
] as const;

/** One item: who owes what, on which form, until when, and who checks it. What has begun can be reworded and ended. */
export function ItemForm({
  item,
  begun,
  events,
  parents,
  onChange,
}: {
  item: DirectiveItem;
  begun: boolean;
  events: Directive['events'];
  parents: readonly DirectiveItem[];
  onChange: (item: DirectiveItem | null) => void;
}) {
  const { t } = useTranslation();
  const put = (change: Partial<DirectiveItem>) => onChange({ ...item, ...change });
  const owners = (change: Partial<DirectiveItem['owners']>) => put({ owners: { ...item.owners, ...change } });
  const setForm = (form: Form) =>
    put({
      form,
      schedule:
        form === 'below'
          ? { kind: 'below' }
          : item.schedule.kind === 'below'
            ? firstSchedule('once', item.from, events)
            : item.schedule,
    });
  return (
    <section className="item-form" aria-label={t('duties.item_no', { number: item.number })}>
      <Field
        label={t('duties.number')}
        required
        maxLength={20}
        value={item.number}
        onChange={({ target }) => put({ number: target.value })}
      />
      <label className="field wide-field">
        {t('duties.what')}
        <textarea
          className="note"
          rows={2}
          required
          maxLength={300}
          value={item.title}
          onChange={({ target }) => put({ title: target.value })}
        />
      </label>
      <fieldset disabled={begun}>
        <legend>{t('duties.who')}</legend>
        <div>
          {LEVELS.map((level) => (
            <Tick
              key={level}
              label={t(`duties.level.${level}`)}
              on={item.owners.levels.includes(level)}
              onChange={(on) =>
                owners({
                  levels: LEVELS.filter((one) => (one === level ? on : item.owners.levels.includes(one))),
                })
              }
            />
          ))}
          <Tick
            label={t('duties.level.facility')}
            on={item.owners.facilities}
            onChange={(facilities) => owners({ facilities })}
          />
        </div>
      </fieldset>
      <fieldset>
        <legend>{t('duties.which_roles')}</legend>
        <div>
          {ROLES.map((role) => (
            <Tick
              key={role}
              label={t(`role.${role}`)}
              on={item.owners.roles.includes(role)}
              onChange={(on) =>
                owners({
                  roles: ROLES.filter((one) => (one === role ? on : item.owners.roles.includes(one))),
                })
              }
            />
          ))}
        </div>
      </fieldset>
      <Labelled label={t('duties.form_head')}>
        <Select
          aria-label={t('duties.form_head')}
          disabled={begun}
          value={item.form}
          onChange={setForm}
          options={FORMS.map((form) => ({ value: form, label: t(`duties.form.${form}`) }))}
        />
      </Labelled>
      {item.form !== 'below' && (
        <>
          <Labelled label={t('duties.when')}>
            <Select
              aria-label={t('duties.when')}
              disabled={begun}
              value={item.schedule.kind}
              onChange={(kind: Schedule['kind']) => put({ schedule: firstSchedule(kind, item.from, events) })}
              options={SCHEDULES.filter((kind) => kind !== 'below').map((kind) => ({
                value: kind,
                label: t(`duties.kind.${kind}`),
              }))}
            />
          </Labelled>
          <ScheduleFields
            schedule={item.schedule}
            begun={begun}
            events={events}
            onChange={(schedule) => put({ schedule })}
          />
          <Labelled label={t('duties.who_checks')}>
            <Select
              aria-label={t('duties.who_checks')}
              disabled={begun}
              value={item.check}
              onChange={(check) => put({ check })}
              options={CHECKS.map((check) => ({ value: check, label: t(`duties.check.${check}`) }))}
            />
          </Labelled>
        </>
      )}
      <Labelled label={t('duties.parent')}>
        <Select
          aria-label={t('duties.parent')}
          disabled={begun}
          value={item.parent ?? ''}
          onChange={(parent) => put({ parent: parent === '' ? null : parent })}
          options={[
            { value: '', label: t('duties.no_parent') },
            ...parents.map(({ id, number, title }) => ({ value: id, label: `${number} · ${title}` })),
          ]}
        />
      </Labelled>
      <Labelled label={t('duties.from')}>
        {begun ? (
          <span>{item.from.split('-').reverse().join('/')}</span>
        ) : (
          <DayInput
            value={item.from}
            onChange={(from) => from !== null && put({ from: from as PlainDate })}
            label={t('duties.from')}
          />
        )}
      </Labelled>
      <Labelled label={t('duties.until')}>
        <DayInput
          value={item.until}
          onChange={(until) => put({ until: until as PlainDate | null })}
          label={t('duties.until')}
        />
      </Labelled>
      <label className="field wide-field">
        {t('duties.item_note')}
        <textarea
          className="note"
          rows={1}
          maxLength={1000}
          value={item.note ?? ''}
          onChange={({ target }) => put({ note: target.value === '' ? null : target.value })}
        />
      </label>
      <div className="row">
        {begun ? (
          <span className="quiet">{t('duties.begun')}</span>
        ) : (
          <Button onClick={() => onChange(null)}>{t('duties.remove_item')}</Button>
        )}
      </div>
    </section>
  );
}

function Tick({ label, on, onChange }: { label: string; on: boolean; onChange: (on: boolean) => void }) {
  return (
    <label className="tick">
      <input type="checkbox" checked={on} onChange={(event) => onChange(event.target.checked)} />
      {label}
    </label>
  );
}

/** A schedule of the kind as it is most often wanted. */
function firstSchedule(kind: Schedule['kind'], from: PlainDate, events: Directive['events']): Schedule {
  const time = '16:00';
  switch (kind) {
    case 'once':
      return { kind, on: from, time };
    case 'daily':
      return { kind, time };
    case 'weekly':
      return { kind, weekday: 5, time };
    case 'monthly':
      return { kind, day: 31, time };
    case 'event':
      return { kind, event: events[0]?.key ?? '', days: 1, time };
    case 'session':
    case 'severe':
      return { kind, hours: 24 };
    case 'below':
      return { kind };
  }
}
