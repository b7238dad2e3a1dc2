import { Alert, Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Problem, send } from '../app/client.ts';
import { language, setLanguage } from '../app/words.ts';

export function SignIn() {
  const { t } = useTranslation();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const asksCode = problem?.code === 'code_needed' || problem?.code === 'code_wrong';
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      await send('POST', '/sign-in', { username, password, ...(code === '' ? {} : { code }) });
      location.reload();
    } catch (error) {
      setProblem(error as Problem);
      setBusy(false);
    }
  };
  return (
    <div className="sign">
      <form onSubmit={submit}>
        <div className="brand" style={{ padding: 0 }}>
          Sổ Tiêm
        </div>
        <h1>{t('sign.title')}</h1>
        {problem && (
          <Alert
            type={problem.code === 'code_needed' ? 'info' : 'error'}
            title={problem.code === 'offline' ? t('web.offline') : problem.message}
          />
        )}
        <label className="field">
          {t('sign.username')}
          <Input
            name="username"
            size="large"
            autoFocus
            autoComplete="username"
            value={username}
            onChange={(event) => setUsername(event.target.value)}
          />
        </label>
        <label className="field">
          {t('sign.password')}
          <Input.Password
            name="password"
            size="large"
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </label>
        {asksCode && (
          <label className="field">
            {t('sign.code')}
            <Input
              name="code"
              size="large"
              inputMode="numeric"
              autoComplete="one-time-code"
              value={code}
              onChange={(event) => setCode(event.target.value)}
            />
          </label>
        )}
        <Button
          type="primary"
          size="large"
          htmlType="submit"
          loading={busy}
          disabled={username === '' || password === ''}
        >
          {t('sign.in')}
        </Button>
        <Button type="link" onClick={() => setLanguage(language() === 'vi' ? 'en' : 'vi')}>
          {language() === 'vi' ? 'English' : 'Tiếng Việt'}
        </Button>
      </form>
    </div>
  );
}
