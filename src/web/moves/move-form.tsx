import { useTranslation } from 'react-i18next';
import { send } from '../app/client.ts';
import { VerdictForm } from '../ui/verdict-form.tsx';
import type { Move, Verdict } from './types.ts';

const verdictsOf = ({ may }: Move): Verdict[] =>
  may.answer
    ? ['moved', 'registered', 'contested']
    : [...(may.upheld ? (['upheld'] as const) : []), ...(may.rejected ? (['rejected'] as const) : [])];

/** What one says of a move, since when, and how one knows: the answer of the commune he left, or of the unit above both. */
export function MoveForm({
  move,
  map,
  onCancel,
  onDone,
}: {
  move: Move;
  map: string;
  onCancel: () => void;
  onDone: () => Promise<unknown>;
}) {
  const { t } = useTranslation();
  const names = { from: move.from.unit.name, to: move.to.unit.name };
  const key = { personId: move.personId, fromId: move.from.id, toId: move.to.id };
  return (
    <VerdictForm<Verdict>
      title={t('moves.decide', { name: move.name })}
      legend={t('moves.decision')}
      verdicts={verdictsOf(move).map((value) => ({
        value,
        label: t(`moves.${value}`, names),
        help: t(`moves.${value}_help`, names),
      }))}
      looked="contested"
      example={t('moves.reason_example')}
      onCancel={onCancel}
      save={async ({ verdict, on, reason }) => {
        if (verdict === 'upheld' || verdict === 'rejected')
          await send('POST', '/moves/settle', { ...key, on, reason, answer: verdict });
        else
          await send('POST', '/moves/answer', {
            ...key,
            on,
            reason,
            mapDate: map,
            answer: verdict === 'contested' ? 'contested' : 'confirmed',
            keepsRegistration: verdict === 'registered',
          });
        await onDone();
      }}
    />
  );
}
