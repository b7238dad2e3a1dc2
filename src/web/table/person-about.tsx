import type { RosterPerson } from '../../recording/contract.ts';
import { day } from '../app/format.ts';
import { useWork, vaccineName } from './at-table.ts';
import { about, Notice, StageTag } from './parts.tsx';
import type { Visit } from './session-state.ts';
import { t } from './words.ts';

/** Who this is, to be compared with the card in hand, and which doses are known. */
export function About({ person, visit }: { person: RosterPerson; visit: Visit | undefined }) {
  const work = useWork();
  return (
    <>
      {(person.whereabouts === 'dead' || person.whereabouts === 'moved_out') && (
        <Notice tone="warn" title={t(`table.whereabouts.${person.whereabouts}`)} />
      )}
      <section className="card">
        <div className="row">
          <p className="grow">{about(person)}</p>
          <StageTag visit={visit} />
        </div>
        {person.doses.length === 0 ? (
          <p className="quiet">{t('table.no_dose')}</p>
        ) : (
          <dl className="facts">
            {person.doses.map((dose) => (
              <div key={`${dose.number} ${dose.on}`} style={{ display: 'contents' }}>
                <dt>{t('table.dose', { number: dose.number })}</dt>
                <dd>
                  {[
                    dose.vaccine === null ? t('table.vaccine_unknown') : vaccineName(work, dose.vaccine),
                    day(dose.on),
                    dose.lot,
                  ]
                    .filter((part) => part !== null)
                    .join(' · ')}
                </dd>
              </div>
            ))}
          </dl>
        )}
      </section>
    </>
  );
}
