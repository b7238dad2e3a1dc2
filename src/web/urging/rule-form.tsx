import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Select } from 'antd';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EscalationStep, UrgingRule } from '../../urging/contract.ts';
import { get, type Problem, problemOf, send } from '../app/client.ts';
import { usePlace } from '../app/place.ts';
import { Field } from '../ui/field.tsx';
import { Failed, Loading, Notice, Refused } from '../ui/states.tsx';

/** Roles that may be told of what is late below them. */
const ABOVE = [
  'district-committee',
  'district-health',
  'province-health',
  'information-department',
  'province-leader',
];
const MOST_STEPS = 10;

/** When the day's message goes out, when nothing leaves, and who is told of what stays late. */
export function RuleForm() {
  const { t } = useTranslation();
  const { unit } = usePlace();
  const client = useQueryClient();
  const query = useQuery({
    queryKey: ['urging-rule', unit],
    queryFn: () => get<UrgingRule>('/urging-rule', { unit }),
  });
  const [rule, setRule] = useState<UrgingRule | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [saved, setSaved] = useState(false);
  useEffect(() => setRule(query.data ?? null), [query.data]);
  if (query.error) return <Failed error={query.error} again={() => void query.refetch()} />;
  if (rule === null) return <Loading />;
  const set = (change: Partial<UrgingRule>) => {
    setSaved(false);
    setRule({ ...rule, ...change });
  };
  const step = (at: number, change: Partial<EscalationStep>) =>
    set({ escalation: rule.escalation.map((one, i) => (i === at ? { ...one, ...change } : one)) });
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setProblem(null);
    try {
      client.setQueryData(['urging-rule', unit], await send('PUT', '/urging-rule', { unit, rule }));
      setSaved(true);
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  return (
    <form className="card form-stack" onSubmit={(event) => void save(event)}>
      <h2 className="card-title">{t('reminders.rules')}</h2>
      {problem && <Refused problem={problem} />}
      {saved && <Notice tone="ok">{t('reminders.saved')}</Notice>}
      <div className="row" style={{ margin: 0, alignItems: 'start' }}>
        <Field
          label={t('reminders.send_at')}
          type="time"
          required
          value={rule.sendAt}
          onChange={(event) => set({ sendAt: event.target.value })}
        />
        <Field
          label={t('reminders.quiet_from')}
          type="time"
          required
          value={rule.quiet.from}
          onChange={(event) => set({ quiet: { ...rule.quiet, from: event.target.value } })}
        />
        <Field
          label={t('reminders.quiet_to')}
          type="time"
          required
          value={rule.quiet.to}
          onChange={(event) => set({ quiet: { ...rule.quiet, to: event.target.value } })}
        />
        <Field
          label={t('reminders.look_back')}
          type="number"
          min={1}
          max={366}
          required
          value={rule.lookBackDays}
          onChange={(event) => set({ lookBackDays: Number(event.target.value) })}
        />
      </div>
      <fieldset className="form-stack">
        <legend>{t('reminders.escalation')}</legend>
        {rule.escalation.map((one, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step has no name but its place
          <div className="row step" key={i} style={{ margin: 0 }}>
            <label className="field">
              {t('reminders.after_hours')}
              <input
                type="number"
                min={1}
                max={1440}
                value={one.afterHours}
                onChange={(event) => step(i, { afterHours: Number(event.target.value) })}
              />
            </label>
            <label className="field">
              {t('reminders.up')}
              <Select
                value={one.up}
                style={{ minWidth: 170 }}
                aria-label={t('reminders.up')}
                options={[1, 2, 3].map((value) => ({ value, label: t(`reminders.up_${value}`) }))}
                onChange={(up) => step(i, { up })}
              />
            </label>
            <label className="field wide-field">
              {t('reminders.roles')}
              <Select
                mode="multiple"
                value={[...one.roles]}
                aria-label={t('reminders.roles')}
                options={ABOVE.map((value) => ({ value, label: t(`role.${value}`) }))}
                onChange={(roles: string[]) => step(i, { roles })}
              />
            </label>
            <button
              type="button"
              className="plain-button"
              onClick={() => set({ escalation: rule.escalation.filter((_, other) => other !== i) })}
            >
              {t('reminders.remove')}
            </button>
          </div>
        ))}
        {rule.escalation.length < MOST_STEPS && (
          <button
            type="button"
            className="link-button"
            onClick={() =>
              set({
                escalation: [...rule.escalation, { afterHours: 24, up: 1, roles: ['district-committee'] }],
              })
            }
          >
            {t('reminders.add')}
          </button>
        )}
      </fieldset>
      <div>
        <button type="submit" className="main-button">
          {t('contact.save')}
        </button>
      </div>
    </form>
  );
}
