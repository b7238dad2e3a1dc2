import { useTranslation } from 'react-i18next';
import type { Absence, AbsenceDecision } from '../app/api-types.ts';
import { send } from '../app/client.ts';
import { figure } from '../app/format.ts';
import { VerdictForm } from '../ui/verdict-form.tsx';

const DECISIONS: readonly AbsenceDecision[] = ['still_here', 'moved_out', 'died'];

/** One decision for everybody chosen: where they are, since when, and how one knows. */
export function DecisionForm({
  people,
  onCancel,
  onDone,
}: {
  people: readonly Absence[];
  onCancel: () => void;
  onDone: (people: number) => Promise<void>;
}) {
  const { t } = useTranslation();
  const names = people.slice(0, 3).map(({ name }) => name);
  const more = people.length > names.length ? '…' : '';
  return (
    <VerdictForm
      title={t('absences.decide', { n: figure(people.length), names: names.join(', ') }) + more}
      legend={t('absences.decision')}
      verdicts={DECISIONS.map((value) => ({
        value,
        label: t(`absences.${value}`),
        help: t(`absences.${value}_help`),
      }))}
      looked="still_here"
      example={t('absences.reason_example')}
      onCancel={onCancel}
      save={async ({ verdict, on, reason }) => {
        // One after the other: each is a decision of its own, and what is settled stays settled if the line breaks.
        for (const { id } of people)
          await send('POST', `/absences/${id}/settle`, { decision: verdict, on, reason });
        await onDone(people.length);
      }}
    />
  );
}
