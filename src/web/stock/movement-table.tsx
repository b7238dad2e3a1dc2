import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ACCOUNTS, balanceOf, type Movement } from '../../stock/contract.ts';
import { day, figure, moment } from '../app/format.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { TakeBack } from './take-back.tsx';

/** Movements of a lot with the balance after each; any opens into its entries, and may be taken back with a reason. */
export function MovementTable({
  movements,
  unit,
  mayPost,
}: {
  movements: readonly Movement[];
  unit: string;
  mayPost: boolean;
}) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<string | null>(null);
  const undone = new Set(movements.flatMap(({ kind, refersTo }) => (kind === 'reversal' ? [refersTo] : [])));
  let balance = 0;
  const lines = movements.map((movement) => {
    balance += balanceOf(movement.amounts);
    return { movement, balance };
  });
  return (
    <ScrollBox label={t('stock.ledger')}>
      <table className="plain">
        <caption className="only-read">{t('stock.ledger')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('stock.day')}</th>
            <th scope="col">{t('stock.movement')}</th>
            <th scope="col" className="num">
              {t('stock.change')}
            </th>
            <th scope="col" className="num">
              {t('stock.figure.balance')}
            </th>
            <th scope="col">{t('stock.slip')}</th>
            <th scope="col">{t('stock.counterpart')}</th>
            <th scope="col">{t('stock.recorded_by')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.toReversed().map(({ movement, balance: after }) => (
            <Fragment key={movement.id}>
              <tr className={undone.has(movement.id) || movement.kind === 'reversal' ? 'spent' : ''}>
                <td>{day(movement.on)}</td>
                <td>
                  <button
                    type="button"
                    className="link-button"
                    aria-expanded={open === movement.id}
                    onClick={() => setOpen(open === movement.id ? null : movement.id)}
                  >
                    {t(`stock.kind.${movement.kind}`)}
                  </button>
                  {undone.has(movement.id) && <small className="quiet"> {t('stock.undone')}</small>}
                </td>
                <td className="num">{signed(balanceOf(movement.amounts))}</td>
                <td className="num">{figure(after)}</td>
                <td>{movement.slip ?? ''}</td>
                <td>{movement.counterpart ?? ''}</td>
                <td>
                  {movement.recordedBy} <small className="quiet">{moment(movement.recordedAt)}</small>
                </td>
              </tr>
              {open === movement.id && (
                <tr>
                  <td colSpan={7}>
                    <Entries movement={movement} />
                    {mayPost && movement.kind !== 'reversal' && !undone.has(movement.id) && (
                      <TakeBack
                        path={`/stock/movements/${movement.id}/undo`}
                        body={{ unit }}
                        label={t('stock.undo')}
                      />
                    )}
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

const signed = (doses: number): string =>
  doses > 0 ? `+${figure(doses)}` : doses < 0 ? `−${figure(-doses)}` : '0';

/** Both sides of a movement: they add up to nothing. */
function Entries({ movement }: { movement: Movement }) {
  const { t } = useTranslation();
  return (
    <dl className="facts">
      {ACCOUNTS.filter((account) => (movement.amounts[account] ?? 0) !== 0).map((account) => (
        <Fragment key={account}>
          <dt>{t(`stock.account.${account}`)}</dt>
          <dd>{signed(movement.amounts[account]!)}</dd>
        </Fragment>
      ))}
      {movement.vials !== null && (
        <>
          <dt>{t('stock.vial_count')}</dt>
          <dd>{figure(movement.vials)}</dd>
        </>
      )}
      {movement.reason !== null && (
        <>
          <dt>{t('stock.reason')}</dt>
          <dd>{t(`stock.loss.${movement.reason}`, { defaultValue: movement.reason })}</dd>
        </>
      )}
      <dt>{t('stock.source')}</dt>
      <dd>
        {t(`stock.source.${movement.source}`)}
        {movement.sheet !== null && ` · ${t('stock.at_row', { sheet: movement.sheet, row: movement.row })}`}
      </dd>
    </dl>
  );
}
