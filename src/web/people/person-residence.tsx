import { useTranslation } from 'react-i18next';
import type { PersonPage } from '../app/api-types.ts';
import { day } from '../app/format.ts';

/** Where the person lives and lived, the latest first. */
export function PersonResidence({ person }: { person: PersonPage }) {
  const { t } = useTranslation();
  return (
    <section className="card">
      <h3>{t('person.residence')}</h3>
      {person.residences.length === 0 ? (
        <p className="quiet">
          {t(
            person.whereabouts === 'dead' || person.whereabouts === 'moved_out'
              ? 'person.residence_ended'
              : 'person.no_residence',
          )}
        </p>
      ) : (
        <ul className="timeline">
          {person.residences.toReversed().map((home) => (
            <li key={`${home.unitName}${home.from}`}>
              <b>{t(`residence.${home.kind}`)}</b> · {[home.hamlet, home.unitName].filter(Boolean).join(', ')}
              <br />
              <span className="quiet">
                {home.from === null ? t('person.open_past') : t('person.from', { date: day(home.from) })}{' '}
                {home.to === null
                  ? t('person.now')
                  : `${t('person.to', { date: day(home.to) })}${home.endReason === null ? '' : ` (${t(`end.${home.endReason}`)})`}`}
              </span>
            </li>
          ))}
        </ul>
      )}
      {person.household !== null && (
        <p className="quiet">{t('person.household', { number: person.household })}</p>
      )}
    </section>
  );
}
