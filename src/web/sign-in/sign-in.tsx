import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Problem, problemOf, send } from '../app/client.ts';
import { language, setLanguage } from '../app/words.ts';
import { Door } from '../ui/door.tsx';
import { Field } from '../ui/field.tsx';
import { Notice } from '../ui/states.tsx';

/** Name and password; the code is asked for only where the account has one. What was typed stays after a refusal. */
export function SignIn() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const asksCode = problem?.code === 'code_needed' || problem?.code === 'code_wrong';
  const missing = username === '' ? 'username' : password === '' ? 'password' : null;
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (missing !== null) {
      event.currentTarget.querySelector<HTMLInputElement>(`[name=${missing}]`)?.focus();
      return;
    }
    setBusy(true);
    try {
      await send('POST', '/sign-in', { username, password, ...(code === '' ? {} : { code }) });
      await client.resetQueries();
    } catch (error) {
      setProblem(problemOf(error));
    }
    setBusy(false);
  };
  return (
    <Door title={t('sign.title')} onSubmit={submit}>
      {problem !== null && problem.code !== 'code_wrong' && (
        <Notice tone={problem.code === 'code_needed' ? 'wait' : 'bad'}>
          {problem.code === 'offline' ? t('web.offline_help') : problem.message}
        </Notice>
      )}
      <Field
        label={t('sign.username')}
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
        value={username}
        onChange={(event) => setUsername(event.target.value)}
      />
      <Field
        label={t('sign.password')}
        name="password"
        type="password"
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      {asksCode && (
        <Field
          label={t('sign.code')}
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          autoFocus
          wrong={problem?.code === 'code_wrong' ? problem.message : undefined}
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
      )}
      <button type="submit" className="main-button" disabled={busy}>
        {busy ? t('sign.busy') : t('sign.in')}
      </button>
      <p className="quiet">{t('sign.help')}</p>
      <button
        type="button"
        className="link-button"
        lang={language() === 'vi' ? 'en' : 'vi'}
        onClick={() => void setLanguage(language() === 'vi' ? 'en' : 'vi')}
      >
        {language() === 'vi' ? 'English' : 'Tiếng Việt'}
      </button>
    </Door>
  );
}
