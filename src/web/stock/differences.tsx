import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TransferAnswer } from '../../stock/transfers/contract.ts';
import { figure, moment } from '../app/format.ts';
import { Status } from '../ui/states.tsx';
import { SettleForm } from './settle-form.tsx';
import { TakeBack } from './take-back.tsx';

/** What came otherwise than it was sent: how much is still open, and what became of the rest, with who said so and when. */
export function Differences({
  transfer,
  named,
}: {
  transfer: TransferAnswer;
  named: (item: string) => string;
}) {
  const { t } = useTranslation();
  const [settling, setSettling] = useState<string | null>(null);
  const { id, differences, settlements } = transfer;
  if (differences.length === 0) return null;
  return (
    <ul className="duties differences">
      {differences.map((difference) => {
        const { item, lot, sent, received, open, ways } = difference;
        return (
          <li key={`${item}|${lot}`}>
            <Status name={open === 0 ? 'info' : 'warning'}>
              {open === 0
                ? t('stock.settle.done')
                : t(open > 0 ? 'stock.settle.missing' : 'stock.settle.surplus', {
                    n: figure(Math.abs(open)),
                  })}
            </Status>
            <span className="what">
              <b>
                {t('stock.difference', {
                  item: named(item),
                  lot,
                  sent: figure(sent),
                  received: figure(received),
                })}
              </b>
              {settlements
                .filter((one) => one.item === item && one.lot === lot)
                .map(({ id: settlement, way, doses, instead, reason, by, at, undone, mayUndo }) => (
                  <span key={settlement} className={undone === null ? undefined : 'quiet'}>
                    {t(`stock.settle.way.${way}`)}
                    {instead !== null && ` (${instead})`} · {t('stock.settle.doses', { n: figure(doses) })} ·{' '}
                    {reason} · {by}, {moment(at)}
                    {undone !== null &&
                      ` · ${t('stock.settle.undone', { by: undone.by, at: moment(undone.at), reason: undone.reason })}`}
                    {mayUndo && (
                      <>
                        {' '}
                        <TakeBack
                          path={`/stock/transfers/${id}/settlements/${settlement}/undo`}
                          label={t('stock.settle.undo')}
                        />
                      </>
                    )}
                  </span>
                ))}
              {settling === `${item}|${lot}` && (
                <SettleForm transfer={transfer} difference={difference} onClose={() => setSettling(null)} />
              )}
            </span>
            {ways.length > 0 && settling === null && (
              <button type="button" className="plain-button" onClick={() => setSettling(`${item}|${lot}`)}>
                {t('stock.settle.open')}
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
