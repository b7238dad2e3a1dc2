import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SettlementWay, TransferAnswer } from '../../stock/transfers/contract.ts';
import { type Problem, problemOf, send } from '../app/client.ts';
import { Field } from '../ui/field.tsx';
import { Refused } from '../ui/states.tsx';

/** Says what became of a difference: one touch for the way, how many doses, why. */
export function SettleForm({
  transfer,
  difference,
  onClose,
}: {
  transfer: TransferAnswer;
  difference: TransferAnswer['differences'][number];
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const id = useId();
  const client = useQueryClient();
  const { item, lot, open, ways } = difference;
  const others = transfer.differences.filter((one) => one.item === item && one.open < 0);
  const [way, setWay] = useState<SettlementWay>(ways[0]!);
  const [doses, setDoses] = useState(String(Math.abs(open)));
  const [instead, setInstead] = useState(others[0]?.lot ?? null);
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const settle = async (event: FormEvent) => {
    event.preventDefault();
    setProblem(null);
    try {
      await send('POST', `/stock/transfers/${transfer.id}/settlements`, {
        ...{ item, lot, way, reason },
        doses: Number(doses),
        instead: way === 'wrong_lot' ? instead : null,
      });
      await client.invalidateQueries({ queryKey: ['stock'] });
      onClose();
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  return (
    <form
      className="decision slip"
      onSubmit={(event) => void settle(event)}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      {problem && <Refused problem={problem} />}
      <fieldset className="chips">
        <legend className="only-read">{t('stock.settle.what')}</legend>
        {ways.map((one) => (
          <button
            key={one}
            type="button"
            className="chip"
            aria-pressed={way === one}
            onClick={() => setWay(one)}
          >
            {t(`stock.settle.way.${one}`)}
          </button>
        ))}
      </fieldset>
      <p className="quiet">{t(`stock.settle.help.${way}`)}</p>
      <div className="slip-grid">
        <Field
          label={t('stock.doses')}
          inputMode="numeric"
          required
          value={doses}
          onChange={({ target }) => setDoses(target.value.replace(/\D/g, ''))}
        />
        {way === 'wrong_lot' && (
          <div className="text-field">
            <label htmlFor={`${id}-instead`}>{t('stock.settle.instead')}</label>
            <select
              id={`${id}-instead`}
              value={instead ?? ''}
              onChange={({ target }) => setInstead(target.value)}
            >
              {others.map((one) => (
                <option key={one.lot}>{one.lot}</option>
              ))}
            </select>
          </div>
        )}
        <Field
          label={t('stock.reason')}
          required
          value={reason}
          maxLength={300}
          onChange={({ target }) => setReason(target.value)}
        />
      </div>
      <div className="actions">
        <button
          type="submit"
          className="main-button"
          disabled={Number(doses) === 0 || reason.trim().length < 3}
        >
          {t('stock.settle.write')}
        </button>
        <button type="button" className="plain-button" onClick={onClose}>
          {t('web.cancel')}
        </button>
      </div>
    </form>
  );
}
