import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { StockItem, StockRow } from '../../stock/contract.ts';
import { emptyOn, planNeeds } from '../../stock/rules.ts';
import { get } from '../app/client.ts';
import { day, figure } from '../app/format.ts';
import { usePlace } from '../app/place.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { Failed, Loading } from '../ui/states.tsx';

type Needs = { needs: { vaccine: string | null; doses: number }[] };

/** What is there, how long it lasts, what the due and overdue of the unit need, and what is missing for them. */
export function NeedsTable({
  rows,
  items,
  on,
}: {
  rows: readonly StockRow[];
  items: readonly StockItem[];
  on: string;
}) {
  const { t } = useTranslation();
  const place = usePlace();
  const question = { unit: place.unit, date: place.date, mapDate: place.map };
  const answer = useQuery({ queryKey: ['due', question], queryFn: () => get<Needs>('/due', question) });
  if (answer.isLoading) return <Loading />;
  if (answer.error || !answer.data)
    return <Failed error={answer.error} again={() => void answer.refetch()} />;
  const needs = planNeeds(
    rows as never,
    answer.data.needs,
    new Map(items.map(({ code, dosesPerVial }) => [code, dosesPerVial])),
    on as never,
  );
  return (
    <>
      <p className="quiet">
        {t('stock.needs_lead')} <Link to="/due">{t('stock.to_due')}</Link>
      </p>
      <ScrollBox label={t('stock.view.needs')}>
        <table className="plain">
          <caption className="only-read">{t('stock.view.needs')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('stock.item')}</th>
              {(['usable', 'per_day', 'days', 'empty', 'due', 'missing', 'vials'] as const).map((name) => (
                <th key={name} scope="col" className="num">
                  {t(`stock.need.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {needs.map(({ item, usable, perDay, daysLeft, due, missing, vials }) => (
              <tr key={item ?? ''}>
                <td>
                  {item === null
                    ? t('stock.need.any')
                    : (items.find(({ code }) => code === item)?.name ?? item)}
                </td>
                <td className="num">{figure(usable)}</td>
                <td className="num">{perDay === 0 ? '–' : figure(Math.round(perDay * 10) / 10)}</td>
                <td className="num">{figure(daysLeft)}</td>
                <td className="num">{day(emptyOn(on as never, daysLeft))}</td>
                <td className="num">{figure(due)}</td>
                <td className="num strong">{missing > 0 ? figure(missing) : '0'}</td>
                <td className="num">{vials === null ? '' : figure(vials)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </>
  );
}
