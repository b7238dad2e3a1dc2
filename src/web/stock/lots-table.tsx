import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StockRow } from '../../stock/contract.ts';
import { expiryState } from '../../stock/rules.ts';
import { day, figure } from '../app/format.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { lotSearch } from './use-stock.ts';

const FIGURES = ['received', 'issued', 'opened', 'injected', 'wasted', 'balance'] as const;
type Order = 'expiresOn' | (typeof FIGURES)[number];

/** Lots, the first to expire first: that is the one to use. */
export function LotsTable({
  rows,
  on,
  names,
  withFacility,
}: {
  rows: readonly StockRow[];
  on: string;
  names: ReadonlyMap<string, string>;
  withFacility: boolean;
}) {
  const { t } = useTranslation();
  const [order, setOrder] = useState<Order>('expiresOn');
  const sorted = rows.toSorted((a, b) =>
    order === 'expiresOn'
      ? Number(a.balance <= 0) - Number(b.balance <= 0) ||
        ((a.expiresOn ?? '9') < (b.expiresOn ?? '9') ? -1 : 1)
      : b[order] - a[order],
  );
  const first = new Map<string, StockRow>();
  for (const row of sorted)
    if (
      row.balance > 0 &&
      (row.expiresOn ?? '9') >= on &&
      !row.recalled &&
      !first.has(`${row.facility}|${row.item}`)
    )
      first.set(`${row.facility}|${row.item}`, row);
  const head = (name: Order, label: string, numeric = true) => (
    <th
      scope="col"
      className={numeric ? 'num' : ''}
      aria-sort={order === name ? (numeric ? 'descending' : 'ascending') : undefined}
    >
      <button type="button" className="sort" onClick={() => setOrder(name)}>
        {label}
        {order === name && <span aria-hidden="true"> {numeric ? '↓' : '↑'}</span>}
      </button>
    </th>
  );
  return (
    <ScrollBox label={t('stock.view.lots')} tall>
      <table className="plain stock-lots">
        <caption className="only-read">{t('stock.view.lots')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('stock.lot')}</th>
            {withFacility && <th scope="col">{t('stock.facility')}</th>}
            {head('expiresOn', t('stock.expiry'), false)}
            {FIGURES.map((name) => head(name, t(`stock.figure.${name}`)))}
            <th scope="col">{t('stock.state')}</th>
          </tr>
        </thead>
        <tbody>
          {sorted.map((row) => (
            <tr
              key={`${row.unit}|${row.facility}|${row.item}|${row.lot}`}
              className={row.balance === 0 ? 'spent' : ''}
            >
              <td>
                <Link to="/stock/lot" search={lotSearch(row)}>
                  {row.lot}
                </Link>
                <span className="under-name">{names.get(row.item)}</span>
              </td>
              {withFacility && <td>{row.facility}</td>}
              <td>
                <Expiry row={row} on={on} />
              </td>
              {FIGURES.map((name) => (
                <td key={name} className={name === 'balance' ? 'num strong' : 'num'}>
                  {figure(row[name])}
                  {name === 'injected' && row.overfill > 0 && (
                    <small className="quiet"> (+{figure(row.overfill)})</small>
                  )}
                  {name === 'balance' && row.quarantine > 0 && (
                    <small className="quiet">
                      {' '}
                      {t('stock.and_quarantine', { n: figure(row.quarantine) })}
                    </small>
                  )}
                </td>
              ))}
              <td>
                <LotState row={row} next={first.get(`${row.facility}|${row.item}`) === row} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

export function Expiry({ row, on }: { row: StockRow; on: string }) {
  const { t } = useTranslation();
  const state = expiryState(row.expiresOn as never, on as never);
  if (state === 'unknown') return <span className="quiet">–</span>;
  const held = row.balance > 0 || row.quarantine > 0;
  return (
    <span className={held && state !== 'later' ? `status ${state === 'expired' ? 'bad' : 'warn'}` : ''}>
      {held && state !== 'later' && <span aria-hidden="true">{state === 'expired' ? '✕' : '▲'}</span>}
      {day(row.expiresOn)}
      {held && state !== 'later' && <span className="only-read"> {t(`stock.expiry_${state}`)}</span>}
    </span>
  );
}

/** What to know of a lot before taking it: called back, first to use, how long it lasts, what does not fit. */
function LotState({ row, next }: { row: StockRow; next: boolean }) {
  const { t } = useTranslation();
  const unfit = row.discrepancies.filter(({ severity }) => severity === 'warning').length;
  return (
    <span className="lot-state">
      {row.recalled && (
        <span className="status bad">
          <span aria-hidden="true">✕</span>
          {t('stock.recalled')}
        </span>
      )}
      {unfit > 0 && (
        <span className="status warn">
          <span aria-hidden="true">▲</span>
          {t('stock.unfit', { n: figure(unfit) })}
        </span>
      )}
      {next && (
        <span className="status ok">
          <span aria-hidden="true">→</span>
          {t('stock.use_first')}
          {row.daysLeft !== null && ` · ${t('stock.days_left', { n: figure(row.daysLeft) })}`}
        </span>
      )}
    </span>
  );
}
