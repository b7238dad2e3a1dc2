import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Problem, problemOf, send } from '../app/client.ts';
import { Refused } from '../ui/states.tsx';
import type { DutyAnswer, Version } from './types.ts';

/** Accepting the answer that waits, or sending it back with the reason. */
export function CheckCard({
  duty,
  version,
  onDone,
}: {
  duty: DutyAnswer;
  version: Version;
  onDone: () => Promise<unknown>;
}) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const check = async (action: 'accepted' | 'returned') => {
    setBusy(true);
    setProblem(null);
    try {
      await send('POST', `/duties/${encodeURIComponent(duty.key)}/check`, {
        submission: version.id,
        action,
        reason: reason.trim() === '' ? null : reason.trim(),
      });
      await onDone();
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="card" style={{ margin: '18px 0' }}>
      <h2 style={{ marginTop: 0 }}>
        {t('duties.check_here', { unit: duty.waitingFor!.name, version: version.version })}
      </h2>
      {problem && <Refused problem={problem} />}
      <label className="field wide-field">
        {t('duties.reason')}
        <textarea
          className="note"
          rows={2}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <small>{t('duties.reason_help')}</small>
      </label>
      <div className="actions">
        <Button type="primary" size="large" loading={busy} onClick={() => void check('accepted')}>
          {t('duties.accept')}
        </Button>
        <Button
          size="large"
          loading={busy}
          disabled={reason.trim().length < 3}
          onClick={() => void check('returned')}
        >
          {t('duties.return')}
        </Button>
      </div>
    </section>
  );
}
