import { useTranslation } from 'react-i18next';
import type { StockItem, StockRow } from '../../stock/contract.ts';
import type { TransferLine } from '../../stock/transfers/contract.ts';
import { Field } from '../ui/field.tsx';

/** Lines of a transfer: product, lot where one is needed, doses. The first `fixed` say what was sent: only doses are counted. */
export function LinesInput({
  lines,
  items,
  rows,
  withLot,
  fixed = 0,
  onChange,
}: {
  lines: readonly TransferLine[];
  items: readonly StockItem[];
  rows: readonly StockRow[];
  withLot: boolean;
  fixed?: number;
  onChange: (lines: TransferLine[]) => void;
}) {
  const { t } = useTranslation();
  const set = (at: number, change: Partial<TransferLine>) =>
    onChange(lines.map((line, i) => (i === at ? { ...line, ...change } : line)));
  const lots = (item: string) =>
    rows.filter((row) => row.item === item && row.balance > 0).map(({ lot }) => lot);
  return (
    <div className="transfer-lines slip-grid-lines">
      {lines.map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no name of their own and keep their places
        <div key={at} className="line slip-grid-line">
          <div className="text-field">
            <label htmlFor={`line-item-${at}`}>{t('stock.item')}</label>
            <select
              id={`line-item-${at}`}
              className="plain-select"
              disabled={at < fixed}
              value={line.item}
              onChange={({ target }) =>
                set(at, { item: target.value, lot: withLot ? (lots(target.value)[0] ?? '') : null })
              }
            >
              {items.map(({ code, name }) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </select>
          </div>
          {withLot ? (
            <Field
              label={t('stock.lot')}
              value={line.lot ?? ''}
              readOnly={at < fixed}
              list={`line-lots-${at}`}
              onChange={({ target }) => set(at, { lot: target.value.toUpperCase().replace(/\s+/g, '') })}
            />
          ) : (
            <span />
          )}
          <datalist id={`line-lots-${at}`}>
            {lots(line.item).map((lot) => (
              <option key={lot} value={lot} />
            ))}
          </datalist>
          <Field
            label={t('stock.doses')}
            inputMode="numeric"
            value={line.doses === 0 && at >= fixed ? '' : String(line.doses)}
            onChange={({ target }) => set(at, { doses: Number(target.value.replace(/\D/g, '')) })}
          />
          {at >= fixed && lines.length > 1 && (
            <button
              type="button"
              className="plain-button"
              onClick={() => onChange(lines.filter((_, i) => i !== at))}
            >
              {t('stock.remove_line')}
            </button>
          )}
        </div>
      ))}
      <button
        type="button"
        className="link-button"
        onClick={() => onChange([...lines, { item: items[0]!.code, lot: withLot ? '' : null, doses: 0 }])}
      >
        {t('stock.add_line')}
      </button>
    </div>
  );
}
