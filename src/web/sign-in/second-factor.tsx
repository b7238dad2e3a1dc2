import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Problem, send } from '../app/client.ts';

/** Turning the second factor on: the secret is shown once, to be typed or opened in an authenticator. */
export function SecondFactor() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const proposed = useQuery({
    queryKey: ['second-factor'],
    queryFn: () => send<{ secret: string; uri: string }>('POST', '/second-factor/propose'),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const [code, setCode] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await send('POST', '/second-factor/confirm', { secret: proposed.data!.secret, code });
      await client.invalidateQueries();
    } catch (error) {
      setProblem(error as Problem);
    }
  };
  return (
    <div className="sign">
      <form onSubmit={submit}>
        <h1>{t('sign.factor')}</h1>
        <p className="lead">{t('sign.factor_help')}</p>
        {problem && <Alert type="error" title={problem.message} />}
        <p className="cell" style={{ overflowWrap: 'anywhere' }}>
          {proposed.data?.secret ?? '…'}
        </p>
        <a href={proposed.data?.uri}>{t('sign.factor_open')}</a>
        <label className="field">
          {t('sign.code')}
          <Input
            size="large"
            inputMode="numeric"
            value={code}
            onChange={(event) => setCode(event.target.value)}
          />
        </label>
        <Button type="primary" size="large" htmlType="submit" disabled={code.length < 6 || !proposed.data}>
          {t('sign.confirm')}
        </Button>
      </form>
    </div>
  );
}
