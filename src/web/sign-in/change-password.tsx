import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Problem, problemOf, send } from '../app/client.ts';
import { Door } from '../ui/door.tsx';
import { Field } from '../ui/field.tsx';
import { Notice, Refused } from '../ui/states.tsx';

/** A new password: asked for at the first sign-in, or from the account's menu; it ends the other sessions. */
export function ChangePassword({ forced }: { forced: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [done, setDone] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await send('POST', '/change-password', { current, next });
      setDone(true);
      await client.invalidateQueries();
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  const said = (code: string) => (problem?.code === code ? problem.message : undefined);
  const elsewhere = problem !== null && !['password_wrong', 'password_weak'].includes(problem.code);
  return (
    <Door title={t('sign.change')} {...(forced ? { lead: t('sign.change_first') } : {})} onSubmit={submit}>
      {done && !forced && <Notice tone="ok">{t('sign.changed')}</Notice>}
      {elsewhere && <Refused problem={problem} />}
      <Field
        label={t('sign.current')}
        type="password"
        name="current"
        autoComplete="current-password"
        wrong={said('password_wrong')}
        value={current}
        onChange={(event) => setCurrent(event.target.value)}
      />
      <Field
        label={t('sign.next')}
        type="password"
        name="next"
        autoComplete="new-password"
        help={t('sign.next_help')}
        wrong={said('password_weak')}
        value={next}
        onChange={(event) => setNext(event.target.value)}
      />
      <button type="submit" className="main-button" disabled={current === '' || next === ''}>
        {t('sign.change')}
      </button>
      {!forced && <Link to="/">{t('web.to_home')}</Link>}
    </Door>
  );
}
