import type { RosterPerson } from '../../recording/contract.ts';
import { day } from '../app/format.ts';
import { useWork, vaccineName } from './at-table.ts';
import { findingsOf } from './findings.ts';
import { about, Notice, StageTag } from './parts.tsx';
import type { Visit } from './session-state.ts';
import { t } from './words.ts';

/** Who this is, to be compared with the card in hand, and which doses are known. */
export function About({ person, visit }: { person: RosterPerson; visit: Visit | undefined }) {
  const work = useWork();
  const findings = findingsOf(person, visit);
  return (
    <>
      {(person.whereabouts === 'dead' || person.whereabouts === 'moved_out') && (
        <Notice tone="warn" title={t(`table.whereabouts.${person.whereabouts}`)} />
      )}
      {person.contraindicated !== undefined && visit?.screened == null && (
        <Notice
          tone="warn"
          title={t('table.contraindicated_since', { on: day(person.contraindicated.since) })}
        >
          <p>{t(`table.flag.${person.contraindicated.reason}`)}</p>
        </Notice>
      )}
      <section className="card">
        <div className="row">
          <p className="grow">{about(person)}</p>
          <StageTag visit={visit} />
        </div>
        {findings.length > 0 && (
          <p className="tag warn">! {findings.map((flag) => t(`table.flag.${flag}`)).join(', ')}</p>
        )}
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
