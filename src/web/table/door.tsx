import { type FormEvent, useEffect, useState } from 'react';
import { BASE } from '../app/base.ts';
import { figure, moment } from '../app/format.ts';
import { Problem, problemOf } from '../app/problem.ts';
import { Icon } from '../ui/icon.tsx';
import { desk, sync, useSync, useView } from './at-table.ts';
import { NewVersion } from './new-version.tsx';
import { Field, Notice } from './parts.tsx';
import { signDeviceIn, signIn, whoAmI } from './server.ts';
import { finishSignOut } from './sync.ts';
import { language, setLanguage, t } from './words.ts';

const DEVICE = 'table-device-name';

/** Sign-in at the table. Entries of somebody who signed out lie sealed here and are handed in from here, by anybody. */
export function Door() {
  const [typed, setTyped] = useState({
    username: '',
    password: '',
    code: '',
    device: localStorage.getItem(DEVICE) ?? '',
  });
  const [refused, setRefused] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  // Whoever comes from the office is signed in already: the device alone is named.
  const [known, setKnown] = useState<string | null>(null);
  useEffect(() => {
    finishSignOut()
      .then(whoAmI)
      .then(({ account }) => setKnown(account.displayName))
      .catch(() => {});
  }, []);
  const asksCode = refused?.code === 'code_needed' || refused?.code === 'code_wrong';
  const field = (name: keyof typeof typed) => ({
    name,
    value: typed[name],
    required: true,
    onChange: (event: { target: HTMLInputElement }) => setTyped({ ...typed, [name]: event.target.value }),
  });

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      if (known === null) {
        const { mustChangePassword, secondFactor } = await signIn(typed.username, typed.password, typed.code);
        if (mustChangePassword || secondFactor === 'enrol')
          throw new Problem(403, 'finish_at_office', t('table.finish_at_office'));
      }
      localStorage.setItem(DEVICE, typed.device);
      await desk.begin(await signDeviceIn(typed.device));
      void sync.now();
    } catch (error) {
      setRefused(problemOf(error));
    }
    setBusy(false);
  };

  return (
    <main className="screen">
      <div className="body">
        <div className="brand">
          <Icon name="brand" />
          <h1>{t('table.title')}</h1>
        </div>
        <p className="quiet">{t('table.door_help')}</p>
        <NewVersion />
        <SealedHere />
        <form className="form" onSubmit={submit}>
          {refused !== null && (
            <Notice
              tone={refused.code === 'code_needed' ? 'wait' : 'bad'}
              title={refused.code === 'offline' ? t('table.door_offline') : refused.message}
            >
              {refused.code === 'forbidden' && <p>{t('table.no_right')}</p>}
              {refused.code === 'finish_at_office' && <a href={`${BASE}/`}>{t('table.to_office')}</a>}
            </Notice>
          )}
          {known !== null ? (
            <p>
              {t('table.signed_in_as', { name: known })}{' '}
              <button type="button" className="link" onClick={() => setKnown(null)}>
                {t('table.somebody_else')}
              </button>
            </p>
          ) : (
            <>
              <Field
                label={t('table.username')}
                autoComplete="username"
                autoCapitalize="none"
                spellCheck={false}
                {...field('username')}
              />
              <Field
                label={t('table.password')}
                type="password"
                autoComplete="current-password"
                {...field('password')}
              />
              {asksCode && (
                <Field
                  label={t('table.code')}
                  inputMode="numeric"
                  autoComplete="one-time-code"
                  autoFocus
                  {...field('code')}
                />
              )}
            </>
          )}
          <Field
            label={t('table.device_name')}
            help={t('table.device_help')}
            maxLength={60}
            {...field('device')}
          />
          <button type="submit" className="go" disabled={busy}>
            {busy ? t('table.signing_in') : t('table.sign_in')}
          </button>
        </form>
        <a href={`${BASE}/help/guide/table`}>{t('table.guide')}</a>
        <button
          type="button"
          className="link"
          lang={language() === 'vi' ? 'en' : 'vi'}
          onClick={() => void setLanguage(language() === 'vi' ? 'en' : 'vi')}
        >
          {language() === 'vi' ? 'English' : 'Tiếng Việt'}
        </button>
      </div>
    </main>
  );
}

/** What earlier sign-ins left for the server. */
export function SealedHere() {
  const { sealed } = useView();
  const { busy, trouble } = useSync();
  if (sealed.length === 0) return null;
  return (
    <Notice
      tone="warn"
      title={t('table.sealed', { count: figure(sealed.reduce((sum, { count }) => sum + count, 0)) })}
    >
      {sealed.map(({ name, author, count, sealedAt }) => (
        <p key={name}>{t('table.sealed_of', { author, count, at: moment(sealedAt) })}</p>
      ))}
      {trouble !== null && (
        <p>
          {trouble === 'offline' ? t('table.sealed_offline') : t('table.sealed_refused', { code: trouble })}
        </p>
      )}
      <button type="button" className="plain" disabled={busy} onClick={() => void sync.now()}>
        {t('table.hand_in')}
      </button>
    </Notice>
  );
}
