import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Problem, problemOf, send } from '../app/client.ts';
import { usePlace } from '../app/place.ts';
import { Field } from '../ui/field.tsx';
import { DayInput } from '../ui/inputs.tsx';
import { Notice, Refused } from '../ui/states.tsx';
import { UnitSearch } from './unit-search.tsx';

const EMPTY = { name: '', birth: '', id: '', hamlet: '', note: '' };

/** Somebody came to live here: a list of one row, matched like any other; where he came from is asked to confirm. */
export function ArrivalForm({ onDone }: { onDone: () => Promise<unknown> }) {
  const { t } = useTranslation();
  const place = usePlace();
  const [form, setForm] = useState(EMPTY);
  const [sex, setSex] = useState<'' | 'M' | 'F'>('');
  const [kind, setKind] = useState('temporary');
  const [from, setFrom] = useState<string | null>(null);
  const [fromUnit, setFromUnit] = useState<string | null>(null);
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [done, setDone] = useState('');
  // A new form for the next person.
  const [claims, setClaims] = useState(0);
  const missing = {
    name: form.name.trim().length < 2,
    birth: form.birth.trim() === '' && form.id.trim() === '',
    from: from === null,
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    setDone('');
    if (missing.name || missing.birth || missing.from) return;
    setBusy(true);
    setProblem(null);
    try {
      const { outcome, counted } = await send<{ outcome: string; counted: boolean }>(
        'POST',
        '/moves/claims',
        {
          ...form,
          unit: place.unit,
          mapDate: place.map,
          sex: sex === '' ? null : sex,
          kind,
          from,
          ...(fromUnit === null ? {} : { fromUnit }),
        },
      );
      setDone(
        t(`moves.claimed.${outcome}`, { name: form.name.trim() }) +
          (counted ? '' : ` ${t('moves.not_counted')}`),
      );
      setForm(EMPTY);
      setFromUnit(null);
      setClaims(claims + 1);
      setAsked(false);
      await onDone();
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  const text = (name: keyof typeof EMPTY, wrong?: string) => ({
    label: t(`moves.form.${name}`),
    value: form[name],
    wrong,
    onChange: (event: { target: { value: string } }) => setForm({ ...form, [name]: event.target.value }),
  });
  return (
    <form className="card arrival" onSubmit={(event) => void submit(event)}>
      <p className="quiet">{t('moves.form.lead')}</p>
      {problem && <Refused problem={problem} />}
      {done !== '' && <Notice tone="ok">{done}</Notice>}
      <div className="form-grid">
        <Field
          {...text('name', asked && missing.name ? t('moves.form.name_missing') : undefined)}
          maxLength={120}
        />
        <Field
          {...text('birth', asked && missing.birth ? t('moves.form.birth_missing') : undefined)}
          placeholder="dd/mm/yyyy"
          inputMode="numeric"
          maxLength={10}
        />
        <label className="field">
          {t('people.sex')}
          <select value={sex} onChange={(event) => setSex(event.target.value as '' | 'M' | 'F')}>
            <option value="">–</option>
            <option value="M">{t('sex.M')}</option>
            <option value="F">{t('sex.F')}</option>
          </select>
        </label>
        <Field {...text('id')} maxLength={20} />
        <label className="field">
          {t('people.kind')}
          <select value={kind} onChange={(event) => setKind(event.target.value)}>
            {['permanent', 'temporary', 'transient'].map((one) => (
              <option key={one} value={one}>
                {t(`residence.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <div className="field">
          <span>{t('moves.form.from')}</span>
          <DayInput label={t('moves.form.from')} value={from} onChange={setFrom} />
          {asked && missing.from && <small className="wrong">{t('absences.day_missing')}</small>}
        </div>
        <Field {...text('hamlet')} maxLength={80} />
        <UnitSearch key={claims} label={t('moves.form.from_unit')} at={place.map} onChange={setFromUnit} />
        <Field {...text('note')} maxLength={300} />
      </div>
      <div className="actions">
        <button type="submit" className="main-button" disabled={busy}>
          {t('moves.form.send')}
        </button>
      </div>
    </form>
  );
}
