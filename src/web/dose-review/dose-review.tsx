import { useTranslation } from 'react-i18next';
import { figure } from '../app/format.ts';
import { Empty, Failed, Loading } from '../ui/states.tsx';
import { ConflictCard } from './conflict-card.tsx';
import './dose-review.css';
import { SevereCard } from './severe-card.tsx';
import { useDoseReview } from './use-dose-review.ts';

/** What the injection tables leave to a person: severe events whose report is due, and versions that differ. */
export function DoseReviewPage() {
  const { t } = useTranslation();
  const { severe, conflicts } = useDoseReview();
  const error = severe.error ?? conflicts.error;
  const again = () => {
    void severe.refetch();
    void conflicts.refetch();
  };
  return (
    <>
      <h1>{t('dose_review.title')}</h1>
      <p className="lead">{t('dose_review.lead')}</p>
      {error ? (
        <Failed error={error} again={again} />
      ) : severe.data === undefined || conflicts.data === undefined ? (
        <Loading />
      ) : severe.data.events.length + conflicts.data.total === 0 ? (
        <Empty title={t('dose_review.none')}>
          <p>{t('dose_review.none_help')}</p>
        </Empty>
      ) : (
        <>
          {severe.data.events.length > 0 && (
            <section>
              <h2>{t('dose_review.alarms', { n: figure(severe.data.ringing) })}</h2>
              <ul className="review-cards">
                {severe.data.events.map((event) => (
                  <SevereCard key={event.duty.key} event={event} done={again} />
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
