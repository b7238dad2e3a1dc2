import { useTranslation } from 'react-i18next';
import type { DoseVerdict } from '../../due/contract.ts';
import type { PersonPage } from '../app/api-types.ts';
import { day, figure } from '../app/format.ts';
import { NextDose } from '../schedules/next-dose.tsx';
import { usePersonSchedule } from '../schedules/use-person-schedule.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { Status } from '../ui/states.tsx';

type Doses = NonNullable<PersonPage['doses']>;

/** Doses in order, each with what the schedule says of it in words, and on how many lists it stands. */
export function PersonDoses({
  id,
  doses,
  records,
}: {
  id: string;
  doses: Doses;
  records: PersonPage['records'];
}) {
  const { t } = useTranslation();
  const schedule = usePersonSchedule(id).data;
  const hands = (ids: readonly string[]): string =>
    [
      ...new Set(records.filter(({ id }) => ids.includes(id)).map(({ source }) => t(`source.${source}`))),
    ].join(', ');
  return (
    <section>
      <h2>{t('person.doses')}</h2>
      {doses.length === 0 ? (
        <p className="quiet">{t('person.no_doses')}</p>
      ) : (
        <ScrollBox label={t('person.doses')}>
          <table className="plain">
            <thead>
              <tr>
                <th scope="col">{t('person.dose')}</th>
                <th scope="col">{t('person.day')}</th>
                <th scope="col">{t('person.vaccine')}</th>
                <th scope="col">{t('person.lot')}</th>
                <th scope="col">{t('person.place')}</th>
                <th scope="col">{t('person.kind')}</th>
                <th scope="col">{t('person.validity')}</th>
                <th scope="col">{t('person.told_by')}</th>
              </tr>
            </thead>
            <tbody>
              {doses.map((dose) => (
                <tr key={dose.id}>
                  <td>{figure(dose.number)}</td>
                  <td>{dose.on === null ? t('person.day_unknown') : day(dose.on)}</td>
                  <td>{dose.vaccineText ?? dose.vaccine ?? t('person.vaccine_unknown')}</td>
                  <td>{dose.lot ?? '–'}</td>
                  <td>{dose.place ?? '–'}</td>
                  <td>{t(`dose.${dose.kind}`)}</td>
                  <td>
                    <Status name={dose.validity}>{t(`validity.${dose.validity}`)}</Status>
                    <Why verdict={schedule?.doses.find(({ number }) => number === dose.number)} />
                  </td>
                  <td>{hands(dose.records) || t('person.told_later')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
      {schedule !== undefined && <NextDose due={schedule.due} />}
      {schedule !== undefined && schedule.findings.length > 0 && (
        <p>
          <b>{t('person.screened')}</b>{' '}
          {schedule.findings
            .map(({ finding, since }) => t('person.finding_since', { finding, since: day(since) }))
            .join(', ')}
        </p>
      )}
    </section>
  );
}

/** Days since the dose before and how many were needed, and the document that says so. */
function Why({ verdict }: { verdict: DoseVerdict | undefined }) {
  const { t } = useTranslation();
  if (verdict === undefined) return null;
  const { days, minimum, document, reason } = verdict;
  const gap =
    days === null
      ? ''
      : reason === 'too_early'
        ? t('person.gap_short', { days: figure(days), minimum: figure(minimum) })
        : t('person.gap', { days: figure(days) });
  const by = document === null ? '' : t('person.next_by', { document });
  return <span className="under-name">{[gap, by].filter(Boolean).join(' · ')}</span>;
}
