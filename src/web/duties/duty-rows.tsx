import { useTranslation } from 'react-i18next';
import { figure } from '../app/format.ts';
import { due, momentThere } from './due.ts';
import { DutyLink } from './duty-link.tsx';
import { DutyStatus } from './duty-state.tsx';
import { itemOf } from './item-of.ts';
import type { DutyRow } from './types.ts';

const DONE: readonly string[] = ['accepted', 'submitted', 'zero_reported'];

/** Duties, a line each: what, until when, how it stands, and the way to do it. `units` says whose each is. */
export function DutyRows({ duties, units = false }: { duties: readonly DutyRow[]; units?: boolean }) {
  const { t } = useTranslation();
  const first = duties.find((duty) => duty.mayAnswer && !DONE.includes(duty.state));
  return (
    <ul className="duties owed">
      {duties.map((duty) => (
        <li key={duty.key} className={duty.overdue ? 'overdue' : ''}>
          <div className="what">
            <b>{duty.title}</b>
            <span>
              <DutyStatus duty={duty} /> · {t('duties.due', { due: due(duty) })} · {itemOf(duty, t)}
              {(units || duty.facility !== null) && <> · {duty.facility ?? duty.unit.name}</>}
            </span>
            {duty.parts !== null && (
              <span>
                {t('duties.parts', {
                  received: figure(duty.parts.received),
                  expected: figure(duty.parts.expected),
                })}
              </span>
            )}
            {duty.returnReason !== null && (
              <span className="why">{t('duties.returned_because', { reason: duty.returnReason })}</span>
            )}
            {duty.zeroReason !== null && <span>{t('duties.zero_because', { reason: duty.zeroReason })}</span>}
            {duty.waitingFor !== null && <span>{t('duties.waits_for', { unit: duty.waitingFor.name })}</span>}
            {duty.sentAt !== null && DONE.includes(duty.state) && (
              <span>{t('duties.sent_at', { at: momentThere(duty.sentAt) })}</span>
            )}
          </div>
          <DutyLink duty={duty} main={duty === first} />
        </li>
      ))}
    </ul>
  );
}
