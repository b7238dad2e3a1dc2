import { useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, type Problem, problemOf, send } from '../app/client.ts';
import { day } from '../app/format.ts';
import { usePlace } from '../app/place.ts';
import { useUnit } from '../ui/inputs.tsx';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { Failed, Loading, Notice, Refused, Status } from '../ui/states.tsx';
import { ContactForm } from '../urging/contact-form.tsx';

type Account = {
  id: string;
  username: string;
  displayName: string;
  role: string;
  unit: string;
  validTo: string | null;
  disabled: boolean;
  locked: boolean;
};
const ROLES = [
  'commune-clerk',
  'commune-police',
  'health-station',
  'commune-committee',
  'facility',
  'district-health',
  'district-committee',
  'province-health',
  'information-department',
  'province-leader',
  'ministry',
  'auditor',
  'administrator',
];

/** Accounts within the administrator's units, and a new one for the unit chosen above. */
export function AllAccounts() {
  const { t } = useTranslation();
  const place = usePlace();
  const unit = useUnit(place.unit, place.map);
  const [form, setForm] = useState({ username: '', displayName: '', password: '', role: 'commune-clerk' });
  const [problem, setProblem] = useState<Problem | null>(null);
  const [made, setMade] = useState('');
  const [reached, setReached] = useState<Account | null>(null);
  const query = useQuery({
    queryKey: ['accounts'],
    queryFn: () => get<{ accounts: Account[] }>('/accounts'),
  });
  if (query.isLoading) return <Loading />;
  if (query.error || !query.data) return <Failed error={query.error} again={() => void query.refetch()} />;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await send('POST', '/accounts', { ...form, unit: place.unit });
      setMade(form.username);
      setProblem(null);
      setForm({ ...form, username: '', displayName: '', password: '' });
      await query.refetch();
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  return (
    <>
      <h2>{t('accounts.all')}</h2>
      <form className="card" style={{ marginBottom: 14 }} onSubmit={submit}>
        <h3>{t('accounts.new', { unit: unit.data?.fullName ?? '…' })}</h3>
        {problem && <Refused problem={problem} />}
        {made && <Notice tone="ok">{t('accounts.made', { username: made })}</Notice>}
        <div className="row">
          <label className="field">
            {t('sign.username')}
            <Input
              value={form.username}
              onChange={(event) => setForm({ ...form, username: event.target.value })}
            />
          </label>
          <label className="field">
            {t('accounts.name')}
            <Input
              value={form.displayName}
              onChange={(event) => setForm({ ...form, displayName: event.target.value })}
            />
          </label>
          <label className="field">
            {t('accounts.password')}
            <Input
              value={form.password}
              onChange={(event) => setForm({ ...form, password: event.target.value })}
            />
          </label>
          <label className="field">
            {t('accounts.role')}
            <Select
              value={form.role}
              onChange={(role) => setForm({ ...form, role })}
              style={{ minWidth: 240 }}
              options={ROLES.map((role) => ({ value: role, label: t(`role.${role}`) }))}
            />
          </label>
          <Button
            type="primary"
            htmlType="submit"
            disabled={form.username === '' || form.displayName === '' || form.password === ''}
          >
            {t('accounts.make')}
          </Button>
        </div>
        <p className="quiet">{t('accounts.unit_help')}</p>
      </form>
      {reached !== null && (
        <section>
          <h3>{t('contact.edit_of', { who: reached.displayName })}</h3>
          <ContactForm key={reached.id} path={`/accounts/${reached.id}/contact`} />
        </section>
      )}
      <ScrollBox tall label={t('accounts.all')}>
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t('sign.username')}</th>
              <th scope="col">{t('accounts.name')}</th>
              <th scope="col">{t('accounts.role')}</th>
              <th scope="col">{t('web.unit')}</th>
              <th scope="col">{t('imports.state')}</th>
              <th scope="col">
                <span className="only-read">{t('contact.edit')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {query.data.accounts.map((one) => (
              <tr key={`${one.id}${one.role}${one.unit}${one.validTo}`}>
                <td>{one.username}</td>
                <td>{one.displayName}</td>
                <td>
                  {t(`role.${one.role}`)}
                  {one.validTo === null ? '' : ` · ${t('accounts.until', { date: day(one.validTo) })}`}
                </td>
                <td>{one.unit}</td>
                <td>
                  {one.disabled ? (
                    <Status name="failed">{t('accounts.disabled')}</Status>
                  ) : one.locked ? (
                    <Status name="warning">{t('accounts.locked')}</Status>
                  ) : (
                    <Status name="valid">{t('accounts.active')}</Status>
                  )}
                </td>
                <td>
                  <button
                    type="button"
                    className="link-button"
                    aria-label={t('contact.edit_of', { who: one.displayName })}
                    onClick={() => setReached(one)}
                  >
                    {t('contact.edit')}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </>
  );
}
