import { useTranslation } from 'react-i18next';
import type { StockItem, StockRow } from '../../stock/contract.ts';
import { figure } from '../app/format.ts';
import { Field } from '../ui/field.tsx';
import type { SlipFields, SlipKind } from './slip.ts';

/** How many: doses of a slip, vials opened and what became of them, or doses counted beside what the ledger has. */
export function SlipAmounts({
  kind,
  fields,
  item,
  known,
  onChange: change,
}: {
  kind: SlipKind;
  fields: SlipFields;
  item: StockItem | undefined;
  known: StockRow | undefined;
  onChange: (some: Partial<SlipFields>) => void;
}) {
  const { t } = useTranslation();
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
  return (
    <>
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
    </>
  );
}
