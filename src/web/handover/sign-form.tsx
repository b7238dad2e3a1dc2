import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Problem, problemOf, send } from '../app/client.ts';
import { day, figure } from '../app/format.ts';
import { Notice, Refused } from '../ui/states.tsx';
import type { Handover } from './types.ts';

/** Signing off the list that stands on the page, and no other: its hash goes along. */
export function SignForm({
  page,
  map,
  onSigned,
}: {
  page: Handover;
  map: string;
  onSigned: () => Promise<unknown>;
}) {
  const { t } = useTranslation();
  const [sure, setSure] = useState(false);
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const { signed, difference, current } = page;
  const unchanged = signed !== null && signed.sha256 === current.sha256 && difference !== null;
  if (unchanged) return <Notice tone="ok">{t('handover.unchanged', { version: signed.version })}</Notice>;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await send('POST', '/handover', {
        unit: page.unit.code,
        mapDate: map,
        date: page.date,
        sha256: current.sha256,
        ...(note.trim() === '' ? {} : { note: note.trim() }),
      });
      setSure(false);
      setNote('');
    } catch (error) {
      setProblem(problemOf(error));
    }
    await onSigned();
    setBusy(false);
  };
  return (
    <form className="card sign no-print" onSubmit={(event) => void submit(event)}>
      <h3>{t(signed === null ? 'handover.sign_first' : 'handover.sign_again')}</h3>
      {problem && <Refused problem={problem} />}
      <label className="sure">
        <input type="checkbox" checked={sure} onChange={(event) => setSure(event.target.checked)} />
        <span>
          {t('handover.sure', { people: figure(current.people), unit: page.unit.name, date: day(page.date) })}
        </span>
      </label>
      <label className="field wide-field">
        {t('handover.note')}
        <input value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} />
      </label>
      <p className="hash">{t('handover.hash', { hash: current.sha256 })}</p>
      <div className="actions">
        <button type="submit" className="main-button" disabled={!sure || busy}>
          {t('handover.sign', { version: (signed?.version ?? 0) + 1 })}
        </button>
      </div>
    </form>
  );
}
