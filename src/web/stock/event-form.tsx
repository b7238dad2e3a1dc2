import { useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StockRow } from '../../stock/contract.ts';
import { type Problem, problemOf, send } from '../app/client.ts';
import { Field } from '../ui/field.tsx';
import { Refused } from '../ui/states.tsx';

const local = (now: Date): string =>
  new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

/** A vial monitor that turned, or a refrigerator out of its range: when, how far, how long. */
export function EventForm({ row, onClose }: { row: StockRow; onClose: () => void }) {
  const { t } = useTranslation();
  const id = useId();
  const client = useQueryClient();
  const [kind, setKind] = useState<'temperature' | 'vvm'>('temperature');
  const [fields, setFields] = useState({
    at: local(new Date()),
    lowest: '',
    highest: '',
    minutes: '',
    note: '',
  });
  const [problem, setProblem] = useState<Problem | null>(null);
  const number = (text: string): number | null =>
    text.trim() === '' ? null : Number(text.replace(',', '.'));
  const save = async () => {
    try {
      await send('POST', '/stock/events', {
        unit: row.unit,
        facility: row.facility,
        // A refrigerator is warm for all that it holds; a monitor turns on the vials of one lot.
        ...(kind === 'vvm' ? { item: row.item, lot: row.lot } : {}),
        kind,
        happenedAt: new Date(fields.at).toISOString(),
        lowest: number(fields.lowest),
        highest: number(fields.highest),
        minutes: number(fields.minutes),
        note: fields.note || null,
      });
      await client.invalidateQueries({ queryKey: ['stock'] });
      onClose();
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  const field = (name: keyof typeof fields, more: object = {}) => (
    <Field
      label={t(`stock.event.field.${name}`)}
      value={fields[name]}
      onChange={({ target }) => setFields((before) => ({ ...before, [name]: target.value }))}
      {...more}
    />
  );
  return (
    <form
      className="card decision slip"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <h3>{t('stock.event.write')}</h3>
      {problem && <Refused problem={problem} />}
      <div className="slip-grid">
        <div className="text-field">
          <label htmlFor={id}>{t('stock.event.kind')}</label>
          <select id={id} value={kind} onChange={({ target }) => setKind(target.value as typeof kind)}>
            <option value="temperature">{t('stock.event.temperature')}</option>
            <option value="vvm">{t('stock.event.vvm')}</option>
          </select>
        </div>
        {field('at', { type: 'datetime-local', required: true })}
        {kind === 'temperature' && field('lowest', { inputMode: 'decimal' })}
        {kind === 'temperature' && field('highest', { inputMode: 'decimal' })}
        {kind === 'temperature' && field('minutes', { inputMode: 'numeric' })}
        {field('note', { maxLength: 300 })}
      </div>
      <div className="actions">
        <button type="submit" className="main-button">
          {t('stock.post')}
        </button>
        <button type="button" className="plain-button" onClick={onClose}>
          {t('web.cancel')}
        </button>
      </div>
    </form>
  );
}
