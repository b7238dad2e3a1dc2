import { useTranslation } from 'react-i18next';
import { day } from '../app/format.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { Status } from '../ui/states.tsx';
import { shownBirth } from '../verification/types.ts';
import type { Move } from './types.ts';

/** People whom two communes name: who names him how and since when, where he counts, and what was said of it. */
export function MoveTable({
  moves,
  chosen,
  onChoose,
}: {
  moves: readonly Move[];
  chosen: Move | null;
  onChoose: (move: Move) => void;
}) {
  const { t } = useTranslation();
  const side = ({ unit, hamlet, kind, sources }: Move['from'] | Move['to'], asOf: string | null) => (
    <>
      {unit.name}
      <small className="quiet">
        {[
          hamlet,
          kind === null ? null : t(`residence.${kind}`),
          sources.map((one) => t(`source.${one}`)).join(', '),
          asOf === null ? null : t('moves.to_day', { date: day(asOf) }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </small>
    </>
  );
  return (
    <ScrollBox label={t('moves.title')}>
      <table className="plain moves">
        <thead>
          <tr>
            <th>{t('people.name')}</th>
            <th>{t('moves.from')}</th>
            <th>{t('moves.to')}</th>
            <th>{t('moves.said')}</th>
            <th>
              <span className="only-read">{t('moves.decision')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {moves.map((move) => (
            <tr
              key={`${move.personId} ${move.from.id}`}
              className={
                chosen?.personId === move.personId && chosen.from.id === move.from.id ? 'chosen' : ''
              }
            >
              <td>
                <b>{move.name}</b>
                <small className="quiet">
                  {[shownBirth(move.birth), move.sex === null ? null : t(`sex.${move.sex}`), move.nationalId]
                    .filter(Boolean)
                    .join(' · ')}
                </small>
              </td>
              <td data-label={t('moves.from')}>{side(move.from, move.from.asOf)}</td>
              <td data-label={t('moves.to')}>
                {side(move.to, move.to.asOf)}
                <Status name="valid">{t('moves.counted_here')}</Status>
              </td>
              <td className="wrap" data-label={t('moves.said')}>
                {move.answer === null ? (
                  <Status name="waiting">{t('moves.unanswered')}</Status>
                ) : (
                  <>
                    <Status name="review">{t(`moves.answer.${move.answer.answer}`)}</Status>
                    <small className="quiet">
                      {[move.answer.by, day(move.answer.at), move.answer.reason].join(' · ')}
                      {move.answer.answer === 'contested' &&
                        ` · ${move.answer.aboveUnit === null ? t('moves.between_provinces') : t('moves.above', { unit: move.answer.aboveUnit })}`}
                    </small>
                  </>
                )}
              </td>
              <td>
                {(move.may.answer || move.may.upheld || move.may.rejected) && (
                  <button type="button" className="plain-button small" onClick={() => onChoose(move)}>
                    {t(move.may.answer ? 'moves.answer_it' : 'moves.settle_it')}
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
