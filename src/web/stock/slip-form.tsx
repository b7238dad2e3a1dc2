import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readGs1 } from '../../stock/rules.ts';
import { type Problem, problemOf, send } from '../app/client.ts';
import { day, figure } from '../app/format.ts';
import { Field } from '../ui/field.tsx';
import { DayInput } from '../ui/inputs.tsx';
import { Refused } from '../ui/states.tsx';
import type { Site, StockItem, StockRow } from './types.ts';

const KINDS = ['receipt', 'use', 'issue', 'stocktake', 'write_off', 'quarantine', 'release'] as const;
type Kind = (typeof KINDS)[number];
const LOSSES = ['expired', 'broken', 'spoilt', 'lost', 'other'] as const;

type Fields = {
  item: string;
  lot: string;
  expiresOn: string | null;
  slip: string;
  counterpart: string;
  reason: string;
  amount: string;
  injected: string;
  wasted: string;
};
const EMPTY: Fields = {
  item: '',
  lot: '',
  expiresOn: null,
  slip: '',
  counterpart: '',
  reason: '',
  amount: '',
  injected: '',
  wasted: '0',
};

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
  const [kind, setKind] = useState<Kind>('receipt');
  const [site, setSite] = useState(() => sites.find((one) => one.facility === facility) ?? sites[0]!);
  const [at, setAt] = useState<string | null>(on);
  const [fields, setFields] = useState(EMPTY);
  const [code, setCode] = useState('');
  const [unread, setUnread] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const change = (some: Partial<Fields>) => {
    setFields((before) => ({ ...before, ...some }));
    setDone(null);
  };
  const own = rows.filter((row) => row.facility === site?.facility);
  const known = own.find((row) => row.item === fields.item && row.lot === fields.lot);
  const item = items.find((one) => one.code === fields.item);
  const scanned = () => {
    const read = readGs1(code, Number(on.slice(0, 4)));
    setUnread(read === null);
    if (read === null) return;
    const lot = read.lot ?? fields.lot;
    const meant = rows.find((row) => row.lot === lot);
    change({
      lot,
      expiresOn: read.expiresOn ?? meant?.expiresOn ?? null,
      ...(meant === undefined ? {} : { item: meant.item }),
    });
    setCode('');
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setProblem(null);
    const { item: product, lot, expiresOn, slip, counterpart, reason, amount, injected, wasted } = fields;
    const shared = {
      kind,
      unit: site.unit,
      facility: site.facility,
      item: product,
      lot,
      on: at,
      slip: slip || null,
      counterpart: counterpart || null,
      reason: reason || null,
    };
    const own =
      kind === 'use'
        ? { vials: Number(amount), injected: Number(injected), wasted: Number(wasted) }
        : kind === 'stocktake'
          ? { counted: Number(amount) }
          : kind === 'receipt'
            ? { doses: Number(amount), expiresOn }
            : { doses: Number(amount) };
    try {
      await send('POST', '/stock/movements', { ...shared, ...own });
      await client.invalidateQueries({ queryKey: ['stock'] });
      setDone(t('stock.written', { kind: t(`stock.kind.${kind}`), lot }));
      setFields({ ...EMPTY, slip, counterpart });
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  const numeric = (name: 'amount' | 'injected' | 'wasted', label: string, help?: string) => (
    <Field
      label={label}
      help={help}
      inputMode="numeric"
      pattern="[0-9]*"
      required
      value={fields[name]}
      onChange={({ target }) => change({ [name]: target.value.replace(/\D/g, '') })}
    />
  );
  const ready =
    fields.item !== '' &&
    fields.lot.trim().length > 1 &&
    fields.amount !== '' &&
    at !== null &&
    (kind !== 'use' || fields.injected !== '');
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
        {KINDS.map((one) => (
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
        <Field
          label={t('stock.scan')}
          help={t('stock.scan_help')}
          wrong={unread ? t('stock.scan_unread') : undefined}
          autoFocus
          value={code}
          onChange={({ target }) => setCode(target.value)}
          onKeyDown={(event) => {
            // A keyboard scanner ends its line with Enter.
            if (event.key !== 'Enter') return;
            event.preventDefault();
            if (code !== '') scanned();
          }}
        />
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
        {kind === 'use'
          ? numeric(
              'amount',
              t('stock.vials'),
              item && fields.amount !== ''
                ? t('stock.labelled', {
                    n: figure(Number(fields.amount) * item.dosesPerVial),
                    most: figure(Number(fields.amount) * item.maxDosesPerVial),
                  })
                : undefined,
            )
          : numeric(
              'amount',
              t(kind === 'stocktake' ? 'stock.counted' : 'stock.doses'),
              kind === 'stocktake' && known && fields.amount !== '' && Number(fields.amount) !== known.balance
                ? t('stock.differs', { n: figure(Number(fields.amount) - known.balance) })
                : undefined,
            )}
        {kind === 'use' && numeric('injected', t('stock.figure.injected'))}
        {kind === 'use' && numeric('wasted', t('stock.figure.wasted'))}
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
