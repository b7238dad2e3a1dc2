import { useTranslation } from 'react-i18next';
import type { StockRow } from '../../stock/contract.ts';
import { expiryState } from '../../stock/rules.ts';
import { figure } from '../app/format.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';

/** Stores of a unit: what each has, what it used, how long that lasts, what does not fit; each opens into its lots. */
export function SitesTable({
  rows,
  on,
  onOpen,
}: {
  rows: readonly StockRow[];
  on: string;
  onOpen: (facility: string) => void;
}) {
  const { t } = useTranslation();
  const sites = new Map<string, StockRow[]>();
  for (const row of rows) sites.set(row.facility, [...(sites.get(row.facility) ?? []), row]);
  const shown = [...sites].map(([facility, own]) => {
    const sum = (value: (row: StockRow) => number): number =>
      own.reduce((total, row) => total + value(row), 0);
    const days = own.flatMap(({ daysLeft }) => daysLeft ?? []);
    return {
      facility,
      balance: sum(({ balance }) => balance),
      received: sum(({ received }) => received),
      injected: sum(({ injected }) => injected),
      wasted: sum(({ wasted }) => wasted),
      soon: sum(({ balance, expiresOn }) =>
        expiryState(expiresOn as never, on as never) === 'later' ? 0 : Math.max(balance, 0),
      ),
      days: days.length === 0 ? null : Math.min(...days),
      unfit: sum(
        ({ discrepancies }) => discrepancies.filter(({ severity }) => severity === 'warning').length,
      ),
    };
  });
  return (
    <ScrollBox label={t('stock.view.sites')} tall>
      <table className="plain stock-sites">
        <caption className="only-read">{t('stock.view.sites')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('stock.facility')}</th>
            {(['received', 'injected', 'wasted', 'balance'] as const).map((name) => (
              <th key={name} scope="col" className="num">
                {t(`stock.figure.${name}`)}
              </th>
            ))}
            <th scope="col" className="num">
              {t('stock.sum.soon')}
            </th>
            <th scope="col" className="num">
              {t('stock.days')}
            </th>
            <th scope="col" className="num">
              {t('stock.sum.unfit')}
            </th>
          </tr>
        </thead>
        <tbody>
          {shown
            .toSorted((a, b) => b.unfit - a.unfit || (a.days ?? 999) - (b.days ?? 999))
            .map((site) => (
              <tr key={site.facility}>
                <td>
                  <button type="button" className="link-button" onClick={() => onOpen(site.facility)}>
                    {site.facility}
                  </button>
                </td>
                <td className="num">{figure(site.received)}</td>
                <td className="num">{figure(site.injected)}</td>
                <td className="num">{figure(site.wasted)}</td>
                <td className="num strong">{figure(site.balance)}</td>
                <td className="num">{site.soon > 0 ? figure(site.soon) : ''}</td>
                <td className="num">{figure(site.days)}</td>
                <td className="num">{site.unfit > 0 ? figure(site.unfit) : ''}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
