import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { StockRow } from '../../stock/contract.ts';
import { Empty, Status } from '../ui/states.tsx';
import { lotSearch } from './use-stock.ts';

/** What does not fit, worst first: what it is, what to do, and the way to the lot. */
export function DiscrepancyList({
  rows,
  names,
}: {
  rows: readonly StockRow[];
  names: ReadonlyMap<string, string>;
}) {
  const { t } = useTranslation();
  const found = rows
    .flatMap((row) => row.discrepancies.map((one, place) => ({ row, one, place })))
    .toSorted((a, b) => Number(a.one.severity === 'info') - Number(b.one.severity === 'info'));
  if (found.length === 0) return <Empty title={t('stock.all_fits')} />;
  return (
    <ul className="duties">
      {found.map(({ row, one, place }) => (
        <li key={`${row.facility}|${row.item}|${row.lot}|${one.code}|${place}`}>
          <Status name={one.severity}>{t(`stock.severity.${one.severity}`)}</Status>
          <span className="what">
            <b>{one.title}</b>
            <span>
              {one.message} {one.severity === 'warning' && one.remedy}
            </span>
            <span className="where">
              {names.get(row.item)} · {row.facility}
            </span>
          </span>
          <Link className="plain-button" to="/stock/lot" search={lotSearch(row)}>
            {t('stock.open_lot', { lot: row.lot })}
          </Link>
        </li>
      ))}
    </ul>
  );
}
