import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Site, StockItem, StockRow } from '../../stock/contract.ts';
import type { ScannedCode } from '../../stock/rules.ts';
import { type Problem, problemOf, send } from '../app/client.ts';
import { day, figure } from '../app/format.ts';
import { Field } from '../ui/field.tsx';
import { DayInput } from '../ui/inputs.tsx';
import { Refused } from '../ui/states.tsx';
import { ScanField } from './scan-field.tsx';
import { EMPTY_SLIP, SLIP_KINDS, type SlipFields, type SlipKind, slipBody, slipReady } from './slip.ts';
import { SlipAmounts } from './slip-amounts.tsx';

const LOSSES = ['expired', 'broken', 'spoilt', 'lost', 'other'] as const;

/** One slip of the store: what happened, to which lot, how many doses. A scanner may type the box's code. */
export function SlipForm({
  sites,
  items,
  rows,
  facility,
  on,
  onClose,
}: {
  sites: readonly Site[];
  items: readonly StockItem[];
  rows: readonly StockRow[];
  facility: string | null;
  on: string;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const datalist = useId();
  const [kind, setKind] = useState<SlipKind>('receipt');
  const [site, setSite] = useState(() => sites.find((one) => one.facility === facility) ?? sites[0]!);
  const [at, setAt] = useState<string | null>(on);
  const [fields, setFields] = useState(EMPTY_SLIP);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const change = (some: Partial<SlipFields>) => {
    setFields((before) => ({ ...before, ...some }));
    setDone(null);
  };
  const own = rows.filter((row) => row.facility === site?.facility);
  const known = own.find((row) => row.item === fields.item && row.lot === fields.lot);
  const item = items.find((one) => one.code === fields.item);
  const scanned = (read: ScannedCode) => {
    const lot = read.lot ?? fields.lot;
    const meant = rows.find((row) => row.lot === lot);
    change({
      lot,
      expiresOn: read.expiresOn ?? meant?.expiresOn ?? null,
      ...(meant === undefined ? {} : { item: meant.item }),
    });
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setProblem(null);
    try {
      await send('POST', '/stock/movements', slipBody(kind, site, at!, fields));
      await client.invalidateQueries({ queryKey: ['stock'] });
      setDone(t('stock.written', { kind: t(`stock.kind.${kind}`), lot: fields.lot }));
      setFields({ ...EMPTY_SLIP, slip: fields.slip, counterpart: fields.counterpart });
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  const ready = at !== null && slipReady(kind, fields);
  return (
    <form
      className="card decision slip"
      onSubmit={(event) => void submit(event)}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <h2>{t('stock.write')}</h2>
      {problem && <Refused problem={problem} />}
      <fieldset className="chips">
        <legend className="only-read">{t('stock.kind_of_slip')}</legend>
        {SLIP_KINDS.map((one) => (
          <button
            key={one}
            type="button"
            className="chip"
            aria-pressed={kind === one}
            onClick={() => setKind(one)}
          >
            {t(`stock.kind.${one}`)}
          </button>
        ))}
      </fieldset>
      <p className="quiet">{t(`stock.kind_help.${kind}`)}</p>
      <div className="slip-grid">
        <ScanField year={Number(on.slice(0, 4))} onRead={scanned} />
        {sites.length > 1 && (
          <div className="text-field">
            <label htmlFor={`${datalist}-site`}>{t('stock.facility')}</label>
            <select
              id={`${datalist}-site`}
              value={sites.indexOf(site)}
              onChange={({ target }) => setSite(sites[Number(target.value)]!)}
            >
              {sites.map((one, i) => (
                <option key={`${one.unit}|${one.facility}`} value={i}>
                  {one.facility}
                </option>
              ))}
            </select>
          </div>
        )}
        <div className="text-field">
          <label htmlFor={`${datalist}-item`}>{t('stock.item')}</label>
          <select
            id={`${datalist}-item`}
            required
            value={fields.item}
            onChange={({ target }) => change({ item: target.value })}
          >
            <option value="">{t('stock.choose')}</option>
            {items.map((one) => (
              <option key={one.code} value={one.code}>
                {one.name}
              </option>
            ))}
          </select>
        </div>
        <Field
          label={t('stock.lot')}
          list={datalist}
          required
          value={fields.lot}
          help={known && t('stock.has', { n: figure(known.balance), day: day(known.expiresOn) })}
          onChange={({ target }) => {
            const lot = target.value.toUpperCase().replace(/\s+/g, '');
            const meant = own.find((row) => row.lot === lot);
            change({ lot, ...(meant === undefined ? {} : { item: meant.item }) });
          }}
        />
        <datalist id={datalist}>
          {own
            .filter(
              (row) =>
                (fields.item === '' || row.item === fields.item) &&
                (kind === 'receipt' || row.balance !== 0 || row.quarantine > 0),
            )
            .map((row) => (
              <option key={`${row.item}|${row.lot}`} value={row.lot} />
            ))}
        </datalist>
        <div className="text-field">
          <span className="label">{t('stock.day')}</span>
          <DayInput label={t('stock.day')} value={at} onChange={setAt} />
        </div>
        {kind === 'receipt' && (
          <div className="text-field">
            <span className="label">{t('stock.expiry')}</span>
            <DayInput
              label={t('stock.expiry')}
              value={fields.expiresOn}
              onChange={(expiresOn) => change({ expiresOn })}
            />
          </div>
        )}
        <SlipAmounts kind={kind} fields={fields} item={item} known={known} onChange={change} />
        {(kind === 'receipt' || kind === 'issue') && (
          <>
            <Field
              label={t('stock.slip')}
              value={fields.slip}
              maxLength={60}
              onChange={({ target }) => change({ slip: target.value })}
            />
            <Field
              label={t(kind === 'receipt' ? 'stock.from' : 'stock.to')}
              value={fields.counterpart}
              maxLength={200}
              onChange={({ target }) => change({ counterpart: target.value })}
            />
          </>
        )}
        {kind === 'write_off' ? (
          <div className="text-field">
            <label htmlFor={`${datalist}-loss`}>{t('stock.reason')}</label>
            <select
              id={`${datalist}-loss`}
              required
              value={fields.reason}
              onChange={({ target }) => change({ reason: target.value })}
            >
              <option value="">{t('stock.choose')}</option>
              {LOSSES.map((loss) => (
                <option key={loss} value={loss}>
                  {t(`stock.loss.${loss}`)}
                </option>
              ))}
            </select>
          </div>
        ) : (
          kind !== 'receipt' && (
            <Field
              label={t('stock.reason')}
              value={fields.reason}
              maxLength={300}
              onChange={({ target }) => change({ reason: target.value })}
            />
          )
        )}
      </div>
      {done && (
        <p role="status" className="status ok">
          <span aria-hidden="true">✓</span>
          {done}
        </p>
      )}
      <div className="actions">
        <button type="submit" className="main-button" disabled={!ready}>
          {t('stock.post')}
        </button>
        <button type="button" className="plain-button" onClick={onClose}>
          {t('stock.close')}
        </button>
      </div>
    </form>
  );
}
