import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Problem, problemOf } from '../app/client.ts';
import { Refused } from './states.tsx';

const SHORTEST_REASON = 3;

export type Checked = Readonly<{ action: 'accepted' | 'returned'; reason: string | null }>;

/** Taking what waits, or sending it back, which needs a reason. `check` throws a problem when it is refused. */
export function CheckForm({ title, check }: { title: string; check: (said: Checked) => Promise<unknown> }) {
  const { t } = useTranslation();
  const [written, setWritten] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const reason = written.trim();
  const say = async (action: Checked['action']) => {
    setBusy(true);
    setProblem(null);
    try {
      await check({ action, reason: reason || null });
      setWritten('');
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="card" style={{ margin: '18px 0' }}>
      <h2 style={{ marginTop: 0 }}>{title}</h2>
      {problem && <Refused problem={problem} />}
      <label className="field wide-field">
        {t('check.reason')}
        <textarea
          className="note"
          rows={2}
          maxLength={500}
          value={written}
          onChange={(event) => setWritten(event.target.value)}
        />
        <small>{t('check.reason_help')}</small>
      </label>
      <div className="actions">
        <Button type="primary" size="large" loading={busy} onClick={() => void say('accepted')}>
          {t('check.accept')}
        </Button>
        <Button
          size="large"
          loading={busy}
          disabled={reason.length < SHORTEST_REASON}
          onClick={() => void say('returned')}
        >
          {t('check.return')}
        </Button>
      </div>
    </section>
  );
}
