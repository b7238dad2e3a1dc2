import { useState } from 'react';
import { record, useNow, usePerson, useWork, vaccineName } from './at-table.ts';
import { wallClock } from './clock.ts';
import { OneOf } from './parts.tsx';
import { goTo, replaceBy } from './place.ts';
import { say } from './said.tsx';
import { standing, watchedUntil } from './session-state.ts';
import { countdown } from './watch.tsx';
import { t } from './words.ts';

const UNDO_REASONS = ['slip', 'wrong_person', 'wrong_vial', 'not_given'] as const;

/** Takes a dose back; it stays in the record with the reason. */
export async function undo(
  doseId: string,
  personId: string,
  reason: (typeof UNDO_REASONS)[number],
): Promise<void> {
  await record('dose_undone', { doseId, personId, reason: t(`table.undo.${reason}`) });
  say(t('table.undone_said'));
}

/** The 30 minutes after the dose: the clock, a reaction, going home, and taking a mistake back. */
export function AfterDose({ id }: { id: string }) {
  const work = useWork();
  const visit = work.state.visits.get(id)!;
  const person = usePerson(id)!;
  const now = useNow(1000);
  const [undoing, setUndoing] = useState(false);
  const dose = standing(visit).at(-1)!;
  const until = watchedUntil(visit);
  const leave = async (left: 'well' | 'to_hospital' | 'unwatched') => {
    await record('observed', { personId: id, doseId: dose.id, left });
    say(t('table.went_said', { name: person.name }));
    replaceBy('watch');
  };
  return (
    <>
      <section className="card">
        <b>
          {vaccineName(work, dose.vaccine)} · {t('table.lot', { lot: dose.lot })}
        </b>
        <p>{t('table.dose_at', { at: wallClock(dose.at) })}</p>
        {until !== null && (
          <p className="row">
            {t('table.watched')}{' '}
            <span className="clock">{until > now ? countdown(until - now) : t('table.time_over')}</span>
          </p>
        )}
        {visit.observed !== null && <p>{t(`table.left.${visit.observed.left}`)}</p>}
        {visit.adverse.map((event) => (
          <p key={event.at}>
            {t(`table.adverse.${event.type}`)} · {t(`table.severity.${event.severity}`)}
          </p>
        ))}
        <button type="button" className="link" onClick={() => setUndoing(!undoing)}>
          {t('table.undo_dose')}
        </button>
        {undoing && (
          <OneOf
            legend={t('table.undo_why')}
            options={UNDO_REASONS}
            words={(reason) => t(`table.undo.${reason}`)}
            value={null}
            choose={(reason) => void undo(dose.id, id, reason)}
          />
        )}
      </section>
      <div className="actions">
        {until !== null && until <= now && (
          <button type="button" className="go" onClick={() => void leave('well')}>
            {t('table.well_home')}
          </button>
        )}
        <div className="pair">
          <button type="button" className="plain danger" onClick={() => goTo('adverse', id)}>
            {t('table.reaction')}
          </button>
          {until !== null && (
            <button type="button" className="plain" onClick={() => void leave('to_hospital')}>
              {t('table.to_hospital')}
            </button>
          )}
        </div>
        {until !== null && until > now && (
          <button type="button" className="plain" onClick={() => void leave('unwatched')}>
            {t('table.leaves_early')}
          </button>
        )}
      </div>
    </>
  );
}
