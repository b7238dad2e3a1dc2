import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { day, figure, moment } from '../app/format.ts';
import { Status } from '../ui/states.tsx';
import { SettleForm } from './settle-form.tsx';
import type { GapRow, Products } from './types.ts';

type Lot = Readonly<{ item: string | null; lot: string | null }>;
export const lotWords =
  (products: Products) =>
  ({ item, lot }: Lot): string =>
    [products.find(({ code }) => code === item)?.name ?? item, lot]
      .filter((text) => text !== null)
      .join(' · ');
const signed = (doses: number): string => `${doses > 0 ? '+' : '−'}${figure(Math.abs(doses))}`;

/** The gaps of a facility's day: what differs, what it likely is made of, who puts it right, how it was explained. */
export function GapList({
  gaps,
  products,
  onSettled,
}: {
  gaps: readonly GapRow[];
  products: Products;
  onSettled: () => void;
}) {
  const wordsOf = lotWords(products);
  const { t } = useTranslation();
  // A mistake that shows at two lots is told once, where people are missing.
  const shown = gaps.some(({ mirror }) => !mirror) ? gaps.filter(({ mirror }) => !mirror) : gaps;
  const [settling, setSettling] = useState<string | null>(null);
  return (
    <ul className="gap-list">
      {shown.map((gap) => {
        const key = `${gap.kind} ${gap.item} ${gap.lot}`;
        const lot = wordsOf(gap);
        const [last] = gap.settlements;
        return (
          <li key={key}>
            <h3>
              {t(`gap.kind.${gap.kind}`)}: {figure(gap.first)} − {figure(gap.second)} ={' '}
              {signed(gap.first - gap.second)} <small>{lot === '' ? t('gaps.whole_day') : lot}</small>{' '}
              <Status name={gap.state === 'settled' ? 'valid' : 'warning'}>
                {t(`gaps.state.${gap.state}`)}
              </Status>
            </h3>
            <ul className="parts">
              {gap.parts.map(({ cause, doses, other }, i) => (
                <li key={`${cause} ${JSON.stringify(other)}`}>
                  <b className="num">{signed(doses)}</b>
                  <span>
                    {t(`gap.cause.${cause}`)}
                    {other !== null && (
                      <small>
                        {t('gaps.seen_at', {
                          where: [
                            other.day === gap.day ? null : day(other.day),
                            wordsOf(other) || t('gaps.no_lot'),
                          ]
                            .filter((text) => text !== null)
                            .join(', '),
                        })}
                      </small>
                    )}
                    {gap.parts[i + 1]?.cause !== cause && <small>{t(`gap.help.${cause}`)}</small>}
                  </span>
                </li>
              ))}
            </ul>
            <p className="quiet">
              {t('gaps.settler', { who: t(`gap.settler.${gap.settler}`) })}
              {gap.account !== null && ` (${gap.account})`}
            </p>
            {last !== undefined && (
              <p>
                {t(gap.state === 'settled' ? 'gaps.explained_by' : 'gaps.explained_before', {
                  by: last.by,
                  at: moment(last.at),
                  first: figure(last.first),
                  second: figure(last.second),
                })}{' '}
                <q>{last.explanation}</q>
              </p>
            )}
            {settling === key ? (
              <SettleForm gap={gap} onCancel={() => setSettling(null)} onSettled={onSettled} />
            ) : (
              gap.maySettle &&
              gap.state !== 'settled' && (
                <button type="button" className="plain-button" onClick={() => setSettling(key)}>
                  {t('gaps.settle')}
                </button>
              )
            )}
          </li>
        );
      })}
    </ul>
  );
}
