import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { DueGroup } from '../../due/contract.ts';
import { get } from '../app/client.ts';
import { figure } from '../app/format.ts';
import { useMe, usePlace } from '../app/place.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';

type Stock = { rows: readonly { item: string; balance: number }[] };

/** Doses that those due need of each product, beside what the stores of the unit hold. */
export function Needs({ needs }: { needs: DueGroup['needs'] }) {
  const { t } = useTranslation();
  const place = usePlace();
  const mayStock = useMe().data!.actions.includes('stock.view');
  const asked = { unit: place.unit, date: place.date };
  const stock = useQuery({
    queryKey: ['stock', 'beside-due', asked],
    queryFn: () => get<Stock>('/stock', asked),
    enabled: mayStock && needs.length > 0,
    retry: false,
  }).data;
  if (needs.length === 0) return null;
  const held = (vaccine: string | null): number | null =>
    stock === undefined || vaccine === null
      ? null
      : stock.rows.reduce((sum, { item, balance }) => (item === vaccine ? sum + balance : sum), 0);
  return (
    <section>
      <h2>{t('due.needs')}</h2>
      <ScrollBox label={t('due.needs')}>
        <table className="plain">
          <thead>
            <tr>
              <th>{t('due.column.vaccines')}</th>
              <th className="num">{t('due.needed')}</th>
              {stock && <th className="num">{t('due.in_store')}</th>}
              {stock && <th className="num">{t('due.short')}</th>}
            </tr>
          </thead>
          <tbody>
            {needs.map(({ vaccine, doses }) => {
              const balance = held(vaccine);
              return (
                <tr key={vaccine ?? ''}>
                  <td>{vaccine === null ? t('due.any_product') : t(`product.${vaccine}`)}</td>
                  <td className="num">{figure(doses)}</td>
                  {stock && <td className="num">{figure(balance)}</td>}
                  {stock && (
                    <td className="num">{figure(balance === null ? null : Math.max(0, doses - balance))}</td>
                  )}
                </tr>
              );
            })}
          </tbody>
        </table>
      </ScrollBox>
    </section>
  );
}
