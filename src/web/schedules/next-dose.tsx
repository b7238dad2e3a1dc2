import { useTranslation } from 'react-i18next';
import type { PersonEvaluation } from '../../due/contract.ts';
import { day } from '../app/format.ts';
import { Status } from '../ui/states.tsx';

const TONE: Readonly<Record<string, string>> = {
  overdue: 'error',
  due: 'warning',
  postponed: 'warning',
  refused: 'warning',
  unclear: 'undated',
  contraindicated: 'error',
  upcoming: 'info',
  complete: 'valid',
};

/** The next dose of a person in words: which, from when, of what, by which document; or why there is none. */
export function NextDose({ due }: { due: PersonEvaluation['due'] }) {
  const { t } = useTranslation();
  const { next, state, reason, postponedUntil, document } = due;
  return (
    <p className="next-dose">
      <b>{t('person.next_dose')}</b> <Status name={TONE[state] ?? 'info'}>{t(`due.state.${state}`)}</Status>{' '}
      {next === null
        ? state === 'complete'
          ? t(`due.reason.${reason}`)
          : ''
        : `${t(`due.dose.${next.kind}`, { number: next.doseNo })}: ${t('person.next_when', {
            earliest: day(next.earliest),
            recommended: day(next.recommended),
            overdue: day(next.overdue),
          })}. ${next.vaccines
            .slice(0, 4)
            .map(({ vaccine }) => t(`product.${vaccine}`))
            .join(', ')}.`}{' '}
      {postponedUntil !== null && `${t('due.postponed_until', { date: day(postponedUntil) })}. `}
      {document !== null && <span className="quiet">{t('person.next_by', { document })}</span>}
    </p>
  );
}
