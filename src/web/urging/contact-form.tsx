import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Contact } from '../../urging/contract.ts';
import { get, type Problem, problemOf, send } from '../app/client.ts';
import { Field } from '../ui/field.tsx';
import { Failed, Loading, Notice, Refused } from '../ui/states.tsx';
import './urging.css';

/** How somebody is reached, and what he wants to be told. Returns he is told of always. */
export function ContactForm({ path }: { path: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const query = useQuery({ queryKey: ['contact', path], queryFn: () => get<Contact>(path) });
  const [form, setForm] = useState<Contact | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [saved, setSaved] = useState(false);
  useEffect(() => setForm(query.data ?? null), [query.data]);
  if (query.error) return <Failed error={query.error} again={() => void query.refetch()} />;
  if (form === null) return <Loading />;
  const set = (change: Partial<Contact>) => {
    setSaved(false);
    setForm({ ...form, ...change });
  };
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setProblem(null);
    const given = (text: string | null) => text?.trim() || null;
    try {
      const next = await send<Contact>('PUT', path, {
        ...form,
        email: given(form.email),
        phone: given(form.phone),
      });
      client.setQueryData(['contact', path], next);
      setSaved(true);
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  const tick = (name: 'byEmail' | 'bySms' | 'information', label: string, off = false) => (
    <label className="tick">
      <input
        type="checkbox"
        checked={form[name] && !off}
        disabled={off}
        onChange={(event) => set({ [name]: event.target.checked })}
      />
      {label}
    </label>
  );
  return (
    <form className="card form-stack contact-form" onSubmit={(event) => void save(event)} noValidate>
      {problem && <Refused problem={problem} />}
      {saved && <Notice tone="ok">{t('contact.saved')}</Notice>}
      <Field
        label={t('contact.email')}
        type="email"
        autoComplete="email"
        value={form.email ?? ''}
        wrong={problem?.code === 'input_invalid' ? t('contact.email_wrong') : undefined}
        onChange={(event) => set({ email: event.target.value })}
      />
      <Field
        label={t('contact.phone')}
        type="tel"
        autoComplete="tel"
        help={t('contact.phone_help')}
        value={form.phone ?? ''}
        onChange={(event) => set({ phone: event.target.value })}
      />
      <fieldset className="form-stack">
        <legend className="only-read">{t('contact.ways')}</legend>
        {tick('byEmail', t('contact.by_email'), !form.email)}
        {tick('bySms', t('contact.by_sms'), !form.phone)}
        {tick('information', t('contact.information'))}
      </fieldset>
      <p className="quiet">{t('contact.returns')}</p>
      <div>
        <button type="submit" className="main-button">
          {t('contact.save')}
        </button>
      </div>
    </form>
  );
}
