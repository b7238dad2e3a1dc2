import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { isReceived } from '../../duties/rules.ts';
import { due, momentThere } from '../duties/due.ts';
import { Status } from '../ui/states.tsx';
import { CorrectionForm } from './correction-form.tsx';
import type { SevereEvent } from './use-dose-review.ts';

/** A severe event after a dose: at once by telephone, in writing within 24 hours (TT 34/2018/TT-BYT); then who reported it, and when. */
export function SevereCard({ event, done }: { event: SevereEvent; done: () => void }) {
  const { t } = useTranslation();
  const { duty } = event;
  const settled = isReceived(duty.state);
  return (
    <li className="card">
      <h3>
        <Link to="/people/$id" params={{ id: event.personId }} search={true}>
          {event.personName}
        </Link>
      </h3>
      <p>
        {t(`table.adverse.${event.type}`)} · {t(`table.outcome.${event.outcome}`)} · {event.facility}
      </p>
      <p className="quiet">
        {t('dose_review.onset', { at: momentThere(event.at) })} ·{' '}
        {t('dose_review.known', { at: momentThere(event.recordedAt) })}
      </p>
      {event.correction !== null ? (
        <Status name="valid">
          {t(`dose_review.corrected.${event.correction.to}`, {
            by: event.correction.by,
            at: momentThere(event.correction.at),
            reason: event.correction.reason,
          })}
        </Status>
      ) : settled ? (
        <Status name={duty.onTime === false ? 'warning' : 'valid'}>
          {t(duty.onTime === false ? 'dose_review.reported_late' : 'dose_review.reported_by', {
            by: duty.by,
            at: momentThere(duty.sentAt!),
          })}
        </Status>
      ) : (
        <Status name={duty.overdue ? 'error' : 'warning'}>
          {t(duty.overdue ? 'dose_review.report_late' : 'dose_review.report_due', { at: due(duty) })}
        </Status>
      )}
      <div className="actions">
        <Link
          className={settled ? 'plain-button' : 'main-button'}
          to="/duties/$key"
          params={{ key: duty.key }}
          search={true}
        >
          {t(
            settled
              ? 'dose_review.see_report'
              : duty.state === 'not_started' || duty.state === 'late'
                ? 'dose_review.report'
                : 'dose_review.report_on',
          )}
        </Link>
      </div>
      {event.correction === null && <CorrectionForm event={event} done={done} />}
    </li>
  );
}
