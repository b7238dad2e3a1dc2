import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Problem, problemOf, send } from '../app/client.ts';
import { Door } from '../ui/door.tsx';
import { Field } from '../ui/field.tsx';
import { Failed } from '../ui/states.tsx';

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
    if (proposed.data === undefined) return;
    try {
      await send('POST', '/second-factor/confirm', { secret: proposed.data.secret, code });
      await client.invalidateQueries();
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  return (
    <Door title={t('sign.factor')} lead={t('sign.factor_help')} onSubmit={submit}>
      {proposed.error ? (
        <Failed error={proposed.error} again={() => void proposed.refetch()} />
      ) : (
        <p className="secret">
          <code>{inFours(proposed.data?.secret ?? '')}</code>
          <a href={proposed.data?.uri}>{t('sign.factor_open')}</a>
        </p>
      )}
      <Field
        label={t('sign.code')}
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        wrong={
          problem === null ? undefined : problem.code === 'offline' ? t('web.offline_help') : problem.message
        }
        value={code}
        onChange={(event) => setCode(event.target.value)}
      />
      <button
        type="submit"
        className="main-button"
        disabled={code.replace(/\s/g, '').length < 6 || proposed.data === undefined}
      >
        {t('sign.confirm')}
      </button>
    </Door>
  );
}

/** Four characters at a time are copied by eye without losing the place. */
const inFours = (secret: string): string => secret.replace(/(.{4})(?=.)/g, '$1 ');
