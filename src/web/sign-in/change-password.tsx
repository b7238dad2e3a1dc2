import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Problem, send } from '../app/client.ts';

export function ChangePassword({ forced }: { forced: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await send('POST', '/change-password', { current, next });
      await client.invalidateQueries();
    } catch (error) {
      setProblem(error as Problem);
    }
  };
  return (
    <div className="sign">
      <form onSubmit={submit}>
        <h1>{t('sign.change')}</h1>
        {forced && <p className="lead">{t('sign.change_first')}</p>}
        {problem && <Alert type="error" title={problem.message} />}
        <label className="field">
          {t('sign.current')}
          <Input.Password
            size="large"
            autoComplete="current-password"
            value={current}
            onChange={(event) => setCurrent(event.target.value)}
          />
        </label>
        <label className="field">
          {t('sign.next')}
          <Input.Password
            size="large"
            autoComplete="new-password"
            value={next}
            onChange={(event) => setNext(event.target.value)}
          />
          <small>{t('sign.next_help')}</small>
        </label>
        <Button type="primary" size="large" htmlType="submit" disabled={current === '' || next.length < 10}>
          {t('sign.change')}
        </Button>
      </form>
    </div>
  );
}
