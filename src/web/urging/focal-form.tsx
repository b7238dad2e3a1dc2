import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Focal } from '../../urging/contract.ts';
import { type Problem, problemOf, send } from '../app/client.ts';
import { Field } from '../ui/field.tsx';
import { Refused } from '../ui/states.tsx';

export type FocalRow = {
  unit: string;
  unitName: string;
  parentName: string | null;
  facility: string | null;
  focal: Focal | null;
  recordedAt: string | null;
};

/** Name, number and hours of whom to call in a unit or facility. */
export function FocalForm({
  row,
  onDone,
  onCancel,
}: {
  row: FocalRow;
  onDone: () => Promise<void>;
  onCancel: () => void;
}) {
  const { t } = useTranslation();
  const [name, setName] = useState(row.focal?.name ?? '');
  const [phone, setPhone] = useState(row.focal?.phone ?? '');
  const [hours, setHours] = useState(row.focal?.hours ?? '');
  const [asked, setAsked] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const put = async (focal: object | null) => {
    setProblem(null);
    try {
      await send('PUT', '/focals', { unit: row.unit, facility: row.facility, focal });
      await onDone();
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  const save = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (name.trim().length < 2 || phone.trim().length < 8) return;
    void put({ name, phone, hours: hours.trim() || null });
  };
  return (
    <form
      className="form-stack focal-form"
      onSubmit={save}
      onKeyDown={(event) => event.key === 'Escape' && onCancel()}
      noValidate
    >
      <h2 className="card-title">{row.facility ?? row.unitName}</h2>
      {problem && <Refused problem={problem} />}
      <div className="row" style={{ margin: 0, alignItems: 'start' }}>
        <Field
          label={t('focals.name')}
          value={name}
          autoFocus
          maxLength={120}
          wrong={asked && name.trim().length < 2 ? t('focals.name_missing') : undefined}
          onChange={(event) => setName(event.target.value)}
        />
        <Field
          label={t('contact.phone')}
          type="tel"
          value={phone}
          maxLength={30}
          wrong={asked && phone.trim().length < 8 ? t('focals.phone_missing') : undefined}
          onChange={(event) => setPhone(event.target.value)}
        />
        <Field
          label={t('focals.hours')}
          value={hours}
          maxLength={120}
          help={t('focals.hours_help')}
          onChange={(event) => setHours(event.target.value)}
        />
      </div>
      <div className="actions" style={{ margin: 0 }}>
        <button type="submit" className="main-button">
          {t('contact.save')}
        </button>
        <button type="button" className="plain-button" onClick={onCancel}>
          {t('web.cancel')}
        </button>
        {row.focal !== null && (
          <button type="button" className="plain-button" onClick={() => void put(null)}>
            {t('focals.remove')}
          </button>
        )}
      </div>
    </form>
  );
}
