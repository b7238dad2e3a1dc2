import { useTranslation } from 'react-i18next';
import type { PersonPage } from '../app/api-types.ts';
import { Status } from '../ui/states.tsx';

type Origins = PersonPage['origins'];

/** Each field with whose lists state it; where a hand says otherwise, what it says stands beside. */
export function PersonOrigins({ origins }: { origins: Origins }) {
  const { t } = useTranslation();
  const words = (field: string, value: string): string =>
    field === 'sex'
      ? t(`sex.${value}`)
      : field === 'residenceKind'
        ? t(`residence.${value}`)
        : field === 'birth'
          ? value.split('-').reverse().join('/')
          : value;
  const hands = (sources: readonly string[]): string => sources.map((one) => t(`source.${one}`)).join(', ');
  return (
    <section className="card">
      <h3>{t('person.origins')}</h3>
      <dl className="facts">
        {origins.map(({ field, values }) => (
          <div key={field} style={{ display: 'contents' }}>
            <dt>{t(`origin.${field}`)}</dt>
            <dd>
              {values.map(({ value, differs, sources }) => (
                <div key={value}>
                  {differs ? (
                    <Status name="warning">{t('person.other', { value: words(field, value) })}</Status>
                  ) : (
                    words(field, value)
                  )}{' '}
                  <span className="quiet">({hands(sources)})</span>
                </div>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
