import { Button, Input, Select } from 'antd';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Problem, problemOf, send } from '../app/client.ts';
import { day } from '../app/format.ts';
import { usePlace } from '../app/place.ts';
import { DayInput, useUnit } from '../ui/inputs.tsx';
import { Notice } from '../ui/states.tsx';

const USUAL_DAYS = 30;
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const blank = () => ({ username: '', displayName: '', password: '', until: inDays(USUAL_DAYS), reason: '' });

/** Lends a role in the chosen unit to an account, or to somebody who gets one with it. */
export function LendForm({ lendable, onLent }: { lendable: readonly string[]; onLent: () => void }) {
  const { t } = useTranslation();
  const place = usePlace();
  const unit = useUnit(place.unit, place.map);
  const [form, setForm] = useState(blank);
  const [role, setRole] = useState<string>();
  const [fresh, setFresh] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [done, setDone] = useState('');
  const set = (change: Partial<typeof form>) => setForm({ ...form, ...change });
  const chosen = role ?? lendable[0];
  if (chosen === undefined) return <p className="quiet">{t('lending.not_here')}</p>;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setProblem(null);
    try {
      const { username, displayName, password, until, reason } = form;
      await send('POST', '/grants', {
        username: username.trim().toLowerCase(),
        role: chosen,
        unit: place.unit,
        // The last day is included: it ends with that day here.
        until: new Date(`${until}T23:59:59`).toISOString(),
        reason,
        ...(fresh ? { displayName, password } : {}),
      });
      setDone(t('lending.done', { who: username, until: day(until) }));
      setForm(blank());
      setFresh(false);
      onLent();
    } catch (error) {
      setProblem(problemOf(error));
      if (problemOf(error).code === 'lending_account_unknown') setFresh(true);
    }
  };
  const input = (
    name: 'username' | 'displayName' | 'password' | 'reason',
    label: string,
    className = 'field',
  ) => (
    <label className={className}>
      {label}
      <Input
        value={form[name]}
        autoComplete="off"
        onChange={(event) => set({ [name]: event.target.value })}
      />
    </label>
  );
  return (
    <form className="card form-stack" style={{ marginBottom: 14 }} onSubmit={(event) => void submit(event)}>
      <h3 style={{ margin: 0 }}>{t('lending.new', { unit: unit.data?.fullName ?? '…' })}</h3>
      {problem && (
        <Notice tone={problem.code === 'lending_account_unknown' ? 'warn' : 'bad'}>
          {problem.code === 'offline' ? t('web.offline_help') : problem.message}
        </Notice>
      )}
      {done !== '' && problem === null && <Notice tone="ok">{done}</Notice>}
      <div className="row" style={{ margin: 0 }}>
        {input('username', t('sign.username'))}
        {fresh && input('displayName', t('accounts.name'))}
        {fresh && input('password', t('accounts.password'))}
        <label className="field">
          {t('accounts.role')}
          <Select
            value={chosen}
            onChange={setRole}
            style={{ minWidth: 200 }}
            options={lendable.map((value) => ({ value, label: t(`role.${value}`) }))}
          />
        </label>
        <div className="field">
          <span>{t('lending.last_day')}</span>
          <DayInput
            label={t('lending.last_day')}
            value={form.until}
            onChange={(until) => until && set({ until })}
          />
        </div>
        {input('reason', t('lending.reason'), 'field wide-field')}
        <Button
          type="primary"
          htmlType="submit"
          disabled={form.username.trim() === '' || form.reason.trim().length < 3}
        >
          {t('lending.lend')}
        </Button>
      </div>
      <p className="quiet">{t('lending.help')}</p>
    </form>
  );
}
