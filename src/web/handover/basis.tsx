import { useTranslation } from 'react-i18next';
import { day, figure } from '../app/format.ts';
import type { Basis } from './types.ts';

/** What a list rests on: the lists in force, what is still open, who has been verified. */
export function BasisFacts({ basis }: { basis: Basis }) {
  const { t } = useTranslation();
  const { verification, moves } = basis;
  const toVerify = Object.values(verification).reduce((sum, n) => sum + n, 0);
  return (
    <dl className="facts">
      <dt>{t('handover.lists')}</dt>
      <dd>
        {basis.lists.length === 0
          ? t('handover.no_lists')
          : basis.lists.map((list) => (
              <div key={list.id}>
                {t(`source.${list.source}`)} · {t(`kind.${list.kind}`)} · {list.file} ·{' '}
                {t('handover.list_of', { rows: figure(list.rows), date: day(list.asOf) })}
              </div>
            ))}
        {basis.missing.map((source) => (
          <div key={source} className="gap">
            ▲ {t('handover.missing', { source: t(`source.${source}`) })}
          </div>
        ))}
      </dd>
      <dt>{t('handover.open')}</dt>
      <dd>
        {t('handover.open_rows', {
          review: figure(basis.rowsInReview),
          waiting: figure(basis.rowsWaiting),
          moves: figure(moves.in + moves.out),
          disputed: figure(moves.disputed),
        })}
      </dd>
      <dt>{t('handover.verified')}</dt>
      <dd>
        {t('handover.verified_of', {
          matched: figure((verification.matched ?? 0) + (verification.foreign ?? 0)),
          all: figure(toVerify),
          wrong: figure(verification.wrong ?? 0),
          stale: figure(verification.stale ?? 0),
        })}
      </dd>
    </dl>
  );
}
