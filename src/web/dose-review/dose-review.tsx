import { useTranslation } from 'react-i18next';
import { figure } from '../app/format.ts';
import { Empty, Failed, Loading } from '../ui/states.tsx';
import { AlarmCard } from './alarm-card.tsx';
import { ConflictCard } from './conflict-card.tsx';
import './dose-review.css';
import { useDoseReview } from './use-dose-review.ts';

/** What the injection tables leave to a person: severe events whose report is due, and versions that differ. */
export function DoseReviewPage() {
  const { t } = useTranslation();
  const { alarms, conflicts } = useDoseReview();
  const error = alarms.error ?? conflicts.error;
  const again = () => {
    void alarms.refetch();
    void conflicts.refetch();
  };
  return (
    <>
      <h1>{t('dose_review.title')}</h1>
      <p className="lead">{t('dose_review.lead')}</p>
      {error ? (
        <Failed error={error} again={again} />
      ) : alarms.data === undefined || conflicts.data === undefined ? (
        <Loading />
      ) : alarms.data.total + conflicts.data.total === 0 ? (
        <Empty title={t('dose_review.none')}>
          <p>{t('dose_review.none_help')}</p>
        </Empty>
      ) : (
        <>
          {alarms.data.total > 0 && (
            <section>
              <h2>{t('dose_review.alarms', { n: figure(alarms.data.total) })}</h2>
              <ul className="review-cards">
                {alarms.data.alarms.map((alarm) => (
                  <AlarmCard key={alarm.id} alarm={alarm} done={again} />
                ))}
              </ul>
            </section>
          )}
          {conflicts.data.total > 0 && (
            <section>
              <h2>{t('dose_review.conflicts', { n: figure(conflicts.data.total) })}</h2>
              <ul className="review-cards">
                {conflicts.data.conflicts.map((conflict) => (
                  <ConflictCard key={conflict.id} conflict={conflict} done={again} />
                ))}
              </ul>
            </section>
          )}
        </>
      )}
    </>
  );
}
