import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { PersonPage } from '../app/api-types.ts';
import { useAuditWords } from '../app/audit-words.ts';
import { get } from '../app/client.ts';
import { birth, moment } from '../app/format.ts';
import { useMe, usePlace } from '../app/place.ts';
import { FindingLink } from '../help/finding-link.tsx';
import { causeAndRemedy } from '../ui/cause.ts';
import { Failed, Loading, Notice, Status } from '../ui/states.tsx';
import { PersonDoses } from './person-doses.tsx';
import { PersonMerges } from './person-merges.tsx';
import { PersonOrigins } from './person-origins.tsx';
import { PersonPapers } from './person-papers.tsx';
import { PersonRecords } from './person-records.tsx';
import { PersonResidence } from './person-residence.tsx';
import { TellWhereabouts } from './tell-whereabouts.tsx';

/** One person: who, what to look at, which doses, where; then every row of every list behind it, and who saw it. */
export function PersonView() {
  const { t } = useTranslation();
  const { id } = useParams({ strict: false }) as { id: string };
  const { date } = usePlace();
  const { subject, why } = useAuditWords();
  const may = useMe().data?.actions.includes('list.settle') ?? false;
  const query = useQuery({ queryKey: ['person', id], queryFn: () => get<PersonPage>(`/persons/${id}`) });
  if (query.isLoading) return <Loading />;
  if (query.error || !query.data) return <Failed error={query.error} again={() => void query.refetch()} />;
  const person = query.data;
  const years = ageOf(person.birth?.on, date);
  const inReview = person.records.some(({ status }) => status === 'review');
  return (
    <>
      <p className="no-print">
        <Link to="/people" search={true}>
          ← {t('people.title')}
        </Link>
      </p>
      <h1>{person.name}</h1>
      <p className="lead">
        {[
          t('person.born', { date: birth(person.birth) }),
          years === null ? '' : t('person.age', { years }),
          person.sex === null ? t('person.sex_unknown') : t(`sex.${person.sex}`),
          [
            t(`whereabouts.${person.whereabouts}`),
            person.kind === null ? '' : `(${t(`residence.${person.kind}`).toLowerCase()})`,
          ]
            .filter(Boolean)
            .join(' '),
          [person.hamlet, person.unit.name].filter(Boolean).join(', '),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {inReview && <Notice tone="warn">{t('person.in_review')}</Notice>}
      {person.findings.length > 0 && (
        <section>
          <h2>{t('person.findings')}</h2>
          <ul className="causes">
            {person.findings.map((finding) => {
              const { cause, remedy } = causeAndRemedy(finding.message);
              return (
                <li key={finding.id} className="person-finding">
                  <Status name={finding.severity}>{t(`severity.${finding.severity}`)}</Status>
                  <span>
                    {cause} {finding.cell && <span className="cell">{finding.cell}</span>}
                    {remedy !== '' && <span className="quiet"> {remedy}</span>}{' '}
                    <FindingLink code={finding.code} />
                  </span>
                </li>
              );
            })}
          </ul>
        </section>
      )}
      {person.doses !== null && <PersonDoses id={id} doses={person.doses} records={person.records} />}
      <div className="cards" style={{ marginTop: 24 }}>
        <PersonResidence person={person} />
        <PersonPapers person={person} />
        {person.origins.length > 0 && <PersonOrigins origins={person.origins} />}
      </div>
      {may && <TellWhereabouts id={id} />}
      <PersonRecords records={person.records} />
      {may && <PersonMerges id={id} name={person.name} />}
      <section className="no-print">
        <h2>{t('person.audit')}</h2>
        <ul className="timeline">
          {person.audit.map((event) => (
            <li key={`${event.at}${event.action}${event.subject}`}>
              {moment(event.at)} · {event.actor} · {t(`action.${event.action}`)} {subject(event.subject)}
              {event.reason ? ` (${why(event.reason)})` : ''}
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

/** Completed years on the reference date; null without a birth date. */
function ageOf(born: string | undefined, on: string): number | null {
  if (born === undefined) return null;
  return Number(on.slice(0, 4)) - Number(born.slice(0, 4)) - (on.slice(5) < born.slice(5) ? 1 : 0);
}
