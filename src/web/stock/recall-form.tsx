import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StockRow } from '../../stock/contract.ts';
import { type Problem, problemOf, send } from '../app/client.ts';
import { figure } from '../app/format.ts';
import { useMe } from '../app/place.ts';
import { Field } from '../ui/field.tsx';
import { Notice, Refused } from '../ui/states.tsx';

/** Calls a lot back in the whole of the account's unit: every dose of it goes into quarantine, everywhere at once. */
export function RecallForm({ row, onClose }: { row: StockRow; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const home = useMe().data!.roles.find(({ role }) => role === 'province-health')!.unit;
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [done, setDone] = useState<{ sites: number; doses: number } | null>(null);
  const recall = async () => {
    try {
      setDone(
        await send('POST', '/stock/recalls', { unit: home.code, item: row.item, lot: row.lot, reason }),
      );
      await client.invalidateQueries({ queryKey: ['stock'] });
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  if (done)
    return (
      <Notice tone="ok">
        {t('stock.recall.done', { sites: figure(done.sites), doses: figure(done.doses) })}
      </Notice>
    );
  return (
    <form
      className="card decision"
      onSubmit={(event) => {
        event.preventDefault();
        void recall();
      }}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <h3>{t('stock.recall.title', { lot: row.lot })}</h3>
      <p>{t('stock.recall.help', { unit: home.fullName })}</p>
      {problem && <Refused problem={problem} />}
      <Field
        label={t('stock.recall.reason')}
        autoFocus
        required
        maxLength={300}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
      />
      <div className="actions">
        <button type="submit" className="main-button" disabled={reason.trim().length < 3}>
          {t('stock.recall.write')}
        </button>
        <button type="button" className="plain-button" onClick={onClose}>
          {t('web.cancel')}
        </button>
      </div>
    </form>
  );
}
