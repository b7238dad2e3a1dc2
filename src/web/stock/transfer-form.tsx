import { useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Site, StockAnswer } from '../../stock/contract.ts';
import type { TransferLine } from '../../stock/transfers/contract.ts';
import { type Problem, problemOf, send } from '../app/client.ts';
import { Field } from '../ui/field.tsx';
import { Refused } from '../ui/states.tsx';
import { LinesInput } from './lines-input.tsx';

/** Asks another store for doses, or sends them: from where, to where, what. */
export function TransferForm({
  step,
  stock,
  onClose,
}: {
  step: 'requested' | 'sent';
  stock: StockAnswer;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const id = useId();
  const client = useQueryClient();
  const { sites, items, rows } = stock;
  const [own, setOwn] = useState(0);
  const [other, setOther] = useState<Site>({ unit: stock.unit.code, facility: '' });
  const [lines, setLines] = useState<TransferLine[]>([
    { item: items[0]!.code, lot: step === 'sent' ? '' : null, doses: 0 },
  ]);
  const [note, setNote] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const mine = sites[own]!;
  const save = async () => {
    setProblem(null);
    const [from, to] = step === 'sent' ? [mine, other] : [other, mine];
    try {
      await send('POST', '/stock/transfers', { step, from, to, lines, note: note || null });
      await client.invalidateQueries({ queryKey: ['stock'] });
      onClose();
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  return (
    <form
      className="card decision slip"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <h2>{t(step === 'sent' ? 'stock.transfer.send' : 'stock.transfer.request')}</h2>
      {problem && <Refused problem={problem} />}
      <div className="slip-grid">
        <div className="text-field">
          <label htmlFor={`${id}-own`}>{t(step === 'sent' ? 'stock.from' : 'stock.to')}</label>
          <select id={`${id}-own`} value={own} onChange={({ target }) => setOwn(Number(target.value))}>
            {sites.map((site, i) => (
              <option key={`${site.unit}|${site.facility}`} value={i}>
                {site.facility}
              </option>
            ))}
          </select>
        </div>
        <Field
          label={t(step === 'sent' ? 'stock.to' : 'stock.from')}
          list={`${id}-sites`}
          required
          value={other.facility}
          onChange={({ target }) => {
            const known = sites.find(({ facility }) => facility === target.value);
            setOther({ unit: known?.unit ?? other.unit, facility: target.value });
          }}
        />
        <datalist id={`${id}-sites`}>
          {sites
            .filter((_, i) => i !== own)
            .map(({ unit, facility }) => (
              <option key={`${unit}|${facility}`} value={facility} />
            ))}
        </datalist>
        <Field
          label={t('stock.other_unit')}
          help={t('stock.other_unit_help')}
          value={other.unit}
          maxLength={5}
          onChange={({ target }) => setOther({ ...other, unit: target.value })}
        />
        <Field
          label={t('stock.note')}
          value={note}
          maxLength={300}
          onChange={({ target }) => setNote(target.value)}
        />
      </div>
      <LinesInput
        lines={lines}
        items={items}
        rows={rows.filter(({ facility }) => step !== 'sent' || facility === mine.facility)}
        withLot={step === 'sent'}
        onChange={setLines}
      />
      <div className="actions">
        <button
          type="submit"
          className="main-button"
          disabled={other.facility === '' || lines.some(({ doses, lot }) => doses === 0 || lot === '')}
        >
          {t(step === 'sent' ? 'stock.transfer.send' : 'stock.transfer.request')}
        </button>
        <button type="button" className="plain-button" onClick={onClose}>
          {t('web.cancel')}
        </button>
      </div>
    </form>
  );
}
